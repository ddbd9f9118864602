"""How heavy an offer's task is, told of an offer and target group: to staff, without any total.

It is shown where the started courses and those finished for a month are shown of the same cell, so
that it bounds nothing that is hidden; and anew only in a release that shows the started courses
anew, where it says the same of the same citizens, or at least the limit count otherwise. Without
totals nothing can be subtracted from anything.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date

import duckdb
import numpy as np

from effects.kernel import WEEKS_BEFORE, Outcomes, bands, loops
from effects.packed.register import DAY_ZERO
from effects.releases import intake_definitions as intake
from effects.releases import sentences
from effects.releases.counting import (
    CountsByName,
    count_places,
    find_dates,
    find_quartiles,
)
from effects.releases.families import Family
from effects.releases.grounds import Ground, Key, Names
from effects.releases.sheet import Basis, SheetRow
from effects.releases.views import OFFERS, Earlier
from kit.disclosure import ALL, Place, State
from kit.figure import Figure, Period, Suppressed, Unit, wilson

FAMILY = Family("intake", intake.COUNTED)
"""Who counts how, so that two releases can be held against each other; no layer of the others."""

KEY: Key = ("staff", FAMILY.name, OFFERS)
SMALLEST_DISTRIBUTION = 8
"""Quartiles are told of at least so many different citizens (domain.md §7)."""

_BESIDE = ("started", "1m")
"""The families of the started courses, and of those finished for a month."""

_UNDER = 30
_FEW = Suppressed(yes=True, reason="too_few")
_NEVER = State(0, (), is_shown=False, since=0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Intake:
    """What is counted at each offer and target group.

    Attributes:
        places: Courses by what is said of them.
        weeks: Of weeks on support before start, courses where they are known, citizens, quartiles.
        dates: The first and last start, by target group.
    """

    places: Mapping[Place, CountsByName]
    weeks: Mapping[Place, tuple[int, int, tuple[float, ...]]]
    dates: Mapping[str, tuple[date, date]]


def judge_courses(outcomes: Outcomes, as_of: date) -> Outcomes:
    """The outcomes with what is said of each course here put behind what the definitions say."""
    register, day = outcomes.register, as_of.toordinal() - DAY_ZERO
    age = bands.age_at_start(register)
    said = (
        (register.starts_on <= day) & (register.ends_on >= day),
        register.ends_on < day,
        (age >= 0) & (age < _UNDER),
        age >= _UNDER,
    )
    verdicts = np.where(np.stack(said), loops.YES, loops.NO).astype(np.int8)
    return replace(
        outcomes,
        definitions=(*outcomes.definitions, *intake.COUNTED),
        verdicts=np.concatenate([outcomes.verdicts, verdicts]),
    )


def count(con: duckdb.DuckDBPyConnection, judged: Outcomes) -> Intake:
    """Everything that is told here.

    Args:
        con: Holds the courses as the table ``outcomes``.
        judged: As ``judge_courses`` has left them.
    """
    of_us = len(intake.COUNTED)
    own = replace(judged, definitions=intake.COUNTED, verdicts=judged.verdicts[-of_us:])
    return Intake(
        places={place: it for place, it in count_places(own).items() if ALL not in place},
        weeks=find_quartiles(con, WEEKS_BEFORE, tuple(intake.QUARTILES.values())),
        dates=find_dates(con, intake.IN_OFFER),
    )


def judge(counted: Intake, ground: Ground, earlier: Earlier, *, limit: int) -> Ground:
    """The ground with what is shown here beside what it shows of the ten definitions."""
    before = earlier.last(KEY) or {}
    started, finished = (ground.states["staff", family, OFFERS] for family in _BESIDE)
    states: dict[Names, State] = {}
    for place, counts in counted.places.items():
        last = before.get(place, _NEVER)
        changed = earlier.view.get(last.since, {}).get(FAMILY.name, {}).get(place, 0)
        may = started[place].is_shown and finished[place].is_shown
        anew = started[place].since == ground.number and (changed == 0 or changed >= limit)
        if may and anew:
            parts = FAMILY.parts(counts)
            states[place] = State(FAMILY.people(counts), parts, is_shown=True, since=ground.number)
        else:
            states[place] = last if may else _NEVER
    return replace(ground, states={**ground.states, KEY: states})


def rows(
    counted: Intake, ground: Ground, providers: Mapping[str, str | None], basis: Basis
) -> Iterator[SheetRow]:
    """Every figure of every offer and target group; none where the earlier one stays."""
    for place, counts in sorted(counted.places.items()):
        state = ground.states[KEY][place]
        for name in intake.DEFINITION_OF:
            figure: Figure | None = _hidden(name, basis)
            if state.is_shown:
                is_new = state.since == ground.number
                figure = _figure(name, counted, place, counts, basis) if is_new else None
            yield SheetRow("staff", place[0], providers.get(place[0]), place[1], name, figure)


def _figure(name: str, counted: Intake, place: Place, counts: CountsByName, basis: Basis) -> Figure:
    if name in intake.QUARTILES:
        return _quartile(name, counted, place, basis)
    definition = intake.DEFINITION_OF[name]
    own = counts[name]
    is_share = name.endswith("_share")
    return _common(name, counted, place, basis).model_copy(
        update={
            "value": own.numerator / own.n if is_share else own.numerator,
            "n": own.n,
            "citizens": own.citizens,
            "numerator": own.numerator,
            "interval": wilson(own.numerator, own.n) if is_share else None,
            "sentence": sentences.of_intake(definition, own.numerator, own.n),
        }
    )


def _quartile(name: str, counted: Intake, place: Place, basis: Basis) -> Figure:
    n, citizens, quartiles = counted.weeks[place]
    if citizens < max(SMALLEST_DISTRIBUTION, basis.smallest_group):
        return _hidden(name, basis)
    told = dict(zip(intake.QUARTILES, quartiles, strict=True))
    return _common(name, counted, place, basis).model_copy(
        update={
            "value": told[name],
            "n": n,
            "citizens": citizens,
            "sentence": sentences.of_weeks_before(quartiles, n),
        }
    )


def _common(name: str, counted: Intake, place: Place, basis: Basis) -> Figure:
    first = counted.dates.get(place[1])
    return _hidden(name, basis).model_copy(
        update={
            "suppressed": Suppressed(),
            "period": Period(start=first[0], end=max(*first, basis.as_of)) if first else None,
        }
    )


def _hidden(name: str, basis: Basis) -> Figure:
    definition = intake.DEFINITION_OF[name]
    return Figure(
        indicator=name,
        value=None,
        unit=_unit(name),
        suppressed=_FEW,
        as_of=basis.as_of,
        definition=definition.name,
        definition_version=definition.version,
        code_list_version=basis.code_list_version,
        sentence=sentences.HIDDEN,
    )


def _unit(name: str) -> Unit:
    if name in intake.QUARTILES:
        return "weeks"
    return "share" if name.endswith("_share") else "count"
