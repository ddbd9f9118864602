"""What is done with inspections, one at a time."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from contracts import events
from contracts.agreements import queries as agreement_queries
from contracts.attendance import queries as attendance_queries
from contracts.inspections import queries, schemas
from contracts.inspections.models import ACTS, RIGHTS, Inspection
from kit import outbox, pages, problems
from kit.database import Session
from kit.happening import moment_of
from kit.ids import own_id
from kit.local_time import local_date
from kit.pages import PageRequest, day_of
from kit.preconditions import Precondition
from kit.problems import FieldError
from kit.rights import Caller, municipality_of
from kit.texts import MAX_LISTED


class ItemUnknown(problems.Malformed):
    """The provider answers a line that the checklist does not have."""

    code = "checklist_item_unknown"
    title = "Punktet findes ikke"


async def create_inspection(
    session: Session, caller: Caller, body: schemas.NewInspection, *, at: datetime
) -> Inspection:
    """A new inspection as a draft.

    Raises:
        InspectionExists: When the id is taken.
    """
    columns = body.columns()
    if body.agreement_id is not None and not body.checklist:
        columns["checklist"] = await _checklist(session, caller, body.agreement_id)
    inspection = Inspection.draft(
        municipality_of(caller), body.id or own_id(), columns, by=caller.subject, at=at
    )
    inspection.next_version(by=caller.subject, at=at)
    await queries.add_inspection(session, inspection)
    return inspection


async def revise_inspection(
    session: Session,
    caller: Caller,
    inspection_id: str,
    body: schemas.Content,
    expected: Precondition,
    *,
    at: datetime,
) -> Inspection:
    """The inspection with new content; unchanged content makes no new version.

    Raises:
        InspectionNotFound: When there is none that the caller may see.
        kit.problems.EditedMeanwhile: When it is not the expected version any more.
        ActNotPossible: When it has been published.
    """
    inspection = await _to_change(session, caller, inspection_id, expected)
    if inspection.revise(body.columns(), today=local_date(at)):
        inspection.next_version(by=caller.subject, at=at)
    return inspection


async def hear_provider(
    session: Session,
    caller: Caller,
    inspection_id: str,
    body: schemas.Hearing,
    expected: Precondition,
    *,
    at: datetime,
) -> Inspection:
    """The inspection, shown to the provider for an answer.

    Raises:
        ActNotPossible: When it is no draft.
        NotInspectedYet: When the visit lies ahead.
        AnswerByPassed: When the last day to answer has gone before it is shown.
    """

    def act(inspection: Inspection, moment: datetime) -> None:
        inspection.hear(body.answer_by, by=caller.subject, at=moment, today=local_date(at))

    return await _act(session, caller, inspection_id, expected, act, body.happened_at, at=at)


async def comment_on_inspection(
    session: Session,
    caller: Caller,
    inspection_id: str,
    body: schemas.Comment,
    expected: Precondition,
    *,
    at: datetime,
) -> Inspection:
    """The inspection with what its provider says to it.

    Raises:
        ActNotPossible: When the provider has not been asked, or it is over.
        ItemUnknown: When an answer is to a line that is not there.
    """

    def act(inspection: Inspection, moment: datetime) -> None:
        for place, answer in enumerate(body.answers):
            if answer.item >= len(inspection.checklist):
                detail = f"Listen har {len(inspection.checklist)} punkter, talt fra 0."
                raise ItemUnknown(
                    "Svar på et punkt, der er på listen.",
                    errors=[FieldError(f"/answers/{place}/item", "item_unknown", detail)],
                )
        answers = [answer.model_dump(mode="json") for answer in body.answers]
        inspection.comment(
            body.comment, answers, by=caller.subject, at=moment, today=local_date(at)
        )

    return await _act(session, caller, inspection_id, expected, act, body.happened_at, at=at)


async def publish_inspection(
    session: Session,
    caller: Caller,
    inspection_id: str,
    body: schemas.Acting,
    expected: Precondition,
    *,
    at: datetime,
) -> Inspection:
    """The inspection, its smiley known to everybody.

    Raises:
        ActNotPossible: When it has been published.
        HearingUnderWay: While the provider may still answer.
        InspectionIncomplete: When it lacks something.
    """

    def act(inspection: Inspection, moment: datetime) -> None:
        inspection.publish(by=caller.subject, at=moment, today=local_date(at))
        tell(session, inspection, version=inspection.version + 1, at=moment)

    return await _act(session, caller, inspection_id, expected, act, body.happened_at, at=at)


async def withdraw_inspection(
    session: Session,
    caller: Caller,
    inspection_id: str,
    body: schemas.Withdrawal,
    expected: Precondition,
    *,
    at: datetime,
) -> Inspection:
    """The inspection, its smiley taken back.

    Raises:
        ActNotPossible: When it was never published, or is withdrawn already.
    """

    def act(inspection: Inspection, moment: datetime) -> None:
        inspection.withdraw(body.reason, by=caller.subject, at=moment, today=local_date(at))
        tell(session, inspection, version=inspection.version + 1, at=moment)

    return await _act(session, caller, inspection_id, expected, act, body.happened_at, at=at)


async def list_inspections(
    session: Session, caller: Caller, query: schemas.InspectionsQuery, *, at: datetime
) -> schemas.InspectionPage:
    """One page of inspections, the newest first, by a fixed number of queries."""
    key = PageRequest(query.limit, query.cursor).after(str, str)
    after = None if key is None else (day_of(key[0]), str(key[1]))
    rows = await queries.list_inspections(session, caller, query, after=after, today=local_date(at))
    found, cursor = pages.cut(rows, query.limit, lambda row: (row.inspected_on.isoformat(), row.id))
    items = await present(session, caller, found, at=at)
    return schemas.InspectionPage(items=items, next=cursor)


async def present(
    session: Session, caller: Caller, inspections: Sequence[Inspection], *, at: datetime
) -> list[schemas.InspectionAnswer]:
    """Inspections as this caller gets them, beside what was reported of those days."""
    today = local_date(at)
    present_by_day = await attendance_queries.count_present(
        session,
        municipality_of(caller),
        sorted({each.offer_id for each in inspections}),
        sorted({each.inspected_on for each in inspections}),
    )
    return [
        schemas.InspectionAnswer.model_validate(
            {
                name: getattr(each, name)
                for name in schemas.InspectionAnswer.model_fields
                if name not in ("status", "actions", "reported_count")
            }
            | {
                "status": each.status(today),
                "actions": [act for act in ACTS[each.status(today)] if caller.holds(RIGHTS[act])],
                "reported_count": present_by_day.get((each.offer_id, each.inspected_on)),
            }
        )
        for each in inspections
    ]


def tell(session: Session, inspection: Inspection, *, version: int, at: datetime) -> None:
    """Publish the state of an inspection whose smiley is, or was, known to everybody."""
    if inspection.published_at is None or inspection.smiley is None:
        return
    fact = events.InspectionPublished(
        inspection_id=inspection.id,
        offer_id=inspection.offer_id,
        provider_id=inspection.provider_id,
        inspected_on=inspection.inspected_on,
        smiley=inspection.smiley,
        expires_on=inspection.expires_on,
        published_at=inspection.published_at,
        withdrawn_at=inspection.withdrawn_at,
        version=version,
    )
    outbox.publish(session, fact, at=at)


async def _checklist(session: Session, caller: Caller, agreement_id: str) -> list[dict[str, Any]]:
    """What is to be looked at under an agreement; nothing where it is not known here."""
    known = await agreement_queries.find_agreements(
        session, municipality_of(caller), [agreement_id]
    )
    agreement = known.get(agreement_id)
    lines = agreement.lines if agreement else []
    items = [
        schemas.CheckedItem(requirement_id=line.id, wording=line.wording)
        for line in lines[:MAX_LISTED]
    ]
    return [item.model_dump(mode="json") for item in items]


async def _to_change(
    session: Session, caller: Caller, inspection_id: str, expected: Precondition
) -> Inspection:
    inspection = await queries.get_inspection(session, caller, inspection_id, lock=True)
    expected.check(inspection)
    return inspection


async def _act(
    session: Session,
    caller: Caller,
    inspection_id: str,
    expected: Precondition,
    act: Callable[[Inspection, datetime], None],
    happened_at: datetime | None,
    *,
    at: datetime,
) -> Inspection:
    moment = moment_of(caller, happened_at, at=at)
    inspection = await _to_change(session, caller, inspection_id, expected)
    act(inspection, moment)
    inspection.next_version(by=caller.subject, at=at)
    return inspection
