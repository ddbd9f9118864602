"""What makes single weeks or months of a file look wrong, and files that begin earlier or later."""

import httpx
import pytest

from effects import weeks
from effects.settings import Settings

from .factories import CODES, hours, support, taken
from .moving_registers import Spell, hours_file, spells, worked
from .quarantining import compared, history, kept, used

Hours = tuple[str, str, str]

COMING = worked("2024-10", "2025-03")
YEAR = worked("2022-01", "2022-12")


@pytest.fixture
def settings(settings: Settings) -> Settings:
    """Settings under which imports are compared, as they are by default."""
    return compared(settings)


def without(rows: list[Hours], *months: str) -> list[Hours]:
    """A file that lacks some months."""
    return [row for row in rows if row[1] not in months]


def later(week: str, by: int) -> str:
    """A week so many weeks on."""
    return weeks.format_week(weeks.parse_week(week) + by)


def months_later(rows: list[Hours], by: int) -> list[Hours]:
    """Hours under other months."""
    return [
        (who, weeks.format_month(weeks.parse_month(month) + by), told) for who, month, told in rows
    ]


def longer(rows: list[Hours], times: int, *months: str) -> list[Hours]:
    """Hours with more of them in some months."""
    return [
        (who, month, str(float(told) * (times if month in months else 1)))
        for who, month, told in rows
    ]


ODD = {
    "a month in the middle is empty": (
        without(COMING, "2024-12"), {}, {"part_missing"}, "2024-12 har 0 borgere mod ventet"
    ),
    "two months in the middle are empty": (
        without(COMING, "2024-12", "2025-01"), {}, {"less_covered", "part_missing"},
        "2024-12 til 2025-01 har 0 borgere mod ventet",
    ),
    "the first month after the register's is empty": (
        without(COMING, "2024-10"), {"from_month": "2024-10", "to_month": "2025-03"},
        {"part_missing"}, "2024-10 har 0 borgere mod ventet",
    ),
    "half of a month in the middle": (
        [row for at, row in enumerate(COMING) if row[1] != "2024-12" or at % 2], {},
        {"part_missing"}, "2024-12 har",
    ),
    "the newest month is empty, sent again": (
        worked("2024-01", "2024-08"), {"from_month": "2024-01", "to_month": "2024-09"},
        {"part_missing"}, "2024-09 har 0 borgere mod ventet",
    ),
    "a month stands there twice": (
        [*COMING, *worked("2024-12", "2024-12")], {}, {"hours_level"}, "2024-12 har i snit",
    ),
    "the last month is in other units": (
        longer(COMING, 2, "2025-03"), {}, {"hours_level"}, "2025-03 har i snit",
    ),
    "a month that is sent again stands there twice": (
        [*worked("2024-01", "2024-09"), *worked("2024-05", "2024-05")], {},
        {"hours_level"}, "2024-05 har i snit",
    ),
    "months before the register's, of other ids": (
        [(f"ny-{who}", month, told) for who, month, told in YEAR], {}, {"unknown_citizens"},
        "2022-01 til 2022-12",
    ),
    "months before the register's, cut in half": (
        [row for row in YEAR if row[0] < "m"], {}, {"fewer_citizens", "cut_off"},
        "2022-01 til 2022-12",
    ),
    "months before the register's that are its first under other dates": (
        months_later(worked("2023-01", "2023-12"), -12), {}, {"earlier_period_relabelled"},
        "de samme som i 2023-01 til 2023-12",
    ),
    "months that are sent again, each a month too late": (
        months_later(worked("2023-03", "2023-10"), 1), {}, {"period_moved"}, "tidligere",
    ),
    "months that are sent again, each a month too early": (
        months_later(worked("2023-03", "2023-10"), -1), {}, {"period_moved"}, "senere",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", ODD)
async def test_months_that_look_wrong_wait_and_are_named(
    client: httpx.AsyncClient, name: str
) -> None:
    rows, params, codes, named = ODD[name]
    await history(client, "hours")
    body, found = await kept(client, "hours", hours(*rows), **params)
    assert found == codes, body["findings"]
    assert any(named in finding["detail"] for finding in body["findings"]), body["findings"]


async def test_months_before_the_registers_are_used_at_once(client: httpx.AsyncClient) -> None:
    await history(client, "hours", "support")
    await used(client, "hours", hours(*YEAR))


@pytest.mark.parametrize(
    ("rows", "codes"),
    [
        ([*spells("2024-W41", "2024-W44"), *spells("2024-W46", "2024-W52")], {"part_missing"}),
        (
            [
                (who, later(first, 1), later(last, 1), code)
                for who, first, last, code in spells("2023-W10", "2023-W40")
            ],
            {"period_moved"},
        ),
    ],
    ids=["a week in the middle is empty", "each week is a week too late"],
)
async def test_weeks_that_look_wrong_wait(
    client: httpx.AsyncClient, rows: list[Spell], codes: set[str]
) -> None:
    await history(client)
    body, found = await kept(client, "support", support(*rows))
    assert found == codes, body["findings"]


async def test_a_hole_that_the_register_has_already_is_no_news(client: httpx.AsyncClient) -> None:
    await history(client, "hours")
    waiting, _ = await kept(client, "hours", hours(*without(COMING, "2024-12")))
    override = f"/v1/registers/hours/imports/{waiting['id']}/override"
    reason = {"reason": "Ingen løn i december"}
    await client.post(override, json=reason, headers={"Idempotency-Key": "once"})
    await used(client, "hours", hours(*without(worked("2024-10", "2025-04"), "2024-12")))


async def test_a_first_file_whose_stated_period_begins_with_nothing_waits(
    client: httpx.AsyncClient,
) -> None:
    stated = {"from_month": "2020-01", "to_month": "2024-11"}
    body, found = await kept(client, "hours", hours_file("2023-01", "2024-09"), **stated)
    assert found == {"part_missing"}
    detail = body["findings"][0]["detail"]
    assert "2020-01 til 2022-12" in detail
    assert "2024-10 til 2024-11" in detail


async def test_hours_of_other_people_than_the_supports_wait(client: httpx.AsyncClient) -> None:
    await history(client)
    strange = hours(*((f"ny-{who}", month, told) for who, month, told in YEAR))
    assert (await kept(client, "hours", strange))[1] == {"unknown_citizens"}
    await used(client, "hours", hours(*YEAR))


async def test_a_code_that_nobody_has_any_more_is_named_while_the_list_has_it(
    client: httpx.AsyncClient,
) -> None:
    def month(first: str, last: str, citizens: range) -> str:
        return support(
            *(
                (f"citizen-{number}", first, last, "651" if number < 130 else "111")
                for number in citizens
            )
        )

    await taken(client, "codes", CODES)
    await used(client, "support", month("2024-W01", "2024-W20", range(100, 300)))
    without = month("2024-W21", "2024-W24", range(130, 300))
    body, found = await kept(client, "support", without)
    assert found == {"codes_missing_in_file"}
    assert "651 (30)" in body["findings"][0]["detail"]
    await taken(client, "codes", CODES.replace("SU,2000-01-01,", "SU,2000-01-01,2024-05-19"))
    await used(client, "support", without, batch_id="judged-anew")


@pytest.mark.parametrize(
    ("before", "now", "code"),
    [(200, 260, None), (200, 261, "more_citizens"), (200, 140, None), (200, 139, "fewer_citizens")],
)
async def test_a_change_counts_when_it_is_more_than_the_limit(
    client: httpx.AsyncClient, before: int, now: int, code: str | None
) -> None:
    def month(named: str, citizens: int) -> str:
        return hours(*((f"citizen-{300 - number}", named, "80") for number in range(citizens)))

    await used(client, "hours", month("2024-01", before))
    if code is None:
        await used(client, "hours", month("2024-02", now))
    else:
        assert (await kept(client, "hours", month("2024-02", now)))[1] == {code}
