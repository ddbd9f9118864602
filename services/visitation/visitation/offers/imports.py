"""Offers in bulk, with their final state: taken whole or row by row, reported by row."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from kit import outbox, problems
from kit.bulk import batches, outcomes, uploads
from kit.bulk.outcomes import Fate, ImportInProgress, Outcome, Progress, Report
from kit.bulk.uploads import Options, Upload
from kit.database import Session
from kit.local_time import local_date
from kit.problems import FieldError
from kit.rights import Caller, municipality_of
from visitation import events
from visitation.agreements import service as agreements
from visitation.agreements.service import Agreements
from visitation.code_lists import queries as code_queries
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
from visitation.offers.judging import Ready
from visitation.offers.rules import Act, LooseOffer, Status
from visitation.revisions import queries as revisions

JOB = "offers.import"

_AT_A_TIME = 200
"""Rows handled before other requests get their turn."""

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
) -> Report:
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
    await batches.lock(session, caller, JOB)
    repeated = await batches.find_taken(session, caller, models.OfferBatch, upload, options)
    if repeated is not None:
        return repeated
    outcome = Outcome()
    batch = await asyncio.to_thread(rows.read, upload)
    good = await outcomes.judge_all(
        batch, outcome, judge=judging.judged, key=lambda row: row.id, progress=progress
    )
    if any(import_links.targets_of(row) for row in good.values()):
        # Before any offer is locked, as everywhere.
        await queries.lock_links(session, caller)
    brought = await _go_through(session, caller, good, outcome, at=at)
    good = {offer_id: good[offer_id] for offer_id in brought}
    for wrong in await import_links.refuse_wrong_links(session, caller, good, outcome.refuse):
        del brought[wrong]
    for each in brought.values():
        outcome.count(each.fate)
    report = outcomes.settle(outcome, options, uploads.batch_id_of(upload, options))
    if report.outcome == "taken":
        await _keep(session, caller, list(brought.values()), at=at)
        batches.keep(session, caller, models.OfferBatch, upload, options, report, at=at)
    return report


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
        agreed = await agreements.list_agreements(
            session, municipality_of(caller), [row.columns["agreement_id"] for row in part]
        )
        for row in part:
            held = known.get(row.id)
            mistakes = list(service.unknown_in(row.columns, held, codes, day))
            if mistakes:
                outcome.refuse(row, mistakes)
                continue
            try:
                brought[row.id] = _brought(caller, held, row, agreed, at=at)
            except problems.Problem as problem:
                outcome.refuse(
                    row, problem.errors or [FieldError("/status", problem.code, problem.detail)]
                )
    return brought


def _brought(
    caller: Caller,
    held: LooseOffer | None,
    row: Ready,
    agreed: Agreements,
    *,
    at: datetime,
) -> Brought:
    if held is None:
        return Brought(_created(caller, row, agreed, at=at), "created", is_to_write=True)
    if _is_brought(held, row, agreed, by=caller.subject, at=at):
        return Brought(held, "revised", is_to_write=True)
    return Brought(held, "unchanged", is_to_write=held.file())


def _created(caller: Caller, row: Ready, agreed: Agreements, *, at: datetime) -> LooseOffer:
    offer = LooseOffer({})
    offer.begin(municipality_of(caller), row.id, row.columns, by=caller.subject, at=at)
    _is_brought(offer, row, agreed, by=caller.subject, at=at)
    return offer


def _is_brought(
    offer: LooseOffer, row: Ready, agreed: Agreements, *, by: str, at: datetime
) -> bool:
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
    # Whoever takes an offer out of the range must not be stopped by its agreement.
    is_chosen_anew = revised or any(act in service.UNDER_AGREEMENT for act in path)
    if is_chosen_anew and offer.status in ("published", "paused"):
        agreements.judge(agreed, offer, local_date(at))
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
