"""Referrals and cohorts as they are made, and what contracts tells of them, for tests."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import httpx

from kit.database import Database
from kit.feed import CloudEvent
from kit.local_time import local_date
from visitation.referrals import call_offs

from .factories import key, offer
from .people import registered

TODAY = local_date(datetime.now(UTC))


def day(weeks: float = 0) -> str:
    """A day some weeks from now."""
    return (TODAY + timedelta(days=round(weeks * 7))).isoformat()


async def published(client: httpx.AsyncClient, offer_id: str = "o-1", **changed: Any) -> str:  # noqa: ANN401 - any field
    """An offer that can be chosen."""
    made = await client.post("/v1/offers", json=offer(id=offer_id, **changed), headers=key())
    assert made.status_code == 201, made.text
    answer = await client.post(f"/v1/offers/{offer_id}/publish", headers=key())
    assert answer.status_code == 200, answer.text
    return offer_id


async def cohort(client: httpx.AsyncClient, offer_id: str, **changed: Any) -> dict[str, Any]:  # noqa: ANN401 - any field
    """A cohort of an offer."""
    content = {"starts_on": day(2), "seats": 2} | changed
    answer = await client.post(f"/v1/offers/{offer_id}/cohorts", json=content, headers=key())
    assert answer.status_code == 201, answer.text
    made: dict[str, Any] = answer.json()
    return made


def target(**changed: Any) -> dict[str, Any]:  # noqa: ANN401 - any field
    """A target in a theme."""
    return {"kind": "theme", "theme": "attendance", "goal": "Møder hver dag."} | changed


def content(**changed: Any) -> dict[str, Any]:  # noqa: ANN401 - any field
    """What an order must say, but for whom and to what."""
    return {
        "targets": [target()],
        "reason_code": "evidence",
        "reason_text": "Vil gerne tilbage til butik.",
        "planned_starts_on": day(1),
    } | changed


async def draft(
    client: httpx.AsyncClient,
    citizen_id: str,
    offer_id: str = "o-1",
    **changed: Any,  # noqa: ANN401 - any field
) -> dict[str, Any]:
    """A referral that could be ordered."""
    said = content(citizen_id=citizen_id, offer_id=offer_id, **changed)
    answer = await client.post("/v1/referrals", json=said, headers=key())
    assert answer.status_code == 201, answer.text
    made: dict[str, Any] = answer.json()
    return made


async def act(
    client: httpx.AsyncClient,
    referral_id: str,
    name: str,
    body: object = None,
    **headers: str,
) -> httpx.Response:
    """Do something with a referral."""
    return await client.post(
        f"/v1/referrals/{referral_id}/{name}", json=body, headers=key() | headers
    )


async def ordered(
    client: httpx.AsyncClient,
    citizen_id: str,
    offer_id: str = "o-1",
    **changed: Any,  # noqa: ANN401 - any field
) -> dict[str, Any]:
    """A referral that is ordered."""
    made = await draft(client, citizen_id, offer_id, **changed)
    answer = await act(client, made["id"], "order")
    assert answer.status_code == 200, answer.text
    body: dict[str, Any] = answer.json()
    return body


async def one_ordered(client: httpx.AsyncClient, **changed: Any) -> dict[str, Any]:  # noqa: ANN401 - any field
    """An offer, a citizen, and an order of the one to the other."""
    await published(client)
    return await ordered(client, await registered(client, 1), **changed)


def alignment(**changed: Any) -> dict[str, Any]:  # noqa: ANN401 - any field
    """An expectation alignment."""
    return {
        "how": "meeting",
        "purpose": "Afprøve butik og lager.",
        "wishes": "Korte dage i begyndelsen.",
        "complaint_guidance": {"oral": True, "written": True, "version": "2026-01"},
    } | changed


def call_off(
    referral: dict[str, Any],
    status: str,
    version: int,
    *,
    municipality: str = "0999",
    **changed: Any,  # noqa: ANN401 - any field
) -> CloudEvent:
    """What contracts tells of an order."""
    at = datetime.now(UTC)
    names = {"ended": "CallOffEnded", "cancelled": "CallOffEnded", "started": "CallOffStarted"}
    return CloudEvent(
        id="1",
        source="/api/contracts",
        type=names.get(status, f"CallOff{status.title()}"),
        subject=referral["id"],
        time=at,
        registeredat=at,
        municipality=municipality,
        data={
            "call_off_id": referral["id"],
            "referral_id": referral["id"],
            "status": status,
            "version": version,
            "updated_at": at.isoformat(),
            "accepted_at": None if status in ("received", "declined") else at.isoformat(),
            "provider_id": referral["provider_id"],
        }
        | changed,
    )


async def follow(database: Database, *told: CloudEvent) -> None:
    """Let what contracts tells come by the feed."""
    for event in told:
        async with database.transaction(event.municipality) as session:
            await call_offs.HANDLERS[event.type](session, event)


async def started(
    client: httpx.AsyncClient,
    database: Database,
    *,
    on: date | None = None,
    **changed: Any,  # noqa: ANN401 - any field
) -> dict[str, Any]:
    """A referral whose citizen has begun."""
    made = await one_ordered(client, **changed)
    told = call_off(made, "started", 3, started_on=(on or TODAY).isoformat())
    await follow(database, told)
    answer = await client.get(f"/v1/referrals/{made['id']}")
    body: dict[str, Any] = answer.json()
    assert body["status"] == "started"
    return body


async def told(client: httpx.AsyncClient, referral_id: str) -> list[dict[str, Any]]:
    """What others are told of a referral."""
    found: list[dict[str, Any]] = (await client.get("/v1/events?limit=1000")).json()
    return [each for each in found if each["subject"] == referral_id]
