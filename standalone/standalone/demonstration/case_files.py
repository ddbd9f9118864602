"""The casework as the imports of visitation and contracts take it: one line a cohort or referral.

``citizen_id`` is what the register files call the citizen, as everywhere in the files. A referral
without ``ordered_at`` is a draft, which the loader writes by hand: history holds none.
"""

import datetime as dt
import json
from collections.abc import Iterator
from typing import Any
from zoneinfo import ZoneInfo

from standalone.demonstration.casework import Casework, Referral
from standalone.demonstration.citizens import twin_id
from standalone.demonstration.contracting import agreement_id
from standalone.demonstration.population import Population

_COPENHAGEN = ZoneInfo("Europe/Copenhagen")
_GOALS = {
    "work_identity": "Vælger ét fag at søge arbejde i og kan begrunde valget.",
    "job_search": "Sender to målrettede ansøgninger om ugen.",
    "professional": "Kan selvstændigt løse tre af de daglige opgaver i faget.",
    "social": "Holder pauser sammen med de andre hver dag.",
    "personal": "Siger selv til, når der er brug for hjælp.",
    "language": "Fører en samtale om dagens opgaver på dansk.",
    "it": "Søger og svarer selv på jobopslag på nettet.",
    "attendance": "Møder til tiden hver dag i fire uger i træk.",
    "health": "Har aftalt med lægen, hvad arbejdet må kræve.",
    "everyday": "Har en fast døgnrytme fra mandag til fredag.",
    "network": "Har talt med tre mulige arbejdsgivere i eget netværk.",
    "finances_housing": "Har lagt et budget, der holder i to måneder.",
    "motivation": "Har sat et mål for de næste tre måneder.",
}
_REACHED = ("reached", "partly", "not_reached")
_NEXT_STEPS = ("job", "placement", "new_offer", "education", "none")


def cohort_lines(casework: Casework) -> Iterator[str]:
    """The lines of ``cohorts.ndjson``; ``offer_id`` says where each belongs."""
    for cohort in casework.cohorts:
        yield _line(
            {
                "id": cohort.id,
                "offer_id": cohort.offer.id,
                "name": f"Hold {cohort.starts_on:%d.%m.%Y}",
                "starts_on": cohort.starts_on.isoformat(),
                "seats": cohort.seats,
            }
        )


def referral_lines(casework: Casework, people: Population, *, twin: int) -> Iterator[str]:
    """The lines of ``referrals.ndjson``.

    Args:
        casework: The year's referrals.
        people: What the files call the citizens.
        twin: The citizen who is registered twice, whose first referral stands under the other id.
    """
    is_told = False
    for referral in casework.referrals:
        citizen_id = people.ids[referral.citizen]
        if referral.citizen == twin and not is_told:
            citizen_id, is_told = twin_id(people, twin), True
        yield _line(_referral(referral, citizen_id))


def call_off_lines(casework: Casework, people: Population) -> Iterator[str]:
    """The lines of ``call_offs.ndjson``: what became of each answered order at the provider's."""
    for referral in casework.referrals:
        if referral.accepted_on or referral.declined_on:
            yield _line(_call_off(referral, people.ids[referral.citizen]))


def _referral(referral: Referral, citizen_id: str) -> dict[str, Any]:
    targets = [
        {"kind": "theme", "theme": theme, "goal": _GOALS[theme]} for theme in referral.themes
    ]
    row: dict[str, Any] = {
        "id": referral.id,
        "citizen_id": citizen_id,
        "offer_id": referral.offer.id,
        "cohort_id": referral.cohort.id if referral.cohort else None,
        "caseworker": referral.caseworker,
        "targets": targets,
        "reason_code": referral.reason,
        "planned_starts_on": referral.planned_starts_on.isoformat(),
        "planned_ends_on": referral.planned_ends_on.isoformat(),
    }
    if referral.ordered_on is None:
        return _said(row)
    row |= {
        "target_group": referral.target_group,
        "match_group": referral.match_group,
        "birth_year": referral.birth_year,
        "business_oriented": referral.held_placement,
        "price_dkk": f"{referral.price_oere // 100}.{referral.price_oere % 100:02}",
        "ordered_at": _moment(referral.ordered_on, 10),
        "aligned_at": _moment(referral.aligned_on, 11),
        "align_how": referral.aligned_how if referral.aligned_on else None,
        "accepted_at": _moment(referral.accepted_on, 12),
        "declined_at": _moment(referral.declined_on, 12),
        "decline_reason": referral.decline_reason,
        "started_on": _day(referral.started_on),
        "ended_on": _day(referral.ended_on),
        "completed_at": _moment(referral.ended_on, 15) if referral.is_completed else None,
        "aborted_at": _moment(referral.aborted_on, 15),
        "abort_reason": referral.abort_reason,
    }
    if referral.assessed_on is not None:
        found = referral.citizen % len(_REACHED)
        row |= {
            "assessed_at": _moment(referral.assessed_on, 13),
            "assessment": [
                {"result": _REACHED[(found + place) % len(_REACHED)]}
                for place in range(len(targets))
            ],
            "next_step": _NEXT_STEPS[referral.citizen % len(_NEXT_STEPS)],
        }
    return _said(row)


def _call_off(referral: Referral, citizen_id: str) -> dict[str, Any]:
    return _said(
        {
            "call_off_id": referral.id,
            "citizen_id": citizen_id,
            "offer_id": referral.offer.id,
            "provider_id": referral.offer.provider.id,
            "agreement_id": agreement_id(referral.offer.provider),
            "planned_ends_on": referral.planned_ends_on.isoformat(),
            "received_at": _moment(referral.ordered_on, 10),
            "aligned_at": _moment(referral.aligned_on, 11),
            "accepted_at": _moment(referral.accepted_on, 12),
            "declined_at": _moment(referral.declined_on, 12),
            "decline_reason": referral.decline_reason,
            "started_on": _day(referral.started_on),
            "ended_on": _day(referral.ended_on),
            "end_reason": _end_reason(referral),
            "cancelled_at": None if referral.started_on else _moment(referral.aborted_on, 15),
        }
    )


def _end_reason(referral: Referral) -> str | None:
    if referral.started_on is None:
        return "cancelled" if referral.aborted_on else None
    if referral.ended_on is None:
        return None
    return "completed" if referral.is_completed else "left"


def _day(day: dt.date | None) -> str | None:
    return None if day is None else day.isoformat()


def _moment(day: dt.date | None, hour: int) -> str | None:
    if day is None:
        return None
    return dt.datetime(day.year, day.month, day.day, hour, tzinfo=_COPENHAGEN).isoformat()


def _said(row: dict[str, Any]) -> dict[str, Any]:
    return {name: it for name, it in row.items() if it is not None}


def _line(row: dict[str, Any]) -> str:
    return json.dumps(row, ensure_ascii=False)
