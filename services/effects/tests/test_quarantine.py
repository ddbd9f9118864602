"""An import that looks wrong is kept, and not used before a person has looked at it."""

from typing import Any

import httpx
import pytest
from fastapi import FastAPI
from sqlalchemy import text

from effects import jobs
from effects.settings import Settings
from kit.database import Database
from kit.testing.clients import client_of
from kit.testing.signing import Signer

from .conftest import RIGHTS
from .factories import CODES, courses, hours, releases, send, support, taken
from .moving_registers import citizen, hours_file, spells, support_file, worked

REASON = {"reason": "Tallene passer: et selskab lukkede i uge 45"}


@pytest.fixture
def settings(settings: Settings) -> Settings:
    """Settings under which imports are compared, as they are by default."""
    usual = Settings.model_fields["quarantine_smallest"].default
    return settings.model_copy(update={"quarantine_smallest": usual})


def course_rows(count: int, **instead: str) -> list[dict[str, str]]:
    """Courses of as many citizens, in five offers."""
    return [
        {
            "course_id": f"course-{number}",
            "citizen_id": citizen(number),
            "offer_id": f"offer-{number % 5}",
            "starts_on": f"2024-{1 + number % 9:02}-10",
            "ends_on": f"2024-{2 + number % 9:02}-10",
            **instead,
        }
        for number in range(count)
    ]


async def history(client: httpx.AsyncClient, *registers: str) -> None:
    """Registers as a municipality has them after its first import of each."""
    await taken(client, "codes", CODES)
    files = {
        "support": support_file("2023-W01", "2024-W40"),
        "hours": hours_file("2023-01", "2024-09"),
        "courses": courses(course_rows(150)),
    }
    for register in registers or ("support",):
        await used(client, register, files[register])


async def used(
    client: httpx.AsyncClient, register: str, content: str, **params: str
) -> dict[str, Any]:
    """Send a file in which nothing may look wrong."""
    answer = await send(client, register, content, **params)
    assert (answer.status_code, answer.json().get("findings")) == (201, []), answer.text
    body: dict[str, Any] = answer.json()
    assert (body["state"], body["decision"], body["actions"]) == ("taken", None, [])
    return body


async def kept(
    client: httpx.AsyncClient, register: str, content: str, **params: str
) -> tuple[dict[str, Any], set[str]]:
    """Send a file that looks wrong; the answer, and the codes of what was found."""
    answer = await send(client, register, content, **params)
    assert answer.status_code == 202, answer.text
    body: dict[str, Any] = answer.json()
    assert (body["state"], body["version"]) == ("quarantined", None)
    assert body["actions"] == ["override", "discard"]
    return body, {finding["code"] for finding in body["findings"]}


async def decide(
    client: httpx.AsyncClient, waiting: dict[str, Any], act: str, *, key: str = "once"
) -> httpx.Response:
    """Override or discard an import."""
    return await client.post(
        f"/v1/registers/{waiting['register']}/imports/{waiting['id']}/{act}",
        json=REASON,
        headers={"Idempotency-Key": key},
    )


async def count(database: Database, table: str, condition: str) -> int:
    """How many rows of the municipality there are under a condition."""
    async with database.transaction("0999") as session:
        found = await session.scalar(text(f"SELECT count(*) FROM {table} WHERE {condition}"))  # noqa: S608
        return int(found or 0)


async def rows_today(database: Database, table: str) -> list[tuple[Any, ...]]:
    """The rows that hold in the newest version."""
    async with database.transaction("0999") as session:
        found = await session.execute(
            text(f"SELECT * FROM {table} WHERE valid_to_version IS NULL ORDER BY 1, 2, 3")  # noqa: S608
        )
        return [tuple(row) for row in found]


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


NEW = spells("2024-W41", "2024-W44")
OCTOBER = worked("2024-10", "2024-10")
HALF = support(*without_some(NEW, 0.5))
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
        {"hours_all_zero"},
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
        {"more_courses"},
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


async def test_the_last_delivery_again_would_change_nothing_but_is_asked_about(
    client: httpx.AsyncClient,
) -> None:
    await history(client)
    whole = support_file("2023-W01", "2024-W40")
    body, found = await kept(client, "support", whole, batch_id="again")
    assert found == {"last_period_again"}
    assert body["findings"][0]["severity"] == "low"
    shorter = support_file("2023-W01", "2024-W36")
    assert (await kept(client, "support", shorter))[1] == {"ends_earlier"}
    stated = {"from_week": "2023-W01", "to_week": "2024-W36", "batch_id": "on-purpose"}
    await used(client, "support", shorter, **stated)


async def test_a_code_list_with_other_classes_waits(client: httpx.AsyncClient) -> None:
    header = CODES.splitlines()[0]
    codes = [f"{number},{{}},,2000-01-01," for number in range(700, 740)]
    first = "\n".join([header, *(code.format("support") for code in codes)])
    await used(client, "codes", first)
    waiting, found = await kept(client, "codes", first.replace("support", "education"))
    assert found == {"classes_changed"}
    decided = await decide(client, waiting, "override")
    assert decided.json()["version"] == 2, decided.text
    await used(client, "codes", first.replace("support", "education").replace("n,,2", "n,SU,2"))


async def test_one_that_is_overridden_is_used_as_if_it_had_looked_right(
    client: httpx.AsyncClient, database: Database
) -> None:
    await history(client)
    waiting, _ = await kept(client, "support", HALF)
    answer = await decide(client, waiting, "override")
    assert answer.status_code == 200, answer.text
    decided = answer.json()
    assert (decided["state"], decided["version"], decided["actions"]) == ("taken", 2, [])
    assert decided["decision"]["act"] == "override"
    assert decided["decision"]["reason"] == REASON["reason"]
    assert decided["findings"] == waiting["findings"]
    assert await count(database, "support_spells", "valid_from_version < 0") == 0
    assert await count(database, "support_spells", "valid_from_version = 2") == HALF.count("\n") - 1

    again = await send(client, "support", HALF)
    assert (again.status_code, again.json()["already"]) == (200, True)
    late = await decide(client, waiting, "discard")
    assert (late.status_code, late.json()["code"]) == (409, "import_decided")


@pytest.mark.parametrize("name", ["hours that are minutes", "half of all courses"])
async def test_each_register_can_be_overridden(
    client: httpx.AsyncClient, database: Database, name: str
) -> None:
    register, content, _, _ = WRONG[name]
    await history(client, register)
    waiting, _ = await kept(client, register, content)
    decided = await decide(client, waiting, "override")
    assert decided.json()["version"] == 2, decided.text
    table = {"hours": "employment_hours"}.get(register, register)
    assert await count(database, table, "valid_from_version < 0") == 0
    if register == "hours":
        assert await count(database, table, "valid_from_version = 2") == content.count("\n") - 1


async def test_one_that_is_discarded_is_never_used_and_the_file_is_not_taken_again(
    client: httpx.AsyncClient, database: Database
) -> None:
    await history(client)
    waiting, _ = await kept(client, "support", HALF)
    assert await count(database, "support_spells", "valid_from_version < 0") > 0
    decided = await decide(client, waiting, "discard")
    again = await decide(client, waiting, "discard")
    assert decided.json() == again.json()
    assert (decided.json()["state"], decided.json()["version"]) == ("discarded", None)
    assert await count(database, "support_spells", "valid_from_version < 0") == 0
    answer = await send(client, "support", HALF)
    assert (answer.status_code, answer.json()["code"]) == (409, "import_discarded")
    _, found = await kept(client, "support", HALF, batch_id="judged-anew")
    assert "fewer_citizens" in found
    assert (await used(client, "support", support(*NEW)))["version"] == 2


async def test_the_same_file_while_it_waits_is_answered_the_same(
    client: httpx.AsyncClient,
) -> None:
    await history(client)
    first, _ = await kept(client, "support", HALF)
    again, _ = await kept(client, "support", HALF)
    assert again == {**first, "already": True}


async def test_a_dry_run_tells_what_would_be_found(client: httpx.AsyncClient) -> None:
    await history(client)
    answer = await send(client, "support", HALF, validate_only=True)
    assert (answer.status_code, answer.json()["would_be_taken"]) == (200, True)
    assert {finding["code"] for finding in answer.json()["findings"]} >= {"cut_off"}
    assert len((await client.get("/v1/registers/support/imports")).json()["items"]) == 1


async def test_one_that_waits_is_judged_anew_when_the_register_has_moved_on(
    client: httpx.AsyncClient,
) -> None:
    await history(client, "support", "hours")
    half, _ = await kept(client, "support", HALF)
    minutes, _ = await kept(client, *WRONG["hours that are minutes"][:2])
    await used(client, "support", support(*NEW))
    answer = await decide(client, half, "override")
    assert (answer.status_code, answer.json()["code"]) == (409, "superseded")
    assert (await decide(client, minutes, "override", key="two")).status_code == 200


async def test_figures_go_on_from_what_was_before_and_say_that_an_import_waits(
    client: httpx.AsyncClient, database: Database, settings: Settings
) -> None:
    await history(client, "support", "hours", "courses")
    await jobs.release_due(settings, database)
    (first,) = await releases(client)
    assert first["caveats"] == []
    waiting, _ = await kept(client, "support", HALF)
    await jobs.release_due(settings, database)
    assert await releases(client) == [first]

    await used(client, "hours", hours_file("2024-10", "2024-10"))
    await jobs.release_due(settings, database)
    second = (await releases(client))[0]
    assert second["registers"] == {"codes": 1, "support": 1, "hours": 2, "courses": 1}
    assert second["as_of"] == first["as_of"]
    (caveat,) = second["caveats"]
    assert "import af støtte" in caveat

    await decide(client, waiting, "override")
    await jobs.release_due(settings, database)
    third = (await releases(client))[0]
    assert (third["registers"]["support"], third["caveats"]) == (2, [])


async def test_only_those_with_the_right_decide_and_only_in_their_own_municipality(
    app: FastAPI, client: httpx.AsyncClient, signer: Signer
) -> None:
    await history(client)
    waiting, _ = await kept(client, "support", HALF)
    async with client_of(app, signer.token(RIGHTS - {"registers.override"})) as sender:
        refused = await decide(sender, waiting, "override")
        assert (refused.status_code, refused.json()["right"]) == (403, "registers.override")
        shown = await sender.get(f"/v1/registers/support/imports/{waiting['id']}")
        assert (shown.json()["state"], shown.json()["actions"]) == ("quarantined", [])
    async with client_of(app, signer.token(RIGHTS, municipality="0101")) as other:
        assert (await decide(other, waiting, "override")).status_code == 404
    misplaced = await decide(client, {**waiting, "register": "hours"}, "discard", key="misplaced")
    assert misplaced.json()["code"] == "import_not_found"
    personal = await client.post(
        f"/v1/registers/support/imports/{waiting['id']}/discard",
        json={"reason": "Borger 010190-1234 mangler"},
        headers={"Idempotency-Key": "personal"},
    )
    assert personal.json()["errors"][0]["code"] == "cpr_in_text"
    assert "010190" not in personal.text


async def test_what_was_decided_is_in_the_audit_log(
    client: httpx.AsyncClient, database: Database
) -> None:
    await history(client)
    waiting, _ = await kept(client, "support", HALF)
    await decide(client, waiting, "override")
    async with database.transaction("0999") as session:
        acts = (
            await session.scalars(
                text("SELECT act FROM audit_log WHERE :id = ANY(subjects) ORDER BY id"),
                {"id": waiting["id"]},
            )
        ).all()
    assert acts == ["registers.import", "registers.override"]
