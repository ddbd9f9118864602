"""Counting who is satisfied and closer to a job; nothing here knows a database."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from kit.disclosure import ALL, Place
from surveys.answers import scoring
from surveys.instruments import library
from surveys.instruments.library import Measure

INDICATORS: tuple[Measure, ...] = ("satisfaction", "closeness")
"""What is released: the guide knows them under these names."""


@dataclass(frozen=True, slots=True)
class Counted:
    """One set of answers, as much of it as is counted.

    Attributes:
        key: Who answered: the citizen where it is known, else the answer itself.
        is_known: Whether it is the citizen.
        day: When it was answered; of an anonymous answer the first day of its wave.
    """

    offer_id: str
    provider_id: str | None
    target_group: str
    instrument: str
    instrument_version: int
    scores: Mapping[str, int]
    key: str
    is_known: bool
    day: date


@dataclass(frozen=True, slots=True)
class Asked:
    """One citizen asked about one course."""

    offer_id: str
    target_group: str
    citizen_id: str
    is_answered: bool
    is_anonymous: bool


@dataclass(slots=True)
class Tally:
    """What one place of the table holds.

    Attributes:
        known: By citizen who is known to have answered, answers in the two top categories, and
            others.
        unknown: The same by answer, where the citizen is not known.
        surplus: How many of those may be of citizens that are counted already.
    """

    known: dict[str, tuple[int, int]] = field(default_factory=dict)
    unknown: dict[str, tuple[int, int]] = field(default_factory=dict)
    surplus: int = 0

    def add(self, answer: Counted, *, is_top: bool) -> None:
        """Count one answer."""
        of = self.known if answer.is_known else self.unknown
        top, rest = of.get(answer.key, (0, 0))
        of[answer.key] = (top + is_top, rest + (not is_top))

    @property
    def counted(self) -> dict[str, tuple[int, int]]:
        """Who was counted, as far as can be told, and as what."""
        return self.known | self.unknown

    @property
    def parts(self) -> tuple[int, int]:
        """Answers in the two top categories, and others."""
        counts = [*self.known.values(), *self.unknown.values()]
        return sum(top for top, _ in counts), sum(rest for _, rest in counts)

    @property
    def people(self) -> int:
        """Different citizens, at least."""
        return len(self.known) + max(0, len(self.unknown) - self.surplus)


def count(answers: Iterable[Counted], asked: Iterable[Asked]) -> dict[Measure, dict[Place, Tally]]:
    """By indicator, what each offer and target group holds, with both margins and the whole."""
    tallies: dict[Measure, dict[Place, Tally]] = {
        indicator: defaultdict(Tally) for indicator in INDICATORS
    }
    for answer in answers:
        instrument = library.of_version(answer.instrument, answer.instrument_version)
        for indicator in INDICATORS:
            is_top = scoring.is_top(instrument, indicator, answer.scores)
            if is_top is None:
                continue
            for place in places_of(answer.offer_id, answer.target_group):
                tallies[indicator][place].add(answer, is_top=is_top)
    _note_surplus(tallies, asked)
    return {indicator: dict(places) for indicator, places in tallies.items()}


def places_of(offer_id: str, target_group: str) -> tuple[Place, Place, Place, Place]:
    """The cell and the totals that something is counted in."""
    return (offer_id, target_group), (offer_id, ALL), (ALL, target_group), (ALL, ALL)


def _note_surplus(tallies: Mapping[Measure, Mapping[Place, Tally]], asked: Iterable[Asked]) -> None:
    """Anonymous answers may be one citizen's twice: who has answered tells how many may be."""
    citizens: dict[Place, list[str]] = defaultdict(list)
    for each in asked:
        if each.is_anonymous and each.is_answered:
            for place in places_of(each.offer_id, each.target_group):
                citizens[place].append(each.citizen_id)
    for places in tallies.values():
        for place, tally in places.items():
            answered = citizens.get(place, [])
            tally.surplus = len(answered) - len(set(answered) - tally.known.keys())


def response_rates(asked: Iterable[Asked]) -> dict[Place, tuple[int, int]]:
    """By place, how many have answered of how many who were asked."""
    whole: Counter[Place] = Counter()
    answered: Counter[Place] = Counter()
    for each in asked:
        for place in places_of(each.offer_id, each.target_group):
            whole[place] += 1
            answered[place] += each.is_answered
    return {place: (answered[place], whole[place]) for place in whole}


def period_start(answers: Iterable[Counted], day: date) -> date:
    """The first day of the quarter in which the earliest answer falls; this quarter's without."""
    first = min((answer.day for answer in answers), default=day)
    return date(first.year, 3 * ((first.month - 1) // 3) + 1, 1)
