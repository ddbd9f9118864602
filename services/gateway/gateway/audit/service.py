"""Searching the services' audit logs, and extracting what a citizen may know of them."""

import json
from collections.abc import Collection, Mapping
from datetime import datetime, timedelta

from gateway.audit import queries, schemas
from gateway.audit.queries import Wanted
from kit import audit, pages, sealing
from kit.database import Session
from kit.pages import PageRequest
from kit.rights import Caller

ALLOWED_LAG = timedelta(minutes=1) + sealing.WRITTEN_WITHIN
"""Logs are sealed and followed every few seconds; behind by more than this, lines may be missing.
"""
NOTE_ON_BATCHES = (
    "Indlæsninger af mange borgere på én gang er logget under indlæsningens id og står ikke her."
)


async def search_log(
    session: Session,
    caller: Caller,
    search: schemas.Search,
    page: PageRequest,
    services: Collection[str],
    *,
    at: datetime,
) -> schemas.Found:
    """Lines of every service's log; the search is itself a line of ours.

    Args:
        session: The transaction.
        caller: Who searches.
        search: What for.
        page: Which page.
        services: Whose logs are followed.
        at: Now.
    """
    rows = await queries.list_entries(session, caller, search.wanted(), page)
    entries, cursor = pages.cut(rows, page.limit, queries.key_of)
    said = search.model_dump(mode="json", exclude_none=True)
    await audit.record(
        session,
        caller,
        act="audit.search",
        subjects=[search.subject] if search.subject else [],
        criterion=json.dumps(said, ensure_ascii=False, sort_keys=True),
        at=at,
    )
    sources = await list_sources(session, caller, services, until=search.until, at=at)
    if search.service is not None:
        sources = [source for source in sources if source.service == search.service]
    return schemas.Found(
        items=[schemas.Line.model_validate(entry) for entry in entries],
        next=cursor,
        sources=sources,
        ends_early=[source.service for source in sources if source.ends_early],
    )


async def extract_citizen(
    session: Session,
    caller: Caller,
    citizen_id: str,
    page: PageRequest,
    services: Collection[str],
    *,
    at: datetime,
) -> schemas.Extract:
    """What a citizen may know of the lines about itself; the extract is itself a line of ours."""
    rows = await queries.list_entries(session, caller, Wanted(subject=citizen_id), page)
    entries, cursor = pages.cut(rows, page.limit, queries.key_of)
    await audit.record(session, caller, act="audit.extract", subjects=[citizen_id], at=at)
    known = await queries.list_sources(session, services)
    return schemas.Extract(
        citizen_id=citizen_id,
        items=[schemas.ExtractLine(**schemas.extract_line(entry)) for entry in entries],
        next=cursor,
        complete_until=_everywhere_until(known),
        ends_early=[name for name, until in known.items() if _ends_early(until, None, at=at)],
        notes=[NOTE_ON_BATCHES],
    )


async def list_sources(
    session: Session,
    caller: Caller,
    services: Collection[str],
    *,
    until: datetime | None = None,
    at: datetime,
) -> list[schemas.Source]:
    """Each service's log: until when it is complete here, and where it does not fit together."""
    known = await queries.list_sources(session, services)
    breaks = [
        *map(schemas.restoration, await queries.list_restorations(session)),
        *map(schemas.Break.model_validate, await queries.list_breaks(session, caller)),
    ]
    return [
        schemas.Source(
            service=service,
            complete_until=complete,
            ends_early=_ends_early(complete, until, at=at),
            breaks=[found for found in breaks if found.service == service],
        )
        for service, complete in known.items()
    ]


def _everywhere_until(known: Mapping[str, datetime | None]) -> datetime | None:
    """Until when every log is complete; None when one was never reached."""
    moments = [moment for moment in known.values() if moment is not None]
    return min(moments) if moments and len(moments) == len(known) else None


def _ends_early(complete: datetime | None, until: datetime | None, *, at: datetime) -> bool:
    """Whether a log ends before what was asked for: until a moment, or until now."""
    needed = at - ALLOWED_LAG
    return complete is None or complete < (min(until, needed) if until else needed)
