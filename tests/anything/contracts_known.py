"""What the operations of contracts need in order to succeed."""

import itertools
import json
from typing import Any

from stdnum.dk import cvr

from contracts import follow
from kit.feed import CloudEvent

from .known import ANY_VERSION, Known, Make
from .running import Running

NDJSON = {"Content-Type": "application/x-ndjson"}
ORDERED_AT = "2026-09-01T08:00:00Z"
_numbers = (str(number) for number in itertools.count(10_000_000) if cvr.is_valid(str(number)))


def _provider(running: Running) -> dict[str, Any]:
    return {"name": running.fresh("Leverandør"), "cvr": next(_numbers)}


async def a_provider(running: Running) -> str:
    """A registered provider's id."""
    if running.own_provider is not None:
        return running.own_provider
    made = await running.do("POST", "/v1/providers", json=_provider(running))
    return str(made.json()["id"])


async def _agreement(running: Running) -> dict[str, Any]:
    return {
        "name": running.fresh("Aftale"),
        "provider_id": await a_provider(running),
        "kind": "own",
        "starts_on": "2026-01-01",
        "ends_on": "2027-12-31",
        "options": ["2028-12-31"],
    }


async def an_agreement(running: Running, *acts: str) -> str:
    """An agreement's id, after these acts."""
    made = await running.do("POST", "/v1/agreements", json=await _agreement(running))
    agreement_id = str(made.json()["id"])
    for act in acts:
        await running.do("POST", f"/v1/agreements/{agreement_id}/{act}", json={})
    return agreement_id


async def a_call_off(running: Running, *acts: str) -> str:
    """The id of a call-off whose expectations are aligned, after these acts."""
    call_off_id = running.fresh("henvisning")
    data = {
        "referral_id": call_off_id,
        "status": "ordered",
        "citizen_id": running.fresh("borger"),
        "offer_id": "tilbud-1",
        "provider_id": await a_provider(running),
        "planned_ends_on": "2026-12-31",
        "ordered_at": ORDERED_AT,
        "aligned_at": ORDERED_AT,
        "version": 1,
    }
    told = CloudEvent.model_validate(
        {
            "id": "1",
            "source": "/api/visitation",
            "type": "ReferralOrdered",
            "subject": call_off_id,
            "time": ORDERED_AT,
            "registeredat": ORDERED_AT,
            "municipality": running.caller.municipality,
            "data": data,
        }
    )
    async with running.database.transaction(told.municipality) as session:
        await follow.HANDLERS[told.type](session, told)
    for act in acts:
        path = f"/v1/call-offs/{call_off_id}/{act}"
        await running.do("POST", path, json=SAID[act])
    return call_off_id


SAID: dict[str, dict[str, str]] = {
    "accept": {},
    "decline": {"reason": "no_seats"},
    "start": {"started_on": "2026-09-07"},
    "end": {"ended_on": "2026-10-30", "reason": "completed"},
}
"""What each act on a call-off says."""


async def new_provider(running: Running) -> Known:
    return Known(headers=running.once(), json=_provider(running))


async def provider(running: Running) -> Known:
    return Known(path={"provider_id": await a_provider(running)})


async def revised_provider(running: Running) -> Known:
    known = await provider(running)
    return Known(path=known.path, headers=ANY_VERSION, json=_provider(running))


async def imported_providers(running: Running) -> Known:
    row = _provider(running) | {"id": running.fresh("leverandoer")}
    return Known(headers=NDJSON, content=json.dumps(row).encode() + b"\n")


async def new_agreement(running: Running) -> Known:
    return Known(headers=running.once(), json=await _agreement(running))


async def agreement(running: Running) -> Known:
    return Known(path={"agreement_id": await an_agreement(running, "activate")})


async def revised_agreement(running: Running) -> Known:
    path = {"agreement_id": await an_agreement(running)}
    return Known(path=path, headers=ANY_VERSION, json=await _agreement(running))


async def checked_agreement(running: Running) -> Known:
    known = await agreement(running)
    return Known(path=known.path, json={"hours_per_week": "25.0", "duration_weeks": 8})


async def imported_agreements(running: Running) -> Known:
    row = await _agreement(running) | {"id": running.fresh("aftale")}
    return Known(headers=NDJSON, content=json.dumps(row).encode() + b"\n")


def acting_on_agreement(*before: str, **said: str) -> Make:
    """An agreement in the state in which an act on it is possible, and what the act says."""

    async def make(running: Running) -> Known:
        path = {"agreement_id": await an_agreement(running, *before)}
        return Known(path=path, headers=running.once(), json=said)

    return make


async def call_off(running: Running) -> Known:
    return Known(path={"call_off_id": await a_call_off(running)})


def acting_on_call_off(act: str, *before: str) -> Make:
    """A call-off in the state in which an act on it is possible, and what the act says."""

    async def make(running: Running) -> Known:
        path = {"call_off_id": await a_call_off(running, *before)}
        return Known(path=path, headers=running.once(), json=SAID[act])

    return make


async def imported_call_offs(running: Running) -> Known:
    row = {
        "call_off_id": running.fresh("henvisning"),
        "citizen_id": running.fresh("borger"),
        "offer_id": "tilbud-1",
        "provider_id": await a_provider(running),
        "received_at": ORDERED_AT,
        "aligned_at": ORDERED_AT,
        "started_on": "2026-09-07",
    }
    return Known(headers=NDJSON, content=json.dumps(row).encode() + b"\n")


MAKES: dict[str, Make] = {
    "create_provider": new_provider,
    "import_providers": imported_providers,
    "get_provider": provider,
    "replace_provider": revised_provider,
    "create_agreement": new_agreement,
    "import_agreements": imported_agreements,
    "get_agreement": agreement,
    "replace_agreement": revised_agreement,
    "list_agreement_versions": agreement,
    "check_against_agreement": checked_agreement,
    "activate_agreement": acting_on_agreement(),
    "extend_agreement": acting_on_agreement("activate", until="2028-12-31"),
    "end_agreement": acting_on_agreement("activate"),
    "import_call_offs": imported_call_offs,
    "get_call_off": call_off,
    "list_call_off_acts": call_off,
    "accept_call_off": acting_on_call_off("accept"),
    "decline_call_off": acting_on_call_off("decline"),
    "start_call_off": acting_on_call_off("start", "accept"),
    "end_call_off": acting_on_call_off("end", "accept", "start"),
}
