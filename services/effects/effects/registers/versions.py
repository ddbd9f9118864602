"""A register's versions: one import at a time makes the next, or is kept aside until a decision."""

from effects.registers import models, parking_queries, periods, queries, row_queries
from effects.registers.suspicion import Finding
from kit import problems
from kit.database import Session
from kit.rights import Caller


class ImportInProgress(problems.NotNow):
    """Another import of the register, or an erasure, is running."""

    code = "import_in_progress"
    title = "En anden import er i gang"


class Superseded(problems.NotNow):
    """The register has newer versions than those that an import was taken as, or judged against."""

    code = "superseded"
    title = "Registret er ændret siden"


async def hold(session: Session, caller: Caller, register: str) -> None:
    """Let no other import of this register run, nor an erasure of whom it may name.

    Spells need their code list to stay as it is.

    Raises:
        ImportInProgress: Somebody else is at it.
    """
    municipality = caller.municipality or ""
    is_held = await queries.try_lock(session, municipality, register)
    if is_held and register == "support":
        is_held = await queries.try_lock(session, municipality, "codes", shared=True)
    if not is_held:
        raise ImportInProgress(
            "Vent, til den er færdig, og send filen igen.", headers={"Retry-After": "2"}
        )


async def put_next_version(session: Session, taken: models.RegisterImport) -> int:
    """Make the staged rows the register's next version, for the next release to see."""
    register, municipality = taken.register, taken.municipality
    versions = await queries.find_newest_versions(session, municipality)
    version = versions.get(register, 0) + 1
    if register == "codes":
        await row_queries.put_codes(session, municipality, version)
    elif register == "courses":
        await row_queries.put_courses(session, municipality, version)
    else:
        unit = periods.UNITS[register]
        first, last = (unit.parse(end or "") for end in (taken.period_from, taken.period_to))
        replace = (
            row_queries.replace_support if register == "support" else row_queries.replace_hours
        )
        await replace(session, municipality, version, first, last)
    await queries.stamp(session, municipality, register, version)
    return version


async def keep(session: Session, taken: models.RegisterImport, findings: list[Finding]) -> None:
    """Keep the staged rows aside, until a person has looked."""
    number = await queries.count_quarantined(session, taken.municipality, taken.register) + 1
    taken.quarantined_as = number
    taken.findings = [finding.model_dump() for finding in findings]
    taken.judged_against = await queries.find_newest_versions(session, taken.municipality)
    await parking_queries.park(session, taken.municipality, taken.register, number)
