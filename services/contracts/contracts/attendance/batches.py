"""Attendance in bulk: taken whole or row by row, reported by row, and taken once."""

import asyncio
from bisect import bisect_right
from dataclasses import dataclass, field
from datetime import date, datetime

from contracts.attendance import batch_queries, calendar, decoding, models
from contracts.attendance.batch_queries import Staged
from kit import audit, happening
from kit.bulk import batches, outcomes
from kit.bulk.outcomes import ImportEmpty, Outcome, Progress, Report
from kit.bulk.uploads import Options, Upload, batch_id_of
from kit.database import Session
from kit.local_time import local_date
from kit.problems import FieldError
from kit.rights import Caller, municipality_of

JOB = "attendance.report"

FAULTS = {
    "call_off_unknown": ("/call_off_id", "Kendes ikke. Brug id'et fra en af jeres bestillinger."),
    "call_off_not_started": ("/call_off_id", "Forløbet er ikke meldt startet. Meld start først."),
    "day_in_the_future": ("/day", "Ligger i fremtiden. Send dagen, når den er gået."),
    "day_before_start": ("/day", "Ligger før forløbets første dag. Ret dagen eller startdatoen."),
    "day_after_end": ("/day", "Ligger efter forløbets sidste dag. Ret dagen eller slutdatoen."),
    "repeated_day": ("/day", "Samme forløb og dag står i flere rækker. Lad det stå i én."),
}
"""Where a row that does not fit is wrong, and what to do about it."""


@dataclass(frozen=True, slots=True)
class Terms:
    """When a report comes, and until when it would have come in time.

    Attributes:
        at: Now.
        deadline_days: How many days after its Sunday a week may still be reported.
        reported_at: When it was first reported, where that was before now.
    """

    at: datetime
    deadline_days: int
    reported_at: datetime

    @classmethod
    def of(
        cls, caller: Caller, happened_at: datetime | None, *, deadline_days: int, at: datetime
    ) -> "Terms":
        """The terms of a caller who may say when it was.

        Raises:
            kit.happening.NotYetHappened: When it lies in the future.
            kit.happening.TooLongAgo: When the caller may not bring history.
        """
        return cls(at, deadline_days, happening.moment_of(caller, happened_at, at=at))


@dataclass(slots=True)
class _Counted:
    """What a person calls each row: mostly its place and one, in a table the line it stands on."""

    places: list[int] = field(default_factory=list)
    offsets: list[int] = field(default_factory=list)

    def note(self, part: decoding.Part) -> None:
        """Rows from here on are called so."""
        if part.ready and (not self.offsets or self.offsets[-1] != part.offset):
            self.places.append(part.ready[0][0])
            self.offsets.append(part.offset)

    def row(self, place: int) -> outcomes.Good[None]:
        """A row as a report names it."""
        offset = self.offsets[bisect_right(self.places, place) - 1]
        return outcomes.Good(place, place + offset, None)


async def take_batch(
    session: Session,
    caller: Caller,
    upload: Upload,
    options: Options,
    terms: Terms,
    *,
    progress: Progress | None = None,
) -> Report:
    """Take a batch: each row says what is so of one call-off and day.

    A row that says what is there already changes nothing, so a batch sent again changes nothing;
    with a ``batch_id`` it is not even looked at again.

    Args:
        session: The transaction that takes it, whole.
        caller: Who reports; a provider for its own call-offs.
        upload: What is sent.
        options: What is to be done with it.
        terms: When it comes.
        progress: Told how far it is.

    Raises:
        kit.bulk.outcomes.BatchIdReused: When the batch id came with other content before.
        kit.bulk.outcomes.ImportEmpty: Without any row.
        kit.bulk.uploads.ImportTooLarge: With more than 100,000.
        kit.bulk.outcomes.ImportRefused: When a row has a mistake and rows are not to be skipped,
            or when the batch cannot be read to its end.
    """
    at = terms.at
    await batch_queries.lock(session, caller)
    sender = {"sender": caller.provider_id or ""}
    repeated = await batches.find_taken(
        session, caller, models.AttendanceBatch, upload, options, **sender
    )
    if repeated is not None:
        return repeated
    outcome = Outcome()
    staged = Staged(session, municipality_of(caller))
    await _stage(upload, staged, outcome, caller, at=at, progress=progress)
    will_be_taken = not outcome.refused or (options.skip_rows and not outcome.is_cut_off)
    weeks: set[tuple[str, date]] = set()
    if options.validate_only:
        async with session.begin_nested() as trial:
            await write(staged, outcome, caller, terms)
            await trial.rollback()
    elif will_be_taken:
        weeks = await write(staged, outcome, caller, terms)
    else:
        outcome.unchanged = staged.count
    report = outcomes.settle(outcome, options, batch_id_of(upload, options))
    await staged.clear()
    if report.outcome == "taken":
        batches.keep(
            session, caller, models.AttendanceBatch, upload, options, report, at=at, **sender
        )
        await audit.record(session, caller, act=JOB, subjects=[report.batch_id], at=at)
        await batch_queries.publish(session, municipality_of(caller), weeks, at=at)
    return report


async def _stage(
    upload: Upload,
    staged: Staged,
    outcome: Outcome,
    caller: Caller,
    *,
    at: datetime,
    progress: Progress | None,
) -> None:
    """Let the rows that can be taken wait, and refuse the others."""
    counted = _Counted()
    for part in decoding.read(upload):
        if progress is not None and staged.count:
            await progress(staged.count + outcome.refused)
        counted.note(part)
        for row, mistakes in part.refused:
            outcome.refuse(row, mistakes)
        outcome.is_cut_off = outcome.is_cut_off or part.is_end
        await staged.add(part.ready)
        # Other requests get their turn between the parts.
        await asyncio.sleep(0)
    if not staged.count and not outcome.refused:
        raise ImportEmpty("Filen er tom. Send mindst én række.")
    today = local_date(at)
    faults = await staged.find_refused(caller.provider_id, today=today)
    faults |= dict.fromkeys(set(await staged.find_repeated()) - faults.keys(), "repeated_day")
    for place in sorted(faults):
        pointer, detail = FAULTS[faults[place]]
        outcome.refuse(counted.row(place), [FieldError(pointer, faults[place], detail)])
    if faults:
        await staged.take_out(faults.keys())


async def write(
    staged: Staged, outcome: Outcome, caller: Caller, terms: Terms, *, why: str = ""
) -> set[tuple[str, date]]:
    """Bring the table to what the rows say; the call-offs and weeks that are now different."""
    at, by = terms.at, caller.subject
    late_through = calendar.late_through(local_date(terms.reported_at), terms.deadline_days)
    new = await staged.insert(
        late_through=late_through, reported_at=terms.reported_at, by=by, at=at
    )
    weeks = set(new.weeks)
    outcome.created = new.days
    if new.days < staged.count:
        changed = await staged.correct(why, by=by, at=at)
        outcome.revised = changed.days
        weeks |= set(changed.weeks)
    outcome.unchanged = staged.count - outcome.created - outcome.revised
    return weeks
