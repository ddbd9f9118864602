"""What the other services tell the guide, as it really comes, for tests."""

from datetime import UTC, datetime
from typing import Any

import httpx

from kit.feed import CloudEvent
from kit.figure import Figure

from .conftest import Refresh
from .factories import AS_OF, NDJSON, RELEASED_AT, ndjson, released

GROUP = "kontanthjaelp"


def event(
    source: str,
    kind: str,
    subject: str,
    data: dict[str, Any],
    *,
    municipality: str = "0999",
    at: datetime = RELEASED_AT,
) -> CloudEvent:
    """An event of another service."""
    return CloudEvent(
        id="1",
        source=f"/api/{source}",
        type=kind,
        subject=subject,
        time=at,
        registeredat=at,
        municipality=municipality,
        data=data,
    )


def answered(offer_id: str, *figures: tuple[str, Figure], at: datetime = RELEASED_AT) -> CloudEvent:
    """What surveys released of an offer."""
    return released(offer_id, *figures, at=at).model_copy(update={"source": "/api/surveys"})


def inspected(inspection_id: str, offer_id: str, smiley: int, **changed: Any) -> CloudEvent:  # noqa: ANN401 - any field
    """A published inspection."""
    data = {
        "inspection_id": inspection_id,
        "offer_id": offer_id,
        "provider_id": "leverandoer-01",
        "inspected_on": "2026-10-01",
        "smiley": smiley,
        "expires_on": "2099-10-01",
        "published_at": "2026-10-20T10:00:00Z",
        "withdrawn_at": None,
        "version": 1,
    } | changed
    return event("contracts", "InspectionPublished", inspection_id, data)


def complained(complaint_id: str, offer_id: str | None, **changed: Any) -> CloudEvent:  # noqa: ANN401 - any field
    """A complaint that was registered."""
    data = {
        "complaint_id": complaint_id,
        "offer_id": offer_id,
        "provider_id": None,
        "about": "offer",
        "received_on": datetime.now(UTC).date().isoformat(),
        "outcome": None,
        "closed_on": None,
        "version": 1,
    } | changed
    return event("contracts", "ComplaintRegistered", complaint_id, data)


def agreed(agreement_id: str, version: int = 1, **changed: Any) -> CloudEvent:  # noqa: ANN401 - any field
    """An agreement with the usual limits, and a placement in it."""
    data = {
        "agreement_id": agreement_id,
        "version": version,
        "provider_id": "leverandoer-01",
        "kind": "own",
        "status": "active",
        "starts_on": "2020-01-01",
        "ends_on": "2099-12-31",
        "limits": {
            "hours_per_week": {"min": "10", "max": "37"},
            "duration_weeks": {"min": "1", "max": "13"},
            "content_elements": ["placement"],
        },
        "requirements": [
            {
                "id": "K-1",
                "kind": "hours_per_week",
                "checkable_by": "machine",
                "limits": {"min": "10", "max": "37"},
                "wording": "Tilbuddet er på 10-37 timer om ugen.",
            },
            {
                "id": "K-2",
                "kind": "duration_weeks",
                "checkable_by": "machine",
                "limits": {"min": "1", "max": "13"},
                "wording": "Tilbuddet varer 1-13 uger",
            },
            {
                "id": "K-3",
                "kind": "content_elements",
                "checkable_by": "machine",
                "limits": {"codes": ["placement"]},
                "wording": "Praktik indgår.",
            },
        ],
        "updated_at": RELEASED_AT.isoformat(),
    } | changed
    return event("contracts", "AgreementChanged", agreement_id, data)


def profiled(
    *rows: tuple[int, dict[str, str], Figure], group: str = GROUP, at: datetime = RELEASED_AT
) -> CloudEvent:
    """The outcomes of comparable citizens: level, whom they are about, and one figure each."""
    data = {
        "target_group": group,
        "release_id": "r-1",
        "released_at": at.isoformat(),
        "as_of": AS_OF.isoformat(),
        "rows": [
            {
                "level": level,
                "match_group": None,
                "age_band": None,
                "weeks_band": None,
                "figures": [figure.model_dump(mode="json")],
                **whom,
            }
            for level, whom, figure in rows
        ],
    }
    return event("effects", "ProfilesReleased", group, data, at=at)


async def load(client: httpx.AsyncClient, refresh: Refresh, *rows: dict[str, Any]) -> None:
    """Offers as they are published, seen by the guide."""
    answer = await client.post("/v1/offers/import", content=ndjson(*rows), headers=NDJSON)
    assert answer.status_code == 200, answer.text
    await refresh()


async def ask(client: httpx.AsyncClient, path: str = "", **query: Any) -> dict[str, Any]:  # noqa: ANN401 - any parameter
    """What the guide answers."""
    params = {"target_group": GROUP, **query}
    answer = await client.get(f"/v1/guide{path}", params=params)
    assert answer.status_code == 200, answer.text
    body: dict[str, Any] = answer.json()
    return body


def cards(body: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """The cards of an answer by their offers."""
    return {card["offer"]["id"]: card for card in [*body["ranked"], *body["too_few"]]}
