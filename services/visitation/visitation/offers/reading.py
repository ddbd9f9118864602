"""What is told of offers: one, a page of them, and what one lacks."""

from datetime import datetime
from typing import Any

from kit import pages
from kit.database import Session
from kit.local_time import local_date
from kit.pages import PageRequest
from kit.rights import Caller
from visitation.code_lists import queries as code_queries
from visitation.offers import answers, completeness, freshness, list_queries, queries
from visitation.offers.filters import OffersQuery, resolve
from visitation.offers.rules import OfferRules


async def present(
    session: Session, caller: Caller, offer: OfferRules, *, months: int, at: datetime
) -> dict[str, Any]:
    """An offer as this caller gets it, with what is around it."""
    linked = await queries.get_linked(session, caller, [offer])
    return answers.answer(offer, caller, linked, months=months, at=at)


async def list_offers(
    session: Session,
    caller: Caller,
    query: OffersQuery,
    *,
    months: int,
    at: datetime,
) -> dict[str, Any]:
    """One page of offers as JSON holds it, by a fixed number of queries.

    Raises:
        kit.pages.CursorInvalid: When the cursor belongs to another order.
    """
    wanted, translated = await resolve(session, query, at=at)
    page, sort = PageRequest(query.limit, query.cursor), query.sort
    rows = await list_queries.list_offers(
        session,
        caller,
        wanted,
        sort=sort,
        after=page.after(str, str, str),
        limit=page.limit,
        months=months,
        at=at,
    )
    found, cursor = pages.cut(rows, page.limit, lambda offer: list_queries.cursor_key(offer, sort))
    linked = await queries.get_linked(session, caller, found)
    count = None
    if query.count is not None:
        count = await list_queries.count_offers(session, caller, wanted, months=months, at=at)
    return {
        "items": [answers.answer(offer, caller, linked, months=months, at=at) for offer in found],
        "next": cursor,
        "count": count,
        "translated": translated,
    }


async def judge_offer(
    session: Session, caller: Caller, offer_id: str, *, months: int, at: datetime
) -> completeness.Completeness:
    """What an offer lacks or says doubtfully.

    Raises:
        OfferNotFound: When there is none that the caller may see.
    """
    offer = await queries.get_offer(session, caller, offer_id)
    return completeness.judge(
        offer,
        await code_queries.get_code_lists(session),
        await queries.list_statuses(session, caller, offer.package_of),
        freshness.freshness(offer.checked_at, months, at=at),
        day=local_date(at),
    )
