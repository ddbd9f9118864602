"""What is told of referrals: a page of them, a file of them, and who takes part."""

import asyncio
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

import msgspec

from kit import audit, pages, problems
from kit.database import Session
from kit.local_time import local_date
from kit.pages import PageRequest
from kit.rights import Caller
from visitation import sheets
from visitation.citizens.models import Citizen
from visitation.referrals import answers, list_queries, models, schemas
from visitation.referrals.filters import ExportQuery, Filters, ReferralsQuery

MAX_EXPORTED = 20_000
TOLD_AFTER_END = timedelta(days=92)
"""For how long a provider reads who took part: three months."""

_AT_A_TIME = 500
EXPORTED = (
    *("id", "status", "citizen_id", "offer_id", "offer_version", "offer_kind", "cohort_id"),
    *("provider_id", "agreement_id", "target_group", "match_group", "business_oriented"),
    *("price_dkk", "hours_per_week", "duration_weeks", "planned_starts_on", "planned_ends_on"),
    *("themes", "reason_code", "ordered_at", "aligned_at", "accepted_at", "declined_at"),
    *("decline_reason", "started_on", "ended_on", "completed_at", "aborted_at", "abort_reason"),
    *("assessed_at", "next_step", "updated_at"),
)
"""Codes, ids and dates; what was written about somebody is in no file."""


class ExportTooLarge(problems.NotNow):
    """More referrals fit than one file holds."""

    code = "export_too_large"
    title = "For mange henvisninger"


async def list_referrals(
    session: Session, caller: Caller, query: ReferralsQuery, *, at: datetime
) -> schemas.ReferralPage:
    """One page of referrals, by a fixed number of queries; whose they are is written down.

    Raises:
        kit.pages.CursorInvalid: When the cursor belongs to another order.
    """
    page = PageRequest(query.limit, query.cursor)
    rows = await list_queries.list_referrals(
        session, caller, query, sort=query.sort, after=page.after(str, str, str), limit=page.limit
    )
    found, cursor = pages.cut(
        rows, page.limit, lambda row: list_queries.cursor_key(row, query.sort)
    )
    count = await list_queries.count_referrals(session, caller, query) if query.count else None
    await _note(session, caller, found, "referrals.list", query, at=at)
    return schemas.ReferralPage.model_construct(
        items=[answers.answer(each, caller) for each in found], next=cursor, count=count
    )


async def export_referrals(
    session: Session, caller: Caller, query: ExportQuery, *, at: datetime
) -> bytes:
    """The referrals that fit as a file, and whose they are in the audit log.

    Raises:
        ExportTooLarge: When there are more than ``MAX_EXPORTED``.
    """
    file = bytearray()
    if query.file_format == "csv":
        mark = sheets.BOM if query.audience == "people" else ""
        file += (mark + sheets.csv_line(EXPORTED, query.audience)).encode()
    found: list[models.Referral] = []
    async for referral in list_queries.stream_referrals(
        session, caller, query, limit=MAX_EXPORTED + 1
    ):
        found.append(referral)
        if len(found) % _AT_A_TIME == 0:
            await asyncio.sleep(0)
        if len(found) > MAX_EXPORTED:
            raise ExportTooLarge(f"Højst {MAX_EXPORTED} ad gangen. Vælg færre med filtrene.")
        row = _row(referral)
        if query.file_format == "csv":
            file += sheets.csv_line(list(row.values()), query.audience).encode()
        else:
            file += msgspec.json.encode(row) + b"\n"
    await _note(session, caller, found, "referrals.export", query, at=at)
    return bytes(file)


async def list_participants(
    session: Session, caller: Caller, ids: list[str], *, at: datetime
) -> schemas.Participants:
    """Who comes, of the referrals that the caller may see; the others are simply not there."""
    since: date = local_date(at) - TOLD_AFTER_END
    found = await list_queries.list_participants(session, caller, ids, ended_since=since)
    # Who asks in vain is written down too: it may have been somebody else's.
    await audit.record(
        session,
        caller,
        act="referrals.participants",
        subjects=sorted({referral.citizen_id for referral, _ in found}),
        at=at,
        criterion=f"{len(ids)} henvisninger",
    )
    return schemas.Participants(items=[_participant(*each) for each in found])


async def _note(
    session: Session,
    caller: Caller,
    found: Sequence[models.Referral],
    act: str,
    query: Filters,
    *,
    at: datetime,
) -> None:
    subjects = {each.citizen_id for each in found}
    if query.citizen_id is not None:
        # That there is nothing is told of somebody as well.
        subjects.add(query.citizen_id)
    if subjects:
        await audit.record(session, caller, act=act, subjects=sorted(subjects), at=at)


def _row(referral: models.Referral) -> dict[str, Any]:
    themes = [each["theme"] or each["kind"] for each in referral.targets]
    named = {"status": referral.status, "themes": "|".join(themes)}
    return {name: named.get(name, getattr(referral, name, None)) for name in EXPORTED}


def _participant(referral: models.Referral, citizen: Citizen) -> schemas.Participant:
    is_protected = citizen.address_protected
    return schemas.Participant(
        referral_id=referral.id,
        citizen_id=referral.citizen_id,
        offer_id=referral.offer_id,
        status=referral.status,
        name=citizen.name,
        phone=None if is_protected else citizen.phone,
        email=None if is_protected else citizen.email,
        address_protected=is_protected,
        planned_starts_on=referral.planned_starts_on,
        planned_ends_on=referral.planned_ends_on,
        targets=answers.targets(referral, with_words=True),
        alignment=answers.alignment(referral),
    )
