"""Offers in bulk, with their final state: taken whole or row by row, reported by row."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from kit import outbox, problems
from kit.database import Session
from kit.problems import FieldError
from kit.rights import Caller
from visitation import events
from visitation.code_lists import queries as code_queries
from visitation.local_time import local_date
from visitation.offers import (
    import_links,
    import_queries,
    judging,
    models,
    queries,
    rows,
    rules,
    service,
)
from visitation.offers.judging import Fate, Outcome, Ready
from visitation.offers.rules import Act, LooseOffer, Status
from visitation.offers.schemas import ImportReport
from visitation.offers.uploads import MAX_ROWS, ImportTooLarge, Options, Upload
from visitation.revisions import queries as revisions

_AT_A_TIME = 200
"""Rows handled before other requests get their turn."""

Progress = Callable[[int], Awaitable[None]]
"""Told now and then how many rows have been gone through."""

PATHS: dict[tuple[Status, Status], tuple[Act, ...]] = {
    ("draft", "published"): ("publish",),
    ("draft", "paused"): ("publish", "pause"),
    ("draft", "closed"): ("close",),
    ("published", "paused"): ("pause",),
    ("published", "closed"): ("close",),
    ("paused", "published"): ("resume",),
    ("paused", "closed"): ("close",),
}
"""The acts that bring an offer from the status it has to the one that a row says."""


@dataclass(frozen=True, slots=True)
class Brought:
    """An offer as a row brings it.

    Attributes:
        offer: The offer, in memory.
        fate: What the report calls it.
        is_to_write: Whether the table must hold it anew; an unchanged one where it was found by
            other words than it says.
    """

    offer: LooseOffer
    fate: Fate
    is_to_write: bool


class ImportEmpty(problems.Malformed):
    """There is no row in the batch."""

    code = "import_empty"
    title = "Ingen rækker"


class ImportRefused(problems.Malformed):
    """Rows have mistakes, and the sender wants all or nothing."""

    code = "import_refused"
    title = "Intet er indlæst"


JOB = "offers.import"


class ImportInProgress(problems.NotNow):
    """Another batch of the municipality is being taken right now."""

    code = "import_in_progress"
    title = "En anden indlæsning er i gang"


class BatchIdReused(problems.NotNow):
    """The batch id was used for other content."""

    code = "batch_id_reused"
    title = "batch_id er brugt til noget andet"


class StatusBackwards(problems.NotNow):
    """An offer that has been published cannot become a draft, nor a closed one be opened."""

    code = "offer_status_backwards"
    title = "Tilbuddet kan ikke gå tilbage"


async def import_offers(
    session: Session,
    caller: Caller,
    upload: Upload,
    options: Options,
    *,
    at: datetime,
    progress: Progress | None = None,
) -> ImportReport:
    """Take a batch: each row brings its offer to the content and status that it says.

    A row that changes nothing makes no version and no event, so a batch sent again changes
    nothing; with a ``batch_id`` it is not even looked at again.

    Args:
        session: The transaction that takes it, whole.
        caller: Who sends it.
        upload: What is sent.
        options: What is to be done with it.
        at: When it is taken.
        progress: Told how far it is.

    Raises:
        ImportInProgress: While another batch of the municipality is being taken.
        BatchIdReused: When the batch id came with other content before.
        ImportEmpty: Without any row.
        ImportTooLarge: With more than ``MAX_ROWS``.
        ImportRefused: When a row has a mistake and rows are not to be skipped, or when the batch
            cannot be read to its end.
    """
    if not await import_queries.try_lock_imports(session, caller):
        raise ImportInProgress("Vent, til den er færdig.", headers={"Retry-After": "5"})
    batch_id = options.batch_id or upload.content_hash.hex()
    repeated = await _taken_before(session, caller, upload, options)
    if repeated is not None:
        return repeated
    outcome = Outcome()
    good = await _readable(upload, outcome, progress=progress)
    if any(import_links.targets_of(row) for row in good.values()):
        # Before any offer is locked, as everywhere.
        await queries.lock_links(session, caller)
    brought = await _go_through(session, caller, good, outcome, at=at)
    good = {offer_id: good[offer_id] for offer_id in brought}
    for wrong in await import_links.refuse_wrong_links(session, caller, good, outcome.refuse):
        del brought[wrong]
    for each in brought.values():
        outcome.count(each.fate)
    is_whole = not outcome.refused or (options.skip_rows and not outcome.is_cut_off)
    if not is_whole and not options.validate_only:
        raise _refusal(outcome, batch_id)
    if options.validate_only:
        return outcome.report(batch_id, "validated")
    await _keep(session, caller, list(brought.values()), at=at)
    report = outcome.report(batch_id, "taken")
    if options.batch_id is not None:
        session.add(
            models.OfferBatch(
                municipality=service.municipality_of(caller),
                id=options.batch_id,
                content_hash=upload.content_hash,
                report=report.model_dump(mode="json"),
                taken_at=at,
                taken_by=caller.subject,
            )
        )
    return report


async def _taken_before(
    session: Session, caller: Caller, upload: Upload, options: Options
) -> ImportReport | None:
    """What was answered when the batch came under its name before."""
    if options.batch_id is None:
        return None
    known = await queries.find_batch(session, caller, options.batch_id)
    if known is None:
        return None
    if known.content_hash != upload.content_hash:
        raise BatchIdReused("Brug et nyt batch_id til nyt indhold.")
    return ImportReport.model_validate({**known.report, "outcome": "repeated"})


async def _readable(
    upload: Upload, outcome: Outcome, *, progress: Progress | None
) -> dict[str, Ready]:
    """The rows that are right in themselves, by id; the others are refused."""
    good: dict[str, Ready] = {}
    seen: dict[str, int] = {}
    count = 0
    for row in await asyncio.to_thread(rows.read, upload):
        count += 1
        if count > MAX_ROWS:
            raise ImportTooLarge(f"Send højst {MAX_ROWS} rækker ad gangen; del filen.")
        if count % _AT_A_TIME == 0:
            await asyncio.sleep(0)
            if progress is not None:
                await progress(count)
        outcome.is_cut_off = outcome.is_cut_off or row.is_end
        ready = judging.judged(row)
        if not isinstance(ready, Ready):
            outcome.refuse(row, ready)
            continue
        first = seen.setdefault(ready.id, row.number)
        if first != row.number:
            detail = f"Id'et står også i række {first}."
            outcome.refuse(row, [FieldError("/id", "repeated_id", detail)])
        else:
            good[ready.id] = ready
    if count == 0:
        raise ImportEmpty("Filen er tom. Send mindst én række.")
    return good


async def _go_through(
    session: Session,
    caller: Caller,
    good: Mapping[str, Ready],
    outcome: Outcome,
    *,
    at: datetime,
) -> dict[str, Brought]:
    """Change the offers in memory, and nothing in the database yet."""
    codes = await code_queries.get_code_lists(session)
    day = local_date(at)
    brought: dict[str, Brought] = {}
    ready = list(good.values())
    for first in range(0, len(ready), _AT_A_TIME):
        part = ready[first : first + _AT_A_TIME]
        known = await import_queries.list_to_change(session, caller, [row.id for row in part])
        for row in part:
            held = known.get(row.id)
            mistakes = list(service.unknown_in(row.columns, held, codes, day))
            if mistakes:
                outcome.refuse(row, mistakes)
                continue
            try:
                brought[row.id] = _brought(caller, held, row, at=at)
            except problems.Problem as problem:
                outcome.refuse(
                    row, problem.errors or [FieldError("/status", problem.code, problem.detail)]
                )
    return brought


def _brought(caller: Caller, held: LooseOffer | None, row: Ready, *, at: datetime) -> Brought:
    if held is None:
        return Brought(_created(caller, row, at=at), "created", is_to_write=True)
    if _is_brought(held, row, by=caller.subject, at=at):
        return Brought(held, "revised", is_to_write=True)
    return Brought(held, "unchanged", is_to_write=held.file())


def _created(caller: Caller, row: Ready, *, at: datetime) -> LooseOffer:
    offer = LooseOffer({})
    offer.begin(service.municipality_of(caller), row.id, row.columns, by=caller.subject, at=at)
    _is_brought(offer, row, by=caller.subject, at=at)
    return offer


def _is_brought(offer: LooseOffer, row: Ready, *, by: str, at: datetime) -> bool:
    """Bring an offer to what a row says; whether anything became different."""
    path: tuple[Act, ...] = ()
    if offer.status != row.status:
        if (offer.status, row.status) not in PATHS:
            raise StatusBackwards(
                f"Tilbuddet er {rules.STATUS_DA[offer.status]} og kan ikke blive"
                f" {rules.STATUS_DA[row.status]}."
            )
        path = PATHS[offer.status, row.status]
    # A closed offer that is sent again as it was is no mistake.
    revised = not offer.says(row.columns) and offer.revise(row.columns, at=at)
    linked = row.predecessors is not None and offer.follow(row.predecessors)
    for act in path:
        service.ACTS[act](offer, by=by, at=at)
    return revised or linked or bool(path)


async def _keep(
    session: Session, caller: Caller, brought: Sequence[Brought], *, at: datetime
) -> None:
    """Write offers and versions, one event an offer, and let the guide read again."""
    written = [each.offer for each in brought if each.fate != "unchanged"]
    versions = [service.version_of(offer, "import", by=caller.subject, at=at) for offer in written]
    new = [each.offer for each in brought if each.fate == "created"]
    changed = [each.offer for each in brought if each.fate != "created" and each.is_to_write]
    try:
        await import_queries.add_offers(session, new)
    except import_queries.CreatedMeanwhile:
        raise ImportInProgress(
            "Et af tilbuddene er oprettet imens. Send filen igen.", headers={"Retry-After": "1"}
        ) from None
    await import_queries.change_offers(session, changed)
    await import_queries.add_versions(session, versions)
    for offer in written:
        fact = events.fact_of(offer)
        if fact is not None:
            outbox.publish(session, fact, at=at)
    if written:
        await revisions.count_up(session)


def _refusal(outcome: Outcome, batch_id: str) -> ImportRefused:
    report = outcome.report(batch_id, "refused")
    remedy = (
        "Filen kan ikke læses til ende. Send den hel."
        if outcome.is_cut_off
        else "Med on_error=skip_rows indlæses de andre."
    )
    return ImportRefused(
        f"{report.refused} af {report.rows} rækker skal rettes; se report. {remedy}",
        errors=[
            FieldError(pointer, error.code, error.detail)
            for pointer, error in zip(outcome.pointers, report.errors, strict=True)
        ],
        extra={"report": report.model_dump(mode="json")},
    )
