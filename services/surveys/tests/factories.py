"""Events, waves and answers as they really come, for tests."""

import itertools
import json
import re
from datetime import UTC, date, datetime, timedelta
from typing import Any

import httpx

from kit.feed import CloudEvent
from kit.local_time import local_date
from kit.testing.signing import MUNICIPALITY

_numbers = itertools.count(1)

TODAY = local_date(datetime.now(UTC))
NDJSON = {"Content-Type": "application/x-ndjson"}


def day(days: int) -> str:
    """A day so many days from now."""
    return (TODAY + timedelta(days=days)).isoformat()


def key() -> dict[str, str]:
    """A fresh idempotency key, as a header."""
    return {"Idempotency-Key": f"key-{next(_numbers)}"}


def event(
    kind: str, subject: str, data: dict[str, Any], *, municipality: str = MUNICIPALITY
) -> CloudEvent:
    """An event as visitation's feed gives it."""
    now = datetime.now(UTC)
    return CloudEvent(
        id=str(next(_numbers)),
        source="/api/visitation",
        type=kind,
        subject=subject,
        time=now,
        registeredat=now,
        municipality=municipality,
        data=data,
    )


def offer(offer_id: str = "tilbud-1", **changed: Any) -> CloudEvent:  # noqa: ANN401 - any field
    """An offer that was published."""
    told = {"offer_id": offer_id, "version": 1, "name": "Jobklub", "provider_id": "leverandoer-1"}
    return event("OfferPublished", offer_id, told | changed)


def ended(
    referral_id: str,
    kind: str = "ReferralCompleted",
    *,
    municipality: str = MUNICIPALITY,
    **changed: Any,  # noqa: ANN401 - any field
) -> CloudEvent:
    """A course that has ended yesterday."""
    told = {
        "referral_id": referral_id,
        "version": 3,
        "status": "completed",
        "citizen_id": f"borger-{referral_id}",
        "offer_id": "tilbud-1",
        "offer_version": 1,
        "provider_id": "leverandoer-1",
        "target_group": "dagpenge",
        "match_group": "jobparat",
        "started_on": day(-60),
        "ended_on": day(-1),
    }
    return event(kind, referral_id, told | changed, municipality=municipality)


def wave(**changed: Any) -> dict[str, Any]:  # noqa: ANN401 - any field
    """A wave that is open now."""
    return {
        "name": "Afsluttede forløb",
        "confidentiality": "confidential",
        "courses_from": day(-30),
        "courses_to": day(30),
        "closes_on": day(60),
        **changed,
    }


async def new_wave(client: httpx.AsyncClient, **changed: Any) -> dict[str, Any]:  # noqa: ANN401 - any field
    """A wave that was created."""
    answer = await client.post("/v1/waves", json=wave(**changed), headers=key())
    assert answer.status_code == 201, answer.text
    made: dict[str, Any] = answer.json()
    return made


async def links_of(client: httpx.AsyncClient, wave_id: str) -> dict[str, str]:
    """New links of a wave as paths, by citizen and in the order of their names."""
    answer = await client.post(f"/v1/waves/{wave_id}/links", headers=key())
    assert answer.status_code == 200, answer.text
    made = [json.loads(line) for line in answer.text.splitlines()]
    paths = {each["citizen_id"]: each["url"].removeprefix("http://pejling.test") for each in made}
    return dict(sorted(paths.items()))


async def answer_by(
    client: httpx.AsyncClient, path: str, *, satisfaction: int = 5, closeness: int = 4, **more: str
) -> httpx.Response:
    """What a browser sends when the form is filled in and sent."""
    form = {"satisfaction": str(satisfaction), "closeness": str(closeness), "do": "send", **more}
    return await client.post(f"{path}/svar", data=form, headers={"Authorization": ""})


def token_of(path: str) -> str:
    """The token in a link's path."""
    found = re.fullmatch(r"/s/([A-Za-z0-9_-]{43})", path)
    assert found, path
    return found[1]


def row(**changed: Any) -> dict[str, Any]:  # noqa: ANN401 - any field
    """A set of answers of former times as a row of an import."""
    return {
        "id": f"svar-{next(_numbers)}",
        "channel": "history",
        "offer_id": "tilbud-1",
        "target_group": "dagpenge",
        "answered_on": day(-40),
        "satisfaction": 4,
        "relevance": 3,
        "closeness": 2,
        **changed,
    }


def ndjson(*rows: object) -> bytes:
    """Rows as NDJSON."""
    return b"".join(json.dumps(each).encode() + b"\n" for each in rows)


def quarter_start() -> date:
    """The first day of the present quarter."""
    return date(TODAY.year, 3 * ((TODAY.month - 1) // 3) + 1, 1)
