"""What the guide finds for a profile, worked out once and kept as bytes."""

from collections import OrderedDict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from visitation.code_lists.lookup import CodeLists
from visitation.guide import notices, ranking, reasons, schemas
from visitation.guide.cards import HeldCard, OfferRange
from visitation.guide.indicators import INDICATORS, Indicator
from visitation.guide.spliced import Rest

MAX_BYTES = 64 << 20
_WRITTEN = b'"age":%b,"weeks_on_support":%b'
_GAP = _WRITTEN % (b"null", b"null") + b"}}"


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
    """

    municipality: str
    target_group: str
    match_group: str | None
    weights: tuple[tuple[str, float], ...]
    target_groups: tuple[str, ...] = ()
    match_groups: tuple[str, ...] = ()
    translated: tuple[str, ...] = ()


def find(
    question: Question,
    offers: OfferRange | None,
    codes: CodeLists,
    *,
    standing_notices: Sequence[str] = (),
) -> schemas.Findings:
    """The offers for a question in their order, each with its reason.

    Args:
        question: What is asked.
        offers: The municipality's cards; None where it has none.
        codes: What codes are called.
        standing_notices: What must be said whatever is found.
    """
    groups = question.target_groups or (question.target_group,)
    match_groups = question.match_groups or (
        () if question.match_group is None else (question.match_group,)
    )
    cards = offers.cards(groups, match_groups) if offers else []
    held = {card.offer.id: card for card in cards}
    result = ranking.rank((card.candidate for card in cards), dict(question.weights))
    dates = sorted(
        figure.as_of
        for card in cards
        for figure in card.figures.values()
        if figure.as_of is not None
    )
    oldest, newest = (dates[0], dates[-1]) if dates else (None, None)
    own_notices = notices.about(
        cards,
        has_offers=offers is not None and bool(offers.by_target_group),
        oldest=oldest,
        newest=newest,
    )
    return schemas.Findings(
        weights=dict(result.weights),
        as_of=newest,
        oldest_as_of=oldest,
        released_at=max(
            (card.released_at for card in cards if card.released_at is not None), default=None
        ),
        basis=notices.basis(codes.label("target_groups", question.target_group)),
        notices=[*standing_notices, *question.translated, *own_notices],
        indicators=[_shown(indicator, cards) for indicator in INDICATORS],
        ranked=[_placed(held, placed, result) for placed in result.ranked],
        too_few=[_lacking(held, lacking) for lacking in result.too_few],
    )


def _placed(
    held: Mapping[str, HeldCard], placed: ranking.Placed, result: ranking.Ranking
) -> schemas.Card:
    card = held[placed.candidate.key]
    return schemas.Card(
        place=placed.place,
        tied=placed.tied,
        tied_with=placed.tied_with,
        score=placed.score,
        score_interval=placed.score_interval,
        reason=reasons.place_reason(placed, result),
        missing=[],
        offer=card.offer,
        figures=dict(card.figures),
    )


def _lacking(held: Mapping[str, HeldCard], lacking: ranking.Lacking) -> schemas.Card:
    card = held[lacking.candidate.key]
    return schemas.Card(
        place=None,
        tied=False,
        tied_with=0,
        score=None,
        score_interval=None,
        reason=reasons.lacking_reason(lacking),
        missing=list(lacking.missing),
        offer=card.offer,
        figures=dict(card.figures),
    )


def _shown(indicator: Indicator, cards: Sequence[HeldCard]) -> schemas.ShownIndicator:
    figures = [card.figures[indicator.name] for card in cards]
    versions = [each.definition_version for each in figures if each.definition_version is not None]
    return schemas.ShownIndicator(
        name=indicator.name,
        label=indicator.label,
        short_label=indicator.short_label,
        unit=indicator.unit,
        higher_is_better=indicator.higher_is_better,
        definition=indicator.definition,
        definition_version=max(versions, default=None),
        text=indicator.text,
        measured=any(each.suppressed.reason != "not_measured" for each in figures),
    )


@dataclass(frozen=True, slots=True)
class Prepared:
    """An answer but for the age and the weeks on support, which are put in between.

    Attributes:
        start: The JSON before them.
        rest: The JSON after them.
    """

    start: bytes
    rest: Rest

    @classmethod
    def of(cls, asked: schemas.Asked, findings: schemas.Findings) -> "Prepared":
        """Write both parts; the age and weeks in ``asked`` must be null."""
        start = asked.model_dump_json().encode()
        if not start.endswith(_GAP):
            raise ValueError("age and weeks on support are not where they are put in")
        return cls(start[: -len(_GAP)], Rest.of(b"}," + findings.model_dump_json().encode()[1:]))

    def head(self, age: int | None, weeks_on_support: int | None) -> bytes:
        """The JSON up to the rest."""
        known = _WRITTEN % (
            b"null" if age is None else b"%d" % age,
            b"null" if weeks_on_support is None else b"%d" % weeks_on_support,
        )
        return self.start + known

    @property
    def size(self) -> int:
        """What it takes in memory, in bytes."""
        return len(self.start) + self.rest.size


@dataclass(slots=True)
class KeptAnswers:
    """The answers that were asked for last, up to a size; all of one generation of the memory."""

    max_bytes: int = MAX_BYTES
    _generation: int = -1
    _size: int = 0
    _kept: OrderedDict[Question, Prepared] = field(default_factory=OrderedDict)

    def find(self, question: Question, generation: int) -> Prepared | None:
        """An answer that is kept, if it is of this generation."""
        if generation != self._generation:
            self._kept.clear()
            self._size = 0
            self._generation = generation
            return None
        prepared = self._kept.get(question)
        if prepared is not None:
            self._kept.move_to_end(question)
        return prepared

    def keep(self, question: Question, prepared: Prepared) -> None:
        """Keep an answer; those asked for longest ago make room."""
        self._kept[question] = prepared
        self._size += prepared.size
        while self._size > self.max_bytes:
            _, oldest = self._kept.popitem(last=False)
            self._size -= oldest.size
