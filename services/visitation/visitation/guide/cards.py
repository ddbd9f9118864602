"""A municipality's offers and figures as the guide holds them in memory, ready to be ranked."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from kit.figure import Figure
from visitation.code_lists.lookup import CodeLists
from visitation.guide import schemas
from visitation.guide.descent import NO_DESCENT, Descent
from visitation.guide.indicators import INDICATORS
from visitation.guide.listed_figures import listed_figures, not_measured
from visitation.guide.ranking import Candidate
from visitation.offers.models import Offer
from visitation.offers.schemas import Place, Price, content_of, course_price


@dataclass(frozen=True, slots=True)
class ReleasedFigure:
    """A figure that effects has released for an offer and a target group."""

    offer_id: str
    target_group: str
    figure: Figure
    released_at: datetime


@dataclass(frozen=True, slots=True)
class HeldCard:
    """An offer with its figures for one target group."""

    offer: schemas.ShownOffer
    candidate: Candidate
    released_at: datetime | None

    @property
    def figures(self) -> Mapping[str, Figure]:
        """All twelve figures, in the order in which they are shown."""
        return self.candidate.figures

    def takes(self, match_groups: Sequence[str]) -> bool:
        """Whether the offer takes one of these match groups; one that names none takes all."""
        taken = self.offer.match_groups
        return not match_groups or not taken or any(each in taken for each in match_groups)


@dataclass(frozen=True, slots=True)
class OfferRange:
    """The published offers of a municipality, as they were at one revision."""

    municipality: str
    revision: int
    by_target_group: Mapping[str, tuple[HeldCard, ...]]

    def cards(
        self, target_groups: Sequence[str], match_groups: Sequence[str] = ()
    ) -> list[HeldCard]:
        """The offers that take a profile.

        Args:
            target_groups: The profile's code, and earlier ones that are read as it. An offer that
                carries several is shown once, by the first.
            match_groups: Likewise; none means any.
        """
        found: dict[str, HeldCard] = {}
        for group in target_groups:
            for card in self.by_target_group.get(group, ()):
                found.setdefault(card.offer.id, card)
        return [card for card in found.values() if card.takes(match_groups)]


def build(
    municipality: str,
    revision: int,
    offers: Iterable[Offer],
    released: Sequence[ReleasedFigure],
    codes: CodeLists,
    descent: Descent = NO_DESCENT,
) -> OfferRange:
    """The cards of a municipality from its published offers and released figures.

    Args:
        municipality: Whose.
        revision: At which the offers were read.
        offers: The published ones.
        released: Figures of any offer.
        codes: What codes are called.
        descent: Whose figures an offer carries over.
    """
    measured: dict[tuple[str, str], list[ReleasedFigure]] = {}
    for each in released:
        measured.setdefault((each.offer_id, each.target_group), []).append(each)
    inherited = Inheritance(measured, descent)
    by_group: dict[str, list[HeldCard]] = {}
    for offer in offers:
        shown = shown_offer(offer, codes)
        listed = listed_figures(offer, _price(offer))
        for group in offer.target_groups:
            mine = inherited.beside(offer.id, group)
            by_group.setdefault(group, []).append(_card(shown, listed, mine))
    return OfferRange(
        municipality, revision, {group: tuple(cards) for group, cards in by_group.items()}
    )


Carried = Mapping[str, ReleasedFigure]
"""By indicator."""


class Inheritance:
    """What offers carry over from those before them, each link of a chain worked out once."""

    def __init__(
        self, measured: Mapping[tuple[str, str], Sequence[ReleasedFigure]], descent: Descent
    ) -> None:
        self._measured = measured
        self._descent = descent
        self._parents: dict[str, str | None] = {}
        self._known: dict[tuple[str, str], Carried] = {}

    def beside(self, offer_id: str, group: str) -> list[ReleasedFigure]:
        """An offer's own figures, and earlier ones where it has none to show, flagged as such."""
        own = self._measured.get((offer_id, group), ())
        parent = self._parent(offer_id)
        if parent is None:
            return list(own)
        shown = {each.figure.indicator for each in own if not each.figure.suppressed.yes}
        earlier = self._from(parent, group)
        taken = [each for indicator, each in earlier.items() if indicator not in shown]
        return [
            *(
                each
                for each in own
                if each.figure.indicator not in earlier or each.figure.indicator in shown
            ),
            *taken,
        ]

    def _from(self, ancestor: str, group: str) -> Carried:
        """What an offer and all before it pass on."""
        line: list[str] = []
        passed: set[str] = set()
        at: str | None = ancestor
        while at is not None and at not in passed and (at, group) not in self._known:
            line.append(at)
            passed.add(at)
            at = self._parent(at)
        carried: Carried = {} if at is None else self._known.get((at, group), {})
        while line:
            at = line.pop()
            own = self._measured.get((at, group))
            if own:
                carried = {**carried, **self._flagged(at, own)}
            self._known[at, group] = carried
        return carried

    def _parent(self, offer_id: str) -> str | None:
        if offer_id not in self._parents:
            self._parents[offer_id] = self._descent.parent(offer_id)
        return self._parents[offer_id]

    def _flagged(self, ancestor: str, own: Sequence[ReleasedFigure]) -> Carried:
        caveat = self._descent.caveat(ancestor)
        return {
            each.figure.indicator: replace(
                each,
                figure=each.figure.model_copy(
                    update={
                        "carried_over_from": ancestor,
                        "caveats": (*each.figure.caveats, caveat),
                    }
                ),
            )
            for each in own
            if not each.figure.suppressed.yes
        }


def shown_offer(offer: Offer, codes: CodeLists) -> schemas.ShownOffer:
    """A published offer, which is complete, with its codes in words."""
    price = _price(offer)
    content = content_of(offer)
    place: Place | None = content["place"]
    same = {
        name: content[name]
        for name in schemas.ShownOffer.model_fields
        if name in content and name not in ("kind", "themes", "price", "place")
    }
    return schemas.ShownOffer(
        id=offer.id,
        version=offer.version,
        provider=schemas.Provider(id=offer.provider_id or "", name=offer.provider_name or ""),
        kind=_coded(codes, "kinds", offer.kind or ""),
        themes=[_coded(codes, "themes", theme) for theme in offer.themes],
        price=schemas.CoursePrice(
            amount=price.amount,
            per=price.per,
            course_total=course_price(price, same["hours_per_week"], same["duration_weeks"]),
        ),
        place=place,
        updated_at=offer.updated_at,
        **same,
    )


def _card(
    shown: schemas.ShownOffer, listed: Mapping[str, Figure], released: Sequence[ReleasedFigure]
) -> HeldCard:
    known = {**{each.figure.indicator: each.figure for each in released}, **listed}
    figures = {each.name: known.get(each.name) or not_measured(each.name) for each in INDICATORS}
    return HeldCard(
        offer=shown,
        candidate=Candidate(key=shown.id, name=shown.name, next_start=None, figures=figures),
        released_at=max((each.released_at for each in released), default=None),
    )


def _price(offer: Offer) -> Price:
    price: Price | None = content_of(offer)["price"]
    if price is None:
        raise LookupError("a published offer has a price")
    return price


def _coded(codes: CodeLists, name: str, code: str) -> schemas.Coded:
    return schemas.Coded(code=code, label=codes.label(name, code))
