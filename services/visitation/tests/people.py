"""Numbered people with replacement numbers, which nobody has, for tests."""

import re
from datetime import date, timedelta
from typing import Any

import httpx
from sqlalchemy import text

from kit import cpr
from kit.database import Database

from .factories import key

PURPOSE = {"purpose": "visitation"}
_FIRST_BIRTHDAY = date(1970, 1, 1)
_DAYS = 9_000


def number(n: int) -> str:
    """The n-th replacement number, bare; of people born from 1970 on."""
    born_on = _FIRST_BIRTHDAY + timedelta(days=n % _DAYS)
    return f"{born_on.day + 60:02}{born_on:%m%y}{1000 + n // _DAYS:04}"


def citizen(n: int, **changed: Any) -> dict[str, Any]:  # noqa: ANN401 - any field
    """The n-th citizen, to be registered; ``changed`` replaces fields."""
    return {
        "cpr": number(n),
        "name": f"Borger {n:05}",
        "target_group": "kontanthjaelp",
        "match_group": "jobparat",
        "on_support_since": "2026-01-05",
        "coordinator": "Sagsbehandler 3",
        "team": "Team 1",
        "phone": "+45 20 20 20 20",
        "email": f"borger{n}@eksempel.dk",
        **changed,
    }


async def registered(client: httpx.AsyncClient, n: int, **changed: Any) -> str:  # noqa: ANN401 - any field
    """The id of the n-th citizen, registered just now."""
    answer = await client.post("/v1/citizens", json=citizen(n, **changed), headers=key())
    assert answer.status_code == 201, answer.text
    citizen_id: str = answer.json()["id"]
    return citizen_id


async def audited(database: Database, municipality: str = "0999") -> list[Any]:
    """The lines of the audit log, oldest first."""
    async with database.transaction(municipality) as session:
        rows = await session.execute(text("SELECT * FROM audit_log ORDER BY id"))
        return list(rows)


async def told(client: httpx.AsyncClient) -> list[tuple[str, dict[str, Any]]]:
    """What the feed tells about citizens: type and data."""
    answer = await client.get("/v1/events", params={"limit": 1000})
    return [(each["type"], each["data"]) for each in answer.json() if "Citizen" in each["type"]]


def holds_number(said: str) -> bool:
    """Whether something in a text is shaped like a CPR number, ids and moments left out."""
    without = re.sub(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", "", said)
    return cpr.contains(re.sub(r"\d{4}-\d\d-\d\d[T ][0-9:.+Z-]+", "", without))
