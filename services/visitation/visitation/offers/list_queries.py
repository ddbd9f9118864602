"""The lists of offers: filters, search, sorting and counting, each with one statement.

The list is a hot path: a statement is built once for each combination of filters that is asked
for, and plain rows come back, not objects of the ORM (``python -m bench read``).
"""

import re
from collections.abc import AsyncIterator, Sequence
from contextlib import aclosing
from dataclasses import dataclass, field, fields
from datetime import UTC, datetime
from decimal import Decimal
from functools import lru_cache
from typing import Any, Literal, get_args

from sqlalchemy import (
    ARRAY,
    Boolean,
    ColumnElement,
    DateTime,
    Integer,
    Numeric,
    Select,
    Text,
    any_,
    bindparam,
    case,
    cast,
    func,
    literal,
    or_,
    select,
    true,
    tuple_,
)

from kit import pages, problems
from kit.database import Session
from kit.pages import Key
from kit.rights import Caller
from visitation.hot_queries import HotQuery
from visitation.offers.freshness import Freshness
from visitation.offers.models import Offer
from visitation.offers.queries import ANY_LINKS, STATUS, VISIBLE, sight_of
from visitation.offers.rules import REQUIRED, LooseOffer, Status

Sort = Literal[
    "name", "-name", "updated_at", "-updated_at", "price", "-price", "fresh_until", "-fresh_until"
]
SORTS: tuple[Sort, ...] = get_args(Sort)
MAX_WORDS = 10
_AT_A_TIME = 500
_CAPITALS = "ÆØÅÄÖÜÉ"
_PRICE = re.compile(r"-1|Infinity|[0-9]{1,20}(\.[0-9]{1,6})?")

_TEXTS = ARRAY(Text)
_MOMENT = DateTime(timezone=True)
_AT = bindparam("at", type_=_MOMENT)
_MONTHS = bindparam("months", type_=Integer)

LACKS: ColumnElement[bool] = or_(
    *(
        func.cardinality(column) == 0
        if isinstance(column.type, ARRAY)
        else func.coalesce(cast(column, Text), "") == ""
        for column in (getattr(Offer, name) for name, _ in REQUIRED)
    )
)
"""The rule of ``OfferRules.missing`` as a condition."""

FRESHNESS: ColumnElement[str] = case(
    (Offer.checked_at + func.make_interval(0, _MONTHS) <= _AT, "stale"),
    (Offer.checked_at + func.make_interval(0, _MONTHS - 1) <= _AT, "due"),
    else_="fresh",
)
"""The rule of ``freshness`` as a column; the session's time zone is UTC, as it is there."""

_CITY = func.lower(func.translate(Offer.city, _CAPITALS, _CAPITALS.lower()))

CONDITIONS: dict[str, ColumnElement[bool]] = {
    "status": bindparam("status", type_=Text) == STATUS,
    "kind": Offer.kind == bindparam("kind", type_=Text),
    "target_groups": Offer.target_groups.overlap(bindparam("target_groups", type_=_TEXTS)),
    # An offer that names no match group takes all.
    "match_groups": or_(
        Offer.match_groups.overlap(bindparam("match_groups", type_=_TEXTS)),
        func.cardinality(Offer.match_groups) == 0,
    ),
    "theme": bindparam("theme", type_=Text) == any_(Offer.themes),
    "content_element": bindparam("content_element", type_=Text) == any_(Offer.content_elements),
    "provider_id": Offer.provider_id == bindparam("provider_id", type_=Text),
    "agreement_id": Offer.agreement_id == bindparam("agreement_id", type_=Text),
    "hours_min": Offer.hours_per_week >= bindparam("hours_min", type_=Numeric),
    "hours_max": Offer.hours_per_week <= bindparam("hours_max", type_=Numeric),
    "duration_min": Offer.duration_weeks >= bindparam("duration_min", type_=Integer),
    "duration_max": Offer.duration_weeks <= bindparam("duration_max", type_=Integer),
    "price_max": Offer.course_price_dkk <= bindparam("price_max", type_=Numeric),
    "postal_code": Offer.postal_code == bindparam("postal_code", type_=Text),
    "city": func.starts_with(_CITY, bindparam("city", type_=Text)),
    "accessible": Offer.accessible == bindparam("accessible", type_=Boolean),
    "language": bindparam("language", type_=Text) == any_(Offer.languages),
    "intake": Offer.intake == bindparam("intake", type_=Text),
    "freshness": bindparam("freshness", type_=Text) == FRESHNESS,
    "incomplete": bindparam("incomplete", type_=Boolean) == LACKS,
}

_SORTED_BY: dict[str, tuple[ColumnElement[Any], str]] = {
    "name": (Offer.name_key.expression, "name_key"),
    "updated_at": (Offer.updated_at.expression, "updated_at"),
    "fresh_until": (Offer.checked_at.expression, "checked_at"),
}
_UNKNOWN_PRICE = {False: "Infinity", True: "-1"}
"""Where an unknown price stands, by whether the list is turned round: always last."""

_COLUMNS = tuple(column for column in Offer.__table__.columns if column.name != "search_words")


@dataclass(frozen=True, slots=True)
class Searched:
    """One word of a search, and the codes whose label has a word that begins so."""

    word: str
    content_elements: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which offers are asked for; None asks for nothing in particular."""

    status: Status | None = None
    kind: str | None = None
    target_groups: Sequence[str] | None = None
    match_groups: Sequence[str] | None = None
    theme: str | None = None
    content_element: str | None = None
    provider_id: str | None = None
    agreement_id: str | None = None
    hours_min: Decimal | None = None
    hours_max: Decimal | None = None
    duration_min: int | None = None
    duration_max: int | None = None
    price_max: Decimal | None = None
    postal_code: str | None = None
    city: str | None = None
    accessible: bool | None = None
    language: str | None = None
    intake: str | None = None
    freshness: Freshness | None = None
    incomplete: bool | None = None
    words: tuple[Searched, ...] = field(default=())

    def named(self) -> tuple[str, ...]:
        """The filters that say something."""
        return tuple(name for name in CONDITIONS if getattr(self, name) is not None)

    def parameters(self) -> dict[str, Any]:
        """What the filters say."""
        said = {name: getattr(self, name) for name in self.named()}
        for at, searched in enumerate(self.words):
            said[f"word_{at}"] = f"% {searched.word}%"
            said[f"elements_{at}"] = list(searched.content_elements)
            said[f"kinds_{at}"] = list(searched.kinds)
        return said


assert CONDITIONS.keys() == {each.name for each in fields(Wanted)} - {"words"}  # noqa: S101 - of this module


async def list_offers(
    session: Session,
    caller: Caller,
    wanted: Wanted,
    *,
    sort: Sort,
    after: Key | None,
    limit: int,
    months: int,
    at: datetime,
) -> list[LooseOffer]:
    """Offers in the order asked for, one more than a page holds.

    Args:
        session: The request's.
        caller: Who asks.
        wanted: Which offers.
        sort: In which order; a minus turns it round.
        after: What ``cursor_key`` said of the last offer of the page before.
        limit: How many.
        months: For how long an offer stays fresh.
        at: When that is judged.

    Raises:
        kit.pages.CursorInvalid: When the key is not one of this order.
    """
    statement = _hot_page(wanted.named(), len(wanted.words), sort, after is not None)
    parameters = _parameters(caller, wanted, months=months, at=at) | {"limit": limit + 1}
    if after is not None:
        parameters |= {"after_key": _parsed(sort, after), "after_id": after[2]}
    return [LooseOffer(dict(row)) for row in await statement.rows(session, parameters)]


async def stream_offers(
    session: Session, caller: Caller, wanted: Wanted, *, months: int, at: datetime
) -> AsyncIterator[LooseOffer]:
    """All offers that fit, by name, without holding them all."""
    statement = _page(wanted.named(), len(wanted.words), "name", is_later=False)
    parameters = _parameters(caller, wanted, months=months, at=at) | {"limit": None}
    rows = await session.stream(statement, parameters, execution_options={"yield_per": _AT_A_TIME})
    async with aclosing(rows.mappings().partitions()) as parts:
        async for part in parts:
            for row in part:
                yield LooseOffer(dict(row))


async def count_offers(
    session: Session, caller: Caller, wanted: Wanted, *, months: int, at: datetime
) -> int:
    """How many offers fit."""
    statement = _counted(wanted.named(), len(wanted.words))
    parameters = _parameters(caller, wanted, months=months, at=at)
    return await session.scalar(statement, parameters) or 0


def cursor_key(offer: Any, sort: Sort) -> Key:  # noqa: ANN401 - whatever holds an offer
    """Where an offer stands in an order."""
    is_turned, name = sort.startswith("-"), sort.removeprefix("-")
    if name == "price":
        price = offer.course_price_dkk
        return sort, _UNKNOWN_PRICE[is_turned] if price is None else f"{price:f}", offer.id
    held = getattr(offer, _SORTED_BY[name][1])
    return sort, held.astimezone(UTC).isoformat() if isinstance(held, datetime) else held, offer.id


def _parsed(sort: Sort, key: Key) -> object:
    """The value to start behind; a forged cursor must not reach the database."""
    name, value = sort.removeprefix("-"), str(key[1])
    if key[0] == sort:
        if name == "name":
            return value
        if name == "price" and _PRICE.fullmatch(value):
            return Decimal(value)
        if name in ("updated_at", "fresh_until") and value.endswith("+00:00"):
            try:
                return datetime.fromisoformat(value)
            except ValueError:
                pass
    raise pages.CursorInvalid(
        "Begynd forfra uden cursor; den hører til en anden sortering.",
        errors=[problems.FieldError("/query/cursor", "cursor_invalid", "Kendes ikke.")],
    )


def _parameters(caller: Caller, wanted: Wanted, *, months: int, at: datetime) -> dict[str, Any]:
    judged = {"months": months, "at": at} if wanted.freshness is not None else {}
    return {**sight_of(caller), **wanted.parameters(), **judged}


def _conditions(named: tuple[str, ...], words: int) -> list[ColumnElement[bool]]:
    return [
        VISIBLE,
        *(CONDITIONS[name] for name in named),
        *(
            or_(
                Offer.search_words.like(bindparam(f"word_{at}", type_=Text)),
                Offer.content_elements.overlap(bindparam(f"elements_{at}", type_=_TEXTS)),
                Offer.kind == any_(bindparam(f"kinds_{at}", type_=_TEXTS)),
            )
            for at in range(words)
        ),
    ]


@lru_cache(maxsize=512)
def _page(named: tuple[str, ...], words: int, sort: Sort, is_later: bool) -> Select[Any]:
    is_turned, name = sort.startswith("-"), sort.removeprefix("-")
    if name == "price":
        unknown = cast(literal(_UNKNOWN_PRICE[is_turned]), Numeric)
        ordered: ColumnElement[Any] = func.coalesce(Offer.course_price_dkk, unknown)
    else:
        ordered = _SORTED_BY[name][0]
    place = tuple_(ordered, Offer.id)
    start = tuple_(bindparam("after_key", type_=ordered.type), bindparam("after_id", type_=Text))
    later = (place < start if is_turned else place > start) if is_later else true()
    return (
        select(*_COLUMNS, ANY_LINKS)
        .where(*_conditions(named, words), later)
        .order_by(*(each.desc() if is_turned else each.asc() for each in (ordered, Offer.id)))
        .limit(bindparam("limit", type_=Integer))
    )


@lru_cache(maxsize=512)
def _hot_page(named: tuple[str, ...], words: int, sort: Sort, is_later: bool) -> HotQuery:
    return HotQuery(_page(named, words, sort, is_later))


@lru_cache(maxsize=512)
def _counted(named: tuple[str, ...], words: int) -> Select[int]:
    return select(func.count()).select_from(Offer).where(*_conditions(named, words))
