"""What a person decides on an import that looks wrong: use it all the same, or never."""

from datetime import datetime

from effects import copying
from effects.registers import models, parking_queries, queries, schemas, versions
from kit import audit
from kit.database import Session
from kit.rights import Caller


async def override(
    session: Session,
    caller: Caller,
    register: schemas.Register,
    import_id: str,
    reason: str,
    *,
    at: datetime,
) -> schemas.Import:
    """Make an import the register's next version although it looks wrong.

    Raises:
        ImportNotThere: The municipality has none of this id.
        ImportDecided: It does not wait for a decision.
        ImportInProgress: Another import of the register is running.
        Superseded: A register that it was judged against has newer versions.
    """
    await copying.allow_long_work(session)
    await versions.hold(session, caller, register)
    waiting = await queries.lock_import(session, caller, register, import_id)
    waiting.refuse_decided()
    await _refuse_superseded(session, waiting)
    number = waiting.quarantined_as or 0
    await parking_queries.stage_parked(session, waiting.municipality, register, number)
    version = await versions.put_next_version(session, waiting)
    waiting.override(version, by=caller.subject, reason=reason, at=at)
    return await _decided(session, caller, waiting, at=at)


async def discard(
    session: Session,
    caller: Caller,
    register: schemas.Register,
    import_id: str,
    reason: str,
    *,
    at: datetime,
) -> schemas.Import:
    """Delete the rows of an import that looks wrong; what it was, and who decided, is kept.

    Raises:
        ImportNotThere: The municipality has none of this id.
        ImportDecided: It does not wait for a decision.
    """
    await copying.allow_long_work(session)
    waiting = await queries.lock_import(session, caller, register, import_id)
    waiting.discard(by=caller.subject, reason=reason, at=at)
    number = waiting.quarantined_as or 0
    await parking_queries.remove_parked(session, waiting.municipality, register, number)
    return await _decided(session, caller, waiting, at=at)


async def show(
    session: Session, caller: Caller, register: schemas.Register, import_id: str
) -> schemas.Import:
    """An import as it is now, for a decision that is sent again."""
    return schemas.show_import(
        await queries.get_import(session, caller, register, import_id), caller
    )


async def list_caveats(session: Session, municipality: str) -> list[str]:
    """What a release must say of the imports that it is computed without."""
    names = {"codes": "koder", "support": "støtte", "hours": "løntimer", "courses": "forløb"}
    return [
        f"En import af {names[waiting.register]} fra {waiting.registered_at:%d.%m.%Y} så forkert "
        "ud og venter på en afgørelse; tallene er beregnet uden den."
        for waiting in await queries.list_waiting(session, municipality)
    ]


async def _refuse_superseded(session: Session, waiting: models.RegisterImport) -> None:
    """See that what it was judged against is what it would change."""
    judged, newest = (
        {name: known.get(name) for name in _beside(waiting.register)}
        for known in (
            waiting.judged_against or {},
            await queries.find_newest_versions(session, waiting.municipality),
        )
    )
    if judged != newest:
        raise versions.Superseded(
            "Der er taget nyere filer i brug, siden den blev vurderet. Kassér den, og send filen "
            "igen med et nyt batch_id, hvis den stadig skal gælde.",
            extra={"judged_against": judged, "newest": newest},
        )


def _beside(register: str) -> tuple[str, ...]:
    """The registers that decide whether a file can be taken: codes and support need each other."""
    return ("codes", "support") if register in ("codes", "support") else (register,)


async def _decided(
    session: Session, caller: Caller, decided: models.RegisterImport, *, at: datetime
) -> schemas.Import:
    act = "registers.override" if decided.overridden_at else "registers.discard"
    await audit.record(session, caller, act=act, subjects=[decided.id], at=at)
    await session.flush()
    return schemas.show_import(decided, caller)
