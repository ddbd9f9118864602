"""What makes a file look wrong although each of its rows is in order, and what does not."""

from typing import Any

import httpx
import pytest

from effects.settings import Settings
from kit.database import Database

from . import told
from .factories import CODES, courses, hours, support, taken
from .moving_registers import citizen, hours_file, spells, support_file, worked
from .quarantining import NEW, compared, course_rows, history, kept, rows_today, used


@pytest.fixture
def settings(settings: Settings) -> Settings:
    """Settings under which imports are compared, as they are by default."""
    return compared(settings)


async def test_a_years_monthly_files_and_a_period_sent_again_are_used_at_once(
    client: httpx.AsyncClient,
) -> None:
    await history(client, "support", "hours", "courses")
    for first, last, month in (
        ("2024-W41", "2024-W44", "2024-10"),
        ("2024-W45", "2024-W48", "2024-11"),
        ("2024-W49", "2024-W52", "2024-12"),
    ):
        await used(client, "support", support_file(first, last))
        await used(client, "hours", hours_file(month, month))
    await used(client, "support", support_file("2024-W10", "2024-W20"))
    await used(client, "support", support_file("2023-W01", "2023-W20"))
    await used(client, "support", support_file("2024-W30", "2024-W52"))
    await used(client, "hours", hours_file("2024-03", "2024-05"))
    await used(client, "courses", courses(course_rows(160)))
    await used(client, "courses", courses(course_rows(3)))


async def test_months_that_overlap_and_a_register_that_begins_earlier_are_used_at_once(
    client: httpx.AsyncClient,
) -> None:
    await taken(client, "codes", CODES)
    await used(client, "support", support_file("2024-W01", "2024-W20"))
    await used(client, "support", support_file("2024-W15", "2024-W24"))
    await used(client, "support", support_file("2023-W30", "2024-W24"))
    await used(client, "support", support_file("2023-W01", "2024-W52"))


def without_some(rows: list[Any], share: float) -> list[Any]:
    """What is left of a file that was cut off."""
    return rows[: round(len(rows) * (1 - share))]


def four_weeks_on(week: str) -> str:
    """Another week of 2024."""
    return f"{week[:6]}{int(week[-2:]) + 4}"


OCTOBER = worked("2024-10", "2024-10")
WRONG = {
    "a new month cut in half": (
        "support", support(*without_some(NEW, 0.5)), {}, {"fewer_citizens", "cut_off"}
    ),
    "a new month without its last fifth": (
        "support", support(*without_some(NEW, 0.25)), {}, {"cut_off"}
    ),
    "a year sent again without some": (
        "support",
        support(*without_some(spells("2023-W01", "2023-W52"), 0.4)),
        {},
        {"fewer_citizens", "cut_off"},
    ),
    "a month twice": (
        "support",
        support(*NEW, *((f"{who}-x", first, last, code) for who, first, last, code in NEW)),
        {},
        {"more_citizens", "unknown_citizens"},
    ),
    "other ids": (
        "support",
        support(*((f"ny-{who}", first, last, code) for who, first, last, code in NEW)),
        {},
        {"unknown_citizens"},
    ),
    "a month that stops a week early": (
        "support",
        support(*spells("2024-W41", "2024-W43")),
        {"from_week": "2024-W41", "to_week": "2024-W44"},
        {"newest_missing"},
    ),
    "last month under new dates": (
        "support",
        support(
            *(
                (who, four_weeks_on(first), four_weeks_on(last), code)
                for who, first, last, code in spells("2024-W37", "2024-W40")
            )
        ),
        {},
        {"earlier_period_relabelled"},
    ),
    "hours that are minutes": (
        "hours",
        hours(*((who, month, str(float(told) * 4)) for who, month, told in OCTOBER)),
        {},
        {"hours_level", "hours_too_many"},
    ),
    "hours that are nothing": (
        "hours",
        hours(*((who, month, "0") for who, month, _ in OCTOBER)),
        {},
        {"hours_all_zero", "hours_level"},
    ),
    "last month's hours under a new date": (
        "hours",
        hours(*((who, "2024-10", told) for who, _, told in worked("2024-09", "2024-09"))),
        {},
        {"earlier_period_relabelled"},
    ),
    "courses with citizens of another register": (
        "courses",
        courses(
            {**row, "course_id": f"ny-{row['course_id']}", "citizen_id": f"ny-{row['citizen_id']}"}
            for row in course_rows(150)
        ),
        {},
        {"unknown_citizens"},
    ),
    "citizens and offers swapped": (
        "courses",
        courses(
            {**row, "course_id": f"ny-{row['course_id']}", "citizen_id": row["offer_id"],
             "offer_id": row["citizen_id"]}
            for row in course_rows(150)
        ),
        {},
        {"citizen_and_offer_swapped"},
    ),
    "target groups and match groups swapped": (
        "courses",
        courses(
            {"course_id": f"ny-{n}", "citizen_id": citizen(n), "target_group": "jobparat",
             "match_group": "dagpenge", "starts_on": "2024-02-01"}
            for n in range(60)
        ),
        {},
        {"unknown_target_groups"},
    ),
    "courses that become other people's": (
        "courses",
        courses({**row, "citizen_id": citizen(n + 1)} for n, row in enumerate(course_rows(150))),
        {},
        {"courses_change_citizen"},
    ),
    "half of all courses": (
        "courses", courses(course_rows(150)[::2]), {}, {"fewer_courses"}
    ),
    "many more courses in the same time": (
        "courses",
        courses(
            [*course_rows(150), *({**row, "course_id": f"ny-{n}"}
                                  for n, row in enumerate(course_rows(75)))]
        ),
        {},
        {"more_courses", "courses_twice"},
    ),
    "all courses under new ids": (
        "courses",
        courses({**row, "course_id": f"ny-{row['course_id']}"} for row in course_rows(150)),
        {},
        {"courses_twice"},
    ),
    "offers and providers swapped": (
        "courses",
        courses(
            {"course_id": f"ny-{n}", "citizen_id": citizen(n), "offer_id": "provider-1",
             "provider_id": "offer-1", "starts_on": "2024-02-01"}
            for n in range(60)
        ),
        {},
        {"offer_and_provider_swapped"},
    ),
    "prices in øre": (
        "courses",
        courses(
            {**row, "course_id": f"ny-{row['course_id']}", "starts_on": "2024-11-04",
             "ends_on": "2024-12-20", "price_dkk": "100000.00"}
            for row in course_rows(150)
        ),
        {},
        {"prices_level"},
    ),
    "birth years of another column": (
        "courses", courses(course_rows(150, birth_year="2020")), {}, {"birth_years_odd"}
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", WRONG)
async def test_a_file_that_looks_wrong_waits_and_says_why(
    client: httpx.AsyncClient, database: Database, name: str
) -> None:
    register, content, params, codes = WRONG[name]
    await history(client, *dict.fromkeys(("support", register)))
    table = {"support": "support_spells", "hours": "employment_hours"}.get(register, register)
    before = await rows_today(database, table)

    body, found = await kept(client, register, content, **params)
    assert found == codes, body["findings"]
    assert {finding["severity"] for finding in body["findings"]} == {"high"}
    assert await rows_today(database, table) == before
    told = " ".join(finding["detail"] for finding in body["findings"])
    assert not any(citizen(number) in told for number in range(300))
    listed = (await client.get(f"/v1/registers/{register}/imports")).json()["items"]
    assert [one["state"] for one in listed] == ["quarantined", "taken"]
    assert listed[0] == body


async def test_courses_that_visitation_tells_of_wait_under_other_ids(
    client: httpx.AsyncClient, database: Database, settings: Settings
) -> None:
    await history(client, "support", "courses")
    rows = [
        {
            "course_id": f"told-{number}",
            "citizen_id": citizen(number),
            "offer_id": "offer-9",
            "starts_on": "2024-09-02",
            "ends_on": "2024-11-29",
        }
        for number in range(30)
    ]
    referrals = [
        told.referral(
            referral_id=row["course_id"],
            citizen_id=row["citizen_id"],
            offer_id=row["offer_id"],
            started_on=row["starts_on"],
        )
        for row in rows
    ]
    await told.take(database, settings, *referrals)
    anew = courses({**row, "course_id": f"ny-{row['course_id']}"} for row in rows)
    assert (await kept(client, "courses", anew))[1] == {"courses_twice"}
    await used(client, "courses", courses(rows))
