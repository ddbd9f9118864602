"""An import never falsifies a register: not by the future, by old news, or by what is left out."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import duckdb
import httpx
import pytest
from sqlalchemy import text
from structlog.testing import capture_logs

from effects import jobs, reading
from effects.settings import Settings
from kit.database import Database

from .factories import CODES, courses, hours, load, random_registers, send, support, taken

SPELLS = support(("a", "2024-W01", "2024-W10", "111"), ("b", "2024-W05", "2024-W52", "130"))
OTHER = support(("a", "2024-W01", "2024-W52", "111"))


@pytest.mark.parametrize(
    ("register", "header", "code", "ends"),
    [
        ("support", support(), "future_week", ("from_week", "2024-W01", "to_week", "2062-W45")),
        ("hours", hours(), "future_month", ("from_month", "2024-01", "to_month", "2062-01")),
    ],
)
async def test_a_stated_period_does_not_reach_far_into_the_future(
    client: httpx.AsyncClient, register: str, header: str, code: str, ends: tuple[str, ...]
) -> None:
    await taken(client, "codes", CODES)
    params = dict(zip(ends[::2], ends[1::2], strict=True))
    for dry in (False, True):
        answer = await send(client, register, header, validate_only=dry, **params)
        assert answer.status_code == 422
        assert answer.json()["code"] == code
        assert answer.json()["errors"][0]["pointer"] == f"/query/{ends[2]}"
    assert (await client.get(f"/v1/registers/{register}/imports")).json()["items"] == []


@pytest.mark.parametrize(
    ("read", "header", "row", "times"),
    [
        (reading.read_support, support(), "a,2026-W47,{},111", ("2026-W47", "2026-W48")),
        (reading.read_hours, hours(), "a,{},5", ("2026-11", "2026-12")),
    ],
)
def test_weeks_and_months_after_the_latest_are_refused(
    tmp_path: Path,
    read: Callable[..., reading.Reading],
    header: str,
    row: str,
    times: tuple[str, str],
) -> None:
    (tmp_path / "codes.csv").write_text(CODES, encoding="utf-8")
    sunday = date(2026, 11, 22)
    with duckdb.connect() as con:
        reading.read_codes(con, tmp_path / "codes.csv")
        accepted = []
        for time, latest in ((times[0], sunday), (times[1], sunday), (times[1], None)):
            file = tmp_path / "file.csv"
            file.write_text(header + row.format(time) + "\n", encoding="utf-8")
            accepted.append(read(con, file, latest=latest).accepted)
    assert accepted == [True, False, True]


async def test_a_course_may_be_planned(client: httpx.AsyncClient) -> None:
    planned = {"starts_on": "2090-01-01", "ends_on": "2090-03-01"}
    assert (await taken(client, "courses", courses([planned])))["rows"] == 1


async def test_hours_that_a_register_holds_already_never_stop_a_release(
    client: httpx.AsyncClient, database: Database, settings: Settings
) -> None:
    await load(client, random_registers(7))
    async with database.transaction("0999") as session:
        await session.execute(text("UPDATE employment_hours SET hours = 99999999999"))
    await jobs.release_due(settings, database)
    assert len((await client.get("/v1/releases")).json()["items"]) == 1


async def test_a_release_that_fails_is_left_alone_a_while_and_no_row_is_logged(
    client: httpx.AsyncClient, database: Database, settings: Settings
) -> None:
    await load(client, random_registers(7))
    async with database.transaction("0999") as session:
        await session.execute(text("UPDATE courses SET birth_year = 99999"))
    pauses = jobs.Pauses()
    with capture_logs() as logs:
        await jobs.release_due(settings, database, pauses=pauses)
        await jobs.release_due(settings, database, pauses=pauses)
    (failed,) = [line for line in logs if line["event"] == "release_failed"]
    assert failed["again_in_seconds"] == jobs.FIRST_PAUSE_SECONDS
    assert any("row_files.py" in place for place in failed["trace"])
    assert "99999" not in str(failed)
    assert "citizen-" not in str(failed)
    assert "detail" not in failed

    async with database.transaction("0999") as session:
        await session.execute(text("UPDATE courses SET birth_year = 1980"))
    pauses.until = {name: (pause, 0.0) for name, (pause, _) in pauses.until.items()}
    await jobs.release_due(settings, database, pauses=pauses)
    assert len((await client.get("/v1/releases")).json()["items"]) == 1
    assert pauses.until == {}


def test_pauses_grow_to_five_minutes_for_each_municipality_by_itself() -> None:
    pauses = jobs.Pauses()
    grown = [pauses.lengthen("0999", 0.0) for _ in range(10)]
    assert grown == [2, 4, 8, 16, 32, 64, 128, 256, 300, 300]
    assert not pauses.is_over("0999", 299.9)
    assert pauses.is_over("0999", 300.0)
    assert pauses.is_over("0101", 0.0)


async def test_an_earlier_file_is_not_called_taken_while_a_newer_one_stands(
    client: httpx.AsyncClient,
) -> None:
    await taken(client, "codes", CODES)
    await taken(client, "support", SPELLS)
    await taken(client, "support", OTHER)
    assert (await taken(client, "support", OTHER))["already"]
    again = await send(client, "support", SPELLS)
    assert again.status_code == 409
    assert again.json()["code"] == "superseded"
    assert "batch_id" in again.json()["detail"]
    resent = await send(client, "support", SPELLS, batch_id="again")
    assert resent.status_code == 201
    assert (resent.json()["version"], resent.json()["rows"]) == (3, 2)


async def test_a_dry_run_refuses_what_the_import_would(client: httpx.AsyncClient) -> None:
    async def judged(register: str, content: str) -> tuple[str, int]:
        dry = await send(client, register, content, validate_only=True)
        real = await send(client, register, content)
        assert dry.status_code == real.status_code
        assert dry.json()["detail"] == real.json()["detail"]
        return dry.json()["code"], dry.status_code

    assert await judged("support", SPELLS) == ("codes_missing", 409)
    await taken(client, "codes", CODES)
    assert await judged("support", support()) == ("period_missing", 422)
    await taken(client, "support", SPELLS)
    late = support(("a", "2025-W03", "2025-W05", "111"))
    assert await judged("support", late) == ("period_gap", 409)
    without = "".join(line for line in CODES.splitlines(True) if not line.startswith("130"))
    assert await judged("codes", without) == ("codes_in_use", 409)
    await taken(client, "support", OTHER)
    assert await judged("support", SPELLS) == ("superseded", 409)


async def test_no_spell_is_left_out_since_its_weeks_would_count_as_self_supporting(
    client: httpx.AsyncClient, database: Database
) -> None:
    await taken(client, "codes", CODES)
    await taken(client, "support", SPELLS)
    bad = support(("a", "2024-W01", "2024-W52", "777"), ("b", "2024-W05", "2024-W52", "130"))
    refused = await send(client, "support", bad, on_error="skip_rows")
    assert refused.status_code == 422
    assert refused.json()["code"] == "skip_rows_not_for_support"
    assert "skip_rows" not in (await send(client, "support", bad)).json()["detail"]
    async with database.transaction("0999") as session:
        kept = await session.scalar(
            text("SELECT to_week - from_week + 1 FROM support_spells WHERE citizen_id = 'a'")
        )
    assert kept == 10
    dry = await send(client, "support", bad, on_error="skip_rows", validate_only=True)
    assert dry.status_code == 200
    assert not dry.json()["would_be_taken"]
    assert (dry.json()["rows"], dry.json()["refused"]) == (1, 1)
