"""Registers that imports are compared with, and sending files that look right, or wrong."""

from typing import Any

import httpx
from sqlalchemy import text

from effects.settings import Settings
from kit.database import Database

from .factories import CODES, courses, send, support, taken
from .moving_registers import citizen, hours_file, spells, support_file

NEW = spells("2024-W41", "2024-W44")
"""The month after those of ``history``."""

HALF = support(*NEW[: round(len(NEW) / 2)])
"""A new month cut in half."""

REASON = {"reason": "Tallene passer: et selskab lukkede i uge 45"}


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


def compared(settings: Settings) -> Settings:
    """Settings under which imports are compared, as they are by default."""
    usual = Settings.model_fields["quarantine_smallest"].default
    return settings.model_copy(update={"quarantine_smallest": usual})


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
