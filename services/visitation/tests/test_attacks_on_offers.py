"""Attacks on the range of offers: texts that bite, files cut off, rings, and others' offers."""

import asyncio
import itertools
from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest
import pytest_asyncio

from kit.testing.clients import client_of
from kit.testing.databases import TestDatabases
from kit.testing.signing import Signer
from visitation.app import create_app
from visitation.sheets import XLSX

from .conftest import RIGHTS, settings
from .factories import NDJSON, key, ndjson, offer, row

TYPES = {
    "ndjson": "application/x-ndjson",
    "json": "application/json",
    "csv": "text/csv",
    "xlsx": XLSX,
}
BITING = (
    *("=cmd|' /C calc'!A0", "'=1", "''+1", "'", "''''=", "-1", "+45", "@x", '"', '=""', "#N/A"),
    *("a\tb", "a\nb", "a\n=b", 'a;b,c"d"', "x|y", "|", "{}", "[1]", "<a>&amp;", "]]>"),
    *("1.50", "12,5", "0001", "1e5", "true", "nej", "NULL", "22.11.2026", "2026-11-22"),
    *("a\u00a0b", "a\u0085b", "a\u2028b", "\ufeffx", "\u200bx", "\u202egnp", "a  b"),
    *("🦊", "æøåÆØÅ", "_x000D_", "_x0041_", "＝1", "x" * 200),
)
HIDDEN = "Hemmeligt tilbud"
ANY_VERSION = {"If-Match": "*"}
AT_ONCE = 8


@pytest_asyncio.fixture(loop_scope="session")
async def racing(databases: TestDatabases, signer: Signer) -> AsyncIterator[httpx.AsyncClient]:
    async with databases.copied("visitation") as url:
        app = create_app(settings(url))
        app.state.verifier = signer.verifier()
        async with client_of(app, signer.token(RIGHTS)) as client:
            yield client


async def send(
    client: httpx.AsyncClient, body: bytes, kind: str = "ndjson", **query: str
) -> dict[str, Any]:
    answer = await client.post(
        "/v1/offers/import", params=query, content=body, headers={"Content-Type": TYPES[kind]}
    )
    found: dict[str, Any] = answer.json()
    return found


async def test_biting_texts_come_back_unchanged_from_every_kind_of_file(
    client: httpx.AsyncClient,
) -> None:
    rows = [
        row(
            f"b-{at}",
            name=text,
            provider_name=text,
            description=f"{text}\n{text}\tq {text}",
            prerequisites=text,
            place={"address": text, "postal_code": "0999", "city": text},
        )
        for at, text in enumerate(BITING)
    ]
    assert (await send(client, ndjson(*rows)))["created"] == len(BITING)
    for kind, audience in itertools.product(TYPES, ("machine", "people")):
        export = await client.get("/v1/offers/export", params={"format": kind, "for": audience})
        report = await send(client, export.content, kind)
        assert report.get("unchanged") == len(BITING), (kind, audience, report)


@pytest.mark.parametrize("kind", ["ndjson", "json", "xlsx"])
async def test_a_file_cut_off_changes_nothing(client: httpx.AsyncClient, kind: str) -> None:
    await send(client, ndjson(row("a", name="Før"), row("b", name="Før")))
    await send(client, ndjson(row("a", name="Efter"), row("b", name="Efter")))
    whole = (await client.get("/v1/offers/export", params={"format": kind})).content
    await send(client, ndjson(row("a", name="Før"), row("b", name="Før")))
    # Cut between two lines, or without its last newline, a file of lines is whole still.
    last = len(whole.rstrip(b"\n"))
    second = whole.find(b"\n") + 2
    for cut in (0, 1, *range(second, last, (last - second) // 25), last - 1):
        report = await send(client, whole[:cut], kind)
        assert report.get("status") == 422, (cut, report)
    versions = (await client.get("/v1/offers/a/versions")).json()["items"]
    assert [each["content"]["name"] for each in versions] == ["Før", "Efter", "Før"]


async def test_what_another_provider_offers_is_reached_by_no_way(
    client: httpx.AsyncClient, signer: Signer
) -> None:
    hidden = row("theirs", name=HIDDEN, provider_id="p-1", package_of=["mine"])
    await send(client, ndjson(row("mine", provider_id="p-2"), hidden))
    token = signer.token(RIGHTS, kind="provider_staff", provider_id="p-2", sub="staff")
    headers = {"Authorization": f"Bearer {token}"}
    reads = ("", "/versions", "/versions/1", "/versions/1/compare/1", "/completeness")
    acts = ("copy", "confirm", "publish", "pause", "resume", "close")
    answers = [await client.get(f"/v1/offers/theirs{each}", headers=headers) for each in reads]
    for act in acts:
        body: dict[str, str] | None = {} if act == "copy" else None
        path = f"/v1/offers/theirs/{act}"
        answers.append(await client.post(path, headers=headers | key(), json=body))
    answers.append(
        await client.put(
            "/v1/offers/theirs", json=offer(provider_id="p-2"), headers=headers | ANY_VERSION
        )
    )
    assert {each.status_code for each in answers} == {404}
    lists = [
        await client.get(f"/v1/offers{each}", headers=headers)
        for each in ("?count=exact", "?q=hemmeligt", "?provider_id=p-1", "/export", "/mine")
    ]
    lists.append(await client.get("/v1/events", headers=headers))
    for answer in (*answers, *lists):
        assert HIDDEN not in answer.text
    for answer in lists:
        assert '"theirs"' not in answer.text
    assert lists[0].json()["count"] == 1


@pytest.mark.parametrize("links", ["predecessors", "package_of"])
async def test_no_ring_is_closed_by_many_at_once(racing: httpx.AsyncClient, links: str) -> None:
    await send(racing, ndjson(*(row(f"r-{at}") for at in range(AT_ONCE))))

    async def link(at: int) -> int:
        after = [f"r-{(at + 1) % AT_ONCE}"]
        path, body = f"/v1/offers/r-{at}", offer(package_of=after)
        if links == "predecessors":
            path, body = f"{path}/predecessors", {"offer_ids": after}
        return (await racing.put(path, json=body, headers=ANY_VERSION)).status_code

    answers = await asyncio.gather(*(link(at) for at in range(AT_ONCE)))
    assert sorted(answers) == [200] * (AT_ONCE - 1) + [422]


async def test_acts_racing_an_import_leave_versions_without_a_gap_and_an_event_for_each(
    racing: httpx.AsyncClient,
) -> None:
    ids = [f"r-{at}" for at in range(AT_ONCE)]
    await send(racing, ndjson(*(row(each) for each in ids)))
    closed = ndjson(*(row(each, status="closed", name="Lukket") for each in ids))
    await asyncio.gather(
        send(racing, closed),
        send(racing, closed),
        *(racing.post(f"/v1/offers/{each}/pause", headers=key()) for each in ids),
        *(
            racing.put(f"/v1/offers/{each}", json=offer(name="Rettet"), headers=ANY_VERSION)
            for each in ids
        ),
    )
    written = 0
    for each in ids:
        versions = (await racing.get(f"/v1/offers/{each}/versions")).json()["items"]
        numbers = [version["version"] for version in versions]
        assert numbers == list(range(len(numbers), 0, -1))
        written += len(numbers)
    events = (await racing.get("/v1/events?limit=200")).json()
    assert len(events) == written


async def test_a_persons_number_is_refused_in_lines_and_in_tables(
    client: httpx.AsyncClient,
) -> None:
    number = "010190-1234"
    for field in ("id", "name", "provider_id", "provider_name", "agreement_id", "description"):
        refused = await send(client, ndjson(row("a") | {field: number}))
        (error,) = refused["errors"]
        assert (error["pointer"], error["code"]) == (f"/0/{field}", "cpr_in_text")
        table = f"id,name,status,{field if field not in ('id', 'name') else 'description'}\r\n"
        line = {"id": "a", "name": "x"} | {field: number}
        table += f"{line['id']},{line['name']},draft,{line.get(field, '')}\r\n"
        refused = await send(client, table.encode(), "csv")
        assert {each["code"] for each in refused["errors"]} == {"cpr_in_text"}
        assert number not in str(refused)
    batch = await send(client, ndjson(row("a")), batch_id="0101901234")
    assert batch["errors"][0]["code"] == "cpr_in_text"
    assert (await client.get("/v1/offers")).json()["items"] == []


@pytest.mark.parametrize(
    "text", ["%", "_", "\\", "％", "' OR 1=1", "a" * 100, " ".join("abcdefghi" * 5)]
)
async def test_signs_in_a_search_stand_for_nothing(client: httpx.AsyncClient, text: str) -> None:
    await send(client, ndjson(row("a", name="Zebra")))
    answer = await client.get("/v1/offers", params={"q": f"zebra {text}"[:100]})
    assert answer.status_code == 200
    has_letters = any(each.isalnum() for each in text)
    assert len(answer.json()["items"]) == (0 if has_letters else 1)


async def test_an_import_of_another_municipality_touches_only_its_own(
    client: httpx.AsyncClient, other: dict[str, str]
) -> None:
    await send(client, ndjson(row("a", name=HIDDEN)))
    theirs = await client.post(
        "/v1/offers/import", content=ndjson(row("a", name="Vores")), headers=NDJSON | other
    )
    assert theirs.json()["created"] == 1
    linked = await client.post(
        "/v1/offers/import",
        content=ndjson(row("b", package_of=["c"], predecessors=["c"])),
        headers=NDJSON | other,
    )
    assert linked.json()["errors"][0]["code"] == "offer_not_found"
    assert (await client.get("/v1/offers/a")).json()["name"] == HIDDEN
