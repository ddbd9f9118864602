"""Sealing the audit log: a signed chain in which a changed, removed or added row is found.

A worker seals what has been written since the last seal, municipality by municipality: it names
the rows, digests them together with the digest before, and signs the whole. The rows' ids are
given out before they become visible, so a seal names the ids that it holds (a multirange) rather
than the last one; a row that becomes visible late stands in a later seal.
"""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from joserfc import jws
from joserfc.errors import JoseError
from joserfc.jwk import ECKey
from pydantic import BaseModel
from sqlalchemy import insert, select, text
from sqlalchemy.dialects.postgresql import Range

from kit import private_files, tables, tenancy
from kit.database import Database, Session
from kit.health import HEARTBEAT

ALGORITHM = "ES256"
CURVE = "P-256"
MOST_ROWS = 1_000
"""In one seal: what its reader holds in memory at once."""
LOOK_BACK = timedelta(hours=24)
"""How long before its first round a sealer looks for rows that became visible late."""
NOTHING_BEFORE = bytes(32)

_LOCK = text("SELECT pg_try_advisory_xact_lock(hashtext('pejling.audit_sealing'))")
_OLDEST = text(
    "SELECT coalesce(min(xact_start), now()) FROM pg_stat_activity"
    " WHERE datname = current_database() AND pid <> pg_backend_pid() AND xact_start IS NOT NULL"
)
_FLOOR = text(
    "SELECT coalesce(max(upper(entries)), 0) FROM audit_seals"
    " WHERE municipality = :municipality AND sealed_at < :before"
)
_LATE = text(
    """
    SELECT audit_log.* FROM audit_log
    WHERE id >= :floor
      AND NOT EXISTS (SELECT FROM audit_seals s
                      WHERE s.municipality = :municipality AND upper(s.entries) > :floor
                        AND s.entries @> audit_log.id)
    ORDER BY id LIMIT :most
    """
)
_BEAT = text(
    """
    INSERT INTO cursors (feed, position) VALUES (:feed, 0)
    ON CONFLICT (feed) DO UPDATE SET moved_at = now()
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
    was under way in the round before has ended, what they wrote is visible and was looked for.
    """

    key: SealingKey
    _under_way_since: datetime | None = None

    async def seal(self, database: Database) -> int:
        """Seal all that is there; how many rows that were."""
        async with database.transaction(None) as session:
            now: datetime = await session.scalar(select(text("now()"))) or datetime.now(UTC)
            oldest = await session.scalar(_OLDEST) or now
            municipalities = (
                await session.scalars(select(tables.audit_municipalities.c.municipality).distinct())
            ).all()
        before = self._under_way_since or now - LOOK_BACK
        sealed = 0
        for municipality in municipalities:
            while (rows := await self._seal_some(database, municipality, before)) == MOST_ROWS:
                sealed += rows
            sealed += rows
        async with database.transaction(None) as session:
            await session.execute(_BEAT, {"feed": HEARTBEAT})
        self._under_way_since = oldest
        return sealed

    async def _seal_some(self, database: Database, municipality: str, before: datetime) -> int:
        async with database.transaction(municipality) as session:
            if not await session.scalar(_LOCK):
                return 0
            given = {"municipality": municipality}
            floor = await session.scalar(_FLOOR, given | {"before": before})
            rows = (
                await session.execute(_LATE, given | {"floor": floor, "most": MOST_ROWS})
            ).mappings()
            entries = [Entry.model_validate(dict(row)) for row in rows]
            if not entries:
                return 0
            last = (
                await session.execute(
                    select(tables.audit_seals.c.number, tables.audit_seals.c.digest)
                    .where(tables.audit_seals.c.municipality == municipality)
                    .order_by(tables.audit_seals.c.number.desc())
                    .limit(1)
                )
            ).one_or_none()
            previous = bytes(last.digest) if last else NOTHING_BEFORE
            seal = {
                "municipality": municipality,
                "number": (last.number if last else 0) + 1,
                "count": len(entries),
                "previous": previous.hex(),
                "digest": digest(previous, entries).hex(),
            }
            await session.execute(
                insert(tables.audit_seals).values(
                    municipality=municipality,
                    number=seal["number"],
                    entries=_ranges([entry.id for entry in entries]),
                    count=len(entries),
                    previous=previous,
                    digest=bytes.fromhex(str(seal["digest"])),
                    signature=self.key.sign(_said(seal)),
                    sealed_at=datetime.now(UTC),
                )
            )
            return len(entries)


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
            return breaks
        for seal in seals:
            number, previous = heads.get(seal.municipality, (0, NOTHING_BEFORE))
            reason = _reason(seal, number, previous, key)
            if reason is not None:
                breaks.append(Break(seal.municipality, seal.number, reason))
            heads[seal.municipality] = (seal.number, bytes.fromhex(seal.digest))
        after = seals[-1].position


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
