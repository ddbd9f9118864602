"""Releases: what citizens said, as figures that tell on nobody."""

from datetime import UTC, datetime
from typing import Any

import httpx
import pytest
from sqlalchemy import text

from kit import jobs as kit_jobs
from kit.database import Database
from kit.figure import Figure
from kit.testing.signing import Signer
from surveys import jobs

from .conftest import RIGHTS, Take, settings
from .factories import (
    NDJSON,
    answer_by,
    ended,
    event,
    key,
    links_of,
    ndjson,
    new_wave,
    offer,
    quarter_start,
    row,
)

Places = dict[tuple[str | None, str | None], dict[str, Any]]


async def say(
    client: httpx.AsyncClient,
    offer_id: str,
    target_group: str,
    scores: list[int],
    *,
    closeness: int | None = None,
) -> None:
    """Let citizens have answered, each with a degree of satisfaction, and of closeness."""
    rows = [
        row(
            offer_id=offer_id,
            target_group=target_group,
            satisfaction=score,
            closeness=closeness or score,
            answered_on=quarter_start().isoformat(),
        )
        for score in scores
    ]
    taken = await client.post("/v1/answers/import", content=ndjson(*rows), headers=NDJSON)
    assert taken.status_code == 200, taken.text


async def release(client: httpx.AsyncClient) -> dict[str, Any]:
    answer = await client.post("/v1/releases", headers=key())
    assert answer.status_code == 201, answer.text
    made: dict[str, Any] = answer.json()
    return made


async def figures(
    client: httpx.AsyncClient, indicator: str = "satisfaction", **headers: str
) -> Places:
    answer = await client.get(
        "/v1/figures", params={"indicator": indicator, "limit": "200"}, headers=headers
    )
    assert answer.status_code == 200, answer.text
    return {
        (each["offer_id"], each["target_group"]): each["figure"] for each in answer.json()["items"]
    }


async def test_satisfaction_is_the_share_of_the_two_top_categories(
    client: httpx.AsyncClient,
) -> None:
    await say(client, "a", "dagpenge", [5, 5, 4, 3, 2, 1], closeness=3)
    await say(client, "b", "dagpenge", [4, 4, 4, 4, 1], closeness=5)
    made = await release(client)
    assert (made["number"], made["hidden"], made["smallest_group"]) == (1, 0, 5)
    found = await figures(client)
    own = found["a", "dagpenge"]
    Figure.model_validate(own)
    assert (own["numerator"], own["n"], own["citizens"], own["value"]) == (3, 6, 6, 0.5)
    assert own["sentence"] == (
        "3 af 6 (50 %) var i høj eller meget høj grad tilfredse med tilbuddet."
    )
    assert own["interval"]["method"] == "wilson"
    assert (own["comparison"]["n"], own["comparison"]["value"]) == (5, 0.8)
    assert own["definition"] == "satisfied_with_offer"
    margins = {place: (it["numerator"], it["n"]) for place, it in found.items() if None in place}
    assert margins == {
        ("a", None): (3, 6),
        ("b", None): (4, 5),
        (None, "dagpenge"): (7, 11),
        (None, None): (7, 11),
    }
    closer = await figures(client, "closeness")
    assert (closer["a", "dagpenge"]["value"], closer["b", "dagpenge"]["value"]) == (0, 1)


async def test_too_few_are_hidden_and_so_is_what_would_tell_them(
    client: httpx.AsyncClient,
) -> None:
    await say(client, "a", "dagpenge", [5] * 9 + [1] * 9)
    await say(client, "b", "dagpenge", [5] * 6 + [1] * 6)
    await say(client, "c", "dagpenge", [5, 1, 1])
    await release(client)
    found = await figures(client)
    assert found["c", "dagpenge"]["suppressed"] == {"yes": True, "reason": "too_few"}
    hidden = {place for place, it in found.items() if it["suppressed"]["yes"]}
    # With the offer alone hidden, the total less the others would tell it.
    assert len(hidden) > 1
    for place in hidden:
        same = found[place] | {"sentence": ""}
        assert same == found["c", "dagpenge"] | {"sentence": ""}
        assert [same[name] for name in ("value", "n", "numerator", "comparison")] == [None] * 4
    both = await figures(client, "closeness")
    assert {place for place, it in both.items() if it["suppressed"]["yes"]} == hidden


async def test_a_figure_is_replaced_only_when_enough_have_come(client: httpx.AsyncClient) -> None:
    await say(client, "a", "dagpenge", [5] * 6 + [1] * 6)
    await release(client)
    first = (await figures(client))["a", "dagpenge"]
    await say(client, "a", "dagpenge", [1, 1])
    await release(client)
    held = await figures(client)
    assert held["a", "dagpenge"] == first
    # The totals are of what is shown: they do not tell the two either.
    assert {it["n"] for it in held.values()} == {12}
    await say(client, "a", "dagpenge", [5, 1, 1])
    await release(client)
    found = await figures(client)
    assert {(it["numerator"], it["n"]) for it in found.values()} == {(7, 17)}


async def test_nothing_is_released_of_nothing_and_then_of_something(
    client: httpx.AsyncClient,
) -> None:
    made = await release(client)
    assert (made["shown"], made["hidden"]) == (0, 0)
    await say(client, "a", "dagpenge", [5] * 6)
    assert (await release(client))["shown"] == 8


async def test_each_offer_is_told_of_in_the_feed(client: httpx.AsyncClient) -> None:
    await say(client, "a", "dagpenge", [5] * 6)
    made = await release(client)
    events = (await client.get("/v1/events")).json()
    assert [(each["type"], each["subject"]) for each in events] == [("FiguresReleased", "a")]
    told = events[0]["data"]
    assert told["release_id"] == made["id"]
    assert [(each["target_group"], each["figure"]["indicator"]) for each in told["figures"]] == [
        ("dagpenge", "satisfaction"),
        ("dagpenge", "closeness"),
    ]


async def test_what_was_hidden_is_shown_when_it_has_grown(client: httpx.AsyncClient) -> None:
    for offer_id in "abc":
        await say(client, offer_id, "dagpenge", [5] * 8 + [1] * 8)
    await say(client, "d", "dagpenge", [5, 1])
    await release(client)
    assert (await figures(client))["d", "dagpenge"]["n"] is None
    for offer_id in "abcd":
        await say(client, offer_id, "dagpenge", [5] * 9 + [1] * 9)
    await release(client)
    found = await figures(client)
    assert {place: it["n"] for place, it in found.items() if None not in place} == {
        ("a", "dagpenge"): 34,
        ("b", "dagpenge"): 34,
        ("c", "dagpenge"): 34,
        ("d", "dagpenge"): 20,
    }


async def test_an_erased_citizens_answer_leaves_no_trace_in_what_the_next_release_keeps(
    client: httpx.AsyncClient, take: Take, database: Database
) -> None:
    await take(*(ended(str(number), citizen_id=f"c{number}") for number in range(8)))
    made = await new_wave(client)
    for path in (await links_of(client, made["id"])).values():
        await answer_by(client, path)
    await release(client)
    first = await figures(client)
    await take(event("CitizenErased", "c0", {"citizen_id": "c0", "erased_at": "2026-11-22"}))
    async with database.transaction("0999") as session:
        kept = (await session.scalars(text("SELECT counted::text FROM figures"))).all()
    # As written, for the number that stands in its place is drawn of hexadecimal digits.
    assert '"c1"' in str(kept)
    assert '"c0"' not in str(kept)
    # One who left would be told by the difference: the figure stays.
    await release(client)
    assert await figures(client) == first


async def test_the_share_that_answered_stands_beside_the_figure(
    client: httpx.AsyncClient, take: Take
) -> None:
    await take(offer(), *(ended(str(number)) for number in range(8)))
    made = await new_wave(client)
    for path in list((await links_of(client, made["id"])).values())[:6]:
        await answer_by(client, path)
    await release(client)
    found = (await figures(client))["tilbud-1", "dagpenge"]
    assert found["caveats"] == ["Svarprocent: 75 %."]
    assert (found["n"], found["citizens"]) == (6, 6)
    response = (await client.get(f"/v1/waves/{made['id']}/response")).json()
    assert (response["whole"]["numerator"], response["whole"]["n"]) == (6, 8)
    assert [each["offer_name"] for each in response["offers"]] == ["Jobklub"]


async def test_the_response_of_few_is_hidden(client: httpx.AsyncClient, take: Take) -> None:
    await take(*(ended(str(number)) for number in range(9)))
    await take(*(ended(f"x{number}", offer_id="tilbud-2") for number in range(2)))
    made = await new_wave(client)
    response = (await client.get(f"/v1/waves/{made['id']}/response")).json()
    shown = {each["offer_id"]: each["figure"]["n"] for each in response["offers"]}
    assert shown["tilbud-2"] is None
    known = [*shown.values(), response["whole"]["n"]]
    assert known.count(None) >= 2


async def all_links(client: httpx.AsyncClient, wave_id: str) -> list[str]:
    listed = (await client.get(f"/v1/waves/{wave_id}/invitations")).json()["items"]
    made = [
        (await client.post(f"/v1/invitations/{each['id']}/link", headers=key())).json()
        for each in listed
    ]
    return [each["url"].removeprefix("http://pejling.test") for each in made]


async def test_four_citizens_eight_answers_are_four_citizens(
    client: httpx.AsyncClient, take: Take
) -> None:
    await take(*(ended(str(number), citizen_id=f"c{number % 4}") for number in range(8)))
    made = await new_wave(client)
    for path in await all_links(client, made["id"]):
        assert (await answer_by(client, path)).status_code == 200
    await release(client)
    found = await figures(client)
    assert {it["suppressed"]["yes"] for it in found.values()} == {True}


@pytest.mark.parametrize(("others", "citizens"), [(0, None), (1, 5)])
async def test_four_citizens_eight_anonymous_answers_are_four_citizens(
    client: httpx.AsyncClient,
    take: Take,
    database: Database,
    others: int,
    citizens: int | None,
) -> None:
    await take(*(ended(str(number), citizen_id=f"c{number % 4}") for number in range(8)))
    made = await new_wave(client, confidentiality="anonymous")
    for path in await all_links(client, made["id"]):
        assert (await answer_by(client, path)).status_code == 200
    async with database.transaction("0999") as session:
        await jobs.move_pools(session, "0999", datetime.now(UTC))
    if others:
        await say(client, "tilbud-1", "dagpenge", [5] * others)
    await release(client)
    assert (await figures(client))["tilbud-1", "dagpenge"]["citizens"] == citizens


async def test_a_release_asked_for_twice_under_one_key_is_one(client: httpx.AsyncClient) -> None:
    await say(client, "a", "dagpenge", [5] * 6)
    same = key()
    made = [(await client.post("/v1/releases", headers=same)).json()["id"] for _ in range(2)]
    assert made[0] == made[1]
    listed = (await client.get("/v1/releases")).json()["items"]
    assert [each["id"] for each in listed] == made[:1]


async def test_a_release_can_be_a_job(client: httpx.AsyncClient, database: Database) -> None:
    await say(client, "a", "dagpenge", [5] * 6)
    asked = await client.post("/v1/releases", headers=key() | {"Prefer": "respond-async"})
    assert asked.status_code == 202
    job_id = asked.json()["id"]
    await kit_jobs.do(database, jobs.handlers(settings()), job_id)
    job = (await client.get(f"/v1/jobs/{job_id}")).json()
    assert (job["state"], job["result"]["number"]) == ("done", 1)


async def test_answers_can_be_imported_as_a_job(
    client: httpx.AsyncClient, database: Database
) -> None:
    asked = await client.post(
        "/v1/answers/import",
        content=ndjson(row()),
        headers=NDJSON | {"Prefer": "respond-async"},
    )
    assert asked.status_code == 202, asked.text
    await kit_jobs.do(database, jobs.handlers(settings()), asked.json()["id"])
    job = (await client.get(f"/v1/jobs/{asked.json()['id']}")).json()
    assert job["result"]["created"] == 1


async def test_the_worker_releases_for_every_municipality_that_asks(
    client: httpx.AsyncClient, other: dict[str, str], database: Database
) -> None:
    await say(client, "a", "dagpenge", [5] * 6)
    theirs = ndjson(row(offer_id="b"))
    await client.post("/v1/answers/import", content=theirs, headers=NDJSON | other)
    due = {schedule.name: schedule.act for schedule in jobs.schedules(settings())}
    await due["release_figures"](database)
    await due["release_figures"](database)  # nothing new: none is made
    for headers in ({}, other):
        listed = (await client.get("/v1/releases", headers=headers)).json()["items"]
        assert [each["number"] for each in listed] == [1]
    assert await figures(client, **other) != await figures(client)


async def test_a_provider_sees_the_figures_of_its_own_offers_alone(
    client: httpx.AsyncClient, take: Take, signer: Signer
) -> None:
    await take(offer("a", provider_id="min"), offer("b", provider_id="din"))
    await say(client, "a", "dagpenge", [5] * 6)
    await say(client, "b", "dagpenge", [5] * 6)
    await release(client)
    token = signer.token(RIGHTS, sub="provider", provider_id="min")
    found = await figures(client, Authorization=f"Bearer {token}")
    assert set(found) == {("a", "dagpenge"), ("a", None)}


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ({"offer_id": "a"}, 4),
        ({"offer_id": "*"}, 4),
        ({"target_group": "dagpenge", "indicator": "closeness"}, 2),
        ({"offer_id": "ukendt"}, 0),
    ],
)
async def test_figures_are_found_by_what_they_are_about(
    client: httpx.AsyncClient, query: dict[str, str], count: int
) -> None:
    await say(client, "a", "dagpenge", [5] * 6)
    await release(client)
    assert len((await client.get("/v1/figures", params=query)).json()["items"]) == count


async def test_figures_come_page_by_page(client: httpx.AsyncClient) -> None:
    await say(client, "a", "dagpenge", [5] * 6)
    await release(client)
    seen = []
    query = {"limit": "3"}
    while True:
        page = (await client.get("/v1/figures", params=query)).json()
        seen += [
            (each["offer_id"], each["target_group"], each["figure"]["indicator"])
            for each in page["items"]
        ]
        if page["next"] is None:
            break
        query["cursor"] = page["next"]
    assert len(seen) == len(set(seen)) == 8
