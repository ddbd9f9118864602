"""Waves: whom they ask, when, and once."""

import httpx
import pytest

from kit.testing.counting import noted_statements
from kit.testing.signing import Signer

from .conftest import RIGHTS, Take
from .factories import day, ended, event, key, links_of, new_wave, offer, wave


async def invited(client: httpx.AsyncClient, wave_id: str) -> list[dict[str, object]]:
    answer = await client.get(f"/v1/waves/{wave_id}/invitations")
    assert answer.status_code == 200, answer.text
    items: list[dict[str, object]] = answer.json()["items"]
    return items


async def test_a_wave_tells_its_state_and_what_may_be_done(client: httpx.AsyncClient) -> None:
    made = await new_wave(client, reminders=[day(-1), day(7)])
    assert (made["status"], made["version"]) == ("open", 1)
    assert made["actions"] == ["close", "make_links", "make_reminders"]
    again = await client.get(f"/v1/waves/{made['id']}")
    assert again.json() == made
    assert again.headers["etag"] == '"1"'


async def test_a_wave_sent_twice_under_one_key_is_one(client: httpx.AsyncClient) -> None:
    same, body = key(), wave()
    made = [await client.post("/v1/waves", json=body, headers=same) for _ in range(2)]
    assert made[0].json() == made[1].json()
    assert made[0].headers["location"] == f"/v1/waves/{made[0].json()['id']}"
    assert len((await client.get("/v1/waves")).json()["items"]) == 1


async def test_a_wave_is_closed_only_as_it_was_read(client: httpx.AsyncClient) -> None:
    made = await new_wave(client)
    path = f"/v1/waves/{made['id']}/close"
    stale = await client.post(path, headers=key() | {"If-Match": '"7"'})
    assert (stale.status_code, stale.json()["code"]) == (412, "edited_meanwhile")
    closed = await client.post(path, headers=key() | {"If-Match": '"1"'})
    assert (closed.status_code, closed.headers["etag"]) == (200, '"2"')


async def test_a_course_that_ends_is_asked_about_once_however_often_it_is_told(
    client: httpx.AsyncClient, take: Take
) -> None:
    made = await new_wave(client)
    await take(offer(), ended("a", "ReferralStarted", version=2, ended_on=None))
    assert await invited(client, made["id"]) == []
    await take(ended("a"), ended("a"), ended("a", "ReferralAssessed", version=4))
    found = await invited(client, made["id"])
    assert [(each["referral_id"], each["offer_name"], each["status"]) for each in found] == [
        ("a", "Jobklub", "invited")
    ]


async def test_courses_that_ended_before_the_wave_was_made_are_asked_about_too(
    client: httpx.AsyncClient, take: Take
) -> None:
    await take(ended("a"), ended("b", "ReferralAborted"), ended("c", ended_on=day(-31)))
    made = await new_wave(client)
    assert {each["referral_id"] for each in await invited(client, made["id"])} == {"a", "b"}


async def test_an_aborted_course_that_never_started_is_not_asked_about(
    client: httpx.AsyncClient, take: Take
) -> None:
    made = await new_wave(client)
    await take(ended("a", "ReferralAborted", started_on=None))
    assert await invited(client, made["id"]) == []


async def test_an_older_state_that_comes_late_changes_nothing(
    client: httpx.AsyncClient, take: Take
) -> None:
    await take(ended("a", version=5, ended_on=day(-40)), ended("a", version=4))
    made = await new_wave(client)
    assert await invited(client, made["id"]) == []


async def test_two_waves_never_ask_about_the_same_days(client: httpx.AsyncClient) -> None:
    await new_wave(client)
    answer = await client.post(
        "/v1/waves", json=wave(courses_from=day(30), courses_to=day(40)), headers=key()
    )
    assert (answer.status_code, answer.json()["code"]) == (409, "waves_overlap")
    beside = wave(courses_from=day(31), courses_to=day(40))
    assert (await client.post("/v1/waves", json=beside, headers=key())).status_code == 201


async def test_a_closed_wave_invites_nobody_and_makes_no_links(
    client: httpx.AsyncClient, take: Take
) -> None:
    made = await new_wave(client)
    closed = await client.post(f"/v1/waves/{made['id']}/close", headers=key())
    assert (closed.json()["status"], closed.json()["actions"]) == ("closed", [])
    await take(ended("a"))
    assert await invited(client, made["id"]) == []
    links = await client.post(f"/v1/waves/{made['id']}/links", headers=key())
    assert (links.status_code, links.json()["code"]) == (409, "wave_closed")
    again = await client.post(f"/v1/waves/{made['id']}/close", headers=key())
    assert again.json()["code"] == "wave_closed"


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"courses_to": day(-31)}, "courses_backwards"),
        ({"closes_on": day(29)}, "closes_too_early"),
        ({"opens_on": day(61)}, "opens_too_late"),
        ({"reminders": [day(61)]}, "reminder_outside"),
        ({"reminders": [day(1), day(2), day(3)]}, "too_long"),
        ({"smallest_group": 4}, "greater_than_equal"),
        ({"confidentiality": "open"}, "literal_error"),
        ({"name": "Om 010190-1111"}, "cpr_in_text"),
    ],
)
async def test_a_wave_that_cannot_be_is_refused(
    client: httpx.AsyncClient, changed: dict[str, object], code: str
) -> None:
    answer = await client.post("/v1/waves", json=wave(**changed), headers=key())
    assert (answer.status_code, answer.json()["errors"][0]["code"]) == (422, code)
    assert "010190" not in answer.text


async def test_an_unknown_questionnaire_is_refused_with_those_there_are(
    client: httpx.AsyncClient,
) -> None:
    answer = await client.post("/v1/waves", json=wave(instrument="andet"), headers=key())
    assert (answer.status_code, answer.json()["code"]) == (422, "instrument_unknown")
    assert answer.json()["valid"] == ["tilbuddet"]


async def test_the_library_holds_the_five_points_in_danish(client: httpx.AsyncClient) -> None:
    (instrument,) = (await client.get("/v1/instruments")).json()["items"]
    assert [item["name"] for item in instrument["items"]] == [
        "satisfaction",
        "relevance",
        "closeness",
        "comment",
    ]
    assert instrument["scales"]["satisfaction"]["da"][-1] == "I meget høj grad tilfreds"


async def test_another_municipality_and_a_provider_see_no_wave(
    client: httpx.AsyncClient, other: dict[str, str], take: Take, signer: Signer
) -> None:
    await take(ended("a"))
    made = await new_wave(client)
    provider = signer.token(RIGHTS, sub="provider", provider_id="leverandoer-1")
    (mine,) = await invited(client, made["id"])
    for headers in (other, {"Authorization": f"Bearer {provider}"}):
        assert (await client.get("/v1/waves", headers=headers)).json()["items"] == []
        for path in ("", "/invitations", "/response"):
            answer = await client.get(f"/v1/waves/{made['id']}{path}", headers=headers)
            assert answer.status_code == 404, path
        for path in (f"waves/{made['id']}/links", f"invitations/{mine['id']}/link"):
            answer = await client.post(f"/v1/{path}", headers=headers | key())
            assert answer.status_code == 404, path


async def test_lists_take_the_same_statements_however_long(
    client: httpx.AsyncClient, take: Take
) -> None:
    made = await new_wave(client)
    counts = []
    for number in range(2):
        await take(*(ended(f"{number}-{each}") for each in range(3 * number + 1)))
        with noted_statements() as said:
            await invited(client, made["id"])
        counts.append(len(said))
    assert counts[0] == counts[1]


async def test_pages_of_invitations_and_waves_hold_everything_once(
    client: httpx.AsyncClient, take: Take
) -> None:
    await take(*(ended(str(number)) for number in range(5)))
    made = await new_wave(client)
    await new_wave(client, courses_from=day(31), courses_to=day(31))
    for path, count in ((f"/v1/waves/{made['id']}/invitations", 5), ("/v1/waves", 2)):
        seen: list[str] = []
        cursor = None
        while True:
            query = {"limit": "2" if count > 2 else "1"} | ({"cursor": cursor} if cursor else {})
            page = (await client.get(path, params=query)).json()
            seen += [each["id"] for each in page["items"]]
            cursor = page["next"]
            if cursor is None:
                break
        assert len(seen) == len(set(seen)) == count


async def test_merged_citizens_become_one_and_an_erased_one_leaves_nothing(
    client: httpx.AsyncClient, take: Take
) -> None:

    await take(ended("a", citizen_id="to"), ended("b", citizen_id="en"), ended("c"))
    made = await new_wave(client)
    merged = {"citizen_id": "to", "kept_id": "en", "merged_at": "2026-11-22T09:00:00Z"}
    await take(event("CitizensMerged", "to", merged), event("CitizensMerged", "to", merged))
    await take(ended("d", citizen_id="to"))
    found = await invited(client, made["id"])
    assert {each["citizen_id"] for each in found} == {"en", "borger-c"}
    await links_of(client, made["id"])
    erased = {"citizen_id": "en", "erased_at": "2026-11-22T10:00:00Z"}
    await take(event("CitizenErased", "en", erased), event("CitizenErased", "en", erased))
    # What was told before comes again, under either name.
    await take(ended("a", version=9, citizen_id="to"), ended("b", version=9, citizen_id="en"))
    assert [each["citizen_id"] for each in await invited(client, made["id"])] == ["borger-c"]
