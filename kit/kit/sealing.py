"""Sealing the audit log: a signed chain in which a changed, removed or added row is found.

A worker seals what has been written since the last seal, municipality by municipality: it names
the rows, digests them together with the digest before, and signs the whole. The rows' ids are
given out before they become visible, so a seal names the ids that it holds (a multirange) rather
than the last one; a row that becomes visible late stands in a later seal.
"""

import hashlib
import json
from collections import deque
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from joserfc import jws
from joserfc.errors import JoseError
from joserfc.jwk import ECKey
from pydantic import BaseModel
from sqlalchemy import func, insert, select, text
from sqlalchemy.dialects.postgresql import Range

from kit import private_files, tables, tenancy
from kit.database import Database, Session
from kit.health import HEARTBEAT

ALGORITHM = "ES256"
CURVE = "P-256"
MOST_ROWS = 1_000
"""In one seal: what its reader holds in memory at once."""
LOOK_BACK = timedelta(hours=24)
"""How long before the last seal a new sealer looks for rows that became visible late."""
NOTHING_BEFORE = bytes(32)
SETTLED_AFTER = timedelta(hours=1)
WRITTEN_WITHIN = timedelta(seconds=60)
"""From the moment that a line names, its request's beginning, to that of its transaction."""
MICROSECONDS = 1_000_000

_LOCK = text("SELECT pg_try_advisory_xact_lock(hashtext('pejling.audit_sealing'))")
_NOW = text(
    """
    SELECT clock_timestamp() AS now,
           coalesce((SELECT min(xact_start) FROM pg_stat_activity
                     WHERE datname = current_database() AND pid <> pg_backend_pid()
                       AND xact_start IS NOT NULL), clock_timestamp()) AS oldest,
           coalesce((SELECT max(position) FROM audit_seals), 0) AS position,
           coalesce(pg_sequence_last_value('audit_log_id_seq'), 0) AS last_id
    """
)
_BEGIN = text(
    """
    SELECT coalesce(max(position), 0) FROM audit_seals
    WHERE sealed_at < (SELECT max(sealed_at) FROM audit_seals) - CAST(:back AS interval)
    """
)
_HIGHEST = text(
    "SELECT coalesce(max(upper(entries)), 0) FROM audit_seals"
    " WHERE position > :after AND position <= :until"
)
_OPEN = text(
    """
    SELECT lower(gap) AS first, upper(gap) AS behind
    FROM unnest(int8multirange(int8range(:floor, NULL)) - coalesce(
        (SELECT range_agg(range) FROM audit_seals, unnest(entries) AS range
         WHERE position > :position), '{}')) AS gap
    """
)
"""The ids that no seal holds, whosever they are; the last range has no end."""
_ROWS = text(
    """
    SELECT audit_log.* FROM audit_log
    WHERE id <@ (SELECT range_agg(int8range(first, behind))
                 FROM unnest(CAST(:firsts AS bigint[]), CAST(:behinds AS bigint[]))
                 AS gap (first, behind))
      AND id >= :first AND id > :after
    ORDER BY id LIMIT :most
    """
)
_MUNICIPALITIES = select(tables.audit_municipalities.c.municipality).distinct()
_BEAT = text(
    """
    INSERT INTO cursors (feed, position) VALUES (:feed, :until)
    ON CONFLICT (feed) DO UPDATE
    SET moved_at = now(), position = greatest(cursors.position, excluded.position)
    """
)


class Entry(BaseModel):
    """One line of an audit log as others may read it; ``subjects`` are opaque ids."""

    id: int
    municipality: str
    at: datetime
    actor: str
    actor_kind: str
    on_behalf_of: str | None
    organisation: str | None
    act: str
    purpose: str | None
    subjects: list[str]
    criterion: str | None
    trace_id: str


class Seal(BaseModel):
    """One link of a municipality's chain, with the rows that it seals."""

    position: int
    municipality: str
    number: int
    count: int
    previous: str
    digest: str
    signature: str
    sealed_at: datetime
    entries: list[Entry]


class SealingKey:
    """The key that signs one service's seals."""

    def __init__(self, key: ECKey) -> None:
        self._key = key
        self.public = key.as_dict(private=False)

    @classmethod
    def read(cls, path: Path) -> "SealingKey":
        """The key in a file as ``generate_key`` writes it.

        Raises:
            kit.private_files.NotPrivate: When the file cannot be read, or others can read it too,
                or it holds no such key.
        """
        try:
            key = ECKey.import_key(json.loads(private_files.read(path)))
        except private_files.NotPrivate:
            raise
        except (JoseError, ValueError, TypeError, KeyError):
            raise private_files.NotPrivate(f"Filen er ikke en nøgle (JWK, EC {CURVE})") from None
        if not key.is_private or key.curve_name != CURVE:
            raise private_files.NotPrivate(f"Filen skal have en privat nøgle (JWK, EC {CURVE})")
        return cls(key)

    def sign(self, said: bytes) -> str:
        """A compact JWS over what is said; its header names the public key."""
        header = {"alg": ALGORITHM, "jwk": self.public}
        return jws.serialize_compact(header, said, self._key)


def generate_key() -> str:
    """The text of a new key file."""
    key = ECKey.generate_key(CURVE, parameters={"use": "sig", "alg": ALGORITHM})
    return json.dumps(key.as_dict(private=True)) + "\n"


def digest(previous: bytes, entries: Sequence[Entry]) -> bytes:
    """The digest of a seal: SHA-256 over the digest before and the rows, one JSON line each."""
    sha = hashlib.sha256(previous)
    for entry in entries:
        sha.update(
            json.dumps(
                entry.model_dump(mode="json"),
                ensure_ascii=False,
                sort_keys=True,
                separators=(",", ":"),
            ).encode()
        )
        sha.update(b"\n")
    return sha.digest()


def is_signed(seal: Mapping[str, Any], key: Mapping[str, Any]) -> bool:
    """Whether a seal's signature is one by this public key, over just what the seal says."""
    try:
        signed = jws.deserialize_compact(
            seal["signature"], ECKey.import_key(dict(key)), algorithms=[ALGORITHM]
        )
    except (JoseError, ValueError, TypeError, KeyError):
        return False
    return signed.payload == _said(seal)


def key_of(signature: str) -> dict[str, Any]:
    """The public key that a seal's signature says it is by.

    Raises:
        ValueError: When it says none.
    """
    try:
        key = jws.extract_compact(signature.encode()).headers()["jwk"]
    except (JoseError, ValueError, KeyError):
        raise ValueError("the signature names no key") from None
    if not isinstance(key, dict):
        raise ValueError("the signature names no key")  # noqa: TRY004 - as above
    return key


def _said(seal: Mapping[str, Any]) -> bytes:
    said = {name: seal[name] for name in ("municipality", "number", "count", "previous", "digest")}
    return json.dumps(said, sort_keys=True).encode()


@dataclass(slots=True)
class Sealer:
    """Seals what is new, round after round; several may run, one at a time does.

    A row that is not visible yet belongs to a transaction under way. Once every transaction that
    was under way when a round began has ended, a later round has looked for whatever it wrote, and
    ids below the seals of that round need not be looked at again; and while no id has been given
    out since, nothing need be.
    """

    key: SealingKey
    _floor: int = 0
    _position: int | None = None
    _rounds: deque[tuple[datetime, int]] = field(default_factory=deque)
    _last_id: int = -1
    _changed_at: datetime | None = None
    _settled: int = -1

    async def seal(self, database: Database) -> int:
        """Seal all that is there; how many rows that were. Nothing while another is at it."""
        async with database.transaction(None) as session:
            if not await session.scalar(_LOCK):
                return 0
            begun = (await session.execute(_NOW)).one()
            until = int((begun.oldest - WRITTEN_WITHIN).timestamp() * MICROSECONDS)
            await session.execute(_BEAT, {"feed": HEARTBEAT, "until": until})
            if begun.last_id == self._settled:
                return 0
            if self._position is None:
                self._position = await session.scalar(_BEGIN, {"back": LOOK_BACK}) or 0
                given = {"after": 0, "until": self._position}
                self._floor = await session.scalar(_HIGHEST, given) or 0
            given = {"floor": self._floor, "position": self._position}
            gaps = (await session.execute(_OPEN, given)).all()
            sealed = 0
            for municipality in (await session.scalars(_MUNICIPALITIES)).all():
                await tenancy.enter(session, municipality)
                sealed += await self._seal_municipality(session, municipality, gaps)
            floor, position = await self._moved_up(session, begun.oldest)
        # Only what is committed was looked at for good.
        self._floor, self._position = floor, position
        self._rounds.append((begun.now, begun.position))
        if begun.last_id != self._last_id:
            self._last_id, self._changed_at = begun.last_id, begun.now
        elif self._changed_at is not None and self._changed_at <= begun.oldest:
            self._settled = begun.last_id
        return sealed

    async def _moved_up(self, session: Session, oldest: datetime) -> tuple[int, int]:
        """From where the next round looks, now that this one has looked at everything."""
        floor, position = self._floor, self._position or 0
        reached = position
        while self._rounds and self._rounds[0][0] <= oldest:
            reached = max(reached, self._rounds.popleft()[1])
        if reached > position:
            given = {"after": position, "until": reached}
            floor = max(floor, await session.scalar(_HIGHEST, given) or 0)
        return floor, reached

    async def _seal_municipality(
        self, session: Session, municipality: str, gaps: Sequence[Any]
    ) -> int:
        sealed = after = 0
        last = await self._last(session, municipality)
        while True:
            rows = await session.execute(_ROWS, _within(gaps, after=after, most=MOST_ROWS))
            entries = [Entry.model_validate(dict(row)) for row in rows.mappings()]
            if entries:
                last = await self._add(session, municipality, entries, *last)
                after = entries[-1].id
                sealed += len(entries)
            if len(entries) < MOST_ROWS:
                return sealed

    async def _last(self, session: Session, municipality: str) -> tuple[int, bytes]:
        """The number and the digest at the end of a municipality's chain."""
        seals = tables.audit_seals
        row = (
            await session.execute(
                select(seals.c.number, seals.c.digest)
                .where(seals.c.municipality == municipality)
                .order_by(seals.c.number.desc())
                .limit(1)
            )
        ).one_or_none()
        return (row.number, bytes(row.digest)) if row else (0, NOTHING_BEFORE)

    async def _add(
        self,
        session: Session,
        municipality: str,
        entries: Sequence[Entry],
        number: int,
        previous: bytes,
    ) -> tuple[int, bytes]:
        """One seal more; the chain's new end."""
        made = digest(previous, entries)
        seal = {
            "municipality": municipality,
            "number": number + 1,
            "count": len(entries),
            "previous": previous.hex(),
            "digest": made.hex(),
        }
        await session.execute(
            insert(tables.audit_seals).values(
                municipality=municipality,
                number=number + 1,
                entries=_ranges([entry.id for entry in entries]),
                count=len(entries),
                previous=previous,
                digest=made,
                signature=self.key.sign(_said(seal)),
                # The database's clock: rounds are compared with its transactions.
                sealed_at=func.clock_timestamp(),
            )
        )
        return number + 1, made


def _within(gaps: Sequence[Sequence[Any]], *, after: int, most: int) -> dict[str, object]:
    """What ``_ROWS`` is asked with: the gaps, each by its first id and the one behind its last."""
    firsts, behinds = [gap[0] for gap in gaps], [gap[1] for gap in gaps]
    least = min(firsts, default=0)
    return {"firsts": firsts, "behinds": behinds, "first": least, "after": after, "most": most}


def _ranges(ids: Sequence[int]) -> list[Range[int]]:
    """Ids in order as ranges without gaps."""
    ranges: list[list[int]] = []
    for one in ids:
        if ranges and ranges[-1][1] == one:
            ranges[-1][1] = one + 1
        else:
            ranges.append([one, one + 1])
    return [Range(first, end) for first, end in ranges]


async def list_seals(session: Session, *, after: int, limit: int) -> list[Seal]:
    """The seals behind a position, with their rows; one municipality at a time is entered."""
    seals = tables.audit_seals
    rows = (
        await session.execute(
            select(seals).where(seals.c.position > after).order_by(seals.c.position).limit(limit)
        )
    ).all()
    found = []
    for row in rows:
        await tenancy.enter(session, row.municipality)
        found.append(
            Seal(
                position=row.position,
                municipality=row.municipality,
                number=row.number,
                count=row.count,
                previous=bytes(row.previous).hex(),
                digest=bytes(row.digest).hex(),
                signature=row.signature,
                sealed_at=row.sealed_at,
                entries=await _entries(session, row.entries),
            )
        )
    return found


async def _entries(session: Session, ranges: Sequence[Range[int]]) -> list[Entry]:
    """The rows of one seal; outside its ranges nothing is looked at."""
    if not ranges:
        return []
    log = tables.audit_log
    first, end = ranges[0].lower, ranges[-1].upper
    assert first is not None  # noqa: S101 - how _ranges makes them
    assert end is not None  # noqa: S101 - as above
    rows = await session.execute(
        select(log)
        .where(log.c.id >= first, log.c.id < end)
        .where(text("id <@ CAST(:ranges AS int8multirange)").bindparams(ranges=_written(ranges)))
        .order_by(log.c.id)
    )
    return [Entry.model_validate(dict(row)) for row in rows.mappings()]


def _written(ranges: Sequence[Range[int]]) -> str:
    return "{" + ",".join(f"[{one.lower},{one.upper})" for one in ranges) + "}"


@dataclass(frozen=True, slots=True)
class Break:
    """A place in which the log is not what was sealed."""

    municipality: str
    number: int
    reason: str


async def find_breaks(database: Database, key: Mapping[str, Any]) -> list[Break]:
    """Read the whole chain of every municipality again, and name what does not fit.

    Args:
        database: The service's database.
        key: The public part of its sealing key.
    """
    breaks: list[Break] = []
    heads: dict[str, tuple[int, bytes]] = {}
    after = 0
    while True:
        async with database.transaction(None) as session:
            seals = await list_seals(session, after=after, limit=20)
        if not seals:
            return breaks + await _outside_seals(database)
        for seal in seals:
            number, previous = heads.get(seal.municipality, (0, NOTHING_BEFORE))
            reason = _reason(seal, number, previous, key)
            if reason is not None:
                breaks.append(Break(seal.municipality, seal.number, reason))
            heads[seal.municipality] = (seal.number, bytes.fromhex(seal.digest))
        after = seals[-1].position


async def _outside_seals(database: Database) -> list[Break]:
    """Rows that no seal holds though later ones were sealed long ago: somebody put them there.

    Left out is what transactions under way may still have written, and an hour besides.
    """
    async with database.transaction(None) as session:
        begun = (await session.execute(_NOW)).one()
        settled = min(begun.oldest, begun.now - SETTLED_AFTER)
        seals = tables.audit_seals
        highest = select(func.max(func.upper(seals.c.entries)))
        floor = await session.scalar(highest.where(seals.c.sealed_at < settled)) or 0
        open_ids = (await session.execute(_OPEN, {"floor": 0, "position": 0})).all()
        gaps = [(gap.first, min(gap.behind or floor, floor)) for gap in open_ids]
        gaps = [(first, behind) for first, behind in gaps if first < behind]
        found = []
        for municipality in (await session.scalars(_MUNICIPALITIES)).all():
            await tenancy.enter(session, municipality)
            rows = await session.execute(_ROWS, _within(gaps, after=-1, most=1))
            if rows.first() is not None:
                found.append(Break(municipality, 0, "row_outside_seals"))
    return found


def _reason(seal: Seal, number: int, previous: bytes, key: Mapping[str, Any]) -> str | None:
    if seal.number != number + 1:
        return "seal_missing"
    if bytes.fromhex(seal.previous) != previous:
        return "chain_broken"
    if not is_signed(seal.model_dump(exclude={"entries"}), key):
        return "signature_wrong"
    if seal.count > len(seal.entries):
        return "row_removed"
    if seal.count < len(seal.entries):
        return "row_added"
    return None if digest(previous, seal.entries).hex() == seal.digest else "row_changed"
