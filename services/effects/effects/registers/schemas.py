"""What crosses the wire about registers and their imports."""

from datetime import datetime
from typing import Annotated, Literal

from fastapi import Depends, Query
from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from effects.registers import models, periods
from effects.registers.suspicion import Finding
from kit import cpr, problems
from kit.rights import Caller
from kit.texts import Line

OVERRIDE = "registers.override"
"""The right to decide on an import that looks wrong."""

Register = Literal["codes", "support", "hours", "courses"]
FileFormat = Literal["csv", "parquet"]
BatchId = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9._:-]{1,100}$")]


class BatchIdIsCpr(problems.Malformed):
    """A CPR number would have been kept and shown as the batch's id."""

    code = "batch_id_is_cpr"
    title = "batch_id ligner et personnummer"


class SkipRowsNotForSupport(problems.Malformed):
    """Weeks without a row count as self-supporting, so a row of support cannot be left out."""

    code = "skip_rows_not_for_support"
    title = "Rækker kan ikke udelades af støtten"


class Period(BaseModel):
    """What an import covers, both ends included: ISO weeks, months for hours, dates for courses."""

    from_: str = Field(alias="from", examples=["2024-W01"])
    to: str = Field(examples=["2024-W52"])

    model_config = ConfigDict(populate_by_name=True, serialize_by_alias=True)


class RowMistake(BaseModel):
    """One mistake in a file: what, where, and what to do about it."""

    pointer: str = Field(examples=["/rows/17/from_week"])
    row: int | None = Field(examples=[17], description="Data row, counted from 1")
    line: int | None = Field(examples=[18], description="Line of a CSV file")
    code: str = Field(examples=["bad_week"])
    detail: str


class Report(BaseModel):
    """The mistakes of a file: the first hundred, and how many there are."""

    total: int
    first: list[RowMistake]


class Decision(BaseModel):
    """What a person decided on an import that looked wrong."""

    act: Literal["override", "discard"]
    by: str
    at: datetime
    reason: str


class Reason(BaseModel):
    """Why an import that looks wrong is used, or discarded."""

    model_config = ConfigDict(extra="forbid")

    reason: Line = Field(examples=["Kommunen overtog 400 borgere fra nabokommunen"])


class Import(BaseModel):
    """One import, and the version of the register that it made."""

    id: str
    register_: Register = Field(alias="register")
    state: models.State = Field(
        description="quarantined: kept but not used until a person overrides or discards it"
    )
    version: int | None = Field(description="Null for an import that is not used")
    batch_id: str
    sha256: str
    rows: int = Field(description="Rows of the file that were taken")
    refused: int = Field(description="Rows of the file that were left out")
    report: Report
    period: Period | None
    findings: list[Finding] = Field(description="Why it looks wrong; none where it does not")
    decision: Decision | None
    registered_at: datetime
    registered_by: str
    already: bool = Field(
        description="The batch came before, and is the newest version or still waits; nothing was "
        "changed"
    )
    actions: list[Literal["override", "discard"]] = Field(
        description="What the caller may do with it"
    )

    model_config = ConfigDict(populate_by_name=True, serialize_by_alias=True)


class DryRun(BaseModel):
    """What an import would do. Nothing was stored."""

    register_: Register = Field(alias="register")
    would_be_taken: bool
    rows: int
    refused: int | None = Field(description="Null where the file breaks off before its end")
    report: Report
    period: Period | None
    findings: list[Finding] = Field(description="With any, the import would be quarantined")

    model_config = ConfigDict(populate_by_name=True, serialize_by_alias=True)


class ImportOptions(BaseModel):
    """How a file is to be taken."""

    model_config = ConfigDict(frozen=True)

    register_: Register
    on_error: Literal["reject_all", "skip_rows"]
    validate_only: bool
    batch_id: str | None
    first: str | None
    last: str | None


async def import_options(
    register: Register,
    on_error: Annotated[
        Literal["reject_all", "skip_rows"],
        Query(
            description="What one mistake means: nothing is taken, or the row is left out; "
            "support has no skip_rows but in a dry run"
        ),
    ] = "reject_all",
    validate_only: Annotated[bool, Query(description="Report only; store nothing")] = False,
    batch_id: Annotated[
        BatchId | None, Query(description="Finds the import again; else the content's SHA-256")
    ] = None,
    from_week: Annotated[
        str | None, Query(max_length=8, description="support: the first week that the file covers")
    ] = None,
    to_week: Annotated[
        str | None, Query(max_length=8, description="support: the last week")
    ] = None,
    from_month: Annotated[
        str | None, Query(max_length=7, description="hours: the first month that the file covers")
    ] = None,
    to_month: Annotated[
        str | None, Query(max_length=7, description="hours: the last month")
    ] = None,
) -> ImportOptions:
    """The options of an import; the period is judged where the register is known."""
    if batch_id is not None and cpr.contains(batch_id):
        raise BatchIdIsCpr("Vælg et batch_id, der ikke ligner et personnummer.")
    if register == "support" and on_error == "skip_rows" and not validate_only:
        raise SkipRowsNotForSupport(
            "En borger, hvis række blev udeladt, ville tælle som selvforsørgende i de uger. Ret "
            "rækkerne, og send hele filen uden skip_rows; validate_only=true viser fejlene."
        )
    first, last = periods.asked(register, weeks=(from_week, to_week), months=(from_month, to_month))
    return ImportOptions(
        register_=register,
        on_error=on_error,
        validate_only=validate_only,
        batch_id=batch_id,
        first=first,
        last=last,
    )


ImportOptionsDep = Annotated[ImportOptions, Depends(import_options)]


def show_import(taken: models.RegisterImport, caller: Caller, *, already: bool = False) -> Import:
    """An import as it is answered to somebody."""
    may_decide = taken.state == "quarantined" and caller.holds(OVERRIDE)
    return Import.model_validate(
        {
            "id": taken.id,
            "register": taken.register,
            "state": taken.state,
            "version": taken.version,
            "batch_id": taken.batch_id,
            "sha256": taken.sha256,
            "rows": taken.rows,
            "refused": taken.refused,
            "report": {"total": taken.mistakes, "first": taken.report},
            "period": show_period(taken.period_from, taken.period_to),
            "findings": taken.findings,
            "decision": _show_decision(taken),
            "registered_at": taken.registered_at,
            "registered_by": taken.registered_by,
            "already": already,
            "actions": ["override", "discard"] if may_decide else [],
        }
    )


def _show_decision(taken: models.RegisterImport) -> Decision | None:
    reason = taken.decision_reason or ""
    if taken.overridden_at is not None and taken.overridden_by is not None:
        return Decision(
            act="override", by=taken.overridden_by, at=taken.overridden_at, reason=reason
        )
    if taken.discarded_at is not None and taken.discarded_by is not None:
        return Decision(act="discard", by=taken.discarded_by, at=taken.discarded_at, reason=reason)
    return None


def show_period(first: str | None, last: str | None) -> Period | None:
    """A period as it is answered."""
    return None if first is None or last is None else Period(from_=first, to=last)
