"""Offers in bulk, with their final state: taken whole or row by row, reported by row."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime

from kit import outbox, problems
from kit.database import Session
from kit.problems import FieldError
from kit.rights import Caller
from visitation import events
from visitation.code_lists import queries as code_queries
from visitation.code_lists.lookup import CodeLists
from visitation.local_time import local_date
from visitation.offers import (
    import_queries,
    judging,
    links,
    models,
    queries,
    rows,
    rules,
    service,
)
from visitation.offers.judging import Outcome, Ready
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
        ImportRefused: When a row has a mistake and rows are not to be skipped.
    """
    if not await import_queries.try_lock_imports(session, caller):
        raise ImportInProgress("Vent, til den er færdig.", headers={"Retry-After": "5"})
    batch_id = options.batch_id or upload.content_hash.hex()
    if options.batch_id is not None:
        known = await queries.find_batch(session, caller, options.batch_id)
        if known is not None:
            if known.content_hash != upload.content_hash:
                raise BatchIdReused("Brug et nyt batch_id til nyt indhold.")
            return ImportReport.model_validate({**known.report, "outcome": "repeated"})
    outcome = Outcome()
    codes = await code_queries.get_code_lists(session)
    good = await _readable(upload, codes, outcome, at=at, progress=progress)
    good = await _well_linked(session, caller, good, outcome)
    await _go_through(session, caller, good, outcome, at=at)
    if outcome.refused and not (options.skip_rows or options.validate_only):
        raise _refusal(outcome, batch_id)
    if options.validate_only:
        return outcome.report(batch_id, "validated")
    await _keep(session, caller, outcome, at=at)
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


async def _readable(
    upload: Upload,
    codes: CodeLists,
    outcome: Outcome,
    *,
    at: datetime,
    progress: Progress | None,
) -> list[Ready]:
    """The rows that are right in themselves; the others are refused."""
    day = local_date(at)
    good: list[Ready] = []
    seen: dict[str, int] = {}
    count = 0
    for row in rows.read(upload):
        count += 1
        if count > MAX_ROWS:
            raise ImportTooLarge(f"Send højst {MAX_ROWS} rækker ad gangen; del filen.")
        if count % _AT_A_TIME == 0:
            await asyncio.sleep(0)
            if progress is not None:
                await progress(count)
        ready = judging.judged(row)
        if not isinstance(ready, Ready):
            outcome.refuse(row, ready)
            continue
        mistakes = list(service.unknown_in(ready.columns, codes, day))
        first = seen.setdefault(ready.id, row.number)
        if first != row.number:
            detail = f"Id'et står også i række {first}."
            mistakes.insert(0, FieldError("/id", "repeated_id", detail))
        if mistakes:
            outcome.refuse(row, mistakes)
        else:
            good.append(ready)
    if count == 0:
        raise ImportEmpty("Filen er tom. Send mindst én række.")
    return good


async def _well_linked(
    session: Session, caller: Caller, good: list[Ready], outcome: Outcome
) -> list[Ready]:
    """The rows whose packages and predecessors are there and make no ring; others are refused."""
    pointed_at = {
        each for row in good for each in (*row.columns["package_of"], *(row.predecessors or ()))
    }
    if not pointed_at:
        return good
    await queries.lock_links(session, caller)
    there = await queries.list_statuses(session, caller, list(pointed_at))
    kept = await queries.list_links(session, caller)
    while True:
        packages = {row.id: row.package_of for row in kept}
        earlier = {row.id: row.predecessors for row in kept}
        packages |= {row.id: row.columns["package_of"] for row in good}
        earlier |= {row.id: row.predecessors for row in good if row.predecessors is not None}
        known = there.keys() | {row.id for row in good}
        rings = links.in_rings(packages), links.in_rings(earlier)
        wrong = {}
        for row in good:
            mistakes = [
                *links.mistakes(row.id, row.columns["package_of"], known, rings[0], "/package_of"),
                *links.mistakes(row.id, row.predecessors or (), known, rings[1], "/predecessors"),
            ]
            if mistakes:
                wrong[row.id] = mistakes
                outcome.refuse(row, mistakes)
        if not wrong:
            return good
        # What pointed at a refused row points at nothing now.
        good = [row for row in good if row.id not in wrong]


async def _go_through(
    session: Session,
    caller: Caller,
    good: Sequence[Ready],
    outcome: Outcome,
    *,
    at: datetime,
) -> None:
    """Change the offers in memory, and nothing in the database yet."""
    for first in range(0, len(good), _AT_A_TIME):
        part = good[first : first + _AT_A_TIME]
        known = await import_queries.list_to_change(session, caller, [row.id for row in part])
        for row in part:
            offer = known.get(row.id)
            try:
                if offer is None:
                    outcome.new.append(_created(caller, row, at=at))
                    outcome.created += 1
                elif _is_brought(offer, row, by=caller.subject, at=at):
                    outcome.changed.append(offer)
                    outcome.revised += 1
                else:
                    outcome.unchanged += 1
            except problems.Problem as problem:
                outcome.refuse(
                    row, problem.errors or [FieldError("/status", problem.code, problem.detail)]
                )


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


async def _keep(session: Session, caller: Caller, outcome: Outcome, *, at: datetime) -> None:
    """Write offers and versions, one event an offer, and let the guide read again."""
    written = [*outcome.new, *outcome.changed]
    versions = [service.version_of(offer, "import", by=caller.subject, at=at) for offer in written]
    try:
        await import_queries.add_offers(session, outcome.new)
    except import_queries.CreatedMeanwhile:
        raise ImportInProgress(
            "Et af tilbuddene er oprettet imens. Send filen igen.", headers={"Retry-After": "1"}
        ) from None
    await import_queries.change_offers(session, outcome.changed)
    await import_queries.add_versions(session, versions)
    for offer in written:
        fact = events.fact_of(offer)
        if fact is not None:
            outbox.publish(session, fact, at=at)
    if written:
        await revisions.count_up(session)


def _refusal(outcome: Outcome, batch_id: str) -> ImportRefused:
    report = outcome.report(batch_id, "refused")
    return ImportRefused(
        f"{report.refused} af {report.rows} rækker skal rettes; se report."
        " Med on_error=skip_rows indlæses de andre.",
        errors=[
            FieldError(pointer, error.code, error.detail)
            for pointer, error in zip(outcome.pointers, report.errors, strict=True)
        ],
        extra={"report": report.model_dump(mode="json")},
    )
