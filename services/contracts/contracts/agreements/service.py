"""What is done with agreements, one at a time."""

from datetime import datetime

from contracts.agreements import facts, queries, requirements, schemas
from contracts.agreements.models import CONTENT, Act, Agreement, AgreementVersion
from contracts.agreements.requirements import Broken, Offered
from contracts.providers import queries as provider_queries
from kit import outbox, problems
from kit.database import Session
from kit.happening import moment_of
from kit.ids import own_id
from kit.preconditions import Precondition
from kit.problems import FieldError
from kit.rights import Caller, municipality_of


class ProviderUnknown(problems.Malformed):
    """An agreement is made with a provider who is not registered."""

    code = "provider_unknown"
    title = "Leverandøren kendes ikke"


async def create_agreement(
    session: Session, caller: Caller, body: schemas.NewAgreement, *, at: datetime
) -> Agreement:
    """A new agreement as a draft.

    Raises:
        ProviderUnknown: When its provider is not registered.
        AgreementExists: When the id is taken.
    """
    await _check_provider(session, caller, body.provider_id)
    agreement = Agreement.draft(
        municipality_of(caller), body.id or own_id(), body.columns(), by=caller.subject, at=at
    )
    await queries.add_agreement(session, agreement)
    keep(session, caller, agreement, "create", at=at)
    return agreement


async def revise_agreement(
    session: Session,
    caller: Caller,
    agreement_id: str,
    body: schemas.Content,
    expected: Precondition,
    *,
    at: datetime,
) -> Agreement:
    """The agreement with new content; unchanged content makes no new version.

    Raises:
        AgreementNotFound: When there is none that the caller may see.
        kit.problems.EditedMeanwhile: When it is not the expected version any more.
        ProviderUnknown: When its provider is not registered.
        ActNotPossible: When it has ended.
        AgreementFixed: When it is in force and would be with another, or of another kind.
        AgreementIncomplete: When it is in force and would lack something.
    """
    agreement = await queries.get_agreement(session, caller, agreement_id, lock=True)
    expected.check(agreement)
    if body.provider_id != agreement.provider_id:
        await _check_provider(session, caller, body.provider_id)
    if agreement.revise(body.columns()):
        keep(session, caller, agreement, "revise", at=at)
    return agreement


async def activate_agreement(
    session: Session,
    caller: Caller,
    agreement_id: str,
    body: schemas.Acting,
    expected: Precondition,
    *,
    at: datetime,
) -> Agreement:
    """The agreement, in force within its period.

    Raises:
        kit.problems.EditedMeanwhile: When it is not the expected version any more.
        ActNotPossible: When it is no draft.
        AgreementIncomplete: When it lacks what its kind must say.
    """
    moment = moment_of(caller, body.happened_at, at=at)
    agreement = await _to_change(session, caller, agreement_id, expected)
    agreement.activate(by=caller.subject, at=moment)
    keep(session, caller, agreement, "activate", at=at, happened_at=moment)
    return agreement


async def extend_agreement(
    session: Session,
    caller: Caller,
    agreement_id: str,
    body: schemas.Extending,
    expected: Precondition,
    *,
    at: datetime,
) -> Agreement:
    """The agreement with a later last day, by one of its options.

    Raises:
        kit.problems.EditedMeanwhile: When it is not the expected version any more.
        ActNotPossible: When it is not in force.
        OptionUnknown: When there is no option until that day.
    """
    moment = moment_of(caller, body.happened_at, at=at)
    agreement = await _to_change(session, caller, agreement_id, expected)
    agreement.extend(body.until, by=caller.subject, at=moment)
    keep(session, caller, agreement, "extend", at=at, happened_at=moment)
    return agreement


async def end_agreement(
    session: Session,
    caller: Caller,
    agreement_id: str,
    body: schemas.Acting,
    expected: Precondition,
    *,
    at: datetime,
) -> Agreement:
    """The agreement, ended; what has been ordered under it is honoured.

    Raises:
        kit.problems.EditedMeanwhile: When it is not the expected version any more.
        ActNotPossible: When it has ended.
    """
    moment = moment_of(caller, body.happened_at, at=at)
    agreement = await _to_change(session, caller, agreement_id, expected)
    agreement.end(by=caller.subject, at=moment)
    keep(session, caller, agreement, "end", at=at, happened_at=moment)
    return agreement


async def check_offered(
    session: Session, caller: Caller, agreement_id: str, body: schemas.Offered
) -> list[Broken]:
    """The requirements of an agreement that an offer breaks.

    Raises:
        AgreementNotFound: When there is none that the caller may see.
    """
    agreement = await queries.get_agreement(session, caller, agreement_id)
    offered = Offered(
        body.hours_per_week, body.duration_weeks, body.content_elements, body.accessible
    )
    return list(requirements.broken_by(offered, agreement.lines))


def keep(
    session: Session,
    caller: Caller,
    agreement: Agreement,
    act: Act | str,
    *,
    at: datetime,
    happened_at: datetime | None = None,
) -> None:
    """Count a change, keep what the agreement then was, and tell others."""
    agreement.next_version(by=caller.subject, at=at)
    held = {name: getattr(agreement, name) for name in CONTENT}
    content = held | {name: held[name].isoformat() for name in ("starts_on", "ends_on")}
    session.add(
        AgreementVersion(
            municipality=agreement.municipality,
            agreement_id=agreement.id,
            version=agreement.version,
            act=act,
            status=agreement.status,
            content=content,
            changed_at=at,
            changed_by=caller.subject,
        )
    )
    outbox.publish(session, facts.changed(agreement), at=happened_at or at)


async def _to_change(
    session: Session, caller: Caller, agreement_id: str, expected: Precondition
) -> Agreement:
    agreement = await queries.get_agreement(session, caller, agreement_id, lock=True)
    expected.check(agreement)
    return agreement


async def _check_provider(session: Session, caller: Caller, provider_id: str) -> None:
    if not await provider_queries.find_providers(session, caller, [provider_id]):
        raise ProviderUnknown(
            "Registrér leverandøren først.",
            errors=[FieldError("/provider_id", "provider_unknown", "Er ikke registreret.")],
        )
