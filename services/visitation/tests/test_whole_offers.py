"""What hangs on an offer: packages, predecessors, versions, completeness, freshness, templates."""

from datetime import UTC, date, datetime
from typing import Any

import httpx
import pytest
from fastapi import FastAPI

from kit.testing.signing import Signer
from visitation.code_lists.lookup import CodeLists
from visitation.offers import freshness, links

from .conftest import Refresh, Release
from .factories import NDJSON, key, ndjson, offer, released, row, share


async def load(client: httpx.AsyncClient, *rows: dict[str, Any]) -> None:
    answer = await client.post("/v1/offers/import", content=ndjson(*rows), headers=NDJSON)
    assert answer.status_code == 200, answer.text


async def get(client: httpx.AsyncClient, offer_id: str) -> dict[str, Any]:
    body: dict[str, Any] = (await client.get(f"/v1/offers/{offer_id}")).json()
    return body


async def link(client: httpx.AsyncClient, offer_id: str, *earlier: str) -> httpx.Response:
    return await client.put(
        f"/v1/offers/{offer_id}/predecessors",
        json={"offer_ids": list(earlier)},
        headers={"If-Match": "*"},
    )


async def test_a_package_and_its_offers_know_of_each_other(client: httpx.AsyncClient) -> None:
    await load(client, row("a"), row("b"), row("p", package_of=["a", "b"]))
    assert (await get(client, "p"))["package_of"] == ["a", "b"]
    assert (await get(client, "a"))["part_of"] == ["p"]
    listed = (await client.get("/v1/offers")).json()["items"]
    assert {each["id"]: each["part_of"] for each in listed} == {"a": ["p"], "b": ["p"], "p": []}


@pytest.mark.parametrize(
    ("package_of", "pointer", "code"),
    [
        (["a", "no"], "/package_of/1", "offer_not_found"),
        (["p"], "/package_of", "offer_ring"),
        (["b"], "/package_of", "offer_ring"),
        (["a", "a"], "/package_of", "repeated"),
        (["0101901234"], "/package_of/0", "cpr_in_text"),
    ],
)
async def test_a_package_of_nothing_or_of_itself_is_refused(
    client: httpx.AsyncClient, package_of: list[str], pointer: str, code: str
) -> None:
    await load(client, row("a"), row("p"), row("b", package_of=["p"]))
    answer = await client.put(
        "/v1/offers/p", json=offer(package_of=package_of), headers={"If-Match": "*"}
    )
    assert answer.status_code == 422
    assert (pointer, code) in {(e["pointer"], e["code"]) for e in answer.json()["errors"]}
    sent = await client.post(
        "/v1/offers/import", content=ndjson(row("p", package_of=package_of)), headers=NDJSON
    )
    assert code in {each["code"] for each in sent.json()["errors"]}
    assert (await get(client, "p"))["package_of"] == []


async def test_rows_that_point_at_a_refused_row_are_refused_too(client: httpx.AsyncClient) -> None:
    rows = (
        row("a", package_of=["b"]),
        row("b", package_of=["no"]),
        row("c", predecessors=["d"]),
        row("d", predecessors=["c"]),
        row("e"),
    )
    answer = await client.post(
        "/v1/offers/import?on_error=skip_rows", content=ndjson(*rows), headers=NDJSON
    )
    found = {(each["row"], each["pointer"], each["code"]) for each in answer.json()["errors"]}
    assert found == {
        (1, "/package_of/0", "offer_not_found"),
        (2, "/package_of/0", "offer_not_found"),
        (3, "/predecessors", "offer_ring"),
        (4, "/predecessors", "offer_ring"),
    }
    assert answer.json()["created"] == 1


async def test_the_kind_of_a_link_follows_from_how_many_there_are(
    client: httpx.AsyncClient,
) -> None:
    await load(client, *(row(each) for each in "abcd"))
    one = (await link(client, "b", "a")).json()
    assert one["predecessors"] == [{"offer_id": "a", "kind": "one_to_one"}]
    assert (await get(client, "a"))["successors"] == [{"offer_id": "b", "kind": "one_to_one"}]
    await link(client, "c", "a")
    assert (await get(client, "b"))["predecessors"][0]["kind"] == "one_to_many"
    many = (await link(client, "d", "b", "c")).json()
    assert {each["kind"] for each in many["predecessors"]} == {"many_to_one"}
    versions = (await client.get("/v1/offers/d/versions")).json()["items"]
    assert (versions[0]["act"], versions[0]["content"]["predecessors"]) == ("link", ["b", "c"])
    told = (await client.get("/v1/events")).json()[-1]
    assert (told["type"], told["data"]["predecessors"]) == ("OfferPublished", ["b", "c"])
    gone = await client.delete("/v1/offers/d/predecessors")
    assert gone.json()["predecessors"] == []


async def test_links_that_cannot_be_are_refused(client: httpx.AsyncClient) -> None:
    await load(client, row("a"), row("b"), row("shut", status="closed"))
    await link(client, "b", "a")
    for offer_id, earlier, status, code in (
        ("a", ("b",), 422, "offer_link_invalid"),
        ("a", ("a",), 422, "offer_link_invalid"),
        ("a", ("no",), 422, "offer_link_invalid"),
        ("a", (), 422, "input_invalid"),
        ("shut", ("a",), 409, "offer_act_not_possible"),
        ("no", ("a",), 404, "offer_not_found"),
    ):
        answer = await link(client, offer_id, *earlier)
        assert (answer.status_code, answer.json()["code"]) == (status, code), earlier
    without = await client.put("/v1/offers/a/predecessors", json={"offer_ids": ["b"]})
    assert without.status_code == 428


def test_only_what_is_on_a_ring_is_in_one() -> None:
    graph = {"a": ["b"], "b": ["c"], "c": ["b"], "d": ["a", "e"], "f": ["f"]}
    assert links.in_rings(graph) == {"b", "c", "f"}
    long = {str(n): [str(n + 1)] for n in range(20_000)}
    assert links.in_rings(long) == set()


async def test_a_predecessors_figures_are_carried_over_one_to_one_and_flagged(
    client: httpx.AsyncClient, release: Release, refresh: Refresh
) -> None:
    rows = [row(each, name=f"Tilbud {each}", target_groups=["dagpenge"]) for each in "abc"]
    await load(client, *rows)
    await release(
        released("a", ("dagpenge", share("effect_3m", 30, 90))),
        released("b", ("dagpenge", share("effect_7m", 20, 90))),
    )
    await link(client, "b", "a")
    await link(client, "c", "b")
    await refresh()

    async def figures(offer_id: str) -> dict[str, Any]:
        guide = (await client.get("/v1/guide?target_group=dagpenge")).json()
        cards = [*guide["ranked"], *guide["too_few"]]
        (card,) = (each for each in cards if each["offer"]["id"] == offer_id)
        found: dict[str, Any] = card["figures"]
        return found

    carried = await figures("b")
    assert (carried["effect_3m"]["n"], carried["effect_3m"]["carried_over_from"]) == (90, "a")
    assert "Tilbud a" in carried["effect_3m"]["caveats"][-1]
    assert carried["effect_7m"]["carried_over_from"] is None
    assert (await figures("c"))["effect_3m"]["carried_over_from"] == "a"
    assert (await figures("c"))["effect_7m"]["carried_over_from"] == "b"
    await load(client, row("d", target_groups=["dagpenge"], predecessors=["a"]))
    await refresh()
    assert (await figures("b"))["effect_3m"]["suppressed"]["reason"] == "not_measured"


async def test_versions_are_compared_field_by_field(client: httpx.AsyncClient) -> None:
    await load(client, row("a"))
    changed = offer(name="Nyt", themes=["job_search", "health"], capacity=None)
    await client.put("/v1/offers/a", json=changed, headers={"If-Match": "*"})
    body = (await client.get("/v1/offers/a/versions/1/compare/2")).json()
    assert (body["before"], body["after"], body["status_after"]) == (1, 2, "published")
    found = {each["pointer"]: each for each in body["differences"]}
    assert found.keys() == {"/name", "/themes", "/capacity"}
    assert (found["/name"]["label"], found["/name"]["after"]) == ("Navn", "Nyt")
    assert (found["/themes"]["added"], found["/themes"]["removed"]) == (["health"], ["attendance"])
    assert found["/capacity"]["change"] == "removed"
    whole = (await client.get("/v1/offers/a/versions/1/compare/2?unchanged=true")).json()
    assert {"same", "changed"} <= {each["change"] for each in whole["differences"]}
    one = (await client.get("/v1/offers/a/versions/1")).json()
    assert (one["version"], one["content"]["name"]) == (1, "Vejen til job")
    for path in ("versions/9", "versions/1/compare/9"):
        lacking = await client.get(f"/v1/offers/a/{path}")
        assert (lacking.status_code, lacking.json()["code"]) == (404, "offer_version_not_found")
    assert (await client.get("/v1/offers/a/versions/0")).status_code == 422


async def test_what_is_missing_or_doubtful_is_told_with_its_remedy(
    client: httpx.AsyncClient,
) -> None:
    await client.post("/v1/offers", json={"id": "a", "name": "Nyt"}, headers=key())
    bare = (await client.get("/v1/offers/a/completeness")).json()
    assert bare["complete"] is False
    weights = [each["weight"] for each in bare["shortcomings"]]
    assert weights.count("required") == 9
    assert all(each["detail"].endswith(".") for each in bare["shortcomings"])
    place = {**offer()["place"], "p_number": "1000000001"}
    good = offer(id="b", description="x" * 80, agreement_id="r-1", place=place)
    await client.post("/v1/offers", json=good, headers=key())
    whole = (await client.get("/v1/offers/b/completeness")).json()
    assert (whole["complete"], whole["share"], whole["shortcomings"]) == (True, 1.0, [])
    doubtful = good | {
        "accessible": False,
        "hours_per_week": "40.0",
        "description": "Kort",
        "package_of": ["a"],
    }
    del doubtful["id"]
    await client.put("/v1/offers/b", json=doubtful, headers={"If-Match": "*"})
    body = (await client.get("/v1/offers/b/completeness")).json()
    assert {(each["pointer"], each["code"]) for each in body["shortcomings"]} == {
        ("/accessibility_note", "missing"),
        ("/hours_per_week", "unusual"),
        ("/description", "too_short"),
        ("/package_of/0", "member_not_published"),
    }
    assert body["complete"] is True
    assert 0.5 < body["share"] < 1.0


@pytest.mark.parametrize(
    ("checked", "months", "until"),
    [
        (datetime(2026, 1, 31, tzinfo=UTC), 1, datetime(2026, 2, 28, tzinfo=UTC)),
        (datetime(2026, 8, 31, tzinfo=UTC), 6, datetime(2027, 2, 28, tzinfo=UTC)),
        (datetime(2027, 12, 5, tzinfo=UTC), 12, datetime(2028, 12, 5, tzinfo=UTC)),
    ],
)
def test_freshness_ends_whole_months_later(checked: datetime, months: int, until: datetime) -> None:
    assert freshness.fresh_until(checked, months) == until
    assert freshness.freshness(checked, months, at=until) == "stale"


async def test_an_offer_grows_stale_until_it_is_confirmed(
    client: httpx.AsyncClient, app: FastAPI
) -> None:
    async def told() -> tuple[str, list[str]]:
        asked = (await get(client, "a"))["freshness"]
        found = (await client.get("/v1/offers", params={"freshness": asked})).json()["items"]
        return asked, [each["id"] for each in found]

    def it_is(moment: datetime) -> None:
        app.state.clock = lambda: moment

    it_is(datetime(2026, 8, 31, 12, tzinfo=UTC))
    await load(client, row("a"))
    for moment, expected in (
        (datetime(2027, 1, 31, 11, tzinfo=UTC), "fresh"),
        (datetime(2027, 1, 31, 12, tzinfo=UTC), "due"),
        (datetime(2027, 2, 28, 11, tzinfo=UTC), "due"),
        (datetime(2027, 2, 28, 12, tzinfo=UTC), "stale"),
    ):
        it_is(moment)
        assert await told() == (expected, ["a"])
    pause = await client.post("/v1/offers/a/pause", headers=key())
    assert pause.json()["freshness"] == "stale"
    body = (await client.get("/v1/offers/a/completeness")).json()
    assert "not_fresh" in {each["code"] for each in body["shortcomings"]}
    confirmed = (await client.post("/v1/offers/a/confirm", headers=key())).json()
    assert (confirmed["freshness"], confirmed["confirmed_by"]) == ("fresh", "client-1")
    assert confirmed["confirmed_at"] == "2027-02-28T12:00:00Z"
    assert confirmed["fresh_until"] == "2027-08-28T12:00:00Z"
    await client.post("/v1/offers/a/close", headers=key())
    closed = await client.post("/v1/offers/a/confirm", headers=key())
    assert (closed.status_code, closed.json()["code"]) == (409, "offer_act_not_possible")


async def test_an_offer_starts_from_a_template_under_what_the_body_says(
    client: httpx.AsyncClient, other: dict[str, str]
) -> None:
    content = {"name": "Fra skabelon", "kind": "mentor", "hours_per_week": "12.5"}
    template = {"id": "t", "name": "Mentor", "content": content}
    created = await client.post("/v1/offer-templates", json=template, headers=key())
    assert (created.status_code, created.headers["ETag"]) == (201, '"1"')
    assert created.json()["content"] == content
    starts: list[tuple[str, dict[str, str]]] = [("?template=t", {}), ("", {"template_id": "t"})]
    for path, body in starts:
        started = await client.post(
            f"/v1/offers{path}", json={**body, "kind": "guidance"}, headers=key()
        )
        assert started.status_code == 201, started.text
        said = started.json()
        assert (said["name"], said["kind"]) == ("Fra skabelon", "guidance")
        assert (said["hours_per_week"], said["status"]) == ("12.5", "draft")
    for path, headers, status, code in (
        ("?template=no", {}, 404, "offer_template_not_found"),
        ("?template=t", other, 404, "offer_template_not_found"),
        ("", {}, 422, "input_invalid"),
    ):
        answer = await client.post(f"/v1/offers{path}", json={}, headers=key() | headers)
        assert (answer.status_code, answer.json()["code"]) == (status, code)


async def test_a_template_is_changed_listed_and_done_away_with(
    client: httpx.AsyncClient, signer: Signer
) -> None:
    for name in ("Østen", "Alfa"):
        own_id = name[0].lower() if name.isascii() else "o"
        made: dict[str, Any] = {"id": own_id, "name": name, "content": {}}
        assert (await client.post("/v1/offer-templates", json=made, headers=key())).is_success
    again = await client.post(
        "/v1/offer-templates", json={"id": "a", "name": "x", "content": {}}, headers=key()
    )
    assert (again.status_code, again.json()["code"]) == (409, "offer_template_exists")
    listed = (await client.get("/v1/offer-templates")).json()["items"]
    assert [each["name"] for each in listed] == ["Alfa", "Østen"]
    new = {"name": "Beta", "content": {"kind": "mentor"}}
    stale = await client.put("/v1/offer-templates/a", json=new, headers={"If-Match": '"2"'})
    assert stale.status_code == 412
    right = await client.put("/v1/offer-templates/a", json=new, headers={"If-Match": '"1"'})
    assert (right.json()["name"], right.json()["version"]) == ("Beta", 2)
    wrong = {"name": "Beta", "content": {"kind": 1}}
    refused = await client.put("/v1/offer-templates/a", json=wrong, headers={"If-Match": "*"})
    assert refused.json()["errors"][0]["pointer"] == "/content/kind"
    reader = {"Authorization": f"Bearer {signer.token({'offers.read'})}"}
    assert (await client.get("/v1/offer-templates/a", headers=reader)).json()["actions"] == []
    assert (await client.delete("/v1/offer-templates/a", headers=reader)).status_code == 403
    assert (await client.delete("/v1/offer-templates/a")).status_code == 204
    assert (await client.get("/v1/offer-templates/a")).status_code == 404


async def test_a_copy_is_a_draft_that_says_the_same(client: httpx.AsyncClient) -> None:
    await load(client, row("a", status="closed", name="x" * 200))
    answer = await client.post("/v1/offers/a/copy", json={"id": "b"}, headers=key())
    assert answer.status_code == 201
    assert answer.headers["Location"] == "/v1/offers/b"
    copy = answer.json()
    assert (copy["status"], copy["version"]) == ("draft", 1)
    assert copy["name"] == "x" * 193 + " (kopi)"
    assert copy["description"] == offer()["description"]
    named = await client.post("/v1/offers/a/copy", json={"name": "Ny"}, headers=key())
    assert named.json()["name"] == "Ny"
    taken = await client.post("/v1/offers/a/copy", json={"id": "a"}, headers=key())
    assert (taken.status_code, taken.json()["code"]) == (409, "offer_exists")


async def test_code_lists_are_named_dated_and_connected(client: httpx.AsyncClient) -> None:
    names = (await client.get("/v1/code-lists")).json()["items"]
    assert {"name": "themes", "codes": 13} in names
    on = (await client.get("/v1/code-lists/match_groups?on=2013-12-31")).json()["codes"]
    assert [each["code"] for each in on] == ["1", "2", "3"]
    assert (await client.get("/v1/code-lists/match_groups?on=1900-01-01")).json()["codes"] == []
    steps = (await client.get("/v1/code-lists/match_groups/crosswalk")).json()["steps"]
    assert [(each["from_code"], each["to_code"]) for each in steps] == [
        ("1", "jobparat"),
        ("2", "aktivitetsparat"),
        ("3", "aktivitetsparat"),
    ]
    groups = (await client.get("/v1/code-lists/target_groups/crosswalk")).json()["steps"]
    assert all(each["note"].startswith("Foreløbig") for each in groups)
    assert (await client.get("/v1/code-lists/colours/crosswalk")).status_code == 404
    assert (await client.get("/v1/code-lists/themes?on=yesterday")).status_code == 422


def test_a_code_is_read_under_either_set_through_several_reforms() -> None:
    first, merged, split = date(2001, 1, 1), date(2026, 7, 1), date(2030, 1, 1)
    rows = [
        ("g", "old-1", "Gammel 1", first, date(2026, 6, 30)),
        ("g", "old-2", "Gammel 2", first, date(2026, 6, 30)),
        ("g", "new", "Ny", merged, date(2029, 12, 31)),
        ("g", "x", "X", split, None),
        ("g", "y", "Y", split, None),
    ]
    steps = [
        ("g", "old-1", "new", merged),
        ("g", "old-2", "new", merged),
        ("g", "new", "x", split),
        ("g", "new", "y", split),
    ]
    codes = CodeLists.of(rows, steps)
    assert codes.translated("g", "old-1", date(2026, 6, 30)) == ("old-1",)
    assert codes.translated("g", "old-1", merged) == ("new",)
    assert codes.translated("g", "old-2", split) == ("x", "y")
    assert codes.translated("g", "unknown", split) == ()
    assert codes.also_written("g", ["new"], merged) == ["new", "old-1", "old-2"]
    assert codes.also_written("g", ["old-1"], date(2026, 6, 30)) == ["old-1"]
