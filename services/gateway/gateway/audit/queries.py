"""Every statement on the followed audit logs."""

import re
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, false, func, select, tuple_, update
from sqlalchemy.dialects.postgresql import insert

from gateway.audit.models import (
    AuditBreak,
    AuditEntry,
    AuditHead,
    AuditRestoration,
    AuditSource,
    AuditSubject,
    kept_id,
)
from kit import pages
from kit.database import Session
from kit.pages import Key, PageRequest
from kit.rights import Caller
from kit.sealing import Entry

_NO_CURSOR = "Begynd forfra uden cursor, eller brug den fra next."
_ID = re.compile("[0-9]{1,18}")


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which lines are asked for; ``since`` is included, ``until`` is not."""

    subject: str | None = None
    actor: str | None = None
    act: str | None = None
    organisation: str | None = None
    purpose: str | None = None
    service: str | None = None
    trace_id: str | None = None
    since: datetime | None = None
    until: datetime | None = None


def visible_to(caller: Caller) -> ColumnElement[bool]:
    """What a caller may see: its municipality's lines, from whichever service."""
    if caller.municipality is None or caller.provider_id is not None:
        return false()
    return AuditEntry.municipality == caller.municipality


def key_of(entry: AuditEntry) -> Key:
    """Where a line stands in its list."""
    return entry.at.astimezone(UTC).isoformat(), entry.service, str(entry.id)


def position_in(page: PageRequest) -> tuple[datetime, str, int] | None:
    """The line behind which a page begins; None for the first page.

    Raises:
        kit.pages.CursorInvalid: When the cursor is not one of this list.
    """
    key = page.after(str, str, str)
    if key is None:
        return None
    at, service, number = (str(part) for part in key)
    moment = pages.moment_of(at)
    if not _ID.fullmatch(number):
        raise pages.CursorInvalid(_NO_CURSOR)
    return moment, service, int(number)


async def list_entries(
    session: Session, caller: Caller, wanted: Wanted, page: PageRequest
) -> Sequence[AuditEntry]:
    """Lines, the newest first, one more than a page holds."""
    whose = AuditSubject if wanted.subject is not None else AuditEntry
    place = (whose.at, whose.service, whose.id)
    statement = (
        select(AuditEntry)
        .where(visible_to(caller), *_conditions(wanted))
        .order_by(*(column.desc() for column in place))
        .limit(page.limit + 1)
    )
    if wanted.subject is not None:
        statement = statement.join(
            AuditSubject,
            and_(
                AuditSubject.municipality == AuditEntry.municipality,
                AuditSubject.service == AuditEntry.service,
                AuditSubject.id == AuditEntry.id,
                AuditSubject.municipality == caller.municipality,
                AuditSubject.subject == wanted.subject,
            ),
        )
    behind = position_in(page)
    if behind is not None:
        statement = statement.where(tuple_(*place) < behind)
    return (await session.scalars(statement)).all()


def _conditions(wanted: Wanted) -> list[ColumnElement[bool]]:
    exact = {
        AuditEntry.actor: wanted.actor,
        AuditEntry.act: wanted.act,
        AuditEntry.organisation: wanted.organisation,
        AuditEntry.purpose: wanted.purpose,
        AuditEntry.service: wanted.service,
        AuditEntry.trace_id: wanted.trace_id,
    }
    conditions = [column == value for column, value in exact.items() if value is not None]
    if wanted.since is not None:
        conditions.append(AuditEntry.at >= wanted.since)
    if wanted.until is not None:
        conditions.append(AuditEntry.at < wanted.until)
    return conditions


async def list_breaks(session: Session, caller: Caller) -> Sequence[AuditBreak]:
    """The alarms in the logs of the caller's municipality, the newest first."""
    statement = (
        select(AuditBreak)
        .where(AuditBreak.municipality == caller.municipality)
        .order_by(AuditBreak.found_at.desc(), AuditBreak.service, AuditBreak.position)
        .limit(pages.MAX_LIMIT)
    )
    return (await session.scalars(statement)).all()


async def list_restorations(session: Session) -> Sequence[AuditRestoration]:
    """When the services' logs were found to have been restored, the latest first."""
    statement = (
        select(AuditRestoration)
        .order_by(AuditRestoration.found_at.desc(), AuditRestoration.service)
        .limit(pages.MAX_LIMIT)
    )
    return (await session.scalars(statement)).all()


async def list_sources(session: Session, services: Collection[str]) -> dict[str, datetime | None]:
    """Until when each service's log is complete here; None for one never reached."""
    rows = await session.execute(select(AuditSource.service, AuditSource.complete_until))
    known = {row.service: row.complete_until for row in rows}
    return {service: known.get(service) for service in sorted(services)}


async def find_position(session: Session, service: str) -> int:
    """How far a service's log has been followed."""
    statement = select(AuditSource.position).where(AuditSource.service == service)
    return await session.scalar(statement) or 0


async def move_source(
    session: Session, service: str, *, before: int, after: int, complete_until: datetime | None
) -> AuditSource | None:
    """Move a service's cursor, unless another replica has; the row stays locked until the end."""
    await session.execute(
        insert(AuditSource).values(service=service, position=0).on_conflict_do_nothing()
    )
    statement = (
        update(AuditSource)
        .where(AuditSource.service == service, AuditSource.position == before)
        .values(
            position=after,
            complete_until=func.greatest(AuditSource.complete_until, complete_until),
        )
        .returning(AuditSource)
        .execution_options(synchronize_session=False, populate_existing=True)
    )
    return await session.scalar(statement)


async def begin_anew(session: Session, service: str, *, before: int, at: datetime) -> bool:
    """Follow a restored log from its beginning, unless another replica does; whether we do."""
    restored = await session.scalar(
        update(AuditSource)
        .where(AuditSource.service == service, AuditSource.position == before)
        .values(position=0, complete_until=None, restorations=AuditSource.restorations + 1)
        .returning(AuditSource.restorations)
        .execution_options(synchronize_session=False)
    )
    if restored is None:
        return False
    session.add(AuditRestoration(service=service, number=restored, position=before, found_at=at))
    return True


async def find_head(session: Session, municipality: str, service: str) -> AuditHead | None:
    """The last link of a municipality's chain."""
    return await session.get(AuditHead, (municipality, service), populate_existing=True)


async def keep_head(session: Session, head: dict[str, Any]) -> None:
    """Remember the last link of a municipality's chain."""
    statement = insert(AuditHead).values(head)
    await session.execute(
        statement.on_conflict_do_update(
            index_elements=["municipality", "service"],
            set_={
                name: statement.excluded[name]
                for name in ("number", "digest", "key", "restorations")
            },
        )
    )


async def add_entries(session: Session, source: AuditSource, entries: Sequence[Entry]) -> bool:
    """Keep the lines of one seal, set-wise; whether none of them had been told before.

    A restored log tells again what it told before: that is not kept twice. Its later lines have
    numbers that other lines had, and are kept beside those.
    """
    former = await _told_before_restoration(session, source, entries)
    new = [entry for entry in entries if entry not in former[entry.id]]
    if not new:
        return True
    ids = {entry.id: kept_id(entry.id, source.restorations) for entry in new}
    lines = [entry.model_dump() | {"service": source.service, "id": ids[entry.id]} for entry in new]
    added = await session.scalars(
        insert(AuditEntry).on_conflict_do_nothing().returning(AuditEntry.id), lines
    )
    known = set(added.all())
    concerned = [
        {
            "municipality": entry.municipality,
            "subject": subject,
            "at": entry.at,
            "service": source.service,
            "id": ids[entry.id],
        }
        for entry in new
        if ids[entry.id] in known
        for subject in sorted(set(entry.subjects))
    ]
    if concerned:
        await session.execute(insert(AuditSubject).on_conflict_do_nothing(), concerned)
    return len(known) == len(new)


async def _told_before_restoration(
    session: Session, source: AuditSource, entries: Sequence[Entry]
) -> Mapping[int, Sequence[Entry]]:
    """The lines that had these lines' numbers before the log was restored."""
    found = defaultdict[int, list[Entry]](list)
    for restorations in range(source.restorations):
        numbers = {kept_id(entry.id, restorations): entry.id for entry in entries}
        rows = await session.scalars(
            select(AuditEntry).where(
                AuditEntry.municipality == entries[0].municipality,
                AuditEntry.service == source.service,
                AuditEntry.id.in_(numbers),
            )
        )
        for row in rows:
            said = {name: getattr(row, name) for name in Entry.model_fields}
            number = numbers[row.id]
            found[number].append(Entry.model_validate(said | {"id": number}))
    return found


async def add_break(session: Session, found: dict[str, Any]) -> None:
    """Keep an alarm; one that is known stays as it was."""
    await session.execute(insert(AuditBreak).values(found).on_conflict_do_nothing())
