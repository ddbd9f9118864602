"""Following a service's sealed audit log: every line once, and every seal checked.

A seal that does not fit is kept as an alarm and does not stop the following: whoever tampered with
a log must not be able to silence what comes after.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from http import HTTPStatus

import httpx
import structlog

from gateway.audit import queries
from gateway.audit.models import AuditHead, AuditSource
from gateway.settings import Settings
from kit import sealing, tenancy
from kit.audit_feed import MOST_SEALS, SealedLog
from kit.database import Database, Session
from kit.sealing import Seal
from kit.service_tokens import ServiceTokens
from kit.worker import Clock

FOLLOW_EVERY_SECONDS = 2.0
DEADLINE_SECONDS = 20.0

log = structlog.get_logger(__name__)


@dataclass(slots=True)
class Following:
    """One service's log, as one worker follows it; any number of workers may."""

    service: str
    address: str
    tokens: ServiceTokens
    _client: httpx.AsyncClient | None = field(default=None, repr=False)

    async def follow(self, database: Database) -> None:
        """Take everything that is there, some seals at a time.

        Raises:
            httpx.HTTPError: When the service does not answer, or not well.
        """
        # Kept from round to round: to make one anew would read the machine's certificates again.
        self._client = self._client or httpx.AsyncClient(timeout=DEADLINE_SECONDS)
        while await self.step(database, self._client) == MOST_SEALS:
            continue

    async def step(self, database: Database, client: httpx.AsyncClient) -> int:
        """Fetch once, with no transaction open, and keep what came; how many seals that were."""
        async with database.transaction(None) as session:
            position = await queries.find_position(session, self.service)
        answer = await client.get(
            self.address,
            params={"after": position, "limit": MOST_SEALS},
            headers={"Authorization": f"Bearer {await self.tokens.current(client)}"},
        )
        if answer.status_code == HTTPStatus.UNAUTHORIZED:
            self.tokens.forget()
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
    reasons = list(_misfits(source, seal, head))
    own = [entry for entry in seal.entries if entry.municipality == seal.municipality]
    if own and await queries.add_entries(session, source.service, own) < len(own):
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
        },
    )
    await session.flush()


def _misfits(source: AuditSource, seal: Seal, head: AuditHead | None) -> Iterator[str]:
    """Why a seal does not fit what came before it, or what it seals."""
    previous = bytes.fromhex(seal.previous)
    if seal.number != (head.number if head else 0) + 1:
        yield "seal_missing"
    if previous != (head.digest if head else sealing.NOTHING_BEFORE):
        yield "chain_broken"
    yield from _misfits_of_key(source, seal)
    if seal.count > len(seal.entries):
        yield "row_removed"
    elif seal.count < len(seal.entries):
        yield "row_added"
    elif sealing.digest(previous, seal.entries).hex() != seal.digest:
        yield "row_changed"
    if any(entry.municipality != seal.municipality for entry in seal.entries):
        yield "row_of_another"


def _misfits_of_key(source: AuditSource, seal: Seal) -> Iterator[str]:
    """The first key that a service seals with is believed; another one is an alarm, once."""
    try:
        key = sealing.key_of(seal.signature)
    except ValueError:
        yield "signature_wrong"
        return
    if not sealing.is_signed(seal.model_dump(exclude={"entries"}), key):
        yield "signature_wrong"
        return
    if source.key is not None and source.key != key:
        yield "key_changed"
    source.key = key
