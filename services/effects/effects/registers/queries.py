"""Every statement on the registers' bookkeeping: imports, their versions, locks and stamps."""

from collections.abc import Mapping, Sequence

from sqlalchemy import func, select, text, tuple_

from effects import copying
from effects.registers import models
from kit import pages, problems
from kit.database import Session
from kit.rights import Caller

_LOCK = text("SELECT pg_advisory_xact_lock(hashtextextended(:scope, 0))")
_TRY_LOCK = text("SELECT pg_try_advisory_xact_lock(hashtextextended(:scope, 0))")
_TRY_LOCK_SHARED = text("SELECT pg_try_advisory_xact_lock_shared(hashtextextended(:scope, 0))")


class ImportNotThere(problems.NotThere):
    """No such import of this register in the caller's municipality."""

    code = "import_not_found"
    title = "Importen findes ikke"


async def try_lock(
    session: Session, municipality: str, register: str, *, shared: bool = False
) -> bool:
    """Hold a register for the rest of the transaction; False when somebody else does."""
    statement = _TRY_LOCK_SHARED if shared else _TRY_LOCK
    return bool(await session.scalar(statement, _scope(municipality, register)))


async def lock_citizens(session: Session, municipality: str) -> None:
    """Hold every register of citizens for the rest of the transaction, after imports that run.

    None can begin meanwhile, so this waits no longer than for those that have.
    """
    await copying.allow_long_work(session)
    await session.execute(text(f"SET LOCAL lock_timeout = {copying.LONG_WORK_MS}"))
    for register in ("courses", "hours", "support"):
        await session.execute(_LOCK, _scope(municipality, register))


def _scope(municipality: str, register: str) -> dict[str, str]:
    return {"scope": f"effects.registers/{municipality}/{register}"}


async def get_import(
    session: Session, caller: Caller, register: str, import_id: str
) -> models.RegisterImport:
    """One import of a register.

    Raises:
        ImportNotThere: When the caller's municipality has none of this id.
    """
    found = await session.get(models.RegisterImport, (caller.municipality, import_id))
    if found is None or found.register != register:
        raise ImportNotThere("Find importens id i listen over registrets importer.")
    return found


async def lock_import(
    session: Session, caller: Caller, register: str, import_id: str
) -> models.RegisterImport:
    """One import of a register, which nobody else may change for the rest of the transaction.

    Raises:
        ImportNotThere: As ``get_import``.
    """
    found = await get_import(session, caller, register, import_id)
    await session.refresh(found, with_for_update=True)
    return found


async def find_import_by_batch(
    session: Session, caller: Caller, register: str, batch_id: str
) -> models.RegisterImport | None:
    """The import that this batch was taken as, if it was."""
    record = models.RegisterImport
    found: models.RegisterImport | None = await session.scalar(
        select(record).where(
            record.municipality == caller.municipality,
            record.register == register,
            record.batch_id == batch_id,
        )
    )
    return found


async def list_imports(
    session: Session, caller: Caller, register: str, page: pages.PageRequest
) -> Sequence[models.RegisterImport]:
    """A page of a register's imports, the last to arrive first, and one more."""
    record = models.RegisterImport
    statement = select(record).where(
        record.municipality == caller.municipality, record.register == register
    )
    after = page.after(str, str)
    if after is not None:
        arrived = pages.moment_of(after[0])
        statement = statement.where(tuple_(record.registered_at, record.id) < (arrived, after[1]))
    newest_first = (record.registered_at.desc(), record.id.desc())
    return (await session.scalars(statement.order_by(*newest_first).limit(page.limit + 1))).all()


async def count_versions(session: Session, caller: Caller, register: str) -> int:
    """How many versions a register has; the newest one's number."""
    record = models.RegisterImport
    statement = select(func.coalesce(func.max(record.version), 0)).where(
        record.municipality == caller.municipality, record.register == register
    )
    return await session.scalar(statement) or 0


async def find_newest_versions(session: Session, municipality: str) -> dict[str, int]:
    """The newest version of each register that has one."""
    record = models.RegisterImport
    statement = (
        select(record.register, func.max(record.version).label("version"))
        .where(record.municipality == municipality, record.version.is_not(None))
        .group_by(record.register)
    )
    return {row.register: row.version for row in await session.execute(statement)}


async def count_quarantined(session: Session, municipality: str, register: str) -> int:
    """How many imports of a register have ever waited; the newest one's number."""
    record = models.RegisterImport
    statement = select(func.coalesce(func.max(record.quarantined_as), 0)).where(
        record.municipality == municipality, record.register == register
    )
    return await session.scalar(statement) or 0


async def list_waiting(session: Session, municipality: str) -> Sequence[models.RegisterImport]:
    """The imports that wait for a decision, the first to arrive first."""
    record = models.RegisterImport
    statement = select(record).where(
        record.municipality == municipality,
        record.version.is_(None),
        record.discarded_at.is_(None),
    )
    return (await session.scalars(statement.order_by(record.registered_at, record.id))).all()


async def find_newest_taken(
    session: Session, municipality: str, register: str, *, begins: str | None = None
) -> models.RegisterImport | None:
    """The import that made the newest version; of those that begin there, where that is given."""
    record = models.RegisterImport
    statement = select(record).where(
        record.municipality == municipality,
        record.register == register,
        record.version.is_not(None),
    )
    if begins is not None:
        statement = statement.where(record.period_from == begins)
    newest: models.RegisterImport | None = await session.scalar(
        statement.order_by(record.version.desc()).limit(1)
    )
    return newest


async def find_import_ids(
    session: Session, municipality: str, versions: Mapping[str, int]
) -> dict[str, str]:
    """The ids of the imports that made these versions, by register; those there are."""
    record = models.RegisterImport
    statement = select(record.register, record.id).where(
        record.municipality == municipality,
        tuple_(record.register, record.version).in_(list(versions.items())),
    )
    return {row.register: row.id for row in await session.execute(statement)}


async def find_coverage(
    session: Session,
    municipality: str,
    register: str,
    *,
    up_to_version: int | None = None,
    after_version: int | None = None,
) -> tuple[str, str] | None:
    """First and last week (or month) that a register's imports name, as text; None without any.

    The texts sort like the weeks they name. Imports leave no gap between them, so what all of them
    name is what the register covers; there may be gaps between those after a version.

    Those after ``after_version`` are looked at, and up to ``up_to_version``; all, where neither is
    given.
    """
    record = models.RegisterImport
    statement = select(func.min(record.period_from), func.max(record.period_to)).where(
        record.municipality == municipality,
        record.register == register,
        record.version.is_not(None),
    )
    if up_to_version is not None:
        statement = statement.where(record.version <= up_to_version)
    if after_version is not None:
        statement = statement.where(record.version > after_version)
    first, last = (await session.execute(statement)).one()
    return None if first is None or last is None else (first, last)


async def stamp(session: Session, municipality: str, register: str, version: int) -> None:
    """Note that a register has a new version, for the worker to see."""
    column = f"{register}_version"
    assert column in models.RegisterStamp.__table__.columns  # noqa: S101 - the name goes into SQL
    await session.execute(
        text(
            f"""
            INSERT INTO register_stamps (municipality, {column}, stamp, released_stamp, changed_at)
            VALUES (:municipality, :version, 1, 0, clock_timestamp())
            ON CONFLICT (municipality) DO UPDATE SET
                {column} = excluded.{column},
                stamp = register_stamps.stamp + 1,
                changed_at = excluded.changed_at
            """  # noqa: S608 - the column is one of our own, checked above
        ),
        {"municipality": municipality, "version": version},
    )
