"""Providers, agreements and events as they really come, for tests."""

import itertools
import json
from datetime import UTC, datetime, timedelta
from typing import Any

from stdnum.dk import cvr as cvr_numbers

from kit.feed import CloudEvent

_numbers = itertools.count(1)

ORDERED_AT = datetime(2026, 9, 1, 8, tzinfo=UTC)
PROVIDER = "leverandoer-01"
NDJSON = {"Content-Type": "application/x-ndjson"}


def key() -> dict[str, str]:
    """A fresh idempotency key, as a header."""
    return {"Idempotency-Key": f"key-{next(_numbers)}"}


def ndjson(*rows: object) -> bytes:
    """Rows as NDJSON."""
    return b"".join(json.dumps(each).encode() + b"\n" for each in rows)


def event(
    kind: str, subject: str, data: dict[str, Any], *, municipality: str = "0999"
) -> CloudEvent:
    """Something that visitation tells."""
    return CloudEvent(
        id=str(next(_numbers)),
        source="/api/visitation",
        type=kind,
        subject=subject,
        time=ORDERED_AT,
        registeredat=ORDERED_AT,
        municipality=municipality,
        data=data,
    )


def referral(referral_id: str, **changed: Any) -> dict[str, Any]:  # noqa: ANN401 - any field
    """The state of a referral that was ordered; ``changed`` replaces fields."""
    version = changed.get("version", 1)
    updated_at = (ORDERED_AT + timedelta(minutes=version)).isoformat()
    return {
        "referral_id": referral_id,
        "status": "ordered",
        "citizen_id": "0190b8a4-0000-8000-8000-000000000001",
        "offer_id": "vejen-til-job",
        "offer_version": 2,
        "offer_kind": "guidance",
        "provider_id": PROVIDER,
        "agreement_id": None,
        "cohort_id": None,
        "target_group": "kontanthjaelp",
        "match_group": "jobparat",
        "birth_year": 1990,
        "business_oriented": False,
        "price_dkk": "19600.00",
        "hours_per_week": "25.0",
        "duration_weeks": 8,
        "targets": [{"kind": "theme", "theme": "job_search"}],
        "reason_code": "evidence",
        "planned_starts_on": "2026-09-07",
        "planned_ends_on": "2026-11-01",
        "ordered_at": ORDERED_AT.isoformat(),
        "aligned_at": None,
        "accepted_at": None,
        "declined_at": None,
        "decline_reason": None,
        "started_on": None,
        "ended_on": None,
        "completed_at": None,
        "aborted_at": None,
        "abort_reason": None,
        "assessed_at": None,
        "updated_at": updated_at,
        "version": version,
        **changed,
    }


def ordered(referral_id: str, *, municipality: str = "0999", **changed: Any) -> CloudEvent:  # noqa: ANN401 - any field
    """The event by which visitation tells that a referral was ordered."""
    return event(
        "ReferralOrdered",
        referral_id,
        referral(referral_id, **changed),
        municipality=municipality,
    )


def aligned(referral_id: str, *, municipality: str = "0999", **changed: Any) -> CloudEvent:  # noqa: ANN401 - any field
    """The event by which visitation tells that expectations were aligned after the order."""
    state = referral(referral_id, **{"version": 2, "aligned_at": ORDERED_AT.isoformat(), **changed})
    return event("ExpectationsAligned", referral_id, state, municipality=municipality)


async def started_call_off(
    client: Any,  # noqa: ANN401 - httpx.AsyncClient
    follow_events: Any,  # noqa: ANN401 - conftest.Follow
    call_off_id: str,
    *,
    started_on: str = "2026-09-07",
    **changed: Any,  # noqa: ANN401 - any field
) -> str:
    """A call-off that has begun, through the front door; its id is the referral's.

    Expectations are aligned in time for the first day, unless ``changed`` says another moment.
    """
    started_at = datetime.fromisoformat(started_on).replace(tzinfo=UTC)
    given = {"aligned_at": min(ORDERED_AT, started_at).isoformat()} | changed
    await follow_events(ordered(call_off_id, **given))
    path = f"/v1/call-offs/{call_off_id}"
    for act, body in (("accept", {}), ("start", {"started_on": started_on})):
        answer = await client.post(f"{path}/{act}", json=body, headers=key())
        assert answer.status_code == 200, answer.text
    return call_off_id


def cvr(number: int) -> str:
    """A CVR number whose digits fit together, another for each number."""
    valid = (str(each) for each in itertools.count(10_000_000) if cvr_numbers.is_valid(str(each)))
    return next(itertools.islice(valid, number, None))


def provider(**changed: Any) -> dict[str, Any]:  # noqa: ANN401 - any field
    """A provider as it is registered; ``changed`` replaces fields."""
    return {
        "id": PROVIDER,
        "name": "Leverandør 1",
        "kind": "company",
        "cvr": cvr(1),
        "sites": [
            {
                "name": None,
                "p_number": "1000000001",
                "address": "Eksempelvej 12",
                "postal_code": "0999",
                "city": "Eksempelby",
            }
        ],
        "contacts": [
            {"name": "Visitation", "email": "visitation@leverandoer-1.example", "phone": None}
        ],
        **changed,
    }


def agreement(**changed: Any) -> dict[str, Any]:  # noqa: ANN401 - any field
    """An own framework agreement; ``changed`` replaces fields."""
    return {
        "id": "aftale-1",
        "name": "Rammeaftale om vejledning",
        "provider_id": PROVIDER,
        "kind": "own",
        "starts_on": "2026-01-01",
        "ends_on": "2027-12-31",
        "options": ["2028-12-31", "2029-12-31"],
        "prices": [{"offer_kind": "guidance", "unit": "week", "price": "2450.00", "note": None}],
        "contacts": {
            "provider": {"name": "Daglig drift", "email": None, "phone": "70 00 00 00"},
            "municipality": None,
        },
        "selection": "",
        **changed,
    }


def requirement(kind: str, **changed: Any) -> dict[str, Any]:  # noqa: ANN401 - any field
    """One line of an agreement."""
    return {"kind": kind, "wording": f"Krav om {kind}.", **changed}


async def registered(client: Any, *ids: str) -> None:  # noqa: ANN401 - httpx.AsyncClient
    """Providers that there are, through the front door."""
    for place, provider_id in enumerate(ids or [PROVIDER], 1):
        body = provider(id=provider_id, name=f"Leverandør {place}", cvr=cvr(place))
        answer = await client.post("/v1/providers", json=body, headers=key())
        assert answer.status_code == 201, answer.text


async def in_force(client: Any, **changed: Any) -> str:  # noqa: ANN401 - httpx.AsyncClient
    """An agreement that is in force, with a provider that is registered."""
    body = agreement(**changed)
    made = await client.post("/v1/agreements", json=body, headers=key())
    assert made.status_code == 201, made.text
    path = f"/v1/agreements/{made.json()['id']}"
    answer = await client.post(f"{path}/activate", json={}, headers=key())
    assert answer.status_code == 200, answer.text
    return str(made.json()["id"])
