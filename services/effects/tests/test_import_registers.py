"""Register files go in whole or not at all, once, and into their own municipality only."""

import base64
import hashlib
from collections.abc import AsyncIterator
from pathlib import Path

import duckdb
import httpx
import pytest
from fastapi import FastAPI
from sqlalchemy import text

from effects.settings import Settings
from kit.database import Database
from kit.testing.clients import client_of
from kit.testing.signing import Signer

from .conftest import RIGHTS
from .factories import CODES, courses, hours, send, support, taken

SPELLS = support(("a", "2024-W01", "2024-W10", "111"), ("b", "2024-W05", "2024-W52", "130"))


async def test_each_register_is_taken_and_says_what_it_covers(client: httpx.AsyncClient) -> None:
    codes = await taken(client, "codes", CODES)
    spells = await taken(client, "support", SPELLS)
    worked = await taken(client, "hours", hours(("a", "2024-03", "12.5"), ("a", "2024-03", "4")))
    started = await taken(client, "courses", courses([{}, {"course_id": "course-2"}]))

    assert [answer["version"] for answer in (codes, spells, worked, started)] == [1, 1, 1, 1]
    assert [answer["rows"] for answer in (codes, spells, worked, started)] == [4, 2, 2, 2]
    assert codes["period"] is None
    assert spells["period"] == {"from": "2024-W01", "to": "2024-W52"}
    assert worked["period"] == {"from": "2024-03", "to": "2024-03"}
    assert started["period"] == {"from": "2024-01-08", "to": "2024-01-08"}
    assert spells["sha256"] == hashlib.sha256(SPELLS.encode()).hexdigest() == spells["batch_id"]
    assert not any(answer["already"] for answer in (codes, spells, worked, started))


async def test_a_parquet_file_is_taken_like_its_csv(
    client: httpx.AsyncClient, database: Database, tmp_path: Path
) -> None:
    await taken(client, "codes", CODES)
    file = tmp_path / "support.parquet"
    with duckdb.connect() as con:
        con.execute(
            f"COPY (SELECT 'a' AS citizen_id, '2024-W01' AS from_week, '2024-W10' AS to_week,"
            f" '111' AS code) TO '{file}' (FORMAT parquet)"
        )
    for headers, params in (
        ({"Content-Type": "application/vnd.apache.parquet"}, {}),
        ({"Content-Type": "application/octet-stream"}, {"format": "parquet", "batch_id": "two"}),
    ):
        answer = await client.post(
            "/v1/registers/support/imports",
            content=file.read_bytes(),
            headers=headers,
            params=params,
        )
        assert answer.status_code == 201, answer.text
    async with database.transaction("0999") as session:
        rows = (await session.execute(text("SELECT citizen_id, code FROM support_spells"))).all()
    assert [tuple(row) for row in rows] == [("a", "111")]


async def test_the_same_content_again_changes_nothing(client: httpx.AsyncClient) -> None:
    await taken(client, "codes", CODES)
    first = await send(client, "support", SPELLS)
    again = await send(client, "support", SPELLS)
    assert (first.status_code, again.status_code) == (201, 200)
    assert again.json() == {**first.json(), "already": True}
    listed = (await client.get("/v1/registers/support/imports")).json()["items"]
    assert [item["id"] for item in listed] == [first.json()["id"]]


async def test_a_batch_id_stands_for_one_content(client: httpx.AsyncClient) -> None:
    await taken(client, "codes", CODES, batch_id="codes-1")
    again = await taken(client, "codes", CODES, batch_id="codes-1")
    other = await send(client, "codes", CODES + "140,support,,2000-01-01,\n", batch_id="codes-1")
    assert again["already"]
    assert other.status_code == 409
    assert other.json()["code"] == "batch_reused"


async def test_the_same_file_for_another_period_is_no_repetition(
    client: httpx.AsyncClient,
) -> None:
    await taken(client, "codes", CODES)
    await taken(client, "support", SPELLS)
    wider = {"from_week": "2023-W50", "to_week": "2024-W52"}
    refused = await send(client, "support", SPELLS, **wider)
    assert refused.json()["code"] == "batch_reused"
    answer = await taken(client, "support", SPELLS, batch_id="wider", **wider)
    assert answer["period"] == {"from": "2023-W50", "to": "2024-W52"}
    assert answer["version"] == 2


async def test_a_dry_run_reports_and_stores_nothing(client: httpx.AsyncClient) -> None:
    await taken(client, "codes", CODES)
    good = await send(client, "support", SPELLS, validate_only=True)
    bad = await send(client, "support", SPELLS + "c,2024-W99,2024-W10,111\n", validate_only=True)
    assert (good.status_code, bad.status_code) == (200, 200)
    assert good.json()["would_be_taken"]
    assert good.json()["period"] == {"from": "2024-W01", "to": "2024-W52"}
    assert not bad.json()["would_be_taken"]
    assert bad.json()["report"]["total"] == 1
    assert bad.json()["report"]["first"][0]["pointer"] == "/rows/3/from_week"
    assert (await client.get("/v1/registers/support/imports")).json()["items"] == []


async def test_support_needs_a_code_list_first(client: httpx.AsyncClient) -> None:
    answer = await send(client, "support", SPELLS)
    assert answer.status_code == 409
    assert answer.json()["code"] == "codes_missing"
    assert "/v1/registers/codes/imports" in answer.json()["detail"]


MISTAKES = [
    ("support", "c,2021-W53,2022-W02,111", "/rows/3/from_week", "bad_week"),
    ("support", "c,2024-W10,2024-W09,111", "/rows/3/from_week", "from_after_to"),
    ("support", "a,2024-W10,2024-W12,111", "/rows/3/from_week", "overlapping_spells"),
    ("support", "c,2024-W10,2024-W12,777", "/rows/3/code", "unknown_code"),
    ("support", "c,1999-W10,2024-W12,111", "/rows/3/code", "code_not_valid"),
    ("support", ",2024-W10,2024-W12,111", "/rows/3/citizen_id", "missing_value"),
    ("support", "010170-1234,2024-W10,2024-W12,111", "/rows/3/citizen_id", "cpr_value"),
    ("support", "c,2024-W10", "/rows/3", "too_few_values"),
    ("hours", "a,2024-13,5", "/rows/3/month", "bad_month"),
    ("hours", "a,2024-12,-5", "/rows/3/hours", "negative_number"),
    ("hours", "a,2024-12,mange", "/rows/3/hours", "bad_number"),
    ("hours", "a,2024-12,1_000", "/rows/3/hours", "bad_number"),
    ("hours", "a,2024-12,744.5", "/rows/3/hours", "too_many_hours"),
    ("hours", "a,2024-12,999999999", "/rows/3/hours", "too_many_hours"),
    ("hours", "a,2062-12,5", "/rows/3/month", "future_month"),
    ("support", "c,2026-W45,2062-W45,111", "/rows/3/to_week", "future_week"),
    ("support", f"{'c' * 201},2024-W10,2024-W12,111", "/rows/3/citizen_id", "too_long"),
    ("courses", "c3,a,o,p,dagpenge,,0999,2024-03-01,2024-02-01,,,0", "/rows/3/ends_on",
     "end_before_start"),
    ("courses", "c2,a,o,p,dagpenge,,0999,2024-01-01,2024-02-01,,,0", "/rows/3/course_id",
     "duplicate_course"),
    ("courses", "c3,a,o,p,dagpenge,,0999,2024-01-01,2024-02-01,2025,,0", "/rows/3/birth_year",
     "birth_after_start"),
    ("courses", f"c3,a,o,p,{'x' * 201},,0999,2024-01-01,2024-02-01,,,0", "/rows/3/target_group",
     "too_long"),
    ("courses", "c3,a,o,p,dagpenge,,0101,2024-01-01,2024-02-01,,,0", "/rows/3/municipality",
     "wrong_municipality"),
    ("codes", "130,support,,2000-01-01,", "/rows/5/valid_from", "overlapping_validity"),
    ("codes", "140,pension,,2000-01-01,", "/rows/5/class", "unknown_class"),
]  # fmt: skip

GOOD = {
    "codes": CODES,
    "support": SPELLS,
    "hours": hours(("a", "2024-03", "12"), ("b", "2024-03", "12")),
    "courses": courses([{"course_id": "c1"}, {"course_id": "c2", "citizen_id": "b"}]),
}


@pytest.mark.parametrize(("register", "row", "pointer", "code"), MISTAKES)
async def test_a_mistake_is_named_with_its_row_and_nothing_is_taken(
    client: httpx.AsyncClient, register: str, row: str, pointer: str, code: str
) -> None:
    if register == "support":
        await taken(client, "codes", CODES)
    answer = await send(client, register, f"{GOOD[register]}{row}\n")
    assert answer.status_code == 422
    problem = answer.json()
    assert problem["code"] == "import_refused"
    assert [(error["pointer"], error["code"]) for error in problem["errors"]] == [(pointer, code)]
    assert problem["total"] == 1
    assert "010170" not in answer.text
    assert (await client.get(f"/v1/registers/{register}/imports")).json()["items"] == []


@pytest.mark.parametrize(
    ("register", "row", "pointer", "code"), [case for case in MISTAKES if case[0] != "support"]
)
async def test_rows_with_mistakes_are_left_out_where_that_is_asked_for(
    client: httpx.AsyncClient, register: str, row: str, pointer: str, code: str
) -> None:
    answer = await send(client, register, f"{GOOD[register]}{row}\n", on_error="skip_rows")
    assert answer.status_code == 201, answer.text
    body = answer.json()
    assert body["refused"] == 1
    assert body["rows"] == GOOD[register].count("\n") - 1
    assert [(one["pointer"], one["code"]) for one in body["report"]["first"]] == [(pointer, code)]


async def test_a_file_without_a_good_row_is_refused_whatever_is_asked(
    client: httpx.AsyncClient,
) -> None:
    bad = hours(("a", "2024-99", "1"))
    answer = await send(
        client, "hours", bad, on_error="skip_rows", from_month="2024-01", to_month="2024-10"
    )
    assert answer.status_code == 422
    assert answer.json()["code"] == "import_refused"


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty_file"),
        (b"citizen_id,month\na,2024-01\n", "missing_column"),
        (b"cpr,citizen_id,month,hours\n", "cpr_column"),
        (b"\x00\x01\x02PAR1", "broken_file"),
        (
            ",".join(["citizen_id", "month", "hours", *(f"x{n}" for n in range(198))]).encode()
            + b"\n",
            "too_many_columns",
        ),
        (b"citizen_id,month,hours,010190-1234\n", "cpr_header"),
        (b"citizen_id;month;hours\na;2024-01;3\n", "missing_column"),
        ("citizen_id,month,hours\n\xe6,2024-01,3\n".encode("latin-1"), "not_utf8"),
    ],
)
async def test_a_file_of_another_shape_is_refused(
    client: httpx.AsyncClient, content: bytes, code: str
) -> None:
    answer = await send(client, "hours", content)
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["code"] == code


async def test_a_hundred_mistakes_are_listed_and_all_are_counted(
    client: httpx.AsyncClient,
) -> None:
    answer = await send(client, "hours", hours(*[("a", "2024-99", "1")] * 250))
    assert len(answer.json()["errors"]) == 100
    assert answer.json()["total"] == 250


async def test_an_upload_that_is_cut_in_half_stores_nothing(client: httpx.AsyncClient) -> None:
    whole = courses([{"course_id": f"c{number}"} for number in range(1000)]).encode()

    async def half() -> AsyncIterator[bytes]:
        yield whole[: len(whole) // 2]

    answer = await client.post(
        "/v1/registers/courses/imports",
        content=half(),
        headers={"Content-Type": "text/csv", "Content-Length": str(len(whole))},
    )
    assert answer.status_code == 422
    assert answer.json()["code"] == "upload_incomplete"
    cut = await send(client, "courses", whole[: len(whole) // 2 + 7])
    assert cut.json()["code"] == "import_refused"
    assert (await client.get("/v1/registers/courses/imports")).json()["items"] == []


async def test_content_that_is_not_what_was_digested_is_refused(client: httpx.AsyncClient) -> None:
    async def post(content: str, digested: str) -> httpx.Response:
        digest = base64.b64encode(hashlib.sha256(digested.encode()).digest()).decode()
        return await client.post(
            "/v1/registers/codes/imports",
            content=content.encode(),
            headers={"Content-Type": "text/csv", "Content-Digest": f"sha-256=:{digest}:"},
        )

    lines = CODES.splitlines(keepends=True)
    assert (await post("".join(lines[:3]), CODES)).json()["code"] == "digest_mismatch"
    assert (await post(CODES, CODES)).status_code == 201


async def test_nothing_stays_in_the_spool_folder(
    client: httpx.AsyncClient, settings: Settings
) -> None:
    await taken(client, "codes", CODES)
    await send(client, "support", "nonsense")
    await taken(client, "support", SPELLS)
    assert list(settings.spool_folder.iterdir()) == []


async def test_another_municipality_sees_nothing_and_has_versions_of_its_own(
    app: FastAPI, client: httpx.AsyncClient, signer: Signer
) -> None:
    first = await taken(client, "codes", CODES)
    async with client_of(app, signer.token(RIGHTS, municipality="0101")) as other:
        assert (await other.get("/v1/registers/codes/imports")).json()["items"] == []
        unseen = await other.get(f"/v1/registers/codes/imports/{first['id']}")
        assert unseen.status_code == 404
        assert (await send(other, "support", SPELLS)).json()["code"] == "codes_missing"
        theirs = await taken(other, "codes", CODES)
    assert theirs["version"] == 1
    assert not theirs["already"]
    assert theirs["id"] != first["id"]


async def test_the_imports_of_a_register_are_paged_newest_first(client: httpx.AsyncClient) -> None:
    for number in range(5):
        await taken(client, "hours", hours(("a", "2024-01", str(number))))
    versions: list[int] = []
    url: str | None = "/v1/registers/hours/imports?limit=2"
    while url:
        page = (await client.get(url)).json()
        versions += [item["version"] for item in page["items"]]
        url = page["next"] and f"/v1/registers/hours/imports?limit=2&cursor={page['next']}"
    assert versions == [5, 4, 3, 2, 1]
    one = (await client.get("/v1/registers/hours/imports?limit=1")).json()["items"][0]
    assert (await client.get(f"/v1/registers/hours/imports/{one['id']}")).json() == one


async def test_codes_that_the_register_uses_cannot_be_taken_away(
    client: httpx.AsyncClient,
) -> None:
    await taken(client, "codes", CODES)
    await taken(client, "support", SPELLS)
    without = "".join(line for line in CODES.splitlines(True) if not line.startswith("130"))
    ended = CODES.replace("111,support,Dagpenge,2000-01-01,", "111,support,,2000-01-01,2024-02-01")
    for file, code in ((without, "130"), (ended, "111")):
        answer = await send(client, "codes", file)
        assert answer.status_code == 409
        assert answer.json()["code"] == "codes_in_use"
        assert answer.json()["codes"] == [{"code": code, "spells": 1}]
    split = CODES.replace(
        "111,support,Dagpenge,2000-01-01,",
        "111,support,,2000-01-01,2024-02-01\n111,subsidised_work,,2024-02-02,",
    )
    assert (await taken(client, "codes", split))["version"] == 2


async def test_weeks_that_nobody_covered_never_lie_between_imports(
    client: httpx.AsyncClient,
) -> None:
    await taken(client, "codes", CODES)
    await taken(client, "support", SPELLS)
    late = support(("a", "2025-W03", "2025-W05", "111"))
    gap = await send(client, "support", late)
    assert gap.status_code == 409
    assert gap.json()["code"] == "period_gap"
    assert gap.json()["covered"] == {"from": "2024-W01", "to": "2024-W52"}
    joined = await taken(client, "support", late, from_week="2025-W01", to_week="2025-W05")
    assert joined["period"] == {"from": "2025-W01", "to": "2025-W05"}


async def test_spells_outside_the_stated_period_are_refused(client: httpx.AsyncClient) -> None:
    await taken(client, "codes", CODES)
    answer = await send(client, "support", SPELLS, from_week="2024-W01", to_week="2024-W20")
    assert answer.status_code == 422
    assert [(error["pointer"], error["code"]) for error in answer.json()["errors"]] == [
        ("/rows/2/from_week", "outside_period")
    ]


@pytest.mark.parametrize(
    ("register", "params", "code"),
    [
        ("support", {"from_week": "2021-W53", "to_week": "2022-W02"}, "period_invalid"),
        ("support", {"from_week": "2024-W05"}, "period_invalid"),
        ("support", {"from_week": "2024-W05", "to_week": "2024-W04"}, "period_invalid"),
        ("support", {"from_month": "2024-05", "to_month": "2024-06"}, "period_not_for_register"),
        ("courses", {"from_week": "2024-W05", "to_week": "2024-W06"}, "period_not_for_register"),
        ("benefits", {}, "input_invalid"),
        ("hours", {"on_error": "guess"}, "input_invalid"),
        ("hours", {"batch_id": "a b"}, "input_invalid"),
        ("hours", {"batch_id": "0101701234"}, "batch_id_is_cpr"),
    ],
)
async def test_options_that_make_no_sense_are_refused(
    client: httpx.AsyncClient, register: str, params: dict[str, str], code: str
) -> None:
    answer = await send(client, register, GOOD.get(register, ""), **params)
    assert answer.status_code == 422
    assert answer.json()["code"] == code


async def test_a_file_of_no_known_type_is_refused(client: httpx.AsyncClient) -> None:
    for named in ("application/json", "application/octet-stream", ""):
        answer = await client.post(
            "/v1/registers/codes/imports", content=CODES.encode(), headers={"Content-Type": named}
        )
        assert answer.status_code == 415
        assert answer.json()["code"] == "unsupported_media_type"


async def test_an_import_needs_its_right(app: FastAPI, signer: Signer) -> None:
    async with client_of(app, signer.token({"registers.read"})) as reader:
        assert (await send(reader, "codes", CODES)).status_code == 403
    async with client_of(app) as nobody:
        assert (await send(nobody, "codes", CODES)).status_code == 401


async def test_an_import_is_in_the_audit_log_by_its_id(
    client: httpx.AsyncClient, database: Database
) -> None:
    answer = await taken(client, "codes", CODES)
    async with database.transaction("0999") as session:
        rows = (await session.execute(text("SELECT act, subjects FROM audit_log"))).all()
    assert [tuple(row) for row in rows] == [("registers.import", [answer["id"]])]


async def test_a_course_that_is_told_again_keeps_its_earlier_version(
    client: httpx.AsyncClient, database: Database
) -> None:
    await taken(client, "courses", courses([{"course_id": "c1"}, {"course_id": "c2"}]))
    await taken(
        client, "courses", courses([{"course_id": "c1"}, {"course_id": "c2", "ends_on": ""}])
    )
    async with database.transaction("0999") as session:
        rows = await session.execute(
            text(
                "SELECT course_id, ends_on::text, valid_from_version, valid_to_version"
                " FROM courses ORDER BY 1, 3"
            )
        )
    assert [tuple(row) for row in rows] == [
        ("c1", "2024-03-31", 1, None),
        ("c2", "2024-03-31", 1, 2),
        ("c2", None, 2, None),
    ]
