"""Every statement on the followed audit logs."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, false, func, select, tuple_, update
from sqlalchemy.dialects.postgresql import insert

from gateway.audit.models import AuditBreak, AuditEntry, AuditHead, AuditSource, AuditSubject
from kit import pages
from kit.database import Session
from kit.pages import Key, PageRequest
from kit.rights import Caller
from kit.sealing import Entry

_NO_CURSOR = "Begynd forfra uden cursor, eller brug den fra next."


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
    try:
        moment, identity = datetime.fromisoformat(at), int(number)
        known = moment.tzinfo is not None and abs(identity) < 2**63
    except ValueError:
        known = False
    if not known:
        raise pages.CursorInvalid(_NO_CURSOR)
    return moment, service, identity


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


async def find_head(session: Session, municipality: str, service: str) -> AuditHead | None:
    """The last link of a municipality's chain."""
    return await session.get(AuditHead, (municipality, service), populate_existing=True)


async def keep_head(session: Session, head: dict[str, Any]) -> None:
    """Remember the last link of a municipality's chain."""
    statement = insert(AuditHead).values(head)
    await session.execute(
        statement.on_conflict_do_update(
            index_elements=["municipality", "service"],
            set_={"number": statement.excluded.number, "digest": statement.excluded.digest},
        )
    )


async def add_entries(session: Session, service: str, entries: Sequence[Entry]) -> int:
    """Keep the lines of one seal, set-wise; how many of them were not known before."""
    lines = [entry.model_dump() | {"service": service} for entry in entries]
    added = await session.scalars(
        insert(AuditEntry).on_conflict_do_nothing().returning(AuditEntry.id), lines
    )
    known = set(added.all())
    concerned = [
        {
            "municipality": entry.municipality,
            "subject": subject,
            "at": entry.at,
            "service": service,
            "id": entry.id,
        }
        for entry in entries
        if entry.id in known
        for subject in sorted(set(entry.subjects))
    ]
    if concerned:
        await session.execute(insert(AuditSubject).on_conflict_do_nothing(), concerned)
    return len(known)


async def add_break(session: Session, found: dict[str, Any]) -> None:
    """Keep an alarm; one that is known stays as it was."""
    await session.execute(insert(AuditBreak).values(found).on_conflict_do_nothing())
