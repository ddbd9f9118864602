"""The quality overview, put together from what others have released and what is counted here."""

from collections.abc import AsyncIterator, Iterable, Mapping, Sequence
from datetime import date, datetime

import structlog
from pydantic import ValidationError

from kit import pages, problems
from kit.database import Session
from kit.figure import Figure, Suppressed
from kit.local_time import local_date
from kit.pages import Key, PageRequest
from kit.rights import Caller
from visitation.code_lists import queries as code_queries
from visitation.guide import listed_figures
from visitation.guide import queries as guide_queries
from visitation.guide.listed_figures import Inspected
from visitation.offers.models import Offer
from visitation.quality import queries, schemas
from visitation.quality.measures import MEASURES, Measure

log = structlog.get_logger(__name__)

OF_ALL_GROUPS = "Klager tælles for hele tilbuddet, på tværs af målgrupper."
NOT_THE_GUIDES = (
    "Effekten her er »3 måneder efter«: hvem der var selvforsørgende i ugen tre måneder efter"
    " slutdatoen. Guidens effekt er »i hele 3 måneder« og er derfor lavere; de to må ikke"
    " sammenlignes."
)
ONE_OFFER_EACH = (
    "Hver række er ét tilbud hos én leverandør. Tal for en leverandørs tilbud under ét frigives"
    " ikke."
)
HIDDEN_IS_NOT_ZERO = (
    "Tal over for få borgere vises ikke, og heller ikke tal, som de skjulte kunne regnes ud fra."
    " Skjult er ikke nul."
)
NOTICES = (NOT_THE_GUIDES, ONE_OFFER_EACH, HIDDEN_IS_NOT_ZERO)


class TargetGroupUnknown(problems.Malformed):
    """The target group was never on its list."""

    code = "code_unknown"
    title = "Ukendt kode"


async def read_overview(
    session: Session, caller: Caller, query: schemas.OverviewQuery, *, at: datetime
) -> schemas.QualityOverview:
    """A page of the offers of a target group, by a fixed number of queries.

    Raises:
        TargetGroupUnknown: When the code was never on the list.
        kit.pages.CursorInvalid: When the cursor is none of ours.
    """
    day = local_date(at)
    group = await _find_group(session, query.target_group, day)
    after = PageRequest(query.limit, query.cursor).after(str, str)
    rows, cursor = await _page(session, caller, group.code, after, query.limit, day)
    newest = await queries.find_newest_day(session, caller, group.code)
    return schemas.QualityOverview(
        target_group=group,
        as_of=date.fromisoformat(newest) if newest else None,
        measures=[schemas.Measure.model_validate(each) for each in MEASURES],
        notices=list(NOTICES),
        items=list(rows),
        next=cursor,
    )


async def stream_overview(
    session: Session, caller: Caller, target_group: str, *, at: datetime
) -> AsyncIterator[schemas.QualityRow]:
    """Every offer of a target group, read some at a time.

    Raises:
        TargetGroupUnknown: When the code was never on the list.
    """
    day = local_date(at)
    group = await _find_group(session, target_group, day)
    after: Key | None = None
    while True:
        rows, cursor = await _page(session, caller, group.code, after, pages.MAX_LIMIT, day)
        for row in rows:
            yield row
        if cursor is None:
            return
        after = pages.decode(cursor, str, str)


async def _find_group(session: Session, code: str, day: date) -> schemas.TargetGroup:
    codes = await code_queries.get_code_lists(session)
    if code not in codes.lists.get("target_groups", {}):
        choice = codes.first_valid("target_groups", day)
        raise TargetGroupUnknown(
            "Koden findes ikke; se errors.",
            errors=[
                problems.FieldError("/query/target_group", "code_unknown", f"Brug en af: {choice}.")
            ],
        )
    return schemas.TargetGroup(code=code, label=codes.label("target_groups", code))


async def _page(
    session: Session, caller: Caller, group: str, after: Key | None, limit: int, day: date
) -> tuple[Sequence[schemas.QualityRow], str | None]:
    """Some of the rows, and the cursor of those behind them."""
    found = await queries.list_offers(session, caller, group, after=after, limit=limit)
    offers, cursor = pages.cut(found, limit, lambda offer: (offer.name_key, offer.id))
    ids = [offer.id for offer in offers]
    names = [each.name for each in MEASURES]
    told = _read(await queries.list_released(session, caller, group, ids, names))
    complaints = _read(await queries.list_complaints(session, caller, ids))
    inspected = await guide_queries.list_inspected(session, caller.municipality or "")
    return [_row(offer, told, complaints, inspected.get(offer.id), day) for offer in offers], cursor


def _read(rows: Iterable[tuple[str, str, str]]) -> dict[tuple[str, str], Figure]:
    """Figures by offer and indicator; one that says more than this code knows is not shown."""
    found = {}
    for offer_id, indicator, written in rows:
        try:
            found[offer_id, indicator] = Figure.model_validate_json(written)
        except ValidationError:
            log.warning("figure_unreadable", offer_id=offer_id, indicator=indicator)
    return found


def _row(
    offer: Offer,
    told: Mapping[tuple[str, str], Figure],
    complaints: Mapping[tuple[str, str], Figure],
    inspected: Inspected | None,
    day: date,
) -> schemas.QualityRow:
    of_us = {
        "complaints": _complaints(complaints.get((offer.id, "complaints_per_100"))),
        "smiley": listed_figures.smiley(inspected, day),
    }
    return schemas.QualityRow(
        offer_id=offer.id,
        name=offer.name,
        kind=offer.kind,
        status=offer.status,
        provider_id=offer.provider_id,
        provider_name=offer.provider_name,
        figures={
            each.name: of_us.get(each.name) or told.get((offer.id, each.name)) or not_measured(each)
            for each in MEASURES
        },
    )


def _complaints(rate: Figure | None) -> Figure | None:
    """How many complaints there were, from the figure that tells them per 100 participants."""
    if rate is None:
        return None
    return rate.model_copy(
        update={
            "indicator": "complaints",
            "value": rate.numerator,
            "unit": "count",
            "interval": None,
            "comparison": None,
            "caveats": (*rate.caveats, OF_ALL_GROUPS),
        }
    )


def not_measured(measure: Measure) -> Figure:
    """The figure of what nobody has measured of an offer."""
    return Figure(
        indicator=measure.name,
        value=None,
        unit=measure.unit,
        suppressed=Suppressed(yes=True, reason="not_measured"),
        sentence=listed_figures.NOT_MEASURED,
    )
