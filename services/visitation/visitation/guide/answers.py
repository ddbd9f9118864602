"""What the guide finds for a profile: the offers that take it, in their order, with reasons."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import chain
from typing import NamedTuple

from visitation.code_lists.lookup import CodeLists
from visitation.guide import filters, notices, paging, ranking, reasons, schemas
from visitation.guide.cards import HeldCard, OfferRange
from visitation.guide.filters import NO_FILTERS, Filters
from visitation.guide.indicators import INDICATORS, Indicator


class Question(NamedTuple):
    """What decides the findings; age and weeks on support do not, yet.

    Attributes:
        municipality: Whose offers.
        target_group: The code that is valid today.
        match_group: Likewise.
        weights: What counts.
        target_groups: That code and earlier ones that are read as it: offers may carry either.
        match_groups: Likewise.
        translated: What ended codes that were asked for are read as, in Danish.
        filters: Which offers are wanted.
    """

    municipality: str
    target_group: str
    match_group: str | None
    weights: tuple[tuple[str, float], ...]
    target_groups: tuple[str, ...] = ()
    match_groups: tuple[str, ...] = ()
    translated: tuple[str, ...] = ()
    filters: Filters = NO_FILTERS


@dataclass(frozen=True, slots=True)
class Found:
    """What was found, with a page of the offers.

    Attributes:
        about: All but the offers.
        result: The whole ranking.
        ranked: The placed offers of the page.
        too_few: The others of the page.
    """

    about: schemas.Findings
    result: ranking.Ranking
    ranked: Sequence[tuple[HeldCard, ranking.Placed]]
    too_few: Sequence[tuple[HeldCard, ranking.Lacking]]

    def findings(self) -> schemas.Findings:
        """In one piece."""
        ranked = [placed_card(card, placed, self.result) for card, placed in self.ranked]
        too_few = [lacking_card(card, lacking) for card, lacking in self.too_few]
        return self.about.model_copy(update={"ranked": ranked, "too_few": too_few})

    def written(self) -> bytes:
        """``findings()`` as JSON, put together from what is written of each offer already."""
        about = self.about.model_dump_json().encode()
        ranked = (
            _written_card(card, _placing(card, placed, self.result)) for card, placed in self.ranked
        )
        too_few = (_written_card(card, _lacking(card, lacking)) for card, lacking in self.too_few)
        parts = (about.removesuffix(_NO_CARDS), b",".join(ranked), b",".join(too_few))
        return _WITH_CARDS % parts


_NO_CARDS = b'"ranked":[],"too_few":[]}'
_WITH_CARDS = b'%b"ranked":[%b],"too_few":[%b]}'


def cards_for(question: Question, offers: OfferRange | None) -> list[HeldCard]:
    """The published offers that take a profile, before any filter."""
    if offers is None:
        return []
    groups = question.target_groups or (question.target_group,)
    match_groups = question.match_groups or (
        () if question.match_group is None else (question.match_group,)
    )
    return offers.cards(groups, match_groups)


def find(
    question: Question,
    offers: OfferRange | None,
    codes: CodeLists,
    *,
    limit: int = schemas.DEFAULT_LIMIT,
    cursor: str | None = None,
    standing_notices: Sequence[str] = (),
) -> Found:
    """A page of the offers for a question in their order, each with its reason.

    Args:
        question: What is asked.
        offers: The municipality's cards; None where it has none.
        codes: What codes are called.
        limit: The most offers on the page.
        cursor: From the page before; None for the first.
        standing_notices: What must be said whatever is found.

    Raises:
        kit.pages.CursorInvalid: When it is no cursor.
        GuideChanged: When it comes from another order.
    """
    taking = cards_for(question, offers)
    cards, effects = filters.narrowed(taking, question.filters)
    held = {card.offer.id: card for card in cards}
    # All that take the profile say what is usual; those that are left are compared.
    result = ranking.rank((card.candidate for card in taking), dict(question.weights), shown=held)
    page = paging.cut(result, question, limit=limit, cursor=cursor)
    oldest, newest = span(cards)
    own_notices = notices.about(
        taking,
        effects,
        has_offers=offers is not None and bool(offers.by_target_group),
        left=len(cards),
        oldest=oldest,
        newest=newest,
    )
    about = schemas.Findings(
        weights=dict(result.weights),
        as_of=newest,
        oldest_as_of=oldest,
        released_at=max(
            (card.released_at for card in cards if card.released_at is not None), default=None
        ),
        basis=notices.basis(codes.label("target_groups", question.target_group)),
        notices=[*standing_notices, *question.translated, *own_notices],
        filters=effects,
        total=len(cards),
        ranked_total=len(result.ranked),
        too_few_total=len(result.too_few),
        left=page.left,
        next=page.next,
        indicators=shown_indicators(cards),
        ranked=[],
        too_few=[],
    )
    return Found(
        about,
        result,
        ranked=[(held[each.candidate.key], each) for each in page.ranked],
        too_few=[(held[each.candidate.key], each) for each in page.too_few],
    )


def span(cards: Sequence[HeldCard]) -> tuple[date | None, date | None]:
    """The dates of the oldest and the newest figure shown."""
    dates = set(chain.from_iterable(card.figures.noted.dates for card in cards))
    return min(dates, default=None), max(dates, default=None)


def placed_card(card: HeldCard, placed: ranking.Placed, result: ranking.Ranking) -> schemas.Card:
    """An offer at its place, with the reason."""
    return _card(card, _placing(card, placed, result))


def lacking_card(card: HeldCard, lacking: ranking.Lacking) -> schemas.Card:
    """An offer that has no place, with the reason."""
    return _card(card, _lacking(card, lacking))


def _placing(card: HeldCard, placed: ranking.Placed, result: ranking.Ranking) -> schemas.Placing:
    return schemas.Placing(
        place=placed.place,
        tied=placed.tied,
        tied_with=placed.tied_with,
        score=placed.score,
        score_interval=placed.score_interval,
        reason=reasons.place_reason(placed, result),
        missing=[],
        stale=list(card.stale),
    )


def _lacking(card: HeldCard, lacking: ranking.Lacking) -> schemas.Placing:
    return schemas.Placing(
        place=None,
        tied=False,
        tied_with=0,
        score=None,
        score_interval=None,
        reason=reasons.lacking_reason(lacking),
        missing=list(lacking.missing),
        stale=list(card.stale),
    )


def _card(card: HeldCard, placing: schemas.Placing) -> schemas.Card:
    return schemas.Card(**dict(placing), offer=card.offer, figures=dict(card.figures))


def _written_card(card: HeldCard, placing: schemas.Placing) -> bytes:
    placed = placing.model_dump_json().encode().removesuffix(b"}")
    return b'%b,"offer":%b,"figures":%b}' % (placed, card.offer_written, card.figures.noted.written)


def shown_indicators(cards: Sequence[HeldCard]) -> list[schemas.ShownIndicator]:
    """All twelve, each with whether it was measured for any of these offers."""
    return [_shown(indicator, cards) for indicator in INDICATORS]


def _shown(indicator: Indicator, cards: Sequence[HeldCard]) -> schemas.ShownIndicator:
    noted = [card.figures.noted for card in cards]
    return schemas.ShownIndicator(
        name=indicator.name,
        label=indicator.label,
        short_label=indicator.short_label,
        unit=indicator.unit,
        higher_is_better=indicator.higher_is_better,
        definition=indicator.definition,
        definition_version=max(
            (each.versions[indicator.name] for each in noted if indicator.name in each.versions),
            default=None,
        ),
        text=indicator.text,
        measured=any(indicator.name in each.measured for each in noted),
    )
