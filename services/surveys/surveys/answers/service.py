"""Taking answers: those that come by a link, and those that are typed in."""

import asyncio
import uuid
from datetime import date, datetime, timedelta

from kit import audit
from kit.bulk import batches, rows, uploads
from kit.bulk.cells import Kind
from kit.bulk.outcomes import Good, Outcome, Progress, Report, good, judge_all, settle
from kit.bulk.uploads import Options, Upload
from kit.database import Session
from kit.local_time import local_date
from kit.problems import FieldError
from kit.rights import Caller
from surveys.answers import models, pool_queries, queries, schemas
from surveys.answers.giving import Given
from surveys.instruments import library
from surveys.invitations import queries as invitations
from surveys.invitations.models import Invitation
from surveys.tenants import queries as tenants
from surveys.waves.models import Wave

IMPORT_JOB = "answers.import"
MAX_ROWS = 10_000
HISTORY = "history.import"
INSTRUMENT = "tilbuddet"
COLUMNS: dict[str, Kind] = {
    "id": "text",
    "channel": "text",
    "invitation_id": "text",
    "offer_id": "text",
    "target_group": "text",
    "answered_on": "date",
    "satisfaction": "whole",
    "relevance": "whole",
    "closeness": "whole",
    "comment": "text",
}


async def take_by_link(
    session: Session, invitation: Invitation, wave: Wave, given: Given, *, at: datetime
) -> None:
    """Use the invitation up with its one set of answers.

    Of an anonymous wave nothing is kept that could join the two: no audit, no time, no order.
    """
    invitation.is_answered = True
    await invitations.delete_draft(session, invitation.municipality, invitation.id)
    if wave.is_anonymous:
        await pool_queries.pool(session, invitation, given.scores, given.comment)
        return
    session.add(
        models.Answer(
            **_of_invitation(invitation, wave),
            id=str(uuid.uuid4()),
            channel="link",
            scores=given.scores,
            comment=given.comment,
            answered_on=local_date(at),
            received_at=at,
            received_by=None,
        )
    )
    citizen = Caller("citizen-link", "client", invitation.municipality, frozenset())
    await audit.record(
        session, citizen, act="surveys.answer", subjects=[invitation.citizen_id], at=at
    )


def _of_invitation(invitation: Invitation, wave: Wave) -> dict[str, object]:
    return {
        "municipality": invitation.municipality,
        "wave_id": wave.id,
        "invitation_id": invitation.id,
        "citizen_id": invitation.citizen_id,
        "instrument": wave.instrument,
        "instrument_version": wave.instrument_version,
        "offer_id": invitation.offer_id,
        "provider_id": invitation.provider_id,
        "target_group": invitation.target_group,
    }


Ready = Good[schemas.AnswerRow]
Known = dict[str, tuple[Invitation, Wave]]


async def import_answers(
    session: Session,
    caller: Caller,
    upload: Upload,
    options: Options,
    *,
    at: datetime,
    progress: Progress | None = None,
) -> Report:
    """Answers by telephone, on paper and of former times; the report says what became of each.

    Raises:
        kit.bulk.outcomes.ImportRefused: When a row has a mistake and rows are not to be skipped.
        kit.bulk.outcomes.ImportInProgress: While another batch is being taken.
        kit.bulk.outcomes.BatchIdReused: When the batch came with other content before.
        surveys.invitations.queries.InvitationNotFound: For a provider.
    """
    invitations.refuse_provider(caller)
    await batches.lock(session, caller, IMPORT_JOB)
    known = await batches.find_taken(session, caller, models.AnswerBatch, upload, options)
    if known is not None:
        return known
    outcome = Outcome()
    batch = await asyncio.to_thread(rows.read, upload, columns=COLUMNS, max_rows=MAX_ROWS)
    ready = await judge_all(
        batch,
        outcome,
        judge=good(schemas.AnswerRow),
        key=lambda row: row.value.id,
        progress=progress,
    )
    new = await _go_through(session, caller, list(ready.values()), outcome, at=at)
    batch_id = uploads.batch_id_of(upload, options)
    report = settle(outcome, options, batch_id)
    if report.outcome != "taken":
        session.expunge_all()  # nothing that was changed in memory is to be written
        return report
    session.add_all(new)
    await tenants.note(session, caller.municipality or "")
    await audit.record(session, caller, act="surveys.answer", subjects=[batch_id], at=at)
    batches.keep(session, caller, models.AnswerBatch, upload, options, report, at=at)
    return report


async def _go_through(
    session: Session, caller: Caller, ready: list[Ready], outcome: Outcome, *, at: datetime
) -> list[models.Answer]:
    municipality = caller.municipality or ""
    values = [row.value for row in ready]
    asked = [value.invitation_id for value in values if value.invitation_id]
    known = await queries.find_known(session, municipality, asked)
    held = await queries.find_answers(session, municipality, [value.id for value in values])
    offers = sorted({value.offer_id for value in values if value.offer_id})
    providers = await queries.find_providers(session, municipality, offers)
    new: list[models.Answer] = []
    taken: set[str] = set()
    for row in ready:
        value, there = row.value, held.get(row.value.id)
        mistake = _mistake_in(value, there, known, taken, caller, day=local_date(at))
        if mistake is not None:
            outcome.refuse(row, [mistake])
            continue
        fields = _fields_of(value, known, providers, caller, at=at)
        if value.invitation_id:
            taken.add(value.invitation_id)
            known[value.invitation_id][0].is_answered = True
        if there is None:
            new.append(models.Answer(**fields))
            outcome.count("created")
        else:
            outcome.count("revised" if _is_revised(there, fields) else "unchanged")
    return new


def _is_revised(there: models.Answer, fields: dict[str, object]) -> bool:
    stamps = {"received_at", "received_by"}
    if all(getattr(there, name) == it for name, it in fields.items() if name not in stamps):
        return False
    for name, it in fields.items():
        setattr(there, name, it)
    return True


def _mistake_in(
    value: schemas.AnswerRow,
    there: models.Answer | None,
    known: Known,
    taken: set[str],
    caller: Caller,
    *,
    day: date,
) -> FieldError | None:
    if there is not None and (
        there.received_by is None or there.invitation_id != value.invitation_id
    ):
        return FieldError("/id", "id_taken", "Id'et er brugt til et andet svar.")
    said = value.answered_on or day
    if said > day:
        return FieldError("/answered_on", "in_the_future", "Ligger efter i dag.")
    if value.invitation_id is None or said < day - timedelta(days=1):
        if not caller.holds(HISTORY):
            detail = f"Det, der er sket før, kræver rettigheden {HISTORY}."
            return FieldError("/answered_on", "right_missing", detail)
        if value.invitation_id is None:
            return None
    invited = known.get(value.invitation_id)
    if invited is None:
        return FieldError("/invitation_id", "invitation_not_found", "Findes ikke.")
    return _mistake_in_invited(*invited, is_same=there is not None, taken=taken, day=day)


def _mistake_in_invited(
    invitation: Invitation, wave: Wave, *, is_same: bool, taken: set[str], day: date
) -> FieldError | None:
    if wave.is_anonymous:
        detail = "Runden er anonym: svaret gives gennem borgerens eget link."
        return FieldError("/invitation_id", "wave_anonymous", detail)
    if wave.status_on(day) == "closed":
        return FieldError("/invitation_id", "wave_closed", "Runden er lukket.")
    if invitation.id in taken or (invitation.is_answered and not is_same):
        return FieldError("/invitation_id", "answered_already", "Der er svaret.")
    return None


def _fields_of(
    value: schemas.AnswerRow,
    known: Known,
    providers: dict[str, str | None],
    caller: Caller,
    *,
    at: datetime,
) -> dict[str, object]:
    common = {
        "id": value.id,
        "channel": value.channel,
        "scores": value.scores,
        "comment": value.comment,
        "answered_on": value.answered_on or local_date(at),
        "received_at": at,
        "received_by": caller.subject,
    }
    if value.invitation_id is not None:
        return _of_invitation(*known[value.invitation_id]) | common
    instrument = library.newest(INSTRUMENT)
    return common | {
        "municipality": caller.municipality,
        "wave_id": None,
        "invitation_id": None,
        "citizen_id": None,
        "instrument": instrument.name,
        "instrument_version": instrument.version,
        "offer_id": value.offer_id,
        "provider_id": providers.get(value.offer_id or ""),
        "target_group": value.target_group,
    }
