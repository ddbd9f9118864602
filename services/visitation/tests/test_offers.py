"""Offers from draft to closed, through the front door."""

from typing import Any

import httpx
import pytest

from kit.testing.signing import Signer

from .factories import key, offer


async def create(client: httpx.AsyncClient, **changed: Any) -> dict[str, Any]:  # noqa: ANN401 - any field
    answer = await client.post("/v1/offers", json=offer(**changed), headers=key())
    assert answer.status_code == 201, answer.text
    body: dict[str, Any] = answer.json()
    return body


async def act(client: httpx.AsyncClient, offer_id: str, name: str) -> httpx.Response:
    return await client.post(f"/v1/offers/{offer_id}/{name}", headers=key())


async def events(client: httpx.AsyncClient) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = (await client.get("/v1/events")).json()
    return found


async def test_an_offer_begins_as_a_draft_that_nobody_is_told_of(client: httpx.AsyncClient) -> None:
    answer = await client.post("/v1/offers", json=offer(id="o-1"), headers=key())
    assert answer.status_code == 201
    assert answer.headers["ETag"] == '"1"'
    assert answer.headers["Location"] == "/v1/offers/o-1"
    body = answer.json()
    assert (body["status"], body["version"]) == ("draft", 1)
    assert body["actions"] == ["revise", "publish", "close", "confirm", "link", "copy"]
    assert body["accessibility_note"] == ""
    assert await events(client) == []


async def test_an_offer_without_an_id_is_given_one_that_looks_like_no_person(
    client: httpx.AsyncClient,
) -> None:
    body = await create(client)
    assert body["id"].isalpha()
    assert (await client.get(f"/v1/offers/{body['id']}")).json() == body


async def test_an_id_is_taken_once(client: httpx.AsyncClient) -> None:
    await create(client, id="o-1")
    answer = await client.post("/v1/offers", json=offer(id="o-1"), headers=key())
    assert (answer.status_code, answer.json()["code"]) == (409, "offer_exists")
    assert answer.json()["errors"][0]["pointer"] == "/id"


async def test_an_offer_goes_from_draft_to_closed(client: httpx.AsyncClient) -> None:
    await create(client, id="o-1")
    statuses = []
    for name in ("publish", "pause", "resume", "pause", "close"):
        answer = await act(client, "o-1", name)
        assert answer.status_code == 200, answer.text
        assert answer.headers["ETag"] == f'"{answer.json()["version"]}"'
        statuses.append(answer.json()["status"])
    assert statuses == ["published", "paused", "published", "paused", "closed"]
    assert answer.json()["actions"] == ["copy"]
    assert [event["type"] for event in await events(client)] == [
        "OfferPublished",
        "OfferPaused",
        "OfferPublished",
        "OfferPaused",
        "OfferClosed",
    ]


@pytest.mark.parametrize(
    ("before", "name"),
    [
        ((), "pause"),
        ((), "resume"),
        (("publish",), "publish"),
        (("publish",), "resume"),
        (("publish", "pause"), "pause"),
        (("publish", "pause"), "publish"),
        (("close",), "publish"),
        (("close",), "close"),
    ],
)
async def test_an_act_out_of_turn_is_refused(
    client: httpx.AsyncClient, before: tuple[str, ...], name: str
) -> None:
    await create(client, id="o-1")
    for each in before:
        assert (await act(client, "o-1", each)).status_code == 200
    answer = await act(client, "o-1", name)
    assert (answer.status_code, answer.json()["code"]) == (409, "offer_act_not_possible")


async def test_an_incomplete_offer_is_not_published_and_each_gap_is_pointed_at(
    client: httpx.AsyncClient,
) -> None:
    await client.post("/v1/offers", json={"id": "o-1", "name": "Nyt"}, headers=key())
    answer = await act(client, "o-1", "publish")
    assert (answer.status_code, answer.json()["code"]) == (409, "offer_incomplete")
    assert [error["pointer"] for error in answer.json()["errors"]] == [
        "/provider_id",
        "/provider_name",
        "/kind",
        "/description",
        "/target_groups",
        "/hours_per_week",
        "/duration_weeks",
        "/price",
        "/intake",
    ]
    assert (await client.get("/v1/offers/o-1")).json()["status"] == "draft"


async def test_an_event_holds_the_whole_public_state_and_not_who_acted(
    client: httpx.AsyncClient,
) -> None:
    await create(client, id="o-1")
    state = (await act(client, "o-1", "publish")).json()
    for derived in (
        *("actions", "part_of", "successors", "freshness", "fresh_until", "complete"),
        "confirmed_by",
    ):
        del state[derived]
    event = (await events(client))[0]
    assert event["subject"] == "o-1"
    assert event["data"] == {**{k: v for k, v in state.items() if k != "id"}, "offer_id": "o-1"}


async def test_a_replacement_needs_the_version_that_was_read(client: httpx.AsyncClient) -> None:
    await create(client, id="o-1")
    without = await client.put("/v1/offers/o-1", json=offer(name="Nyt"))
    assert (without.status_code, without.json()["code"]) == (428, "if_match_required")
    for stale in ('"2"', 'W/"1"', "1", '"x"', '"1'):
        answer = await client.put(
            "/v1/offers/o-1", json=offer(name="Nyt"), headers={"If-Match": stale}
        )
        assert (answer.status_code, answer.json()["code"]) == (412, "edited_meanwhile")
    right = await client.put(
        "/v1/offers/o-1", json=offer(name="Nyt"), headers={"If-Match": '"9", "1"'}
    )
    assert right.status_code == 200
    assert (right.json()["name"], right.headers["ETag"]) == ("Nyt", '"2"')


async def test_the_same_content_makes_no_new_version(client: httpx.AsyncClient) -> None:
    await create(client, id="o-1")
    answer = await client.put("/v1/offers/o-1", json=offer(), headers={"If-Match": '"1"'})
    assert (answer.status_code, answer.headers["ETag"]) == (200, '"1"')


async def test_revising_a_published_offer_tells_its_whole_state_again(
    client: httpx.AsyncClient,
) -> None:
    await create(client, id="o-1")
    await act(client, "o-1", "publish")
    await client.put("/v1/offers/o-1", json=offer(name="Nyt"), headers={"If-Match": "*"})
    last = (await events(client))[-1]
    assert (last["type"], last["data"]["name"], last["data"]["version"]) == (
        "OfferPublished",
        "Nyt",
        3,
    )


async def test_a_published_offer_cannot_lose_what_it_needs(client: httpx.AsyncClient) -> None:
    await create(client, id="o-1")
    await act(client, "o-1", "publish")
    answer = await client.put("/v1/offers/o-1", json=offer(price=None), headers={"If-Match": '"2"'})
    assert (answer.status_code, answer.json()["code"]) == (409, "offer_incomplete")
    assert (await client.get("/v1/offers/o-1")).json()["price"] == offer()["price"]


async def test_every_version_is_kept_with_who_and_when(client: httpx.AsyncClient) -> None:
    await create(client, id="o-1")
    await act(client, "o-1", "publish")
    await client.put("/v1/offers/o-1", json=offer(name="Nyt"), headers={"If-Match": '"2"'})
    first = await client.get("/v1/offers/o-1/versions", params={"limit": 2})
    assert [(v["version"], v["act"]) for v in first.json()["items"]] == [
        (3, "revise"),
        (2, "publish"),
    ]
    assert 'rel="next"' in first.headers["Link"]
    rest = await client.get(
        "/v1/offers/o-1/versions", params={"limit": 2, "cursor": first.json()["next"]}
    )
    (version,) = rest.json()["items"]
    assert (version["act"], version["status"], version["changed_by"]) == (
        "create",
        "draft",
        "client-1",
    )
    assert version["content"]["name"] == "Vejen til job"
    assert rest.json()["next"] is None


async def test_a_key_sent_again_changes_nothing(client: httpx.AsyncClient) -> None:
    same = key()
    first = await client.post("/v1/offers", json=offer(), headers=same)
    again = await client.post("/v1/offers", json=offer(), headers=same)
    assert again.status_code == 201
    assert again.json() == first.json()
    other = await client.post("/v1/offers", json=offer(name="Andet"), headers=same)
    assert (other.status_code, other.json()["code"]) == (409, "idempotency_key_reused")
    listed = await client.get("/v1/offers")
    assert len(listed.json()["items"]) == 1


async def test_an_act_sent_again_with_its_key_is_done_once(client: httpx.AsyncClient) -> None:
    await create(client, id="o-1")
    same = key()
    for _ in range(2):
        answer = await client.post("/v1/offers/o-1/publish", headers=same)
        assert (answer.status_code, answer.json()["version"]) == (200, 2)
    assert len(await events(client)) == 1


async def test_a_system_must_send_a_key(client: httpx.AsyncClient) -> None:
    answer = await client.post("/v1/offers", json=offer())
    assert (answer.status_code, answer.json()["code"]) == (422, "idempotency_key_required")


@pytest.mark.parametrize(
    ("changed", "pointer", "code"),
    [
        ({"name": "  "}, "/name", "string_too_short"),
        ({"name": None}, "/name", "string_type"),
        ({"name": "x" * 201}, "/name", "string_too_long"),
        ({"name": "Borger 010190-1234"}, "/name", "cpr_in_text"),
        ({"description": "se 6101901234"}, "/description", "cpr_in_text"),
        ({"name": "a\x00b"}, "/name", "control_character"),
        ({"id": "0101901234"}, "/id", "cpr_in_text"),
        ({"id": ".."}, "/id", "only_dots"),
        ({"id": "a/b"}, "/id", "string_pattern_mismatch"),
        ({"hours_per_week": "169"}, "/hours_per_week", "less_than_equal"),
        ({"hours_per_week": "25.55"}, "/hours_per_week", "decimal_max_places"),
        ({"hours_per_week": "NaN"}, "/hours_per_week", "finite_number"),
        ({"hours_per_week": True}, "/hours_per_week", "decimal_type"),
        ({"duration_weeks": 0}, "/duration_weeks", "greater_than_equal"),
        ({"duration_weeks": "8"}, "/duration_weeks", "int_type"),
        ({"duration_weeks": True}, "/duration_weeks", "int_type"),
        ({"capacity": -1}, "/capacity", "greater_than_equal"),
        ({"price": {"amount": "-1", "per": "week"}}, "/price/amount", "greater_than_equal"),
        ({"price": {"amount": "1", "per": "day"}}, "/price/per", "literal_error"),
        ({"price": {"amount": "1"}}, "/price/per", "missing"),
        ({"place": {"address": "A", "city": "B"}}, "/place/postal_code", "missing"),
        ({"accessible": "yes"}, "/accessible", "bool_type"),
        ({"languages": ["dansk"]}, "/languages/0", "string_pattern_mismatch"),
        ({"themes": ["health", "health"]}, "/themes", "repeated"),
        ({"target_groups": ["dagpenge", "pension"]}, "/target_groups/1", "code_unknown"),
        ({"match_groups": ["1"]}, "/match_groups/0", "code_unknown"),
        ({"kind": "course"}, "/kind", "code_unknown"),
        ({"status": "published"}, "/status", "extra_forbidden"),
        ({"evil": 1}, "/evil", "extra_forbidden"),
    ],
)
async def test_a_mistake_is_pointed_at_and_what_was_sent_is_not_repeated(
    client: httpx.AsyncClient, changed: dict[str, Any], pointer: str, code: str
) -> None:
    # A trace id of our own choosing: one made by chance may hold any four digits.
    trace = {"traceparent": f"00-{'a' * 32}-{'b' * 16}-01"}
    answer = await client.post("/v1/offers", json=offer(**changed), headers=key() | trace)
    assert answer.status_code == 422, answer.text
    assert (pointer, code) in {(e["pointer"], e["code"]) for e in answer.json()["errors"]}
    assert "0190" not in answer.text
    assert (await client.get("/v1/offers")).json()["items"] == []


async def test_the_place_of_a_number_of_a_person_is_told(client: httpx.AsyncClient) -> None:
    answer = await client.post(
        "/v1/offers", json=offer(description="Ring til 010190-1234."), headers=key()
    )
    assert "tegn 10-20" in answer.json()["errors"][0]["detail"]


async def test_a_production_unit_number_is_no_number_of_a_person(client: httpx.AsyncClient) -> None:
    place = {**offer()["place"], "p_number": "0101901234"}
    body = await create(client, place=place)
    assert body["place"]["p_number"] == "0101901234"


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b"null", b'"x"', b"\xff\xfe", b'{"name": NaN}'])
async def test_what_is_no_offer_is_refused(client: httpx.AsyncClient, body: bytes) -> None:
    headers = {**key(), "Content-Type": "application/json"}
    answer = await client.post("/v1/offers", content=body, headers=headers)
    assert answer.status_code in {400, 422}
    assert answer.headers["content-type"] == "application/problem+json"


async def test_a_body_that_is_too_large_is_refused(client: httpx.AsyncClient) -> None:
    answer = await client.post("/v1/offers", json=offer(description="x" * (2 << 20)), headers=key())
    assert answer.status_code == 413


async def test_another_municipality_sees_nothing_and_changes_nothing(
    client: httpx.AsyncClient, other: dict[str, str]
) -> None:
    await create(client, id="o-1")
    assert (await client.get("/v1/offers", headers=other)).json()["items"] == []
    for method, path in (
        ("GET", "/v1/offers/o-1"),
        ("GET", "/v1/offers/o-1/versions"),
        ("POST", "/v1/offers/o-1/publish"),
        ("PUT", "/v1/offers/o-1"),
    ):
        answer = await client.request(
            method,
            path,
            json=offer() if method == "PUT" else None,
            headers={**other, **key(), "If-Match": '"1"'},
        )
        assert (answer.status_code, answer.json()["code"]) == (404, "offer_not_found"), path
    assert (
        await client.post("/v1/offers", json=offer(id="o-1"), headers={**other, **key()})
    ).is_success
    assert (await client.get("/v1/offers/o-1")).json()["status"] == "draft"


@pytest.mark.parametrize(
    ("method", "path", "right"),
    [
        ("GET", "/v1/offers", "offers.read"),
        ("GET", "/v1/offers/o-1", "offers.read"),
        ("GET", "/v1/offers/o-1/versions", "offers.read"),
        ("POST", "/v1/offers", "offers.write"),
        ("PUT", "/v1/offers/o-1", "offers.write"),
        ("POST", "/v1/offers/o-1/publish", "offers.publish"),
        ("POST", "/v1/offers/o-1/pause", "offers.publish"),
        ("POST", "/v1/offers/o-1/resume", "offers.publish"),
        ("POST", "/v1/offers/o-1/close", "offers.publish"),
        ("POST", "/v1/offers/import", "offers.import"),
        ("GET", "/v1/guide?target_group=dagpenge", "guide.read"),
        ("GET", "/v1/code-lists/themes", "codes.read"),
    ],
)
async def test_each_route_wants_its_right(
    client: httpx.AsyncClient, signer: Signer, method: str, path: str, right: str
) -> None:
    token = signer.token({"feed.read"})
    answer = await client.request(
        method,
        path,
        json=offer() if method in {"POST", "PUT"} else None,
        headers={"Authorization": f"Bearer {token}", "If-Match": '"1"', **key()},
    )
    assert (answer.status_code, answer.json()["right"]) == (403, right)
    nobody = await client.request(method, path, headers={"Authorization": ""})
    assert (nobody.status_code, nobody.json()["code"]) == (401, "token_missing")


async def test_only_possible_acts_that_the_caller_has_a_right_to_are_told(
    client: httpx.AsyncClient, signer: Signer
) -> None:
    await create(client, id="o-1")
    for rights, actions in (
        ({"offers.read"}, []),
        ({"offers.read", "offers.write"}, ["revise", "confirm", "link", "copy"]),
        ({"offers.read", "offers.publish"}, ["publish", "close"]),
    ):
        headers = {"Authorization": f"Bearer {signer.token(rights)}"}
        assert (await client.get("/v1/offers/o-1", headers=headers)).json()["actions"] == actions


async def test_a_providers_staff_see_their_own_offers_only(
    client: httpx.AsyncClient, signer: Signer
) -> None:
    await create(client, id="o-1")
    await create(client, id="o-2", provider_id="leverandoer-02")
    token = signer.token({"offers.read"}, kind="provider_staff", provider_id="leverandoer-02")
    headers = {"Authorization": f"Bearer {token}"}
    listed = (await client.get("/v1/offers", headers=headers)).json()["items"]
    assert [each["id"] for each in listed] == ["o-2"]
    assert (await client.get("/v1/offers/o-1", headers=headers)).status_code == 404


async def test_the_list_is_in_danish_order_and_paged(client: httpx.AsyncClient) -> None:
    names = ["Ådalen", "Zink", "Ølstykke", "ægir", "Alfa", "alfa 2"]
    for name in names:
        await create(client, name=name)
    seen = []
    cursor: str | None = None
    while True:
        params = {"limit": "2"} | ({"cursor": cursor} if cursor else {})
        page = (await client.get("/v1/offers", params=params)).json()
        seen += [each["name"] for each in page["items"]]
        cursor = page["next"]
        if cursor is None:
            break
    assert seen == ["Alfa", "alfa 2", "Zink", "ægir", "Ølstykke", "Ådalen"]


async def test_the_list_is_filtered(client: httpx.AsyncClient) -> None:
    await create(client, id="draft", name="100% praktik")
    await create(client, id="open", kind="mentor", provider_id="p-2", description="Med _mentor_")
    await act(client, "open", "publish")
    await create(client, id="away", target_groups=["sygedagpenge"])
    await act(client, "away", "publish")
    await act(client, "away", "pause")
    await create(client, id="gone")
    await act(client, "gone", "close")
    for query, expected in (
        ("status=draft", {"draft"}),
        ("status=published", {"open"}),
        ("status=paused", {"away"}),
        ("status=closed", {"gone"}),
        ("kind=mentor", {"open"}),
        ("target_group=sygedagpenge", {"away"}),
        ("provider_id=p-2", {"open"}),
        ("q=100%25", {"draft"}),
        ("q=_MENTOR_", {"open"}),
        ("q=leverand%C3%B8r&status=draft", {"draft"}),
    ):
        items = (await client.get(f"/v1/offers?{query}")).json()["items"]
        assert {each["id"] for each in items} == expected, query


@pytest.mark.parametrize(
    "query",
    ["status=open", "limit=0", "limit=201", "cursor=x", "cursor=WzFd", "q=", "q=%00", "kind=A"],
)
async def test_a_list_that_cannot_be_made_is_refused(client: httpx.AsyncClient, query: str) -> None:
    answer = await client.get(f"/v1/offers?{query}")
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["pointer"].startswith("/query/")


async def test_an_unknown_offer_is_not_there(client: httpx.AsyncClient) -> None:
    answer = await client.get("/v1/offers/nothing")
    assert (answer.status_code, answer.json()["code"]) == (404, "offer_not_found")
    assert (await client.get("/v1/offers/a%00b")).status_code in {404, 422}
