"""A batch of attendance through the front door against a plain COPY of the same rows.

The batch is read, validated, checked against its call-offs, written under row-level security,
told by one event for each call-off and week, and audited, all in one transaction; the peer copies
the finished rows from memory into a table of the same shape, with its key and nothing else.
"""

import asyncio
import json
import statistics
import time
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import asyncpg
import httpx
from joserfc.jwk import KeySet
from sqlalchemy.engine import make_url

from bench.guide import Server, _serving
from bench.guide_servers import DATABASE_URL, KEYS
from bench.scales import number
from kit import migrations
from kit.testing.signing import Signer
from standalone.throw_away import throw_away_postgres

DEFAULT_ROWS = "100k"
ROUNDS = 3
DAYS = 5  # of one week, so that each call-off has one event
PROVIDER = "leverandoer-01"
_PASSWORD = "only-for-measuring"  # noqa: S105 - of a server that lives as long as the measurement
_NDJSON = "application/x-ndjson"
_MONDAY = date(2026, 9, 7)
_CALL_OFFS = """
    INSERT INTO call_offs (
        municipality, id, version, referral_version, citizen_id, offer_id, provider_id,
        business_oriented, targets, planned_ends_on, received_at, registered_at, answer_by,
        decline_note, started_on, started_at, updated_at, updated_by)
    SELECT $1, 'bestilling-' || n, 4, 1, md5(n::text)::uuid::text, 'tilbud-' || n % 60, $2,
           false, '[]', '2026-11-01', $3, $3, '2026-09-07', '', '2026-09-07', $3, $3, 'bench'
    FROM generate_series(1, $4::int) AS n
    """


def run(scale: str | None) -> dict[str, Any]:
    """Measure; ``scale`` is the number of rows in a batch, at most 100k."""
    rows = number(scale or DEFAULT_ROWS)
    signer = Signer()
    with throw_away_postgres() as admin_url:
        url, admin = asyncio.run(_prepared(admin_url))
        keys = json.dumps(KeySet([signer.key]).as_dict(private=False))
        with _serving(
            "bench.attendance_servers:contracts", {DATABASE_URL: url, KEYS: keys}
        ) as ours:
            idle = _peak_mebibytes(ours.pid)
            times, agree = asyncio.run(_measured(ours, admin, signer, rows))
            peak = _peak_mebibytes(ours.pid)
    rate = {name: round(rows / statistics.median(each)) for name, each in times.items()}
    ratio = {
        name: round(
            statistics.median(
                b / a for a, b in zip(times["taken"], times[f"copied{name}"], strict=True)
            ),
            4,
        )
        for name in ("", "_with_foreign_key")
    }
    return {
        "scale": {"rows": rows, "call_offs": rows // DAYS, "rounds": ROUNDS},
        "ours": {
            "rows_per_second": rate["taken"],
            "sent_again_unchanged_per_second": rate["again"],
            "sent_again_under_its_name_per_second": rate["named"],
            "corrected_per_second": rate["corrected"],
            "process_peak_mib": {"before_the_first_batch": idle, "after_the_last": peak},
            "with_each": "validation, checks against the call-off, row-level security, a foreign"
            " key, an event for each call-off and week, an audit line, over HTTP",
        },
        "peers": {
            "plain_copy_per_second": rate["copied"],
            "plain_copy_with_the_foreign_key_per_second": rate["copied_with_foreign_key"],
        },
        "ratios": {
            "to_plain_copy": ratio[""],
            "to_plain_copy_with_the_foreign_key": ratio["_with_foreign_key"],
            "sent_again_to_the_first_time": round(
                statistics.median(
                    a / b for a, b in zip(times["taken"], times["again"], strict=True)
                ),
                2,
            ),
        },
        "agree": agree,
    }


async def _prepared(admin_url: str) -> tuple[str, str]:
    """The addresses of a migrated, empty database: the service's own, and the administrator's."""
    name = migrations.database_name("contracts")
    await migrations.provision(admin_url, "contracts", owner_password=_PASSWORD, password=_PASSWORD)
    address = make_url(admin_url).set(database=name)
    owner = address.set(username=f"{name}_owner", password=_PASSWORD)
    await migrations.upgrade(owner.render_as_string(hide_password=False), "contracts")
    own = address.set(username=name, password=_PASSWORD)
    return (
        own.render_as_string(hide_password=False),
        address.render_as_string(hide_password=False),
    )


def _body(rows: int, *, attended: float) -> bytes:
    return b"".join(
        json.dumps(
            {
                "call_off_id": f"bestilling-{at // DAYS + 1}",
                "day": (_MONDAY + timedelta(days=at % DAYS)).isoformat(),
                "planned_hours": 6.5,
                "attended_hours": attended if at % 7 else 0,
                "absence_reason": None if at % 7 else "ill",
            }
        ).encode()
        + b"\n"
        for at in range(rows)
    )


async def _measured(
    ours: Server, admin: str, signer: Signer, rows: int
) -> tuple[dict[str, list[float]], bool]:
    """Seconds for each thing that is measured, round by round, and whether all was done."""
    times: dict[str, list[float]] = {
        name: []
        for name in ("taken", "again", "named", "corrected", "copied", "copied_with_foreign_key")
    }
    first, corrected = _body(rows, attended=6.5), _body(rows, attended=7)
    agree = True
    connection = await asyncpg.connect(admin)
    async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{ours.port}", timeout=300) as client:
        for turn in range(ROUNDS):
            municipality = f"{9_001 + turn}"
            at = datetime(2026, 9, 1, tzinfo=UTC)
            await connection.execute(_CALL_OFFS, municipality, PROVIDER, at, -(-rows // DAYS))
            await connection.execute("ANALYZE call_offs")
            token = signer.token(
                ["attendance.report"], municipality=municipality, provider_id=PROVIDER
            )
            headers = {"Authorization": f"Bearer {token}", "Content-Type": _NDJSON}
            for name, body, query, counted in (
                ("taken", first, "?batch_id=foerste", "created"),
                ("named", first, "?batch_id=foerste", "created"),
                ("again", first, "", "unchanged"),
                ("corrected", corrected, "", "revised"),
            ):
                started = time.perf_counter()
                answer = await client.post(
                    f"/v1/attendance/batches{query}", content=body, headers=headers
                )
                times[name].append(time.perf_counter() - started)
                expected = rows if name != "corrected" else rows - -(-rows // 7)
                agree = agree and answer.is_success and answer.json()[counted] == expected
            agree = agree and await _is_told_and_audited(connection, municipality, rows)
            for name in ("copied", "copied_with_foreign_key"):
                seconds = await _copied(connection, municipality, has_key="foreign" in name)
                times[name].append(seconds)
    await connection.close()
    return times, agree


async def _is_told_and_audited(connection: Any, municipality: str, rows: int) -> bool:  # noqa: ANN401 - asyncpg's
    """Whether each call-off and week was told of by both batches, and both were written down."""
    told = await connection.fetchval(
        "SELECT count(*) FROM outbox WHERE municipality = $1", municipality
    )
    noted = await connection.fetchval(
        "SELECT count(*) FROM audit_log WHERE municipality = $1", municipality
    )
    return bool(told == 2 * -(-rows // DAYS) and noted == len(("taken", "again", "corrected")))


async def _copied(connection: Any, municipality: str, *, has_key: bool) -> float:  # noqa: ANN401 - asyncpg's
    """Seconds to copy a municipality's rows into a table of the same shape, from memory."""
    records = [
        tuple(row)
        for row in await connection.fetch(
            "SELECT * FROM attendance WHERE municipality = $1", municipality
        )
    ]
    await connection.execute("CREATE TABLE plain (LIKE attendance INCLUDING ALL)")
    if has_key:
        await connection.execute(
            "ALTER TABLE plain ADD FOREIGN KEY (municipality, call_off_id)"
            " REFERENCES call_offs (municipality, id)"
        )
    started = time.perf_counter()
    await connection.copy_records_to_table("plain", records=records)
    seconds = time.perf_counter() - started
    await connection.execute("DROP TABLE plain")
    return seconds


def _peak_mebibytes(pid: int) -> int:
    """The most memory that a process ever held."""
    status = Path(f"/proc/{pid}/status").read_text("ascii")
    (line,) = (line for line in status.splitlines() if line.startswith("VmHWM:"))
    return int(line.split()[1]) // 1024
