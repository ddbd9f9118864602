"""Taking a register file in: all of it or nothing, once, and never two at a time."""

import asyncio
import uuid
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from effects import copying
from effects.registers import (
    files,
    judging,
    models,
    periods,
    queries,
    row_queries,
    schemas,
    versions,
)
from effects.registers.files import FileReading
from effects.registers.suspicion import Finding
from effects.registers.upload import Upload
from effects.settings import Settings
from kit import audit, problems
from kit.database import Session
from kit.rights import Caller

COPENHAGEN = ZoneInfo("Europe/Copenhagen")

FORESEEN = timedelta(weeks=52)
"""How far a register may run ahead of the clock; a mistyped year runs further."""


class ImportRefused(problems.Malformed):
    """The file has mistakes, and nothing of it was taken."""

    code = "import_refused"
    title = "Filen er ikke taget ind"


class BatchReused(problems.NotNow):
    """The batch id was used for another file, or for the same with other options."""

    code = "batch_reused"
    title = "Batch-id er brugt til noget andet"


class ImportDiscarded(problems.NotNow):
    """The batch came once, looked wrong, and was discarded."""

    code = "import_discarded"
    title = "Importen er kasseret"


class CodesMissing(problems.NotNow):
    """Spells cannot be judged without a code list."""

    code = "codes_missing"
    title = "Kodelisten mangler"


class CodesInUse(problems.NotNow):
    """The new code list leaves spells in the register without a class."""

    code = "codes_in_use"
    title = "Registret bruger koder, som listen ikke dækker"


async def take_import(
    session: Session,
    caller: Caller,
    upload: Upload,
    options: schemas.ImportOptions,
    settings: Settings,
    *,
    at: datetime,
) -> schemas.Import | schemas.DryRun:
    """Take a file in as the register's next version, or say what doing so would find.

    One that looks wrong is kept, and makes no version before a person says so.

    Raises:
        ImportRefused: The file has mistakes, or none of its rows is good.
        versions.ImportInProgress: Another import of the register is running.
        BatchReused: The batch id was used for another file.
        versions.Superseded: The batch was taken, and other imports of the register since.
        ImportDiscarded: The batch looked wrong, and was discarded.
        CodesMissing: Spells come before any code list.
        CodesInUse: A code list would leave spells in the register without a class.
        periods.PeriodMissing: The file has no row to take its period from.
        periods.PeriodGap: The period does not touch what the register covers.
        periods.FutureWeek: The stated period goes beyond the present week.
        periods.FutureMonth: The stated period goes beyond the present month.
    """
    latest = at.astimezone(COPENHAGEN).date() + FORESEEN
    periods.refuse_future(options.register_, options.last, latest)
    await copying.allow_long_work(session)
    if not options.validate_only:
        await versions.hold(session, caller, options.register_)
    known = await _find_known(session, caller, upload, options)
    if known is not None and not options.validate_only:
        return schemas.show_import(known, caller, already=True)
    reading = await _read(session, caller, upload, options, latest=latest)
    findings: list[Finding] = []
    if reading.accepted:
        await _judge(session, caller, options.register_, reading)
        await row_queries.stage(session, options.register_, reading.staged)
        findings = await judging.find_findings(
            session, caller.municipality or "", options, reading, settings
        )
    if options.validate_only:
        return _show_dry_run(options.register_, reading, findings)
    if not reading.accepted:
        raise _refused(options.register_, reading)
    taken = await _record(session, caller, upload, options, reading, at=at)
    if findings:
        await versions.keep(session, taken, findings)
    else:
        taken.version = await versions.put_next_version(session, taken)
    await session.flush()
    return schemas.show_import(taken, caller)


async def _find_known(
    session: Session, caller: Caller, upload: Upload, options: schemas.ImportOptions
) -> models.RegisterImport | None:
    batch_id = options.batch_id or upload.sha256
    known = await queries.find_import_by_batch(session, caller, options.register_, batch_id)
    if known is not None and (known.sha256 != upload.sha256 or known.asked != _asked(options)):
        raise BatchReused(
            "Filen eller dens periode er en anden end sidst. Send den med et nyt batch_id, "
            "hvis den skal tages ind."
        )
    if known is not None and known.state == "discarded":
        raise ImportDiscarded(
            "Filen så forkert ud og er kasseret. Send den rette fil, eller samme fil med et nyt "
            "batch_id, hvis den skal vurderes igen."
        )
    if known is not None and known.version is not None:
        newest = await queries.count_versions(session, caller, options.register_)
        if known.version != newest:
            raise versions.Superseded(
                "Filen er taget ind før, men registret har fået nyere siden. Intet er ændret; "
                "send med et nyt batch_id, hvis filen skal gælde igen.",
                extra={"version": known.version, "newest": newest},
            )
    return known


def _asked(options: schemas.ImportOptions) -> dict[str, str | None]:
    return {"on_error": options.on_error, "first": options.first, "last": options.last}


async def _read(
    session: Session,
    caller: Caller,
    upload: Upload,
    options: schemas.ImportOptions,
    *,
    latest: date,
) -> FileReading:
    """Read the file in a thread, beside the code list of the register as it is now."""
    codes = None
    if options.register_ == "support":
        version = await queries.count_versions(session, caller, "codes")
        if version == 0:
            raise CodesMissing(
                "Send først kodelisten til /v1/registers/codes/imports, og derefter støtten igen."
            )
        codes = upload.folder / "codes.csv"
        await row_queries.write_rows(session, caller.municipality or "", "codes", version, codes)
    return await asyncio.to_thread(
        files.read,
        upload,
        options,
        municipality=caller.municipality or "",
        codes=codes,
        latest=latest,
    )


async def _judge(session: Session, caller: Caller, register: str, reading: FileReading) -> None:
    """Hold a good file against what the registers hold already."""
    municipality = caller.municipality or ""
    if register in periods.UNITS:
        if reading.period is None:
            raise periods.PeriodMissing(
                "Filen har ingen rækker. Angiv perioden, hvis den skal stå tom i registret."
            )
        covered = await queries.find_coverage(session, municipality, register)
        periods.refuse_gap(register, covered, reading.period)
    if register == "codes":
        runs = reading.code_runs
        spells = await row_queries.count_spells_without_code(
            session,
            municipality,
            [run.code for run in runs],
            [run.from_week for run in runs],
            [run.to_week for run in runs],
        )
        if spells:
            raise CodesInUse(
                "Tilføj koderne til listen, eller ret deres gyldighed; intet er ændret.",
                extra={
                    "codes": [
                        {"code": code, "spells": count}
                        for code, count in list(spells.items())[:100]
                    ]
                },
            )


async def _record(
    session: Session,
    caller: Caller,
    upload: Upload,
    options: schemas.ImportOptions,
    reading: FileReading,
    *,
    at: datetime,
) -> models.RegisterImport:
    """Write down that a file came; no version yet."""
    first, last = reading.period or (None, None)
    taken = models.RegisterImport(
        municipality=caller.municipality or "",
        id=str(uuid.uuid4()),
        register=options.register_,
        version=None,
        batch_id=options.batch_id or upload.sha256,
        sha256=upload.sha256,
        asked=_asked(options),
        rows=reading.rows,
        refused=reading.refused,
        mistakes=reading.mistake_count,
        report=[mistake.model_dump() for mistake in reading.mistakes],
        period_from=first,
        period_to=last,
        registered_at=at,
        registered_by=caller.subject,
        findings=[],
    )
    session.add(taken)
    await audit.record(session, caller, act="registers.import", subjects=[taken.id], at=at)
    return taken


def _refused(register: schemas.Register, reading: FileReading) -> ImportRefused:
    some = f"{reading.mistake_count} fejl" if reading.mistake_count else "Ingen brugbare rækker"
    skip = (
        "" if register == "support" else ", eller brug on_error=skip_rows for at udelade rækkerne"
    )
    return ImportRefused(
        f"{some}; intet er gemt. Ret filen, og send den igen{skip}.",
        errors=[
            problems.FieldError(mistake.pointer, mistake.code, mistake.detail)
            for mistake in reading.mistakes
        ],
        extra={
            "rows": reading.rows,
            "refused": reading.refused,
            "total": reading.mistake_count,
        },
    )


def _show_dry_run(
    register: schemas.Register, reading: FileReading, findings: list[Finding]
) -> schemas.DryRun:
    # Support is taken whole or not at all, whatever a dry run was asked to leave out.
    is_taken = reading.accepted and not (register == "support" and reading.refused)
    return schemas.DryRun.model_validate(
        {
            "register": register,
            "would_be_taken": is_taken,
            "rows": reading.rows,
            "refused": reading.refused,
            "report": {"total": reading.mistake_count, "first": reading.mistakes},
            "period": schemas.show_period(*(reading.period or (None, None))),
            "findings": findings,
        }
    )
