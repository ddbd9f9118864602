"""Merged citizens are one in the figures, and erased ones are in nothing."""

import httpx
import pytest
from sqlalchemy import text

from effects import weeks
from effects.packed import files
from effects.packed.register import WEEK_ZERO, PackedRegister
from effects.releases import caching
from effects.settings import Settings
from kit.database import Database

from .factories import CODES, courses, hours, load, support, taken
from .test_course_feed import listed, packed
from .told import erased, merged, referral, take

FILES = {
    "codes": CODES,
    "support": support(
        ("kept", "2024-W01", "2024-W10", "111"),
        ("other", "2024-W08", "2024-W20", "651"),
        ("somebody", "2024-W01", "2024-W30", "130"),
    ),
    "hours": hours(
        ("kept", "2024-06", "10"), ("other", "2024-06", "5"), ("somebody", "2024-06", "1")
    ),
    "courses": courses(
        [
            {"course_id": "k", "citizen_id": "kept"},
            {"course_id": "o", "citizen_id": "other", "starts_on": "2024-02-01"},
            {"course_id": "s", "citizen_id": "somebody"},
        ]
    ),
}


def register(settings: Settings) -> PackedRegister:
    """What the newest release was computed from."""
    return files.open_register(caching.folder_of(settings.packed_folder, "0999"))


def spans_of(settings: Settings, citizen: str) -> list[tuple[str, str]]:
    """A citizen's weeks in the packed register."""
    held = register(settings)
    number = held.citizens.to_pylist().index(citizen)
    low, high = held.span_offsets[number : number + 2]
    first, last = (
        [weeks.format_week(int(end) + WEEK_ZERO) for end in ends[low:high]]
        for ends in (held.span_from, held.span_to)
    )
    return list(zip(first, last, strict=True))


async def test_a_merged_citizens_weeks_hours_and_courses_are_the_kept_ones(
    client: httpx.AsyncClient, database: Database, settings: Settings
) -> None:
    await load(client, FILES)
    _, before = await packed(settings, database)
    assert before["o"]["citizen_id"] == "other"
    await take(database, settings, merged("other", "kept"))
    how, after = await packed(settings, database)
    assert how == "packed"
    assert {name: row["citizen_id"] for name, row in after.items()} == {
        "k": "kept", "o": "kept", "s": "somebody",
    }  # fmt: skip
    # Where both had a code, the kept one's holds.
    assert spans_of(settings, "kept") == [("2024-W01", "2024-W10"), ("2024-W11", "2024-W20")]
    assert spans_of(settings, "other") == []

    later = support(
        ("other", "2024-W31", "2024-W34", "111"), ("somebody", "2024-W31", "2024-W32", "130")
    )
    await taken(client, "support", later)
    how, _ = await packed(settings, database)
    assert how == "advanced"
    moved = {who: spans_of(settings, who) for who in ("kept", "other", "somebody")}
    assert moved["kept"][-1] == ("2024-W31", "2024-W34")
    assert moved["other"] == []
    caching.forget_register(caching.folder_of(settings.packed_folder, "0999"))
    await packed(settings, database)
    assert {who: spans_of(settings, who) for who in moved} == moved


async def test_a_merge_that_was_told_before_changes_nothing_and_the_newest_word_holds(
    client: httpx.AsyncClient, database: Database, settings: Settings
) -> None:
    await load(client, FILES)
    await take(database, settings, merged("other", "kept", hours_later=1))
    await packed(settings, database)
    await take(
        database, settings, merged("other", "somebody"), merged("other", "kept", hours_later=1)
    )
    how, held = await packed(settings, database)
    assert (how, held["o"]["citizen_id"]) == ("kept", "kept")
    await take(database, settings, merged("kept", "somebody", hours_later=2))
    _, held = await packed(settings, database)
    assert {row["citizen_id"] for row in held.values()} == {"somebody"}
    # The other way round from now on, and never in a circle.
    await take(database, settings, merged("somebody", "other", hours_later=3))
    _, held = await packed(settings, database)
    assert len({row["citizen_id"] for row in held.values()}) <= 2


async def rows_of(database: Database, *ids: str) -> dict[str, int]:
    """How many rows there are under some ids, in every table that has a citizen's id."""
    async with database.transaction("0999") as session:
        tables = (
            await session.scalars(
                text(
                    "SELECT table_name FROM information_schema.columns"
                    " WHERE column_name = 'citizen_id' AND table_schema = 'public'"
                )
            )
        ).all()
        return {
            table: await session.scalar(
                text(f"SELECT count(*) FROM {table} WHERE citizen_id = ANY(:ids)"),  # noqa: S608
                {"ids": list(ids)},
            )
            or 0
            for table in tables
        }


@pytest.mark.parametrize("is_merged", [False, True])
async def test_nothing_is_left_of_an_erased_citizen_under_any_id(
    client: httpx.AsyncClient, database: Database, settings: Settings, *, is_merged: bool
) -> None:
    await load(client, FILES)
    await taken(
        client,
        "support",
        support(("kept", "2024-W01", "2024-W05", "651")),
        to_week="2024-W30",
        from_week="2024-W01",
    )
    await take(
        database,
        settings,
        referral(citizen_id="kept"),
        referral(referral_id="r2", citizen_id="other"),
    )
    if is_merged:
        await take(database, settings, merged("other", "kept"))
    await packed(settings, database)
    folder = caching.folder_of(settings.packed_folder, "0999")
    assert folder.exists()

    await take(database, settings, erased("kept"))
    assert not folder.exists()
    assert set((await rows_of(database, "kept")).values()) == {0}
    others = await rows_of(database, "other")
    assert {count > 0 for count in others.values()} == {not is_merged}
    assert len(others) == 4
    how, held = await packed(settings, database)
    assert how == "packed"
    assert set(held) == ({"s"} if is_merged else {"s", "o", "r2"})
    assert "kept" not in register(settings).citizens.to_pylist()
    left = {one["citizen_id"] for one in await listed(client)}
    assert left == (set() if is_merged else {"other"})
    async with database.transaction("0999") as session:
        aliases = await session.scalar(text("SELECT count(*) FROM citizen_aliases"))
    assert aliases == 0
    await take(database, settings, erased("kept"))


async def test_an_erasure_finds_the_rows_of_an_import_that_waits(
    client: httpx.AsyncClient, database: Database, settings: Settings
) -> None:
    await load(client, FILES)
    async with database.transaction("0999") as session:
        await session.execute(
            text(
                "INSERT INTO support_spells"
                " (municipality, citizen_id, from_week, to_week, code,"
                " valid_from_version, valid_to_version)"
                " VALUES ('0999', 'kept', 1, 2, '111', -1, -1)"
            )
        )
    await take(database, settings, erased("kept"))
    assert set((await rows_of(database, "kept")).values()) == {0}
