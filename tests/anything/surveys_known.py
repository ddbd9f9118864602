"""What the operations of surveys need in order to succeed."""

import json
from datetime import UTC, date, datetime, timedelta
from typing import Any

from kit.feed import CloudEvent
from surveys.courses import taking

from .known import Known, Make
from .running import Running

NDJSON = {"Content-Type": "application/x-ndjson"}
FIRST_DAY = date(2100, 1, 1)


def _wave(running: Running) -> dict[str, Any]:
    """A wave on days that no other has; it is open already."""
    number = int(running.fresh("wave").rpartition("-")[2])
    day = FIRST_DAY + timedelta(days=number)
    return {
        "name": f"Runde {number}",
        "confidentiality": "confidential",
        "courses_from": day.isoformat(),
        "courses_to": day.isoformat(),
        "opens_on": "2026-01-01",
        "closes_on": (day + timedelta(days=30)).isoformat(),
        "reminders": ["2026-01-02"],
    }


async def new_wave(running: Running) -> Known:
    return Known(headers=running.once(), json=_wave(running))


async def wave(running: Running) -> Known:
    """A wave with one citizen who is asked."""
    told = _wave(running)
    made = await running.do("POST", "/v1/waves", json=told)
    referral_id = running.fresh("forloeb")
    now = datetime.now(UTC)
    event = CloudEvent(
        id="1",
        source="/api/visitation",
        type="ReferralCompleted",
        subject=referral_id,
        time=now,
        registeredat=now,
        municipality=running.caller.municipality,
        data={
            "referral_id": referral_id,
            "version": 1,
            "citizen_id": running.fresh("borger"),
            "offer_id": "tilbud-1",
            "provider_id": running.provider_id,
            "target_group": "dagpenge",
            "match_group": "jobparat",
            "started_on": "2026-01-01",
            "ended_on": told["courses_from"],
        },
    )
    async with running.database.transaction(event.municipality) as session:
        await taking.take_referrals(session, [event])
    return Known(path={"wave_id": made.json()["id"]}, headers=running.once())


async def invitation(running: Running) -> Known:
    known = await wave(running)
    listed = await running.client.get(f"/v1/waves/{known.path['wave_id']}/invitations")
    invitation_id = listed.json()["items"][0]["id"]
    return Known(path={"invitation_id": invitation_id}, headers=running.once())


async def answers(running: Running) -> Known:
    known = await invitation(running)
    row = {
        "id": running.fresh("svar"),
        "channel": "telephone",
        "invitation_id": known.path["invitation_id"],
        "satisfaction": 4,
        "closeness": 2,
    }
    return Known(headers=NDJSON, content=json.dumps(row).encode() + b"\n")


async def release(running: Running) -> Known:
    known = await answers(running)
    await running.do("POST", "/v1/answers/import", content=known.content, headers=NDJSON)
    return Known(headers=running.once())


MAKES: dict[str, Make] = {
    "create_wave": new_wave,
    "get_wave": wave,
    "close_wave": wave,
    "get_wave_response": wave,
    "list_invitations": wave,
    "make_links": wave,
    "make_link": invitation,
    "import_answers": answers,
    "release_figures": release,
}
