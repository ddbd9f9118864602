"""Register files for tests, as text, the way to send them, and to read what came of them."""

import random
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Any

import httpx

from effects import weeks

CODES = """code,class,label_da,valid_from,valid_to
111,support,Dagpenge,2000-01-01,
130,support,Kontanthjælp,2000-01-01,
651,education,SU,2000-01-01,
998,retired,Folkepension,2000-01-01,
"""
SUPPORT_HEADER = "citizen_id,from_week,to_week,code\n"
HOURS_HEADER = "citizen_id,month,hours\n"
COURSES_HEADER = (
    "course_id,citizen_id,offer_id,provider_id,target_group,match_group,municipality,"
    "starts_on,ends_on,birth_year,price_dkk,business_oriented\n"
)


def support(*spells: tuple[str, str, str, str]) -> str:
    """A support file of these spells."""
    return SUPPORT_HEADER + "".join(",".join(spell) + "\n" for spell in spells)


def hours(*rows: tuple[str, str, str]) -> str:
    """An hours file of these rows."""
    return HOURS_HEADER + "".join(",".join(row) + "\n" for row in rows)


def courses(rows: Iterable[Mapping[str, str]]) -> str:
    """A courses file; what a row does not say is filled in."""
    names = COURSES_HEADER.strip().split(",")
    return COURSES_HEADER + "".join(
        ",".join({**USUAL, **row}[name] for name in names) + "\n" for row in rows
    )


USUAL = {
    "course_id": "course-1",
    "citizen_id": "a",
    "offer_id": "offer-1",
    "provider_id": "provider-1",
    "target_group": "dagpenge",
    "match_group": "jobparat",
    "municipality": "0999",
    "starts_on": "2024-01-08",
    "ends_on": "2024-03-31",
    "birth_year": "1980",
    "price_dkk": "1000.00",
    "business_oriented": "false",
}


async def send(
    client: httpx.AsyncClient, register: str, content: str | bytes, **params: str | bool
) -> httpx.Response:
    """Send a register's CSV file."""
    return await client.post(
        f"/v1/registers/{register}/imports",
        content=content.encode() if isinstance(content, str) else content,
        params=params,
        headers={"Content-Type": "text/csv; charset=utf-8"},
    )


async def taken(
    client: httpx.AsyncClient, register: str, content: str | bytes, **params: str | bool
) -> dict[str, Any]:
    """Send a register's CSV file that must be taken."""
    answer = await send(client, register, content, **params)
    assert answer.status_code in (200, 201), answer.text
    body: dict[str, Any] = answer.json()
    return body


def random_registers(seed: int, *, citizens: int = 60) -> dict[str, str]:
    """Four files of a small municipality: four offers, two target groups, three years.

    Three citizens with ``dagpenge`` have tried ``offer-3``, some twenty each of the others; four
    people in all have ``sygedagpenge``.
    """
    rng = random.Random(seed)  # noqa: S311 - made-up people, the same each time
    first, last = weeks.parse_week("2022-W01"), weeks.parse_week("2024-W52")
    spells: list[tuple[str, str, str, str]] = []
    worked: list[tuple[str, str, str]] = []
    started: list[dict[str, str]] = []
    for number in range(citizens):
        citizen = f"citizen-{number:03}"
        week = first
        while week <= last:
            week += rng.choice((0, 0, 2, 6, 20))
            end = min(last, week + rng.randint(0, 40))
            if week <= end:
                code = rng.choice(("111", "111", "130", "651"))
                spells.append((citizen, weeks.format_week(week), weeks.format_week(end), code))
            week = end + 1
        worked += [
            (citizen, f"{year}-{month:02}", f"{rng.randint(1, 160)}.5")
            for year in (2022, 2023, 2024)
            for month in range(1, 13)
            if rng.random() < 0.3
        ]
        for turn in range(rng.randint(1, 3)):
            begin = date(2022, 2, 1) + timedelta(days=rng.randint(0, 900))
            ended = begin + timedelta(days=rng.randint(5, 90))
            group = "sygedagpenge" if number < 4 else "dagpenge"
            offer = "offer-3" if 4 <= number < 7 else ("offer-1", "offer-2", "offer-4")[number % 3]
            started.append(
                {
                    "course_id": f"course-{number:03}-{turn}",
                    "citizen_id": citizen,
                    "offer_id": offer,
                    "provider_id": "provider-2" if offer == "offer-2" else "provider-1",
                    "target_group": group,
                    "starts_on": begin.isoformat(),
                    "ends_on": ended.isoformat(),
                    "price_dkk": f"{rng.randint(1000, 9000)}.50",
                    "business_oriented": rng.choice(("true", "false")),
                }
            )
    return {
        "codes": CODES,
        "support": support(*spells),
        "hours": hours(*worked),
        "courses": courses(started),
    }


async def load(client: httpx.AsyncClient, files: Mapping[str, str]) -> None:
    """Send register files in the order in which they are needed."""
    for register, content in files.items():
        await taken(client, register, content)


async def figures(client: httpx.AsyncClient, **params: str) -> list[dict[str, Any]]:
    """All figures of the newest release that the query means."""
    found: list[dict[str, Any]] = []
    cursor: dict[str, str] = {}
    while True:
        answer = await client.get("/v1/figures", params={**params, **cursor, "limit": "200"})
        assert answer.status_code == 200, answer.text
        page = answer.json()
        found += page["items"]
        if page["next"] is None:
            return found
        cursor = {"cursor": page["next"]}


async def releases(client: httpx.AsyncClient) -> list[dict[str, Any]]:
    """The newest releases."""
    items: list[dict[str, Any]] = (await client.get("/v1/releases")).json()["items"]
    return items


async def released_events(client: httpx.AsyncClient) -> list[dict[str, Any]]:
    """What the feed told of releases, in order."""
    events = (await client.get("/v1/events?limit=1000")).json()
    return [event for event in events if event["type"] == "FiguresReleased"]
