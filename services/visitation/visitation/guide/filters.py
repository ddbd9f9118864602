"""Which offers are wanted: filters over the cards in memory, each saying what it takes away."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from kit.problems import FieldError
from visitation.code_lists.lookup import CodeLists
from visitation.guide import schemas
from visitation.guide.cards import HeldCard

Fits = Callable[[HeldCard], bool]

LABELS: Mapping[str, str] = {
    "theme": "tema",
    "kind": "type",
    "hours_min": "mindste timetal",
    "hours_max": "højeste timetal",
    "starts_before": "start før",
    "price_max": "højeste pris",
    "place": "sted",
    "accessible": "tilgængelighed",
    "free_seats": "ledige pladser",
    "language": "sprog",
}
"""What the filters are called in Danish, in the order in which they are told."""

_POSTAL_CODE_LENGTH = 4


@dataclass(frozen=True, slots=True)
class Filters:
    """Which offers are wanted; what is empty narrows nothing, a list means any of what it names.

    Attributes:
        theme: Codes, and earlier ones that are read as them.
        kind: Likewise.
        hours_min: Hours a week, at least.
        hours_max: At most.
        starts_before: Somebody can begin before this day.
        price_max: For a whole course, in DKK.
        place: Postal codes, or beginnings of towns' names in small letters.
        accessible: For people with a disability.
        free_seats: Not known to be full.
        language: Spoken in the offer.
    """

    theme: tuple[str, ...] = ()
    kind: tuple[str, ...] = ()
    hours_min: Decimal | None = None
    hours_max: Decimal | None = None
    starts_before: date | None = None
    price_max: Decimal | None = None
    place: tuple[str, ...] = ()
    accessible: bool | None = None
    free_seats: bool = False
    language: tuple[str, ...] = ()


NO_FILTERS = Filters()


def said(query: schemas.GuideQuery) -> tuple[object, ...]:
    """The filters as they were said, to know the same question by; empty without any."""
    if query.model_fields_set.isdisjoint(LABELS):
        return ()
    return tuple(getattr(query, name) for name in LABELS)


def read(
    query: schemas.GuideQuery, codes: CodeLists, day: date
) -> tuple[Filters, list[FieldError]]:
    """The filters of a query, and the codes in it that are on no list."""
    if query.model_fields_set.isdisjoint(LABELS):
        return NO_FILTERS, []
    mistakes: list[FieldError] = []

    def coded(field: str, name: str, asked: Sequence[str]) -> tuple[str, ...]:
        read_as: list[str] = []
        for at, code in enumerate(asked):
            if code not in codes.lists.get(name, {}):
                detail = f"Brug en af: {codes.first_valid(name, day)}."
                mistakes.append(FieldError(f"/query/{field}/{at}", "code_unknown", detail))
            read_as += codes.translated(name, code, day) or (code,)
        return tuple(codes.also_written(name, read_as, day))

    filters = Filters(
        theme=coded("theme", "themes", query.theme),
        kind=coded("kind", "kinds", query.kind),
        hours_min=query.hours_min,
        hours_max=query.hours_max,
        starts_before=query.starts_before,
        price_max=query.price_max,
        place=tuple(each.lower() for each in query.place),
        accessible=query.accessible,
        free_seats=query.free_seats,
        language=tuple(query.language),
    )
    return filters, mistakes


def narrowed(
    cards: Sequence[HeldCard], filters: Filters
) -> tuple[list[HeldCard], list[schemas.FilterEffect]]:
    """The offers that fit all filters, and what each filter in force did."""
    if filters == NO_FILTERS:
        return list(cards), []
    checks = _checks(filters)
    failed = [[name for name, fits in checks.items() if not fits(card)] for card in cards]
    left = [card for card, names in zip(cards, failed, strict=True) if not names]
    effects = [
        schemas.FilterEffect(
            filter=name,
            label=LABELS[name],
            taken_away=sum(name in names for names in failed),
            left_without=len(left) + sum(names == [name] for names in failed),
        )
        for name in LABELS
        if name in checks
    ]
    return left, effects


def _checks(filters: Filters) -> dict[str, Fits]:
    """The filters in force, each as a question to a card."""
    return {
        name: fits
        for name, fits in _all_checks(filters).items()
        if getattr(filters, name) != getattr(NO_FILTERS, name)
    }


def _all_checks(filters: Filters) -> dict[str, Fits]:
    least, most, dearest = filters.hours_min, filters.hours_max, filters.price_max
    return {
        "theme": lambda card: any(each.code in filters.theme for each in card.offer.themes),
        "kind": lambda card: card.offer.kind.code in filters.kind,
        "hours_min": lambda card: least is None or card.offer.hours_per_week >= least,
        "hours_max": lambda card: most is None or card.offer.hours_per_week <= most,
        "starts_before": lambda card: _starts_before(card, filters.starts_before),
        "price_max": lambda card: dearest is None or card.offer.price.course_total <= dearest,
        "place": lambda card: _is_at(card, filters.place),
        "accessible": lambda card: card.offer.accessible is filters.accessible,
        "free_seats": lambda card: card.free_seats != 0,
        "language": lambda card: any(each in filters.language for each in card.offer.languages),
    }


def _starts_before(card: HeldCard, day: date | None) -> bool:
    starts_on = card.candidate.next_start
    return day is None or (starts_on is not None and starts_on < day)


def _is_at(card: HeldCard, places: Sequence[str]) -> bool:
    held = card.offer.place
    return held is not None and any(
        held.postal_code == place
        if len(place) == _POSTAL_CODE_LENGTH and place.isdecimal()
        else held.city.lower().startswith(place)
        for place in places
    )
