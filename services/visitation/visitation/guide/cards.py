"""A municipality's offers and figures as the guide holds them in memory, ready to be ranked."""

from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from kit.figure import Figure
from visitation.code_lists.lookup import CodeLists
from visitation.guide import others, schemas
from visitation.guide.comparable import Profiles
from visitation.guide.descent import NO_DESCENT, Descent
from visitation.guide.held_figures import HeldFigures
from visitation.guide.indicators import INDICATORS
from visitation.guide.inheritance import Inheritance, ReleasedFigure
from visitation.guide.listed_figures import Standing, listed_figures
from visitation.guide.ranking import Candidate
from visitation.offers.models import Offer
from visitation.offers.schemas import Place, Price, content_of, course_price

STALE_AFTER_DAYS = 45
"""Figures come monthly; one that is older than the newest of its kind by more missed a release."""


@dataclass(frozen=True, slots=True)
class HeldCard:
    """An offer with its figures for one target group.

    Attributes:
        offer: What is told of it.
        offer_written: The same as JSON.
        candidate: It as the ranking sees it.
        figures: All twelve, in the order in which they are shown.
        released_at: When the newest of them was released.
        stale: The indicators whose figure missed a release.
        free_seats: How many there are; None where nobody knows.
    """

    offer: schemas.ShownOffer
    offer_written: bytes
    candidate: Candidate
    figures: HeldFigures
    released_at: datetime | None
    stale: tuple[str, ...] = ()
    free_seats: int | None = None

    def takes(self, match_groups: Sequence[str]) -> bool:
        """Whether the offer takes one of these match groups; one that names none takes all."""
        taken = self.offer.match_groups
        return not match_groups or not taken or any(each in taken for each in match_groups)


@dataclass(frozen=True, slots=True)
class OfferRange:
    """The published offers of a municipality, as they were at one revision.

    Attributes:
        municipality: Whose.
        revision: When it was read, as the counter tells.
        day: The day that its seats, starts and smileys are those of.
        by_target_group: The cards of each target group.
        profiles: The outcomes of comparable citizens by target group.
    """

    municipality: str
    revision: int
    day: date
    by_target_group: Mapping[str, tuple[HeldCard, ...]]
    profiles: Mapping[str, Profiles] = field(default_factory=dict)

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


@dataclass(frozen=True, slots=True)
class Evidence:
    """What is known of a municipality's offers, besides what they say of themselves.

    Attributes:
        released: What effects and surveys have released of any offer.
        counted: What visitation counts itself, by offer and indicator, the same for each group.
        standing: How things stand today.
        descent: Whose figures an offer carries over.
    """

    standing: Standing
    released: Sequence[ReleasedFigure] = ()
    counted: Mapping[tuple[str, str], Figure] = field(default_factory=dict)
    descent: Descent = NO_DESCENT


def build(
    municipality: str,
    revision: int,
    offers: Iterable[Offer],
    evidence: Evidence,
    codes: CodeLists,
    profiles: Mapping[str, Profiles] | None = None,
) -> OfferRange:
    """The cards of a municipality from its published offers and what is known of them.

    Args:
        municipality: Whose.
        revision: At which the offers were read.
        offers: The published ones.
        evidence: What is known of any offer.
        codes: What codes are called.
        profiles: The outcomes of comparable citizens.
    """
    measured: dict[tuple[str, str], list[ReleasedFigure]] = {}
    for each in evidence.released:
        measured.setdefault((each.offer_id, each.target_group), []).append(each)
    inherited = Inheritance(measured, evidence.descent)
    by_group: dict[str, list[_Draft]] = {}
    for offer in offers:
        shown = shown_offer(offer, codes)
        written = shown.model_dump_json().encode()
        listed = listed_figures(offer, _price(offer), evidence.standing)
        counted = {
            name: evidence.counted[offer.id, name]
            for name in others.COUNTED
            if (offer.id, name) in evidence.counted
        }
        for group in offer.target_groups:
            mine = inherited.beside(offer.id, group)
            draft = _Draft(offer, shown, written, mine, listed, dict(counted))
            by_group.setdefault(group, []).append(draft)
    return OfferRange(
        municipality,
        revision,
        evidence.standing.day,
        {
            group: tuple(_looked_at_together(drafts, evidence.standing))
            for group, drafts in by_group.items()
        },
        profiles or {},
    )


@dataclass(frozen=True, slots=True)
class _Draft:
    """An offer for one target group, before it is looked at beside the others."""

    offer: Offer
    shown: schemas.ShownOffer
    shown_written: bytes
    released: Sequence[ReleasedFigure]
    listed: Mapping[str, Figure]
    counted: dict[str, Figure]

    def dates(self) -> Iterator[tuple[str, date]]:
        """How far the figures that are counted over people know."""
        for each in self.released:
            if each.as_of is not None:
                yield each.indicator, each.as_of
        for name, figure in self.counted.items():
            if figure.as_of is not None:
                yield name, figure.as_of


def _looked_at_together(drafts: Sequence[_Draft], standing: Standing) -> Iterator[HeldCard]:
    """The cards of one target group, each compared with the others and marked where it is old."""
    for at, name, figure in others.compared([draft.counted for draft in drafts]):
        drafts[at].counted[name] = figure
    newest: dict[str, date] = {}
    for draft in drafts:
        for name, as_of in draft.dates():
            newest[name] = max(as_of, newest.get(name, date.min))
    limit = timedelta(days=STALE_AFTER_DAYS)
    for draft in drafts:
        stale = {name for name, as_of in draft.dates() if newest[name] - as_of > limit}
        yield _card(draft, standing, stale)


def _card(draft: _Draft, standing: Standing, stale: Container[str]) -> HeldCard:
    offer, shown = draft.offer, draft.shown
    released = {each.indicator: each for each in draft.released}
    figures = HeldFigures({**released, **draft.listed, **draft.counted})
    return HeldCard(
        offer=shown,
        offer_written=draft.shown_written,
        figures=figures,
        candidate=Candidate(
            key=shown.id,
            name=shown.name,
            next_start=standing.next_start(offer),
            figures=figures,
            expired=("smiley",) if standing.has_expired(offer.id) else (),
        ),
        released_at=max((each.released_at for each in draft.released), default=None),
        stale=tuple(each.name for each in INDICATORS if each.name in stale),
        free_seats=standing.seats(offer.id),
    )


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


def _price(offer: Offer) -> Price:
    price: Price | None = content_of(offer)["price"]
    if price is None:
        raise LookupError("a published offer has a price")
    return price


def _coded(codes: CodeLists, name: str, code: str) -> schemas.Coded:
    return schemas.Coded(code=code, label=codes.label(name, code))
