"""An import of a period replaces it, and every version of the register can be read again."""

import random

import httpx
from sqlalchemy import text

from effects import weeks
from kit.database import Database

from .factories import CODES, hours, support, taken

FIRST = weeks.parse_week("2024-W01")
CITIZENS = ("a", "b", "c")
SPAN = 30
ROUNDS = 25

Weeks = dict[tuple[str, int], str]


def spells_within(rng: random.Random, first: int, last: int) -> list[tuple[str, int, int, str]]:
    """Random spells in random order: none overlap, some touch, some are weeks apart."""
    spells = []
    for citizen in CITIZENS:
        week = first + rng.randint(0, 4)
        while week <= last:
            end = min(last, week + rng.randint(0, 6))
            spells.append((citizen, week, end, rng.choice(("111", "130", "651"))))
            week = end + 1 + rng.choice((0, 0, 1, 3))
    rng.shuffle(spells)
    return spells


def expanded(spells: list[tuple[str, int, int, str]]) -> Weeks:
    """The code of each citizen's week; a week with two codes is an error."""
    found: Weeks = {}
    for citizen, first, last, code in spells:
        for week in range(first, last + 1):
            assert (citizen, week) not in found, "two codes in one week"
            found[citizen, week] = code
    return found


async def stored(database: Database, version: int | None = None) -> Weeks:
    """What the register says, now or in one of its versions."""
    statement = text(
        """
        SELECT citizen_id, from_week, to_week, code FROM support_spells
        WHERE CASE WHEN CAST(:version AS int) IS NULL THEN valid_to_version IS NULL
            ELSE valid_from_version <= :version
                AND (valid_to_version IS NULL OR valid_to_version > :version) END
        """
    )
    async with database.transaction("0999") as session:
        rows = await session.execute(statement, {"version": version})
        return expanded([(row[0], row[1], row[2], row[3]) for row in rows])


async def test_each_week_has_the_code_of_the_last_import_that_covers_it(
    client: httpx.AsyncClient, database: Database
) -> None:
    await taken(client, "codes", CODES)
    rng = random.Random(20260301)  # noqa: S311 - the same rounds each time
    model: Weeks = {}
    covered = range(FIRST, FIRST)
    versions: list[Weeks] = []
    for number in range(ROUNDS):
        first = FIRST + rng.randint(0, SPAN)
        last = first + rng.randint(0, 12)
        if covered:  # touch what is covered, as the service asks
            first = min(first, covered.stop)
            last = max(last, covered.start - 1)
        spells = spells_within(rng, first, last)
        if number % 5 == 4:
            # The same weeks said in another way: pieces instead of whole spells.
            spells = [
                (citizen, week, week, code) for (citizen, week), code in model.items()
                if first <= week <= last
            ]  # fmt: skip
        content = support(
            *(
                (citizen, weeks.format_week(begin), weeks.format_week(end), code)
                for citizen, begin, end, code in spells
            )
        )
        answer = await taken(
            client,
            "support",
            content,
            batch_id=f"batch-{number}",
            from_week=weeks.format_week(first),
            to_week=weeks.format_week(last),
        )
        assert answer["version"] == number + 1
        model = {
            (citizen, week): code
            for (citizen, week), code in model.items()
            if not first <= week <= last
        } | expanded(spells)
        covered = range(min(first, covered.start), max(last + 1, covered.stop))
        versions.append(model)
        assert await stored(database) == model
    for version, then in enumerate(versions, start=1):
        assert await stored(database, version) == then


async def test_what_is_said_again_is_not_written_again(
    client: httpx.AsyncClient, database: Database
) -> None:
    await taken(client, "codes", CODES)
    spells = [("a", "2024-W01", "2024-W10", "111"), ("b", "2024-W05", "2024-W20", "130")]
    await taken(client, "support", support(*spells))
    await taken(client, "support", support(*spells, ("c", "2024-W20", "2024-W20", "130")))
    async with database.transaction("0999") as session:
        rows = await session.execute(
            text(
                "SELECT citizen_id, valid_from_version, valid_to_version"
                " FROM support_spells ORDER BY 1"
            )
        )
        assert [tuple(row) for row in rows] == [("a", 1, None), ("b", 1, None), ("c", 2, None)]


async def test_a_month_of_hours_is_replaced_whole(
    client: httpx.AsyncClient, database: Database
) -> None:
    await taken(
        client,
        "hours",
        hours(
            ("a", "2024-01", "10"), ("a", "2024-02", "20"), ("b", "2024-02", "5"),
            ("b", "2024-02", "2.5"),
        ),
    )  # fmt: skip
    await taken(client, "hours", hours(("a", "2024-02", "21"), ("c", "2024-03", "1")))
    async with database.transaction("0999") as session:
        rows = (
            await session.execute(
                text(
                    "SELECT citizen_id, month, hours::float, valid_from_version, valid_to_version"
                    " FROM employment_hours ORDER BY 1, 2, 4"
                )
            )
        ).all()
    assert [(row[0], weeks.format_month(row[1]), *row[2:]) for row in rows] == [
        ("a", "2024-01", 10, 1, None),
        ("a", "2024-02", 20, 1, 2),
        ("a", "2024-02", 21, 2, None),
        ("b", "2024-02", 7.5, 1, 2),
        ("c", "2024-03", 1, 2, None),
    ]


async def test_a_file_without_rows_empties_the_period_that_it_states(
    client: httpx.AsyncClient, database: Database
) -> None:
    await taken(client, "codes", CODES)
    await taken(client, "support", support(("a", "2024-W01", "2024-W10", "111")))
    unstated = await client.post(
        "/v1/registers/support/imports",
        content=support().encode(),
        headers={"Content-Type": "text/csv"},
    )
    assert unstated.status_code == 422
    assert unstated.json()["code"] == "period_missing"
    await taken(
        client, "support", support(), from_week="2024-W04", to_week="2024-W06", batch_id="empty"
    )
    kept = {week - FIRST + 1 for _, week in await stored(database)}
    assert kept == {1, 2, 3, 7, 8, 9, 10}
