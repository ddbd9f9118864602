"""What the operations on attendance, inspections and complaints need in order to succeed."""

import json
from datetime import date, timedelta
from typing import Any

from .contracts_known import NDJSON, a_call_off
from .known import ANY_VERSION, Known, Make
from .running import Running

_FIRST = date(2026, 9, 7)
HOURS = {"planned_hours": "6", "attended_hours": "6"}


async def _course(running: Running) -> str:
    return await a_call_off(running, "accept", "start")


async def attendance_batch(running: Running) -> Known:
    row = {"call_off_id": await _course(running), "day": _FIRST.isoformat(), **HOURS}
    return Known(headers=NDJSON, content=json.dumps(row).encode() + b"\n")


async def taken_batch(running: Running) -> Known:
    known, batch_id = await attendance_batch(running), running.fresh("batch")
    path = f"/v1/attendance/batches?batch_id={batch_id}"
    await running.do("POST", path, content=known.content, headers=NDJSON)
    return Known(path={"batch_id": batch_id})


async def unreported_day(running: Running) -> Known:
    path = {"call_off_id": await _course(running), "day": _FIRST.isoformat()}
    return Known(path=path, headers=ANY_VERSION, json=HOURS)


async def reported_day(running: Running) -> Known:
    path = (await unreported_day(running)).path
    address = f"/v1/attendance/{path['call_off_id']}/{path['day']}"
    await running.do("PUT", address, json=HOURS, headers=ANY_VERSION)
    return Known(path=path)


async def corrected_day(running: Running) -> Known:
    path = (await reported_day(running)).path
    address = f"/v1/attendance/{path['call_off_id']}/{path['day']}"
    corrected = {"planned_hours": "5", "attended_hours": "5", "reason": "Timerne var byttet om"}
    await running.do("PUT", address, json=corrected, headers=ANY_VERSION)
    return Known(path=path)


async def summed_up(running: Running) -> Known:
    return Known(query={"call_off_id": await _course(running)})


def _inspection(running: Running) -> dict[str, Any]:
    return {
        "offer_id": running.fresh("tilbud"),
        "provider_id": running.provider_id,
        "inspected_on": _FIRST.isoformat(),
        "present_count": 9,
        "smiley": 2,
        "criteria_version": "2026-1",
        "checklist": [{"wording": "Et rum til samtaler", "met": "yes"}],
    }


async def an_inspection(running: Running, *acts: str) -> dict[str, str]:
    made = await running.do("POST", "/v1/inspections", json=_inspection(running))
    inspection_id = str(made.json()["id"])
    for act in acts:
        address = f"/v1/inspections/{inspection_id}/{act}"
        await running.do("POST", address, json=INSPECTION_ACTS[act])
    return {"inspection_id": inspection_id}


INSPECTION_ACTS: dict[str, dict[str, Any]] = {
    "hear": {},
    "comment": {"comment": "Rummet er bestilt", "answers": [{"item": 0, "answer": "Ja"}]},
    "publish": {},
    "withdraw": {"reason": "Forkert tilbud"},
}


async def new_inspection(running: Running) -> Known:
    return Known(headers=running.once(), json=_inspection(running))


async def inspection(running: Running) -> Known:
    return Known(path=await an_inspection(running))


async def revised_inspection(running: Running) -> Known:
    path = await an_inspection(running)
    return Known(path=path, headers=ANY_VERSION, json=_inspection(running))


async def imported_inspections(running: Running) -> Known:
    row = _inspection(running) | {"id": running.fresh("tilsyn")}
    return Known(headers=NDJSON, content=json.dumps(row).encode() + b"\n")


def acting_on_inspection(act: str, *before: str) -> Make:
    """An inspection in the state in which an act on it is possible, and what the act says."""

    async def make(running: Running) -> Known:
        path = await an_inspection(running, *before)
        return Known(path=path, headers=running.once(), json=INSPECTION_ACTS[act])

    return make


def _complaint(running: Running) -> dict[str, Any]:
    return {
        "about": "offer",
        "offer_id": running.fresh("tilbud"),
        "citizen_id": running.fresh("borger"),
        "received_on": (_FIRST + timedelta(days=3)).isoformat(),
        "channel": "letter",
        "category": "relevance",
        "description": "Det samme kursus igen.",
    }


COMPLAINT_ACTS: dict[str, dict[str, Any]] = {
    "answer": {"answer": "Vi har talt med stedet."},
    "close": {"outcome": "upheld"},
    "reopen": {"reason": "Nye oplysninger"},
}


async def a_complaint(running: Running, *acts: str) -> dict[str, str]:
    made = await running.do("POST", "/v1/complaints", json=_complaint(running))
    complaint_id = str(made.json()["id"])
    for act in acts:
        address = f"/v1/complaints/{complaint_id}/{act}"
        await running.do("POST", address, json=COMPLAINT_ACTS[act])
    return {"complaint_id": complaint_id}


async def new_complaint(running: Running) -> Known:
    return Known(headers=running.once(), json=_complaint(running))


async def complaint(running: Running) -> Known:
    return Known(path=await a_complaint(running))


async def revised_complaint(running: Running) -> Known:
    path = await a_complaint(running)
    return Known(path=path, headers=ANY_VERSION, json=_complaint(running))


async def imported_complaints(running: Running) -> Known:
    row = _complaint(running) | {"id": running.fresh("klage")}
    return Known(headers=NDJSON, content=json.dumps(row).encode() + b"\n")


def acting_on_complaint(act: str, *before: str) -> Make:
    """A complaint in the state in which an act on it is possible, and what the act says."""

    async def make(running: Running) -> Known:
        path = await a_complaint(running, *before)
        return Known(path=path, headers=running.once(), json=COMPLAINT_ACTS[act])

    return make


MAKES: dict[str, Make] = {
    "report_attendance_batch": attendance_batch,
    "get_attendance_batch": taken_batch,
    "get_attendance_summary": summed_up,
    "get_attendance": reported_day,
    "report_attendance": unreported_day,
    "get_attendance_history": corrected_day,
    "create_inspection": new_inspection,
    "import_inspections": imported_inspections,
    "get_inspection": inspection,
    "replace_inspection": revised_inspection,
    "hear_provider": acting_on_inspection("hear"),
    "comment_on_inspection": acting_on_inspection("comment", "hear"),
    "publish_inspection": acting_on_inspection("publish"),
    "withdraw_inspection": acting_on_inspection("withdraw", "publish"),
    "create_complaint": new_complaint,
    "import_complaints": imported_complaints,
    "get_complaint": complaint,
    "replace_complaint": revised_complaint,
    "answer_complaint": acting_on_complaint("answer"),
    "close_complaint": acting_on_complaint("close"),
    "reopen_complaint": acting_on_complaint("reopen", "close"),
}
