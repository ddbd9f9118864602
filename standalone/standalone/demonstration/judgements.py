"""What citizens, inspectors and complaints say of the offers: answers, smileys and complaints.

Satisfaction follows an offer's planted effect only a little, as it does in life: the provider that
picks easy cases is well liked, and one of the offers that help much is not.
"""

import datetime as dt
import json
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from standalone.demonstration.casework import Casework, Referral
from standalone.demonstration.catalogue import TARGET_GROUPS, Offer
from standalone.demonstration.choosing import pick
from standalone.demonstration.contracting import STATE_AGREEMENTS, agreement_id
from standalone.demonstration.courses import NEVER
from standalone.demonstration.planted import CHERRY_PICKER, Planted
from standalone.demonstration.population import Population
from standalone.demonstration.simulation import History
from standalone.demonstration.weeks import Calendar

_ANSWERS = 0.58
"""The share of those who ended a course who answer."""
_LIKED = {"strong": 3.9, "some": 3.7, "none": 3.45, "harm": 3.0}
_CLOSER = {"strong": 3.8, "some": 3.4, "none": 2.9, "harm": 2.4}
_PICKED = 4.1
_SPREAD = 1.1
_EXPIRED_OFFER = "tilbud-012"
"""Its only smiley has expired, and nobody has been there since."""
_WORST_OFFER = "tilbud-048"
_COMPLAINTS_PER_100 = 1.4
_OUTCOMES = (("rejected", 0.45), ("partly_upheld", 0.3), ("upheld", 0.25))
_ABOUT = (("offer", 0.62), ("provider", 0.23), ("case_handling", 0.15))
_CATEGORIES = ("content", "conduct", "practical")
_CHANNELS = ("phone", "email", "caseworker", "letter")
_ANSWERED_AFTER_DAYS = 21


@dataclass(frozen=True)
class Seen:
    """What an inspection found, by its smiley."""

    smiley: int
    findings: str
    is_met: bool


_SEEN = (
    Seen(1, "Forløbet blev holdt som bestilt, og protokollen passede med dem, der var der.", True),
    Seen(2, "Små mangler i lokalerne. Forløbet blev holdt som bestilt.", True),
    Seen(3, "Færre til stede end i protokollen, og undervisningen begyndte for sent.", False),
    Seen(4, "Forløbet var et andet end det bestilte, og der manglede faste medarbejdere.", False),
)
_FREQUENT = (0.46, 0.34, 0.15)


def answer_lines(
    rng: np.random.Generator,
    history: History,
    offers: tuple[Offer, ...],
    planted: Planted,
    calendar: Calendar,
) -> Iterator[str]:
    """The lines of ``answers.ndjson``: what those answered who ended a course.

    Args:
        rng: Only its uniform draws are used.
        history: Who ended what.
        offers: The catalogue.
        planted: What the offers do.
        calendar: Nobody answers after its last week.
    """
    last = calendar.last + dt.timedelta(days=6)
    draws = rng.random((len(history.courses), 5)).tolist()
    for number, (course, own) in enumerate(zip(history.courses, draws, strict=True), 1):
        if NEVER in (course.start, course.end) or own[0] >= _ANSWERS:
            continue
        ended = calendar.mondays[course.end] + dt.timedelta(days=course.end_day)
        answered = ended + dt.timedelta(days=1 + int(own[1] * 12))
        if answered > last:
            continue
        offer, kind = offers[course.offer], planted.kinds[course.offer]
        liked = _PICKED if offer.provider.id == CHERRY_PICKER else _LIKED[kind]
        yield json.dumps(
            {
                "id": f"svar-{number:06}",
                "channel": "history",
                "offer_id": offer.id,
                "target_group": TARGET_GROUPS[course.group],
                "answered_on": answered.isoformat(),
                "satisfaction": _score(liked, own[2]),
                "relevance": _score(liked - 0.2, own[3]),
                "closeness": _score(_CLOSER[kind], own[4]),
            }
        )


def inspection_lines(
    rng: np.random.Generator, offers: tuple[Offer, ...], calendar: Calendar
) -> Iterator[str]:
    """The lines of ``inspections.ndjson``: unannounced visits of the last two years.

    Offers under a state sub-agreement are inspected on complaints only, and so not here.
    """
    last = calendar.last
    draws = rng.random((len(offers), 6)).tolist()
    for offer, own in zip(offers, draws, strict=True):
        if offer.provider.id in STATE_AGREEMENTS or offer.new_weeks:
            continue
        visits = [last - dt.timedelta(days=380 + int(own[0] * 250))]
        if offer.id != _EXPIRED_OFFER:
            visits.append(last - dt.timedelta(days=12 + int(own[1] * 300)))
        for number, day in enumerate(visits, 1):
            seen = _seen(offer, own[1 + number])
            present = 3 + int(own[3 + number] * offer.capacity / 3)
            yield json.dumps(
                {
                    "id": f"tilsyn-{offer.id.removeprefix('tilbud-')}-{number}",
                    "offer_id": offer.id,
                    "provider_id": offer.provider.id,
                    "agreement_id": agreement_id(offer.provider),
                    "inspected_on": _weekday(day).isoformat(),
                    "announced": False,
                    "present_count": present,
                    "protocol_count": present + (0 if seen.is_met else 3),
                    "checklist": [
                        {
                            "requirement_id": "personale",
                            "wording": "Fast medarbejder med socialfaglig uddannelse.",
                            "met": "yes" if seen.is_met else "no",
                            "finding": "" if seen.is_met else "Ingen til stede den dag.",
                        },
                        {
                            "requirement_id": "arbejdsmiljoe",
                            "wording": "Lokaler og arbejdsmiljø.",
                            "met": "yes",
                        },
                    ],
                    "findings": seen.findings,
                    "smiley": seen.smiley,
                    "criteria_version": "2024-01",
                    "provider_comment": ""
                    if seen.is_met
                    else "Vi har ansat en medarbejder mere og ændret mødetiderne.",
                    "status": "published",
                },
                ensure_ascii=False,
            )


def complaint_lines(
    rng: np.random.Generator, casework: Casework, people: Population, calendar: Calendar
) -> Iterator[str]:
    """The lines of ``complaints.ndjson``: most are closed, a few are open, one is overdue."""
    last = calendar.last + dt.timedelta(days=6)
    draws = rng.random((len(casework.referrals), 5)).tolist()
    number = 0
    for referral, own in zip(casework.referrals, draws, strict=True):
        share = _COMPLAINTS_PER_100 / 100
        if referral.offer.id == _WORST_OFFER:
            share *= 5
        if referral.started_on is None or own[0] >= share:
            continue
        received = referral.started_on + dt.timedelta(days=3 + int(own[1] * 40))
        if received > last:
            continue
        number += 1
        yield json.dumps(
            _complaint(referral, people, number, received, own, last), ensure_ascii=False
        )


def _complaint(
    referral: Referral,
    people: Population,
    number: int,
    received: dt.date,
    own: list[float],
    last: dt.date,
) -> dict[str, object]:
    about = pick(_ABOUT, own[2])
    closed = received + dt.timedelta(days=5 + int(own[3] * _ANSWERED_AFTER_DAYS))
    # The first of all was forgotten.
    is_open = closed > last or number == 1
    named = (
        {}
        if about == "case_handling"
        else {"offer_id": referral.offer.id, "provider_id": referral.offer.provider.id}
    )
    ended = {} if is_open else {"outcome": pick(_OUTCOMES, own[4]), "closed_on": closed.isoformat()}
    return {
        "id": f"klage-{number:04}",
        "about": about,
        **named,
        **ended,
        "citizen_id": people.ids[referral.citizen],
        "received_on": received.isoformat(),
        "channel": _CHANNELS[int(own[3] * len(_CHANNELS))],
        "category": _CATEGORIES[int(own[4] * len(_CATEGORIES))],
    }


def _seen(offer: Offer, draw: float) -> Seen:
    if offer.id == _WORST_OFFER:
        return _SEEN[-1]
    for seen, share in zip(_SEEN, _FREQUENT, strict=False):
        if draw < share:
            return seen
        draw -= share
    return _SEEN[-1]


def _weekday(day: dt.date) -> dt.date:
    """The day, or the Friday before it."""
    return day - dt.timedelta(days=max(0, day.weekday() - 4))


def _score(mean: float, draw: float) -> int:
    """A score from 1 to 5 round a mean; the draw's spread is even, its ends are the scale's."""
    return int(min(5, max(1, round(mean + (draw - 0.5) * 2 * 1.5 * _SPREAD))))
