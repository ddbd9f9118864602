"""Following a service's sealed audit log: every line once, and every seal checked.

A seal that does not fit is kept as an alarm and does not stop the following: whoever tampered with
a log must not be able to silence what comes after.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from http import HTTPStatus
from typing import Any

import httpx
import structlog

from gateway.audit import queries
from gateway.audit.models import AuditHead, AuditSource
from gateway.settings import Settings
from kit import outgoing, sealing, tenancy
from kit.audit_feed import SealedLog
from kit.database import Database, Session
from kit.feed import PositionUnknown
from kit.sealing import Seal
from kit.service_tokens import ServiceTokens
from kit.worker import Clock

FOLLOW_EVERY_SECONDS = 2.0
DEADLINE_SECONDS = 20.0
SEALS_AT_A_TIME = 5
"""Of a thousand lines each at most (``kit.sealing``): what is held in memory at once."""

log = structlog.get_logger(__name__)


@dataclass(slots=True)
class Following:
    """One service's log, as one worker follows it; any number of workers may."""

    service: str
    address: str
    tokens: ServiceTokens

    async def follow(self, database: Database) -> None:
        """Take everything that is there, some seals at a time.

        Raises:
            httpx.HTTPError: When the service does not answer, or not well.
        """
        async with outgoing.new_client(read_seconds=DEADLINE_SECONDS) as client:
            while await self.step(database, client) == SEALS_AT_A_TIME:
                continue

    async def step(self, database: Database, client: httpx.AsyncClient) -> int:
        """Fetch once, with no transaction open, and keep what came; how many seals that were."""
        async with database.transaction(None) as session:
            position = await queries.find_position(session, self.service)
        answer = await outgoing.send(
            client,
            "GET",
            self.address,
            deadline_seconds=DEADLINE_SECONDS,
            params={"after": position, "limit": SEALS_AT_A_TIME},
            headers={"Authorization": f"Bearer {await self.tokens.current(client)}"},
        )
        if answer.status_code == HTTPStatus.UNAUTHORIZED:
            self.tokens.forget()
        if position and _ends_before(answer):
            await self._begin_anew(database, position)
            return 0
        answer.raise_for_status()
        came = SealedLog.model_validate_json(answer.content)
        async with database.transaction(None) as session:
            source = await queries.move_source(
                session,
                self.service,
                before=position,
                after=came.position,
                complete_until=came.complete_until,
            )
            if source is None:
                return 0
            for seal in came.seals:
                await _keep(session, source, seal, at=datetime.now(UTC))
        return len(came.seals)

    async def _begin_anew(self, database: Database, position: int) -> None:
        at = datetime.now(UTC)
        async with database.transaction(None) as session:
            if await queries.begin_anew(session, self.service, before=position, at=at):
                log.error("audit_log_restored", service=self.service, position=position)


def _ends_before(answer: httpx.Response) -> bool:
    """Whether a service says that its log ends before where it was followed to."""
    if answer.status_code != HTTPStatus.CONFLICT:
        return False
    said = answer.json()
    return isinstance(said, dict) and said.get("code") == PositionUnknown.code


def clocks(settings: Settings, tokens: ServiceTokens) -> Sequence[Clock]:
    """A clock for each service, so that one that is away holds none of the others up."""
    return [
        Clock(
            f"follow_audit_of_{service}",
            FOLLOW_EVERY_SECONDS,
            Following(service, f"{url}/v1/audit/seals", tokens).follow,
        )
        for service, url in settings.service_urls.items()
    ]


async def _keep(session: Session, source: AuditSource, seal: Seal, *, at: datetime) -> None:
    await tenancy.enter(session, seal.municipality)
    head = await queries.find_head(session, seal.municipality, source.service)
    key = _signer(seal)
    reasons = [*_misfits(source, seal, head), *_misfits_of_key(source, key, head)]
    own = [entry for entry in seal.entries if entry.municipality == seal.municipality]
    if own and not await queries.add_entries(session, source, own):
        reasons.append("row_repeated")
    for reason in reasons:
        log.error(
            "audit_log_broken",
            service=source.service,
            municipality=seal.municipality,
            seal=seal.number,
            reason=reason,
        )
        await queries.add_break(
            session,
            {
                "municipality": seal.municipality,
                "service": source.service,
                "position": seal.position,
                "reason": reason,
                "number": seal.number,
                "found_at": at,
            },
        )
    await queries.keep_head(
        session,
        {
            "municipality": seal.municipality,
            "service": source.service,
            "number": seal.number,
            "digest": bytes.fromhex(seal.digest),
            "key": key or (head.key if head else None),
            "restorations": source.restorations,
        },
    )
    source.key = key or source.key
    await session.flush()


def _misfits(source: AuditSource, seal: Seal, head: AuditHead | None) -> Iterator[str]:
    """Why a seal does not fit what came before it, or what it seals."""
    previous = bytes.fromhex(seal.previous)
    if head is not None and head.restorations < source.restorations:
        head = None
    if seal.number != (head.number if head else 0) + 1:
        yield "seal_missing"
    if previous != (head.digest if head else sealing.NOTHING_BEFORE):
        yield "chain_broken"
    if seal.count > len(seal.entries):
        yield "row_removed"
    elif seal.count < len(seal.entries):
        yield "row_added"
    elif sealing.digest(previous, seal.entries).hex() != seal.digest:
        yield "row_changed"
    if any(entry.municipality != seal.municipality for entry in seal.entries):
        yield "row_of_another"


def _signer(seal: Seal) -> dict[str, Any] | None:
    """The key that has signed a seal; None when what it names has not."""
    try:
        key = sealing.key_of(seal.signature)
    except ValueError:
        return None
    return key if sealing.is_signed(seal.model_dump(exclude={"entries"}), key) else None


def _misfits_of_key(
    source: AuditSource, key: Mapping[str, Any] | None, head: AuditHead | None
) -> Iterator[str]:
    """The first key of a service is believed; another one is an alarm in each chain, once."""
    if key is None:
        yield "signature_wrong"
        return
    known = (head.key if head else None) or source.key
    if known is not None and known != key:
        yield "key_changed"
