"""Referrals in bulk, with their final state and the dates on which it came about."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time
from typing import Any, Final

from kit import audit, outbox
from kit.bulk import batches, outcomes, rows
from kit.bulk.outcomes import Fate, Good, ImportInProgress, Outcome, Progress, Report
from kit.bulk.rows import Row
from kit.bulk.uploads import Options, Upload, batch_id_of
from kit.database import Session
from kit.local_time import COPENHAGEN, local_date
from kit.problems import FieldError
from kit.rights import Caller, municipality_of
from visitation import events
from visitation.citizens import queries as citizen_queries
from visitation.citizens.models import Citizen
from visitation.code_lists import queries as code_queries
from visitation.code_lists.lookup import CodeLists
from visitation.offers.models import Offer
from visitation.referrals import import_queries, import_rows, keeping, schemas, terms
from visitation.referrals.import_rows import ImportedReferral
from visitation.referrals.models import ReferralBatch
from visitation.referrals.rules import LooseReferral
from visitation.referrals.statuses import STATUS_DA, STATUSES, Status
from visitation.revisions import queries as revisions

JOB: Final = "referrals.import"
MAX_ROWS: Final = 50_000
MAX_BYTES: Final = 64 << 20
_AT_A_TIME: Final = 500

_AS_SAID: Final = (
    *("reason_code", "reason_text", "passed_over", "planned_starts_on", "planned_ends_on"),
    *("cohort_id", "decline_reason", "started_on", "ended_on", "abort_reason", "next_step"),
)
_KEPT_UNLESS_SAID: Final = (
    *("reason_code", "reason_text", "passed_over", "planned_starts_on", "planned_ends_on"),
    *("cohort_id", "targets", "assessment", "aligned_at", "align_how", "accepted_at"),
)
"""What a row does not undo by leaving it out."""

_UNLESS_SAID: Final = (
    *("offer_version", "agreement_id", "target_group", "match_group", "birth_year"),
    *("business_oriented", "price_dkk", "hours_per_week", "duration_weeks"),
)
"""What an order fixes, where a row does not say it."""


@dataclass(frozen=True, slots=True)
class Around:
    """What the rows of a batch point at, read once for all of them."""

    offers: Mapping[str, Offer]
    citizens: Mapping[str, Citizen]
    cohorts: Mapping[str, str]
    codes: CodeLists


@dataclass(frozen=True, slots=True)
class Brought:
    """A referral as a row brings it, in memory."""

    referral: LooseReferral
    fate: Fate


async def import_referrals(
    session: Session,
    caller: Caller,
    upload: Upload,
    options: Options,
    *,
    at: datetime,
    progress: Progress | None = None,
) -> Report:
    """Take a batch: each row brings its referral to the state that it says.

    No seat is asked for: it is history. A row that changes nothing makes neither version nor
    event.

    Args:
        session: The transaction that takes it, whole.
        caller: Who sends it.
        upload: What is sent.
        options: What is to be done with it.
        at: When it is taken.
        progress: Told how far it is.

    Raises:
        visitation.citizens.queries.CitizenNotFound: For a provider.
        kit.bulk.outcomes.ImportInProgress: While another batch is being taken.
        kit.bulk.outcomes.BatchIdReused: When the batch's name was used for other content.
        kit.bulk.outcomes.ImportEmpty: Without any row.
        kit.bulk.outcomes.ImportRefused: When a row has a mistake and rows are not to be skipped,
            or when the batch cannot be read to its end.
    """
    citizen_queries.refuse_provider(caller)
    await batches.lock(session, caller, JOB)
    before = await batches.find_taken(session, caller, ReferralBatch, upload, options)
    if before is not None:
        return before
    outcome = Outcome()
    batch = await asyncio.to_thread(
        rows.read, upload, columns=import_rows.COLUMNS, max_rows=MAX_ROWS
    )
    good = await outcomes.judge_all(
        batch, outcome, judge=_judged, key=lambda row: row.value.id, progress=progress
    )
    brought = await _go_through(session, caller, good, outcome, at=at)
    for each in brought:
        outcome.count(each.fate)
    batch_id = batch_id_of(upload, options)
    report = outcomes.settle(outcome, options, batch_id)
    if report.outcome != "taken":
        return report
    await _keep(session, caller, brought, at=at)
    batches.keep(session, caller, ReferralBatch, upload, options, report, at=at)
    await audit.record(
        session,
        caller,
        act=JOB,
        subjects=[batch_id],
        at=at,
        criterion=f"{report.rows} rækker",
    )
    return report


def _judged(row: Row) -> Good[ImportedReferral] | list[FieldError]:
    said = outcomes.judged(import_rows.unfolded(row), ImportedReferral)
    return said if isinstance(said, list) else Good(row.index, row.number, said)


async def _go_through(
    session: Session,
    caller: Caller,
    good: Mapping[str, Good[ImportedReferral]],
    outcome: Outcome,
    *,
    at: datetime,
) -> list[Brought]:
    """What each row would do; nothing is changed yet."""
    said = [row.value for row in good.values()]
    around = Around(
        offers=await import_queries.list_offers(
            session, caller, sorted({each.offer_id for each in said})
        ),
        citizens=await import_queries.list_citizens(
            session, caller, sorted({each.citizen_id for each in said})
        ),
        cohorts=await import_queries.list_cohorts(
            session, caller, sorted({each.cohort_id for each in said if each.cohort_id})
        ),
        codes=await code_queries.get_code_lists(session),
    )
    held = await import_queries.list_to_change(session, caller, sorted(good))
    brought: list[Brought] = []
    for count, row in enumerate(good.values(), 1):
        if count % _AT_A_TIME == 0:
            await asyncio.sleep(0)
        known = held.get(row.value.id)
        mistakes = [
            *import_rows.mistakes_in(row.value, around.codes, at=at),
            *_misplaced(row.value, around, known),
        ]
        judged = mistakes or _brought(caller, row.value, around, known, at=at)
        if isinstance(judged, list):
            outcome.refuse(row, judged)
        else:
            brought.append(judged)
    return brought


def _misplaced(
    row: ImportedReferral, around: Around, held: LooseReferral | None
) -> list[FieldError]:
    """What a row points at that is not there, or is another than before."""
    found = []
    citizen, offer = around.citizens.get(row.citizen_id), around.offers.get(row.offer_id)
    if citizen is None or citizen.erased_at is not None:
        detail = "Borgeren findes ikke, eller er slettet."
        found.append(FieldError("/citizen_id", "citizen_not_found", detail))
    elif held is not None and held.citizen_id != citizen.id:
        detail = "Henvisningen gælder en anden borger. Brug et andet id."
        found.append(FieldError("/citizen_id", "referral_citizen_fixed", detail))
    if held is not None and held.is_told and held.offer_id != row.offer_id:
        detail = "Henvisningen er bestilt til et andet tilbud. Brug et andet id."
        found.append(FieldError("/offer_id", "referral_offer_fixed", detail))
    elif offer is None or offer.published_at is None:
        detail = "Tilbuddet findes ikke, eller har aldrig været udgivet. Indlæs det først."
        found.append(FieldError("/offer_id", "offer_not_found", detail))
    elif (row.offer_version or 1) > offer.version:
        detail = f"Tilbuddet har kun {offer.version} versioner."
        found.append(FieldError("/offer_version", "offer_version_not_found", detail))
    if row.cohort_id is not None and around.cohorts.get(row.cohort_id) != row.offer_id:
        detail = "Tilbuddet har ikke dette hold."
        found.append(FieldError("/cohort_id", "cohort_not_found", detail))
    return found


def _brought(
    caller: Caller,
    row: ImportedReferral,
    around: Around,
    held: LooseReferral | None,
    *,
    at: datetime,
) -> Brought | list[FieldError]:
    offer, citizen = around.offers[row.offer_id], around.citizens[row.citizen_id]
    before = None if held is None else held.status
    was_started = held is not None and held.started_on is not None
    referral = LooseReferral({} if held is None else held.__dict__)
    if held is None:
        referral.begin(municipality_of(caller), row.id, {}, by=caller.subject, at=at)
        referral.__dict__ |= {"evidence": None, "caseworker": caller.subject, "ordered_by": None}
    columns = _columns(caller, row, referral, offer, citizen)
    is_new = any(getattr(referral, name, None) != it for name, it in columns.items())
    referral.__dict__ |= columns
    after = referral.status
    if row.status is not None and row.status != after:
        detail = f"Datoerne siger, at henvisningen er {STATUS_DA[after]}."
        return [FieldError("/status", "status_mismatch", detail)]
    if before is not None and _rank(after) < _rank(before):
        detail = f"Henvisningen er {STATUS_DA[before]} og kan ikke blive {STATUS_DA[after]}."
        return [FieldError("/status", "referral_status_backwards", detail)]
    if not was_started and _starts_unaligned(referral, is_known=held is not None):
        detail = "Sig aligned_at, senest den dag, forløbet begyndte: det begynder ikke uden."
        return [FieldError("/aligned_at", "expectations_not_aligned", detail)]
    if held is None:
        return Brought(referral, "created")
    return Brought(referral, "revised" if is_new else "unchanged")


def _starts_unaligned(referral: LooseReferral, *, is_known: bool) -> bool:
    """Whether it begins before expectations are aligned; of what is long over that may be lost."""
    if referral.started_on is None or not (is_known or referral.status == "started"):
        return False
    return referral.aligned_at is None or local_date(referral.aligned_at) > referral.started_on


def _columns(
    caller: Caller,
    row: ImportedReferral,
    held: LooseReferral,
    offer: Offer,
    citizen: Citizen,
) -> dict[str, Any]:
    """A row as the table holds it; what it does not say stays, or is as offer and citizen are."""
    columns: dict[str, Any] = {name: getattr(row, name) for name in _AS_SAID}
    columns |= row.moments()
    columns |= {
        "citizen_id": citizen.id,
        "offer_id": offer.id,
        "targets": schemas.wire(row.targets),
        "assessment": schemas.wire(row.assessment),
        "align_how": row.align_how,
        "caseworker": row.caseworker or held.__dict__["caseworker"],
    }
    if held.is_told:
        columns |= {name: getattr(held, name) for name in _KEPT_UNLESS_SAID if not columns[name]}
    for act in ("ordered", "aborted", "aligned", "assessed"):
        done = columns[f"{act}_at"] is not None
        columns[f"{act}_by"] = (getattr(held, f"{act}_by") or caller.subject) if done else None
    said = LooseReferral(columns)
    said.__dict__ |= {name: getattr(row, name) for name in ("business_oriented", "hours_per_week")}
    fixed = terms.terms_of(said, offer, citizen)
    for name in _UNLESS_SAID:
        stated = getattr(row, name)
        before = getattr(held, name)
        columns[name] = stated if stated is not None else fixed[name] if before is None else before
    return columns | {"offer_kind": offer.kind, "provider_id": offer.provider_id}


def _rank(status: Status) -> int:
    """How far a referral has come; of two ends neither is further."""
    ends = {"declined": 6, "completed": 6, "aborted": 6}
    return ends.get(status, STATUSES.index(status))


async def _keep(
    session: Session, caller: Caller, brought: Sequence[Brought], *, at: datetime
) -> None:
    """Write referrals and acts, one event a referral, and let the guide read again."""
    written = [each for each in brought if each.fate != "unchanged"]
    acts = [_act_of(each.referral, caller, at=at) for each in written]
    try:
        new = [each.referral for each in written if each.fate == "created"]
        await import_queries.add_referrals(session, new)
    except import_queries.CreatedMeanwhile:
        raise ImportInProgress(
            "En af henvisningerne er oprettet imens. Send filen igen.",
            headers={"Retry-After": "1"},
        ) from None
    changed = [each.referral for each in written if each.fate == "revised"]
    await import_queries.change_referrals(session, changed)
    await import_queries.add_acts(session, acts)
    for count, each in enumerate(written, 1):
        if count % _AT_A_TIME == 0:
            await asyncio.sleep(0)
        told = events.referral_fact_of(each.referral)
        if told is not None:
            outbox.publish(session, told, at=_latest(each.referral))
    if written:
        await revisions.count_up(session)


def _act_of(referral: LooseReferral, caller: Caller, *, at: datetime) -> dict[str, object]:
    by, happened_at = caller.subject, _latest(referral)
    return keeping.act_of(referral, "import", by=by, happened_at=happened_at, at=at)


def _latest(referral: LooseReferral) -> datetime:
    """When the newest of what happened did."""
    held: Any = referral
    moments: list[datetime | None] = [
        *(held.ordered_at, held.accepted_at, held.declined_at),
        *(held.completed_at, held.aborted_at, held.assessed_at),
    ]
    if held.started_on is not None:
        moments.append(datetime.combine(held.started_on, time(0), COPENHAGEN))
    return max(moment for moment in moments if moment is not None)
