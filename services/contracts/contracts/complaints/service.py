"""What is done with complaints, one at a time."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from contracts import events
from contracts.citizens import queries as citizen_queries
from contracts.complaints import queries, schemas
from contracts.complaints.models import Complaint
from kit import audit, outbox, pages, problems
from kit.database import Session
from kit.happening import moment_of
from kit.ids import own_id
from kit.local_time import local_date
from kit.pages import PageRequest, day_of
from kit.preconditions import Precondition
from kit.problems import FieldError
from kit.rights import Caller, municipality_of

READ = "complaints.read"
WRITE = "complaints.write"


class NotYetReceived(problems.Malformed):
    """A complaint cannot have come on a day that lies ahead."""

    code = "received_in_the_future"
    title = "Klagen kan ikke være modtaget endnu"


class NotForProviders(problems.NotAllowed):
    """A provider keeps no complaints about itself."""

    code = "complaints_not_for_providers"
    title = "Klager registreres af kommunen"


async def create_complaint(
    session: Session, caller: Caller, body: schemas.NewComplaint, *, at: datetime
) -> Complaint:
    """A new complaint, which waits for its answer.

    Raises:
        NotForProviders: When a provider would register it.
        NotYetReceived: When it would have come in the future.
        ComplaintExists: When the id is taken.
    """
    refuse_providers(caller)
    check_received(body, at=at)
    await citizen_queries.hold(session, municipality_of(caller), shared=True)
    columns = await _columns(session, caller, body)
    complaint = Complaint.register(
        municipality_of(caller), body.id or own_id(), columns, by=caller.subject, at=at
    )
    complaint.next_version(by=caller.subject, at=at)
    await queries.add_complaint(session, complaint)
    tell(session, complaint, at=at)
    await note(session, caller, WRITE, [complaint], at=at)
    return complaint


async def revise_complaint(
    session: Session,
    caller: Caller,
    complaint_id: str,
    body: schemas.Content,
    expected: Precondition,
    *,
    at: datetime,
) -> Complaint:
    """The complaint with new content; unchanged content makes no new version.

    Raises:
        ComplaintNotFound: When there is none that the caller may see.
        NotYetReceived: When it would have come in the future.
        kit.problems.EditedMeanwhile: When it is not the expected version any more.
        ActNotPossible: When it is closed.
    """
    check_received(body, at=at)
    await citizen_queries.hold(session, municipality_of(caller), shared=True)
    complaint = await queries.get_complaint(session, caller, complaint_id, lock=True)
    expected.check(complaint)
    # Whose it was before has been changed as well as whose it is.
    await note(session, caller, WRITE, [complaint], at=at)
    whose = complaint.citizen_id
    if complaint.revise(await _columns(session, caller, body)):
        complaint.next_version(by=caller.subject, at=at)
        tell(session, complaint, at=at)
        if complaint.citizen_id != whose:
            await note(session, caller, WRITE, [complaint], at=at)
    return complaint


async def answer_complaint(
    session: Session,
    caller: Caller,
    complaint_id: str,
    body: schemas.Answering,
    expected: Precondition,
    *,
    at: datetime,
) -> Complaint:
    """The complaint with its answer.

    Raises:
        ActNotPossible: When it is closed.
        EndedBeforeReceived: When it had not come by then.
    """

    def act(complaint: Complaint, moment: datetime) -> None:
        complaint.answer_it(body.answer, local_date(moment), by=caller.subject, at=moment)

    return await _act(session, caller, complaint_id, expected, act, body.happened_at, at=at)


async def close_complaint(
    session: Session,
    caller: Caller,
    complaint_id: str,
    body: schemas.Closing,
    expected: Precondition,
    *,
    at: datetime,
) -> Complaint:
    """The complaint with what came of it.

    Raises:
        ActNotPossible: When it is closed already.
        EndedBeforeReceived: When it had not come by then.
    """

    def act(complaint: Complaint, moment: datetime) -> None:
        complaint.close(body.outcome, local_date(moment), by=caller.subject, at=moment)

    return await _act(session, caller, complaint_id, expected, act, body.happened_at, at=at)


async def reopen_complaint(
    session: Session,
    caller: Caller,
    complaint_id: str,
    body: schemas.Reopening,
    expected: Precondition,
    *,
    at: datetime,
) -> Complaint:
    """The complaint, taken up again.

    Raises:
        ActNotPossible: When it is not closed.
    """

    def act(complaint: Complaint, moment: datetime) -> None:
        complaint.reopen(body.reason, by=caller.subject, at=moment)

    return await _act(session, caller, complaint_id, expected, act, body.happened_at, at=at)


async def list_complaints(
    session: Session, caller: Caller, query: schemas.ComplaintsQuery, *, at: datetime
) -> schemas.ComplaintPage:
    """One page of complaints, the newest first."""
    key = PageRequest(query.limit, query.cursor).after(str, str)
    after = None if key is None else (day_of(key[0]), str(key[1]))
    today = local_date(at)
    rows = await queries.list_complaints(session, caller, query, after=after, today=today)
    found, cursor = pages.cut(rows, query.limit, lambda row: (row.received_on.isoformat(), row.id))
    count = (
        await queries.count_complaints(session, caller, query, today=today) if query.count else None
    )
    await note(session, caller, READ, found, at=at)
    return schemas.ComplaintPage(
        items=[schemas.present(each, caller, today=today) for each in found],
        next=cursor,
        count=count,
    )


def refuse_providers(caller: Caller) -> None:
    """See that it is the municipality that registers.

    Raises:
        NotForProviders: When it is not.
    """
    if caller.provider_id is not None:
        raise NotForProviders("Send klagen til kommunen.")


def check_received(body: schemas.Content, *, at: datetime) -> None:
    """See that a complaint has come.

    Raises:
        NotYetReceived: When its day lies ahead.
    """
    if body.received_on > local_date(at):
        raise NotYetReceived(
            "Ret datoen for modtagelsen.",
            errors=[FieldError("/received_on", "in_the_future", "Ligger i fremtiden.")],
        )


def tell(session: Session, complaint: Complaint, *, at: datetime) -> None:
    """Publish that there is a complaint, and what came of it."""
    fact = events.ComplaintRegistered(
        complaint_id=complaint.id,
        offer_id=complaint.offer_id,
        provider_id=complaint.provider_id,
        about=complaint.about,
        received_on=complaint.received_on,
        outcome=complaint.outcome,
        closed_on=complaint.closed_on,
        version=complaint.version,
    )
    outbox.publish(session, fact, at=at)


async def note(
    session: Session, caller: Caller, act: str, complaints: Sequence[Complaint], *, at: datetime
) -> None:
    """Write down whose complaints were read or changed."""
    citizens = [each.citizen_id for each in complaints if each.citizen_id is not None]
    if citizens:
        await audit.record(session, caller, act=act, subjects=list(dict.fromkeys(citizens)), at=at)


async def _columns(session: Session, caller: Caller, body: schemas.Content) -> dict[str, Any]:
    """The content as the table holds it, with the id under which the citizen is known now."""
    columns = body.columns()
    if body.citizen_id is not None:
        known_as = await citizen_queries.current_id(
            session, municipality_of(caller), body.citizen_id
        )
        columns["citizen_id"] = known_as
        if known_as is None:
            # What an erased citizen said is not kept either, whichever way it comes.
            columns["description"] = ""
    return columns


async def _act(
    session: Session,
    caller: Caller,
    complaint_id: str,
    expected: Precondition,
    act: Callable[[Complaint, datetime], None],
    happened_at: datetime | None,
    *,
    at: datetime,
) -> Complaint:
    moment = moment_of(caller, happened_at, at=at)
    complaint = await queries.get_complaint(session, caller, complaint_id, lock=True)
    expected.check(complaint)
    act(complaint, moment)
    complaint.next_version(by=caller.subject, at=at)
    tell(session, complaint, at=moment)
    await note(session, caller, WRITE, [complaint], at=at)
    return complaint
