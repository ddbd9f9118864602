"""Offers, figures and events as they really come, for tests."""

import itertools
import json
from datetime import UTC, date, datetime
from typing import Any

from kit.feed import CloudEvent
from kit.figure import Figure, Period, Suppressed, wilson

_numbers = itertools.count(1)

RELEASED_AT = datetime(2026, 11, 20, 12, tzinfo=UTC)
AS_OF = date(2026, 11, 15)
NDJSON = {"Content-Type": "application/x-ndjson"}


def offer(**changed: Any) -> dict[str, Any]:  # noqa: ANN401 - any field
    """A complete offer; ``changed`` replaces fields."""
    return {
        "name": "Vejen til job",
        "provider_id": "leverandoer-01",
        "provider_name": "Leverandør 1 (privat)",
        "kind": "guidance",
        "content_elements": ["job_brokering", "placement"],
        "description": "Otte uger i butik og lager.",
        "target_groups": ["kontanthjaelp", "dagpenge"],
        "match_groups": ["jobparat", "aktivitetsparat"],
        "themes": ["job_search", "attendance"],
        "hours_per_week": "25.0",
        "duration_weeks": 8,
        "price": {"amount": "2450.00", "per": "week"},
        "place": {"address": "Eksempelvej 12", "postal_code": "0999", "city": "Eksempelby"},
        "accessible": True,
        "accessibility_note": None,
        "intake": "continuous",
        "capacity": 24,
        "prerequisites": None,
        "languages": ["da"],
        **changed,
    }


def row(offer_id: str, **changed: Any) -> dict[str, Any]:  # noqa: ANN401 - any field
    """A complete, published offer as a row of an import."""
    return offer(id=offer_id, status="published") | changed


def ndjson(*rows: object) -> bytes:
    """Rows as NDJSON."""
    return b"".join(json.dumps(each).encode() + b"\n" for each in rows)


def key() -> dict[str, str]:
    """A fresh idempotency key, as a header."""
    return {"Idempotency-Key": f"key-{next(_numbers)}"}


def share(indicator: str, numerator: int, n: int, *, as_of: date = AS_OF) -> Figure:
    """A measured share."""
    return Figure(
        indicator=indicator,
        value=numerator / n,
        unit="share",
        n=n,
        citizens=n,
        numerator=numerator,
        interval=wilson(numerator, n),
        period=Period(start=date(2025, 8, 1), end=date(2026, 7, 31)),
        as_of=as_of,
        definition="self_support_3m_sustained",
        definition_version=1,
        sentence=f"{numerator} af {n} forløb.",
    )


def hidden(indicator: str) -> Figure:
    """A share over too few people."""
    return Figure(
        indicator=indicator,
        value=None,
        unit="share",
        suppressed=Suppressed(yes=True, reason="too_few"),
        as_of=AS_OF,
        definition="self_support_3m_sustained",
        definition_version=1,
        sentence="For få til at sige noget.",
    )


def released(
    offer_id: str,
    *figures: tuple[str, Figure],
    municipality: str = "0999",
    at: datetime = RELEASED_AT,
) -> CloudEvent:
    """The event by which effects tells an offer's figures, each with its target group."""
    return CloudEvent(
        id="1",
        source="/api/effects",
        type="FiguresReleased",
        subject=offer_id,
        time=at,
        registeredat=at,
        municipality=municipality,
        data={
            "offer_id": offer_id,
            "release_id": f"r-{at:%Y%m%d}",
            "released_at": at.isoformat(),
            "as_of": AS_OF.isoformat(),
            "figures": [
                {"target_group": group, "figure": figure.model_dump(mode="json")}
                for group, figure in figures
            ],
        },
    )
