"""A release is the same whether its register was kept, moved on or packed anew."""

import asyncio
import json
import shutil
import stat
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx
import xxhash
from pydantic import SecretStr
from structlog.testing import capture_logs

from effects import jobs
from effects.app import create_app
from effects.packed import files
from effects.releases import caching, service
from effects.settings import Settings
from kit.database import Database
from kit.testing.clients import client_of
from kit.testing.databases import TestDatabases
from kit.testing.signing import Signer

from .conftest import RIGHTS
from .factories import (
    CODES,
    SUPPORT_HEADER,
    courses,
    figures,
    hours,
    load,
    random_registers,
    releases,
    support,
    taken,
)

FILES = random_registers(7)
COURSES = FILES["courses"].splitlines()
LATER_CODES = CODES.replace("130,support", "130,education")

Figures = dict[tuple[str, str, str], dict[str, Any]]


async def published(client: httpx.AsyncClient) -> Figures:
    """The newest release's figures by offer, target group and indicator."""
    return {
        (row["offer_id"], row["target_group"], row["figure"]["indicator"]): row["figure"]
        for row in await figures(client)
    }


async def packed_as(settings: Settings, database: Database) -> str:
    """Release now; how its register was come by."""
    with capture_logs() as logs:
        async with database.transaction("0999") as session:
            await service.release_now(session, "0999", settings, at=datetime.now(UTC))
    (how,) = [log["how"] for log in logs if log["event"] == "register_packed"]
    return str(how)


def without_cache(settings: Settings, folder: Path) -> Settings:
    """The same settings, with an empty place to keep registers in."""
    return settings.model_copy(update={"packed_folder": folder})


def kept(settings: Settings) -> Path:
    """Where the register of the tests' municipality is kept."""
    return caching.folder_of(settings.packed_folder, "0999")


def course(place: int, **other: str) -> dict[str, str]:
    """A course as it was sent, with something else in some columns."""
    names = COURSES[0].split(",")
    return {**dict(zip(names, COURSES[place].split(","), strict=True)), **other}


def month_of(code: str, first: str, last: str, *, citizens: range) -> str:
    """A support file in which these citizens have one code all the time."""
    return support(*((f"citizen-{n:03}", first, last, code) for n in citizens))


Sent = tuple[str, str, dict[str, str]]

STEPS: dict[str, tuple[str, list[Sent]]] = {
    "nothing new": ("kept", []),
    "a new month of support, and citizens whom nobody knew": (
        "advanced",
        [("support", month_of("111", "2025-W01", "2025-W05", citizens=range(40, 75)), {})],
    ),
    "an old period again": (
        "advanced",
        [("support", month_of("111", "2023-W10", "2023-W30", citizens=range(20)), {})],
    ),
    "an old period in which nobody had a code": (
        "advanced",
        [("support", SUPPORT_HEADER, {"from_week": "2022-W20", "to_week": "2022-W26"})],
    ),
    "courses corrected, moved, withdrawn and new": (
        "advanced",
        [
            (
                "courses",
                courses(
                    [
                        course(10, ends_on="2024-12-31"),
                        course(11, offer_id="offer-4", price_dkk="77.77"),
                        course(12, citizen_id="citizen-001"),
                        course(13, starts_on="", ends_on=""),
                        course(14, ends_on=""),
                        {"course_id": "new", "citizen_id": "nobody knew"},
                    ]
                ),
                {},
            )
        ],
    ),
    "courses started after all": ("advanced", [("courses", courses([course(13)]), {})]),
    "hours of an old month, finer than before": (
        "advanced",
        [
            (
                "hours",
                hours(
                    *((f"citizen-{n:03}", "2023-06", "0.999999999") for n in range(30)),
                    *((f"citizen-{n:03}", "2023-07", "1.000000001") for n in range(30)),
                ),
                {},
            )
        ],
    ),
    "everything at once, one period twice": (
        "advanced",
        [
            ("support", month_of("130", "2025-W06", "2025-W08", citizens=range(60)), {}),
            ("support", month_of("651", "2024-W40", "2024-W44", citizens=range(9)), {}),
            ("support", month_of("130", "2025-W07", "2025-W09", citizens=range(10)), {}),
            ("hours", hours(*((f"citizen-{n:03}", "2025-01", "80") for n in range(9))), {}),
            ("courses", courses([course(20, target_group="sygedagpenge")]), {}),
            ("courses", courses([course(20, target_group="dagpenge")]), {}),
        ],
    ),
    "a new code list": ("packed", [("codes", LATER_CODES, {})]),
    "a code list and a new month": (
        "packed",
        [
            ("codes", CODES, {}),
            ("support", month_of("130", "2025-W10", "2025-W12", citizens=range(60)), {}),
        ],
    ),
    "one more month": (
        "advanced",
        [("support", month_of("130", "2025-W13", "2025-W20", citizens=range(70)), {})],
    ),
}


async def test_moving_on_gives_the_figures_of_packing_anew(
    client: httpx.AsyncClient, database: Database, settings: Settings, tmp_path: Path
) -> None:
    # What one course changes is to be seen, and would otherwise stay as it was shown.
    settings = settings.model_copy(update={"smallest_group": 1})
    await load(client, FILES)
    assert await packed_as(settings, database) == "packed"
    before, batch = await published(client), 0
    for step, (how, sent) in STEPS.items():
        for register, content, period in sent:
            batch += 1  # a file may be sent twice, and count twice
            await taken(client, register, content, **period, batch_id=f"batch-{batch}")
        assert await packed_as(settings, database) == how, step
        moved_on = await published(client)
        assert await packed_as(without_cache(settings, tmp_path / step), database) == "packed"
        assert moved_on == await published(client), step
        assert (moved_on != before) == bool(sent), step
        before = moved_on


async def test_hours_that_come_later_are_added_to_what_was_packed(
    client: httpx.AsyncClient, database: Database, settings: Settings, tmp_path: Path
) -> None:
    await load(client, {name: FILES[name] for name in ("codes", "support", "courses")})
    assert await packed_as(settings, database) == "packed"
    assert await packed_as(settings, database) == "kept"
    await taken(client, "hours", FILES["hours"])
    assert await packed_as(settings, database) == "advanced"
    moved_on = await published(client)
    assert await packed_as(without_cache(settings, tmp_path / "other"), database) == "packed"
    assert moved_on == await published(client)
    assert any(indicator == "employed_6m" for *_, indicator in moved_on)


async def test_a_support_register_without_rows_is_one(
    client: httpx.AsyncClient, database: Database, settings: Settings
) -> None:
    await taken(client, "codes", CODES)
    await taken(client, "support", SUPPORT_HEADER, from_week="2022-W01", to_week="2025-W20")
    await taken(client, "courses", FILES["courses"])
    assert await packed_as(settings, database) == "packed"
    everybody = {
        key: figure["value"]
        for key, figure in (await published(client)).items()
        if key[2] == "self_support_1m" and not figure["suppressed"]["yes"]
    }
    assert set(everybody.values()) == {1.0}


def column(folder: Path, name: str) -> Path:
    """The file of a column."""
    (path,) = folder.glob(f"{name}.*")
    return path


def rewritten(folder: Path, change: Callable[[dict[str, Any]], object]) -> None:
    """Change the list of columns as one who knows how its checksum is made."""
    path = folder / files.LIST
    content = json.loads(path.read_text())
    del content["checksum"]
    change(content)
    checksum = xxhash.xxh3_128_hexdigest(json.dumps(content, sort_keys=True).encode())
    path.write_text(json.dumps({"checksum": checksum, **content}))


def flipped(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)


def without_columns(folder: Path) -> None:
    for path in folder.iterdir():
        if path.name != files.LIST:
            path.unlink()


def made_a_file(folder: Path) -> None:
    shutil.rmtree(folder)
    folder.write_text("no folder")


DAMAGES: dict[str, Callable[[Path], object]] = {
    "a byte of the weeks": lambda folder: flipped(column(folder, "span_from")),
    "a byte of the courses": lambda folder: flipped(column(folder, "courses")),
    "a byte of the ids": lambda folder: flipped(column(folder, "citizen_letters")),
    "a byte of the list": lambda folder: flipped(folder / files.LIST),
    "cut": lambda folder: column(folder, "span_to").write_bytes(b""),
    "a column away": lambda folder: column(folder, "hours_month").unlink(),
    "the list away": lambda folder: (folder / files.LIST).unlink(),
    "all columns away": without_columns,
    "no JSON": lambda folder: (folder / files.LIST).write_text("{"),
    "other JSON": lambda folder: (folder / files.LIST).write_text("[1]"),
    "bytes": lambda folder: (folder / files.LIST).write_bytes(b"\xff\xfe"),
    "another format": lambda folder: rewritten(
        folder, lambda content: content.update(format=files.FORMAT + 1)
    ),
    "a column not listed": lambda folder: rewritten(
        folder, lambda content: content["columns"].pop("citizen_letters")
    ),
    "a fact not listed": lambda folder: rewritten(folder, lambda content: content.pop("facts")),
    "no origin": lambda folder: rewritten(folder, lambda content: content["facts"].pop("origin")),
    "an odd origin": lambda folder: rewritten(
        folder, lambda content: content["facts"].update(origin={"codes": 5, "support": [1]})
    ),
    "facts of nothing": lambda folder: rewritten(folder, lambda content: content.update(facts=[])),
    "another import": lambda folder: rewritten(
        folder, lambda content: content["facts"]["origin"].update(support=[1, "another's"])
    ),
    "versions to come": lambda folder: rewritten(
        folder, lambda content: content["facts"]["origin"].update(support=[9, "another's"])
    ),
    "a file in its place": made_a_file,
}


async def test_a_damaged_or_foreign_register_is_packed_anew(
    client: httpx.AsyncClient, database: Database, settings: Settings
) -> None:
    await load(client, FILES)
    assert await packed_as(settings, database) == "packed"
    right = await published(client)
    for damage, harm in DAMAGES.items():
        assert caching.find_register(kept(settings)) is not None
        harm(kept(settings))
        assert await packed_as(settings, database) == "packed", damage
        assert await published(client) == right, damage
        if kept(settings).is_file():
            kept(settings).unlink()
            assert await packed_as(settings, database) == "packed", damage
    assert await packed_as(settings, database) == "kept"


async def test_a_register_of_another_database_is_never_taken_for_ours(
    databases: TestDatabases, settings: Settings, signer: Signer, tmp_path: Path
) -> None:
    """As after a reset or a restored backup: the same versions, counted anew."""
    for seed in (7, 8):
        async with databases.copied("effects") as url:
            app = create_app(settings.model_copy(update={"database_url": SecretStr(url)}))
            app.state.verifier = signer.verifier()
            database = Database.connect(url)
            async with client_of(app, signer.token(RIGHTS)) as client:
                await load(client, random_registers(seed))
                assert await packed_as(settings, database) == "packed"
                found = await published(client)
                assert await packed_as(without_cache(settings, tmp_path / str(seed)), database)
                assert found == await published(client)
            await database.close()


async def test_what_is_kept_is_for_its_owner_alone_and_names_nobody(
    client: httpx.AsyncClient, database: Database, settings: Settings
) -> None:
    kept(settings).mkdir(parents=True, mode=0o755)
    kept(settings).chmod(0o755)
    await load(client, FILES)
    assert await packed_as(settings, database) == "packed"
    assert stat.S_IMODE(kept(settings).stat().st_mode) == 0o700
    register = files.open_register(kept(settings))
    assert register.courses.column_names == [
        "course_id", "offer_id", "provider_id", "target_group", "match_group",
        "starts_on", "ends_on", "birth_year", "price_dkk", "business_oriented",
    ]  # fmt: skip
    ids = {line.split(",")[1] for line in COURSES[1:]}
    assert set(register.citizens.to_pylist()) == ids
    assert set(register.facts["origin"]) == {"codes", "support", "hours", "courses"}


async def test_a_release_does_without_a_place_to_keep_its_register(
    client: httpx.AsyncClient, database: Database, settings: Settings, tmp_path: Path
) -> None:
    await load(client, FILES)
    assert await packed_as(settings, database) == "packed"
    right = await published(client)
    (tmp_path / "file").write_text("no folder")
    nowhere = without_cache(settings, tmp_path / "file" / "packed")
    with capture_logs() as logs:
        await jobs.release_due(nowhere, database)
        async with database.transaction("0999") as session:
            await service.release_now(session, "0999", nowhere, at=datetime.now(UTC))
    assert await published(client) == right
    (said,) = [log for log in logs if log["event"] == "packed_register_not_kept"]
    assert said == {
        "event": "packed_register_not_kept",
        "log_level": "warning",
        "folder": "register-0999",
        "error": "Not a directory",
    }


async def test_a_worker_that_is_killed_while_it_writes_leaves_the_register_before(
    client: httpx.AsyncClient, database: Database, settings: Settings, tmp_path: Path
) -> None:
    await load(client, FILES)
    assert await packed_as(settings, database) == "packed"
    shutil.copytree(kept(settings), tmp_path / "before")
    await taken(client, "support", month_of("111", "2025-W01", "2025-W05", citizens=range(60)))
    assert await packed_as(settings, database) == "advanced"
    right = await published(client)
    # All new columns are there, one is half written, and the list is still the old one.
    for path in (tmp_path / "before").iterdir():
        shutil.copy(path, kept(settings))
    (kept(settings) / ".span_from.1").write_bytes(b"half")
    assert await packed_as(settings, database) == "advanced"
    assert await published(client) == right
    assert not (kept(settings) / ".span_from.1").exists()
    assert await packed_as(settings, database) == "kept"


async def test_releases_that_race_have_one_register_and_right_figures(
    databases: TestDatabases, settings: Settings, signer: Signer, tmp_path: Path
) -> None:
    async with databases.copied("effects") as url:
        app = create_app(settings.model_copy(update={"database_url": SecretStr(url)}))
        app.state.verifier = signer.verifier()
        workers = [Database.connect(url), Database.connect(url)]
        async with client_of(app, signer.token(RIGHTS)) as client:
            await load(client, FILES)
            for week in range(1, 4):
                await asyncio.gather(
                    *(jobs.release_due(settings, each) for each in workers * 2),
                    client.post("/v1/releases", headers={"Idempotency-Key": f"week {week}"}),
                )
                new = f"2025-W0{week}"
                await taken(client, "support", month_of("130", new, new, citizens=range(week, 60)))
            await asyncio.gather(*(jobs.release_due(settings, each) for each in workers * 2))
            found = await published(client)
            newest = (await releases(client))[0]["registers"]
            assert newest == {"codes": 1, "support": 4, "hours": 1, "courses": 1}
            assert await packed_as(settings, workers[0]) == "kept"
            assert await packed_as(without_cache(settings, tmp_path / "other"), workers[0])
            assert found == await published(client)
        for each in workers:
            await each.close()
