"""Offers and figures for the guide's measurement, in the shapes in which they really come."""

import random
from collections.abc import Iterator
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from kit.feed import CloudEvent
from kit.figure import Comparison, Figure, Period, Suppressed, wilson
from kit.testing.signing import MUNICIPALITY

GROUPS = (
    "dagpenge",
    "kontanthjaelp",
    "uddannelseshjaelp",
    "sygedagpenge",
    "revalidering",
    "ledighedsydelse",
    "ressourceforloeb",
    "jobafklaring",
)


def offer(number: int, chance: random.Random) -> dict[str, Any]:
    """An offer as a row of an import."""
    return {
        "id": f"tilbud-{number:04}",
        "name": f"Tilbud {number}",
        "provider_id": f"leverandoer-{number % 15:02}",
        "provider_name": f"Leverandør {number % 15}",
        "kind": "guidance",
        "content_elements": ["job_brokering", "placement"],
        "description": "Otte uger med korte branchemoduler og praktik i en virksomhed. " * 3,
        "target_groups": chance.sample(GROUPS, chance.choice((2, 3, 4))),
        "match_groups": chance.choice((["jobparat"], ["aktivitetsparat"], [])),
        "themes": ["work_identity", "job_search", "attendance"],
        "hours_per_week": "25.0",
        "duration_weeks": chance.choice((4, 8, 13)),
        "price": {"amount": f"{chance.randrange(1500, 4500)}.00", "per": "week"},
        "place": {"address": "Eksempelvej 12", "postal_code": "0999", "city": "Eksempelby"},
        "accessible": True,
        "intake": "continuous",
        "capacity": 24,
        "status": "published",
    }


def released(row: dict[str, Any], chance: random.Random) -> CloudEvent:
    """The figures of an offer as effects publishes them, some hidden for their size."""
    at = datetime(2026, 11, 20, 12, tzinfo=UTC)
    figures = [
        {"target_group": group, "figure": figure.model_dump(mode="json")}
        for group in row["target_groups"]
        for figure in _figures(chance)
    ]
    return CloudEvent(
        id="1",
        source="/api/effects",
        type="FiguresReleased",
        subject=row["id"],
        time=at,
        registeredat=at,
        municipality=MUNICIPALITY,
        data={
            "offer_id": row["id"],
            "release_id": "r-1",
            "released_at": at.isoformat(),
            "as_of": "2026-11-15",
            "figures": figures,
        },
    )


def _figures(chance: random.Random) -> Iterator[Figure]:
    n = chance.randrange(3, 400)
    numerator = round(n * chance.uniform(0.1, 0.6))
    shared: dict[str, Any] = {
        "period": Period(start=date(2024, 11, 1), end=date(2026, 7, 31)),
        "as_of": date(2026, 11, 15),
        "definition_version": 1,
        "code_list_version": 1,
    }
    hidden = {"suppressed": Suppressed(yes=True, reason="too_few"), "value": None}
    for indicator in ("effect_3m", "effect_7m", "business_oriented_share"):
        seen = {
            "value": numerator / n,
            "n": n,
            "citizens": n,
            "numerator": numerator,
            "interval": wilson(numerator, n),
            "comparison": Comparison(value=0.34, n=4_000, interval=wilson(1_360, 4_000)),
        }
        yield Figure(
            indicator=indicator,
            unit="share",
            sentence=f"{numerator} af {n} forløb, mod 34 af 100 i de andre tilbud til målgruppen.",
            **(hidden if n < 5 else seen),  # noqa: PLR2004 - the smallest group that is shown
            **shared,
        )
    seen = {"value": Decimal(chance.randrange(30_000, 250_000)), "n": n, "numerator": numerator}
    yield Figure(
        indicator="effect_price",
        unit="DKK",
        sentence="Prisen for hver borger, der kom i job eller uddannelse.",
        **(hidden if n < 5 else seen),  # noqa: PLR2004 - as above
        **shared,
    )
