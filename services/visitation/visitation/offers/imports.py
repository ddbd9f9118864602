"""Offers in bulk, with their final state: taken whole or row by row, reported by row."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from pydantic import ValidationError

from kit import outbox, problems, wording
from kit.database import Session
from kit.problems import FieldError
from kit.rights import Caller
from visitation import events
from visitation.code_lists import queries as code_queries
from visitation.code_lists.lookup import CodeLists
from visitation.local_time import local_date
from visitation.offers import models, queries, rows, schemas, service
from visitation.offers.models import Act, Status
from visitation.offers.schemas import ImportedOffer, ImportReport
from visitation.offers.uploads import ImportTooLarge, Options, Upload
from visitation.revisions import queries as revisions

MAX_ROWS = 10_000
MAX_ERRORS = 1_000
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


class ImportEmpty(problems.Malformed):
    """There is no row in the batch."""

    code = "import_empty"
    title = "Ingen rækker"


class ImportRefused(problems.Malformed):
    """Rows have mistakes, and the sender wants all or nothing."""

    code = "import_refused"
    title = "Intet er indlæst"


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


@dataclass(slots=True)
class _Outcome:
    """What becomes of the rows, while they are gone through."""

    created: int = 0
    revised: int = 0
    unchanged: int = 0
    refused: int = 0
    errors: list[schemas.RowError] = field(default_factory=list)
    left_out: int = 0
    changed: list[models.Offer] = field(default_factory=list)

    def refuse(self, number: int, mistakes: Sequence[FieldError]) -> None:
        self.refused += 1
        for mistake in mistakes:
            if len(self.errors) < MAX_ERRORS:
                self.errors.append(
                    schemas.RowError(
                        row=number,
                        pointer=mistake.pointer,
                        code=mistake.code,
                        detail=mistake.detail,
                    )
                )
            else:
                self.left_out += 1

    def report(self, batch_id: str, outcome: str) -> ImportReport:
        """The report; refused as a whole, nothing counts as created or revised."""
        is_refused = outcome == "refused"
        return ImportReport.model_validate(
            {
                "batch_id": batch_id,
                "outcome": outcome,
                "rows": self.created + self.revised + self.unchanged + self.refused,
                "created": 0 if is_refused else self.created,
                "revised": 0 if is_refused else self.revised,
                "unchanged": 0 if is_refused else self.unchanged,
                "refused": self.refused,
                "errors": self.errors,
                "errors_left_out": self.left_out,
            }
        )


async def import_offers(
    session: Session, caller: Caller, upload: Upload, options: Options, *, at: datetime
) -> ImportReport:
    """Take a batch: each row brings its offer to the content and status that it says.

    A row that changes nothing makes no version and no event, so a batch sent again changes
    nothing; with a ``batch_id`` it is not even looked at again.

    Raises:
        ImportInProgress: While another batch of the municipality is being taken.
        BatchIdReused: When the batch id came with other content before.
        ImportEmpty: Without any row.
        ImportTooLarge: With more than ``MAX_ROWS``.
        ImportRefused: When a row has a mistake and rows are not to be skipped.
    """
    if not await queries.try_lock_imports(session, caller):
        raise ImportInProgress("Vent, til den er færdig.", headers={"Retry-After": "5"})
    batch_id = options.batch_id or upload.content_hash.hex()
    if options.batch_id is not None:
        known = await queries.find_batch(session, caller, options.batch_id)
        if known is not None:
            if known.content_hash != upload.content_hash:
                raise BatchIdReused("Brug et nyt batch_id til nyt indhold.")
            return ImportReport.model_validate({**known.report, "outcome": "repeated"})
    outcome = _Outcome()
    codes = await code_queries.get_code_lists(session)
    good = await _readable(upload, codes, outcome, at=at)
    with session.no_autoflush:
        await _go_through(session, caller, good, outcome, at=at)
    if outcome.refused and not (options.skip_rows or options.validate_only):
        raise _refusal(outcome.report(batch_id, "refused"))
    if options.validate_only:
        session.expunge_all()
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
    upload: Upload, codes: CodeLists, outcome: _Outcome, *, at: datetime
) -> list[tuple[int, ImportedOffer]]:
    """The rows that are right in themselves; the others are refused."""
    day = local_date(at)
    good: list[tuple[int, ImportedOffer]] = []
    seen: dict[str, int] = {}
    number = 0
    for row in rows.read(upload):
        number = row.number
        if number > MAX_ROWS:
            raise ImportTooLarge(f"Send højst {MAX_ROWS} rækker ad gangen; del filen.")
        if number % _AT_A_TIME == 0:
            await asyncio.sleep(0)
        if row.mistake is not None:
            outcome.refuse(number, [row.mistake])
            continue
        try:
            offer = ImportedOffer.model_validate(row.value)
        except ValidationError as error:
            outcome.refuse(number, _mistakes(error))
            continue
        unknown = list(service.unknown_codes(offer, codes, day))
        first = seen.setdefault(offer.id, number)
        if first != number:
            detail = f"Id'et står også i række {first}."
            unknown.insert(0, FieldError("/id", "repeated_id", detail))
        if unknown:
            outcome.refuse(number, unknown)
        else:
            good.append((number, offer))
    if number == 0:
        raise ImportEmpty("Filen er tom. Send mindst én række.")
    return good


async def _go_through(
    session: Session,
    caller: Caller,
    good: Sequence[tuple[int, ImportedOffer]],
    outcome: _Outcome,
    *,
    at: datetime,
) -> None:
    """Change the offers in the session, and nothing in the database yet."""
    for first in range(0, len(good), _AT_A_TIME):
        part = good[first : first + _AT_A_TIME]
        known = await queries.list_to_change(session, caller, [row.id for _, row in part])
        for number, row in part:
            offer = known.get(row.id)
            try:
                if offer is None:
                    session.add(_created(caller, row, outcome, at=at))
                elif _is_brought(offer, row, by=caller.subject, at=at):
                    outcome.changed.append(offer)
                    outcome.revised += 1
                else:
                    outcome.unchanged += 1
            except problems.Problem as problem:
                if offer is not None:
                    session.expunge(offer)
                outcome.refuse(
                    number, problem.errors or [FieldError("/status", problem.code, problem.detail)]
                )


def _created(
    caller: Caller, row: ImportedOffer, outcome: _Outcome, *, at: datetime
) -> models.Offer:
    offer = models.Offer.draft(
        service.municipality_of(caller), row.id, row.columns(), by=caller.subject, at=at
    )
    _is_brought(offer, row, by=caller.subject, at=at)
    outcome.changed.append(offer)
    outcome.created += 1
    return offer


def _is_brought(offer: models.Offer, row: ImportedOffer, *, by: str, at: datetime) -> bool:
    """Bring an offer to what a row says; whether anything became different."""
    path: tuple[Act, ...] = ()
    if offer.status != row.status:
        if (offer.status, row.status) not in PATHS:
            raise StatusBackwards(
                f"Tilbuddet er {models.STATUS_DA[offer.status]} og kan ikke blive"
                f" {models.STATUS_DA[row.status]}."
            )
        path = PATHS[offer.status, row.status]
    content = row.columns()
    # A closed offer that is sent again as it was is no mistake.
    revised = not offer.says(content) and offer.revise(content)
    for act in path:
        service.ACTS[act](offer, by=by, at=at)
    return revised or bool(path)


async def _keep(session: Session, caller: Caller, outcome: _Outcome, *, at: datetime) -> None:
    """Write offers and versions, one event an offer, and let the guide read again."""
    versions = [
        service.version_of(offer, "import", by=caller.subject, at=at) for offer in outcome.changed
    ]
    await session.flush()
    session.add_all(versions)
    for offer in outcome.changed:
        fact = events.fact_of(offer)
        if fact is not None:
            outbox.publish(session, fact, at=at)
    if outcome.changed:
        await revisions.count_up(session)


def _mistakes(error: ValidationError) -> list[FieldError]:
    return [
        FieldError(
            wording.pointer(mistake["loc"]),
            mistake["type"],
            wording.in_danish(mistake["type"], mistake.get("ctx") or {}),
        )
        for mistake in error.errors(include_url=False, include_input=False)
    ]


def _refusal(report: ImportReport) -> ImportRefused:
    return ImportRefused(
        f"{report.refused} af {report.rows} rækker skal rettes; se report."
        " Med on_error=skip_rows indlæses de andre.",
        errors=[
            FieldError(f"/{error.row - 1}{error.pointer}", error.code, error.detail)
            for error in report.errors
        ],
        extra={"report": report.model_dump(mode="json")},
    )
