"""The packed register that a release is computed from: as it was kept, moved on, or packed anew.

Which it is makes no difference to any figure. A register is moved on by the rows that imports since
then have replaced; a new code list may give any week another class, and packs it anew.
"""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Literal, NamedTuple

import structlog

from effects.packed.advancing import NEVER, advance_register
from effects.packed.register import PackedRegister
from effects.participations import queries as participations
from effects.registers import periods, queries, row_queries
from effects.releases import caching, row_files
from effects.releases.queries import Versions
from effects.workspace import room_enough
from kit.database import Session

log = structlog.get_logger(__name__)

_ORIGIN = "origin"
_FEED = "participations"
"""What came by visitation's feed, among the registers that a packed one was packed from: how many
changes there were, and, for the id of an import, how many merges and erasures."""

_NOTHING_TOLD = "0"


class Taken(NamedTuple):
    """The newest import of a register that went into a packed one.

    Its id tells it from the import of the same number in a database that was set up anew, or back.
    """

    version: int
    import_id: str


Origin = dict[str, Taken]
"""By register, what a packed register was packed from."""


@dataclass(frozen=True, slots=True)
class Step:
    """What imports have replaced since an earlier packed register.

    Attributes:
        weeks: First and last week, or ``NEVER``.
        months: First and last month, or ``NEVER``.
        courses_since: The version that the earlier one has.
        changed_after: The feed's changes that the earlier one has.
    """

    weeks: tuple[int, int]
    months: tuple[int, int]
    courses_since: int
    changed_after: int


async def pack_register(
    session: Session, municipality: str, versions: Versions, *, folder: Path, packed_folder: Path
) -> PackedRegister:
    """The registers as they stood in these versions, packed, and kept for the next release.

    Args:
        session: In the transaction that holds the municipality's releases, so that no other one
            writes to its cache.
        municipality: Whose registers.
        versions: Of each register; codes, support and courses have one.
        folder: Where this release works.
        packed_folder: Where registers are kept.

    Raises:
        NoRoom: The disk or the memory is full.
    """
    origin = await _find_origin(session, municipality, versions)
    aliases = await participations.find_aliases(session, municipality)
    cache = caching.folder_of(packed_folder, municipality)
    known = await asyncio.to_thread(caching.find_register, cache)
    known_origin = _read_origin(known)
    if known is not None and known_origin == origin:
        return _told("kept", municipality, known)
    step = await _find_step(session, municipality, known_origin, origin)
    with room_enough():
        await _write_rows(session, municipality, origin, step, folder)
        if known is None or step is None:
            register = await asyncio.to_thread(_pack, folder, origin, aliases)
        else:
            register = await asyncio.to_thread(_advance, known, step, folder, origin, aliases)
    await asyncio.to_thread(caching.keep_register, register, cache)
    return _told("packed" if step is None else "advanced", municipality, register)


async def is_rewritten(session: Session, municipality: str, register: PackedRegister) -> bool:
    """Whether citizens were merged or erased since a register was packed.

    From here on none are, until the transaction is over: an erasure that came earlier is seen, and
    one that comes later finds all that the release keeps.
    """
    told = await participations.hold_stamp(session, municipality)
    return str(told.rewrites) != _rewrites(_read_origin(register))


async def mark_followed(session: Session, municipality: str, register: PackedRegister) -> None:
    """Note that a release holds what the feed had told when its register was packed.

    Last in the release: the feed's follower waits for whoever holds its count.
    """
    changes = _changes(_read_origin(register))
    await participations.mark_released(session, municipality, changes)


def _told(
    how: Literal["kept", "advanced", "packed"], municipality: str, register: PackedRegister
) -> PackedRegister:
    log.info("register_packed", how=how, municipality=municipality, citizens=len(register.citizens))
    return register


async def _find_origin(session: Session, municipality: str, versions: Versions) -> Origin:
    named = {
        register: getattr(versions, register)
        for register in row_queries.TABLES
        if getattr(versions, register) is not None
    }
    origin = await _find_taken(session, municipality, named)
    told = await participations.find_stamp(session, municipality)
    if told is not None and told.changes:
        origin[_FEED] = Taken(told.changes, str(told.rewrites))
    return origin


async def _find_taken(session: Session, municipality: str, versions: Mapping[str, int]) -> Origin:
    ids = await queries.find_import_ids(session, municipality, versions)
    return {register: Taken(versions[register], id_) for register, id_ in ids.items()}


def _changes(origin: Origin) -> int:
    return origin[_FEED].version if _FEED in origin else 0


def _rewrites(origin: Origin) -> str:
    return origin[_FEED].import_id if _FEED in origin else _NOTHING_TOLD


def _read_origin(register: PackedRegister | None) -> Origin:
    """What a kept register says that it was packed from; nothing where it does not say."""
    try:
        facts = register.facts[_ORIGIN] if register else {}
        return {str(name): Taken(int(version), str(id_)) for name, (version, id_) in facts.items()}
    except (KeyError, TypeError, ValueError, AttributeError):
        return {}


def _with_origin(register: PackedRegister, origin: Origin) -> PackedRegister:
    facts: dict[str, Any] = {name: list(taken) for name, taken in origin.items()}
    return replace(register, facts={**register.facts, _ORIGIN: facts})


async def _find_step(
    session: Session, municipality: str, known: Origin, origin: Origin
) -> Step | None:
    """How to come from one origin to the other; None where everything has to be packed."""
    imported = {register: taken for register, taken in known.items() if register != _FEED}
    since = {register: taken.version for register, taken in imported.items()}
    is_earlier = (
        known.keys() <= origin.keys()
        and known.get("codes") == origin["codes"]
        and {"support", "courses"} <= known.keys()
        and all(version <= origin[register].version for register, version in since.items())
        and _rewrites(known) == _rewrites(origin)
        and _changes(known) <= _changes(origin)
        and await _find_taken(session, municipality, since) == imported
    )
    if not is_earlier:
        return None

    async def replaced(register: str) -> tuple[int, int]:
        if known.get(register) == origin.get(register):
            return NEVER
        named = await queries.find_coverage(
            session,
            municipality,
            register,
            up_to_version=origin[register].version,
            after_version=since.get(register),
        )
        assert named is not None  # noqa: S101 - a version has an import, and that a period
        first, last = (periods.UNITS[register].parse(end) for end in named)
        return first, last

    return Step(
        await replaced("support"), await replaced("hours"), since["courses"], _changes(known)
    )


async def _write_rows(
    session: Session, municipality: str, origin: Origin, step: Step | None, folder: Path
) -> None:
    """The rows to be packed as files, as they stood in their versions, whatever is imported now."""
    for register, taken in origin.items():
        path = row_files.path_of(folder, register)
        if register == _FEED:
            continue
        if register == "courses":
            await participations.write_courses(
                session,
                municipality,
                taken.version,
                path,
                since=step.courses_since if step else None,
                changed_after=step.changed_after if step else None,
            )
            continue
        within = None
        if step is not None and register in periods.UNITS:
            within = step.weeks if register == "support" else step.months
            if within == NEVER:
                continue
        await row_queries.write_rows(
            session, municipality, register, taken.version, path, within=within
        )


def _pack(folder: Path, origin: Origin, aliases: Mapping[str, str]) -> PackedRegister:
    packed = row_files.pack_rows(folder, has_hours="hours" in origin, aliases=aliases)
    return _with_origin(packed.register, origin)


def _advance(
    known: PackedRegister,
    step: Step,
    folder: Path,
    origin: Origin,
    aliases: Mapping[str, str],
) -> PackedRegister:
    new = row_files.pack_rows(
        folder, has_hours="hours" in origin, aliases=aliases, citizens=known.citizens
    )
    advance = advance_register(
        known, new.register, weeks=step.weeks, months=step.months, withdrawn=new.never_started
    )
    return _with_origin(advance.register, origin)
