"""Small things that were large: what an offer, a batch or a search could once do too much of."""

import json
from typing import Any

import httpx
import pytest
from sqlalchemy import text

from kit.database import Database
from visitation import jobs

from .conftest import Release
from .factories import NDJSON, key, ndjson, offer, released, row, share

JSON = {"Content-Type": "application/json"}
CSV = {"Content-Type": "text/csv"}
PROFILE = {"target_group": "kontanthjaelp"}
ANY_VERSION = {"If-Match": "*"}


async def send(
    client: httpx.AsyncClient, body: bytes, headers: dict[str, str] = NDJSON, **query: str
) -> dict[str, Any]:
    answer = await client.post("/v1/offers/import", content=body, headers=headers, params=query)
    found: dict[str, Any] = answer.json()
    return found


def codes_of(report: dict[str, Any]) -> set[tuple[int, str]]:
    return {(each["row"], each["code"]) for each in report["errors"]}


async def links_of(client: httpx.AsyncClient, offer_id: str) -> Any:  # noqa: ANN401 - JSON
    return (await client.get(f"/v1/offers/{offer_id}")).json().get("package_of")


async def test_a_row_that_points_at_a_row_refused_for_what_it_says_is_refused_too(
    client: httpx.AsyncClient,
) -> None:
    rows = (row("b", package_of=["a"], predecessors=["a"]), row("a", price=None), row("c"))
    report = await send(client, ndjson(*rows), on_error="skip_rows")
    assert codes_of(report) == {(1, "offer_not_found"), (2, "missing")}
    assert report["created"] == 1
    assert (await client.get("/v1/offers/b")).status_code == 404


@pytest.mark.parametrize("length", [1, 12])
async def test_no_ring_is_closed_because_a_row_was_refused(
    client: httpx.AsyncClient, length: int
) -> None:
    # Once x is refused it points at y again: then y and the new z are a ring, and the next x,
    # which points at z, is refused.
    pairs = range(length)
    held = [row(f"x-{at}", package_of=[f"y-{at}"]) for at in pairs]
    await send(client, ndjson(*held, *(row(f"y-{at}") for at in pairs)))
    first = [row("x-0", package_of=[], status="draft")]
    later = [row(f"x-{at}", package_of=[f"z-{at - 1}"]) for at in pairs if at]
    back = [row(f"y-{at}", package_of=[f"z-{at}"]) for at in pairs]
    bound = [row(f"z-{at}", package_of=[f"x-{at}"]) for at in pairs]
    report = await send(client, ndjson(*first, *later, *back, *bound), on_error="skip_rows")
    assert (report["created"], report["revised"]) == (0, 0)
    for at in pairs:
        assert await links_of(client, f"x-{at}") == [f"y-{at}"]
        assert await links_of(client, f"y-{at}") == []


async def test_a_link_may_be_turned_round_in_one_batch(client: httpx.AsyncClient) -> None:
    await send(client, ndjson(row("x", package_of=["y"]), row("y")))
    report = await send(client, ndjson(row("x"), row("y", package_of=["x"])))
    assert report["revised"] == 2


async def test_a_long_chain_with_a_loose_end_is_refused_whole(client: httpx.AsyncClient) -> None:
    chain = [
        {"id": f"c-{at}", "name": "x", "status": "draft", "package_of": [f"c-{at + 1}"]}
        for at in range(2_000)
    ]
    report = await send(client, ndjson(*chain), on_error="skip_rows")
    assert (report["refused"], report["created"]) == (2_000, 0)


async def test_more_links_than_a_statement_has_parameters_are_judged(
    client: httpx.AsyncClient,
) -> None:
    rows = [row(f"m-{at}", package_of=[f"q-{at}-{n}" for n in range(50)]) for at in range(700)]
    report = await send(client, ndjson(*rows))
    assert report["code"] == "import_refused"
    # Of one row no more mistakes are listed than a person reads.
    assert report["report"]["refused"] == 700


async def test_a_code_is_never_a_persons_number(client: httpx.AsyncClient) -> None:
    for content in ({"kind": "0101901234"}, {"target_groups": ["0101901234"]}):
        answer = await client.post(
            "/v1/offer-templates", json={"name": "T", "content": content}, headers=key()
        )
        assert (answer.status_code, answer.json()["errors"][0]["code"]) == (422, "cpr_in_text")
        report = await send(client, ndjson(row("a", **content)))
        assert report["errors"][0]["code"] == "cpr_in_text"
        assert "0101901234" not in str(report)


async def test_a_chain_of_successors_is_read_link_by_link(
    client: httpx.AsyncClient, release: Release
) -> None:
    last = 1_500
    chain = [row(f"c-{at}", predecessors=[f"c-{at - 1}"] if at else []) for at in range(last + 1)]
    await send(client, ndjson(*chain))
    await release(released("c-0", ("kontanthjaelp", share("effect_3m", 60, 100))))
    carried = 0
    cursor: dict[str, str] | None = {}
    while cursor is not None:
        page = await client.get("/v1/guide", params=PROFILE | {"limit": "200"} | cursor)
        carried += page.text.count('"carried_over_from":"c-0"')
        following = page.json()["next"]
        cursor = {"cursor": following} if following else None
    assert carried == last


async def test_only_a_successor_that_was_published_stands_between(
    client: httpx.AsyncClient, release: Release
) -> None:
    await send(client, ndjson(row("a", status="closed"), row("b", predecessors=["a"])))
    figures = released("a", ("kontanthjaelp", share("effect_3m", 60, 100)))

    async def carried() -> int:
        await release(figures)
        shown = (await client.get("/v1/guide", params=PROFILE)).text
        return shown.count('"carried_over_from":"a"')

    await send(client, ndjson(row("d", status="draft", predecessors=["a"])))
    assert await carried() == 1
    await send(client, ndjson(row("d", predecessors=["a"])))
    assert await carried() == 0
    await client.post("/v1/offers/d/close", headers=key())
    assert await carried() == 0
    unlinked = await client.delete("/v1/offers/d/predecessors")
    assert unlinked.status_code == 200
    assert await carried() == 1


async def forget_words(database: Database) -> None:
    async with database.transaction("0999") as session:
        await session.execute(text("UPDATE offers SET search_words = ''"))


async def test_an_offer_written_by_older_code_is_found_after_any_touch(
    client: httpx.AsyncClient, database: Database
) -> None:
    await send(client, ndjson(row("a", name="Gammeldags")))

    async def found() -> int:
        return len((await client.get("/v1/offers?q=gammeldags")).json()["items"])

    async def put() -> None:
        said = offer(name="Gammeldags")
        answer = await client.put("/v1/offers/a", json=said, headers=ANY_VERSION)
        assert answer.json()["version"] == 1

    async def take() -> None:
        assert (await send(client, ndjson(row("a", name="Gammeldags"))))["unchanged"] == 1

    async def work() -> None:
        for schedule in jobs.SCHEDULES:
            await schedule.act(database)

    async def confirm() -> None:
        await client.post("/v1/offers/a/confirm", headers=key())

    for touch in (put, take, work, confirm):
        await forget_words(database)
        assert await found() == 0
        await touch()
        assert await found() == 1, touch.__name__


async def test_a_code_that_has_ended_stays_where_it_was(
    client: httpx.AsyncClient, database: Database
) -> None:
    await send(client, ndjson(row("a")))
    async with database.transaction("0999") as session:
        await session.execute(text("UPDATE offers SET themes = '{old}'"))
    kept = offer(name="Nyt", themes=["old"])
    answer = await client.put("/v1/offers/a", json=kept, headers=ANY_VERSION)
    assert answer.status_code == 200
    assert (await send(client, ndjson(row("a", name="Andet", themes=["old"]))))["revised"] == 1
    refused = await send(
        client, ndjson(row("a", themes=["old", "older"]), row("b", themes=["old"]))
    )
    assert [each["pointer"] for each in refused["errors"]] == ["/0/themes/1", "/1/themes/0"]


async def test_an_offer_is_not_called_what_an_address_means_already(
    client: httpx.AsyncClient,
) -> None:
    for taken in ("export", "import"):
        answer = await client.post("/v1/offers", json=offer(id=taken), headers=key())
        assert answer.json()["errors"][0]["code"] == "reserved"
        assert (await send(client, ndjson(row(taken))))["errors"][0]["code"] == "reserved"
    assert (await send(client, ndjson(row("exports"))))["created"] == 1


async def test_the_longest_name_has_a_next_page(client: httpx.AsyncClient) -> None:
    for name in ("\N{FOX FACE}" * 200, "\ufdfa" * 200):
        await send(client, ndjson(row("a", name=name), row("b", name=name)))
        first = (await client.get("/v1/offers", params={"limit": 1})).json()
        query = {"limit": 1, "cursor": first["next"]}
        assert (await client.get("/v1/offers", params=query)).json()["items"][0]["id"] == "b"


async def test_what_is_no_character_is_refused(client: httpx.AsyncClient) -> None:
    for name in ("a\ufffe", "a\uffff"):
        report = await send(client, ndjson(row("a", name=name)))
        assert report["errors"][0]["code"] == "control_character"


async def test_a_search_for_more_words_than_are_looked_at_says_so(
    client: httpx.AsyncClient,
) -> None:
    ten = "a b c d e f g h i j"
    assert (await client.get("/v1/offers", params={"q": ten})).status_code == 200
    refused = await client.get("/v1/offers", params={"q": f"{ten} zebra"})
    (error,) = refused.json()["errors"]
    assert (error["pointer"], error["code"]) == ("/query/q", "too_many_words")


async def test_zero_has_no_sign(client: httpx.AsyncClient) -> None:
    await send(client, ndjson(row("a", price={"amount": "-0", "per": "week"})))
    assert (await client.get("/v1/offers/a")).json()["price"]["amount"] == "0.00"
    kept = (await client.get("/v1/offers/a/versions/1")).json()["content"]
    assert kept["price"]["amount"] == "0.00"


async def test_a_cell_of_any_length_is_its_own_rows_mistake(client: httpx.AsyncClient) -> None:
    table = b"id,name,status\r\na," + b"x" * 140_000 + b",draft\r\nb,x,draft\r\n"
    report = await send(client, table, CSV, on_error="skip_rows")
    assert codes_of(report) == {(2, "string_too_long")}
    assert report["created"] == 1


@pytest.mark.parametrize(
    ("body", "headers", "code"),
    [
        (b"id,name\n" + b"\n" * 200_000, CSV, "import_too_large"),
        (b"[" + b"1," * 2_000_000 + b"1]", JSON, "import_too_large"),
        (b"\n" * 2_000_000, NDJSON, "import_empty"),
        (json.dumps([row("a", themes=[1] * 200_000)]).encode(), JSON, "import_refused"),
        (
            json.dumps([row("a") | {f"k{at}": 1 for at in range(5_000)}]).encode(),
            JSON,
            "import_refused",
        ),
    ],
)
async def test_much_of_nothing_is_refused(
    client: httpx.AsyncClient, body: bytes, headers: dict[str, str], code: str
) -> None:
    report = await send(client, body, headers)
    assert report["code"] == code
    assert len(report.get("errors", ())) <= 1


async def test_of_one_row_only_so_many_mistakes_are_listed(client: httpx.AsyncClient) -> None:
    wrong = [f"z{at}" for at in range(50)]
    listed = ("content_elements", "target_groups", "match_groups", "themes")
    report = (await send(client, ndjson(row("a", **dict.fromkeys(listed, wrong)))))["report"]
    assert (len(report["errors"]), report["errors_left_out"]) == (100, 100)
