"""The providers of the demonstration municipality and what is agreed with each of them.

The CVR numbers fit together as real ones do, and are higher than any that is given out.
"""

import datetime as dt
import json
from collections.abc import Iterable, Iterator

from standalone.demonstration.catalogue import Offer, Provider
from standalone.demonstration.weeks import Calendar

STATE_AGREEMENTS = frozenset({"leverandoer-10"})
"""Providers under a sub-agreement of a state framework; they are inspected on complaints only."""
_CVR_WEIGHTS = (2, 7, 6, 5, 4, 3, 2, 1)
_FIRST_CVR = 99_000_000
_FIRST_P_NUMBER = 9_900_000_000
_AGREED_YEARS = 5
_SELECTION = (
    "Valgt ved miniudbud blandt delaftalens leverandører; to medarbejdere fra jobcentrets team"
    " vurderede tilbuddene sammen med kontraktenheden."
)


def agreement_id(provider: Provider) -> str:
    """What the agreement with a provider is called."""
    return provider.id.replace("leverandoer", "aftale")


def provider_lines(providers: tuple[Provider, ...]) -> Iterator[str]:
    """The lines of ``providers.ndjson``."""
    cvr_numbers = _cvr_numbers()
    for number, provider in enumerate(providers):
        yield _line(
            {
                "id": provider.id,
                "name": provider.name,
                "kind": "company" if provider.private else "internal",
                "cvr": next(cvr_numbers) if provider.private else None,
                "sites": [
                    {
                        "name": provider.name,
                        "p_number": str(_FIRST_P_NUMBER + number),
                        "address": provider.address,
                        "postal_code": "0999",
                        "city": "Eksempelby",
                    }
                ],
                "contacts": [
                    {
                        "name": "Visitation og hold",
                        "email": f"visitation@{provider.id}.example",
                        "phone": f"70 99 {number:02} 00",
                    }
                ],
            }
        )


def agreement_lines(
    providers: tuple[Provider, ...], offers: Iterable[Offer], calendar: Calendar
) -> Iterator[str]:
    """The lines of ``agreements.ndjson``: one a provider, with the prices of its offers."""
    offered: dict[str, list[Offer]] = {provider.id: [] for provider in providers}
    for offer in offers:
        offered[offer.provider.id].append(offer)
    last = calendar.last
    for provider in providers:
        kind = _kind(provider)
        yield _line(
            {
                "id": agreement_id(provider),
                "name": f"{_TITLES[kind]} med {provider.name}",
                "provider_id": provider.id,
                "kind": kind,
                "starts_on": dt.date(last.year - _AGREED_YEARS, 1, 1).isoformat(),
                "ends_on": dt.date(last.year + 1, 12, 31).isoformat(),
                "options": [dt.date(last.year + 2, 12, 31).isoformat()],
                "prices": _prices(offered[provider.id]),
                "contacts": {
                    "provider": {"name": "Visitation og hold"},
                    "municipality": {"name": "Kontraktenheden"},
                },
                "requirements": [*_LIMITS[kind], *_REQUIREMENTS],
                "selection": _SELECTION if kind == "state" else "",
                "status": "active",
            }
        )


def _kind(provider: Provider) -> str:
    if not provider.private:
        return "internal"
    return "state" if provider.id in STATE_AGREEMENTS else "own"


def _prices(offers: Iterable[Offer]) -> list[dict[str, str]]:
    dearest: dict[tuple[str, str], float] = {}
    for offer in offers:
        key = (offer.kind, offer.per)
        dearest[key] = max(float(offer.price), dearest.get(key, 0.0))
    return [
        {"offer_kind": kind, "unit": unit, "price": f"{price:.2f}"}
        for (kind, unit), price in dearest.items()
    ]


def _between(kind: str, name: str, low: int, high: int, unit: str) -> dict[str, object]:
    return {
        "id": name,
        "kind": kind,
        "limits": {"min": low, "max": high},
        "wording": f"Tilbuddet skal være på {low}–{high} {unit}.",
    }


_TITLES = {"own": "Rammeaftale", "state": "Delaftale", "internal": "Tilbudsbeskrivelse"}
_OWN_LIMITS = [
    _between("hours_per_week", "timer", 10, 37, "timer om ugen"),
    _between("duration_weeks", "varighed", 1, 13, "uger"),
]
_LIMITS = {
    "own": _OWN_LIMITS,
    "internal": _OWN_LIMITS,
    "state": [
        _between("hours_per_week", "timer", 6, 30, "timer om ugen"),
        _between("duration_weeks", "varighed", 2, 26, "uger"),
    ],
}
_REQUIREMENTS: list[dict[str, object]] = [
    {
        "id": "svarfrist",
        "kind": "answer_time",
        "limits": {"working_days": 5},
        "wording": "En bestilling skal besvares inden for fem arbejdsdage.",
    },
    {
        "id": "status",
        "kind": "status_report",
        "limits": {"working_days": 10},
        "wording": "Statusopgørelsen skal være kommunen i hænde senest ti arbejdsdage efter slut.",
    },
    {
        "id": "personale",
        "kind": "staff_competences",
        "wording": "Mindst én fast medarbejder skal have en socialfaglig uddannelse.",
    },
    {
        "id": "adgang",
        "kind": "facilities",
        "wording": "Leverandøren skal beskrive, hvordan borgere med handicap kan deltage.",
    },
    {
        "id": "arbejdsmiljoe",
        "kind": "working_environment",
        "wording": "Lokaler og arbejde skal overholde arbejdsmiljøloven.",
    },
]


def _cvr_numbers() -> Iterator[str]:
    number = _FIRST_CVR
    while True:
        digits = map(int, str(number))
        if sum(w * d for w, d in zip(_CVR_WEIGHTS, digits, strict=True)) % 11 == 0:
            yield str(number)
        number += 1


def _line(row: dict[str, object]) -> str:
    return json.dumps(row, ensure_ascii=False)
