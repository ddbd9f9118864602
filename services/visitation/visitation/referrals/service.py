"""What is done with referrals, one at a time; ordering stands in ``ordering``."""

from datetime import date, datetime

from kit import erasure, problems
from kit.database import Session
from kit.happening import moment_of
from kit.local_time import local_date, written_date, written_moment
from kit.preconditions import Precondition
from kit.problems import FieldError
from kit.rights import Caller
from visitation import events
from visitation.code_lists import queries as code_queries
from visitation.offers import queries as offer_queries
from visitation.offers.service import CodeUnknown
from visitation.referrals import act_schemas, keeping, models, queries, schemas
from visitation.revisions import queries as revisions

OURSELVES = "visitation"
"""Who stands behind what follows from something else."""

MET_KINDS = frozenset({"placement", "wage_subsidy_private", "wage_subsidy_public"})
"""Offers at a workplace, which is met face to face before the start."""


class AlignmentIncomplete(problems.NotNow):
    """The alignment lacks what must be said before anybody starts."""

    code = "alignment_incomplete"
    title = "Forventningsafstemningen mangler noget"


class PeriodWrong(problems.Malformed):
    """A day lies outside what is possible."""

    code = "period_invalid"
    title = "Datoen passer ikke"


class AssessmentIncomplete(problems.Malformed):
    """Each target is assessed, and nothing else."""

    code = "assessment_incomplete"
    title = "Hvert mål skal vurderes"


async def align_referral(
    session: Session,
    caller: Caller,
    referral_id: str,
    body: act_schemas.Aligning,
    expected: Precondition,
    *,
    at: datetime,
) -> models.Referral:
    """Keep an expectation alignment, and when the citizen acknowledged it.

    Raises:
        ReferralNotFound: When there is none that the caller may act on.
        ActNotPossible: When it has started, or come to an end.
        AlignmentIncomplete: When complaint guidance or the workplace was left out.
    """
    acknowledged_at = moment_of(caller, body.acknowledged_at, at=at, pointer="/acknowledged_at")
    referral, _ = await keeping.hold(session, caller, referral_id, expected)
    kind = referral.offer_kind
    if kind is None:
        kind = (await offer_queries.get_offer(session, caller, referral.offer_id)).kind
    _require_whole(body, kind)
    alignment = body.model_dump(mode="json", exclude={"how", "acknowledged_at"})
    referral.align(body.how, alignment, acknowledged_at=acknowledged_at, by=caller.subject)
    keeping.keep(
        session,
        referral,
        "align",
        by=caller.subject,
        happened_at=acknowledged_at,
        at=at,
        fact=events.ExpectationsAligned,
    )
    await keeping.note(session, caller, referral, "referrals.order", at=at)
    return referral


async def abort_referral(
    session: Session,
    caller: Caller,
    referral_id: str,
    body: act_schemas.Aborting,
    expected: Precondition,
    *,
    at: datetime,
) -> models.Referral:
    """End a referral before time; before its start that withdraws it. Its seat is free.

    Raises:
        ReferralNotFound: When there is none that the caller may act on.
        CodeUnknown: When the reason is not on its list.
        ActNotPossible: When it has come to an end.
        PeriodWrong: When the last day is not within the course.
    """
    done_at = moment_of(caller, body.happened_at, at=at)
    await check_code(session, "abort_reasons", body.reason, "/reason", at=at)
    referral = await queries.get_to_change(session, caller, referral_id)
    expected.check(referral)
    _not_before(referral.ordered_at, done_at)
    held_a_seat = referral.is_open
    ended_on = _last_day(referral, body.ended_on, done_at)
    referral.abort(body.reason, ended_on=ended_on, by=caller.subject, at=done_at)
    keeping.keep(session, referral, "abort", by=caller.subject, happened_at=done_at, at=at)
    await keeping.note(session, caller, referral, "referrals.order", at=at)
    if held_a_seat:
        await revisions.count_up(session)
    return referral


async def assess_referral(
    session: Session,
    caller: Caller,
    referral_id: str,
    body: act_schemas.Assessing,
    expected: Precondition,
    *,
    at: datetime,
) -> models.Referral:
    """Keep what caseworker and citizen found at the end.

    Raises:
        ReferralNotFound: When there is none that the caller may act on.
        CodeUnknown: When the next step is not on its list.
        ActNotPossible: When it has not ended, or never started.
        AssessmentIncomplete: When not exactly the targets are assessed.
    """
    done_at = moment_of(caller, body.happened_at, at=at)
    await check_code(session, "next_steps", body.next_step, "/next_step", at=at)
    referral, _ = await keeping.hold(session, caller, referral_id, expected)
    _not_before(referral.aborted_at or referral.completed_at, done_at)
    if "assess" in referral.acts and len(body.targets) != len(referral.targets):
        wanted = len(referral.targets)
        raise AssessmentIncomplete(
            f"Vurdér {wanted} mål, i samme rækkefølge som i henvisningen.",
            errors=[
                FieldError(
                    "/targets", AssessmentIncomplete.code, f"Skal have {len(referral.targets)}."
                )
            ],
        )
    assessment = schemas.wire(body.targets)
    referral.assess(assessment, body.next_step, by=caller.subject, at=done_at)
    keeping.keep(session, referral, "assess", by=caller.subject, happened_at=done_at, at=at)
    await keeping.note(session, caller, referral, "referrals.order", at=at)
    return referral


async def move_citizen(session: Session, alias: str, kept: str, *, at: datetime) -> None:
    """Let a kept citizen have the referrals of the one that became another name for it."""
    for referral in await queries.list_of_citizen(session, session.info["municipality"], alias):
        referral.citizen_id = kept
        keeping.keep(session, referral, "move", by=OURSELVES, happened_at=at, at=at)


async def forget_texts(session: Session, citizen_id: str) -> None:
    """Take away every word about an erased citizen, and what the feed told of the referrals."""
    found = await queries.list_of_citizen(session, session.info["municipality"], citizen_id)
    for referral in found:
        referral.forget_words()
    ids = [referral.id for referral in found]
    await erasure.compact(session, ids, events.REFERRAL_TYPES)


async def check_code(session: Session, name: str, code: str, pointer: str, *, at: datetime) -> None:
    """Refuse a code that is not on its list today.

    Raises:
        CodeUnknown: With what may be said instead.
    """
    codes, day = await code_queries.get_code_lists(session), local_date(at)
    if not codes.is_valid(name, code, day):
        detail = f"Brug en af: {codes.first_valid(name, day)}."
        raise CodeUnknown(
            "En kode gælder ikke i dag; se errors.",
            errors=[FieldError(pointer, "code_unknown", detail)],
        )


def _require_whole(body: act_schemas.Aligning, kind: str | None) -> None:
    lacking = [
        FieldError(f"/complaint_guidance/{how}", "missing", "Vejled både mundtligt og skriftligt.")
        for how in ("oral", "written")
        if not getattr(body.complaint_guidance, how)
    ]
    if kind in MET_KINDS and body.workplace_met_on is None:
        detail = "Mød arbejdspladsen ansigt til ansigt, og skriv hvornår."
        lacking.append(FieldError("/workplace_met_on", "missing", detail))
    if lacking:
        raise AlignmentIncomplete("Gør det, der mangler, først; se errors.", errors=lacking)


def _not_before(earlier: datetime | None, done_at: datetime) -> None:
    if earlier is not None and done_at < earlier:
        raise PeriodWrong(
            "Det kan ikke være sket før det, der gik forud.",
            errors=[
                FieldError("/happened_at", PeriodWrong.code, f"Tidligst {written_moment(earlier)}.")
            ],
        )


def _last_day(referral: models.Referral, said: date | None, done_at: datetime) -> date | None:
    if referral.started_on is None:
        return None
    today = local_date(done_at)
    day = said or today
    if not referral.started_on <= day <= max(today, referral.started_on):
        first = written_date(referral.started_on)
        raise PeriodWrong(
            "Forløbet kan ikke slutte den dag.",
            errors=[FieldError("/ended_on", PeriodWrong.code, f"Tidligst {first}, senest i dag.")],
        )
    return max(day, referral.started_on)
