"""All figures of a release, from counts and what may be shown of them, and what each one says."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

import duckdb

from effects.definitions import BY_NAME, DEFINITIONS, Definition
from effects.releases import indicators, sentences
from effects.releases.counting import Counts, CountsByName, find_dates, sum_costs
from effects.releases.grounds import AUDIENCES, Audience, Ground
from effects.releases.snapshots import sum_places
from effects.releases.views import OFFERS, PROFILES, Counted
from kit.disclosure import ALL, Path, Place, State
from kit.figure import Comparison, Figure, LeftOut, Period, Suppressed, left_out_count, wilson

_ORE = Decimal("0.01")
_HIDDEN = Suppressed(yes=True, reason="too_few")

Dates = Mapping[str, Mapping[str, tuple[date, date]]]
"""By definition and target group, the first and last date that is counted from."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Basis:
    """What every figure of a release has in common."""

    as_of: date
    code_list_version: int
    smallest_group: int
    smallest_public_group: int
    has_hours: bool

    @property
    def definitions(self) -> tuple[Definition, ...]:
        """The definitions that the registers allow."""
        return tuple(d for d in DEFINITIONS if self.has_hours or not d.reads_hours)

    @property
    def limits(self) -> dict[Audience, int]:
        """The smallest group that each audience may be shown."""
        return {
            "staff": self.smallest_group,
            "public": max(self.smallest_group, self.smallest_public_group),
        }


@dataclass(frozen=True, slots=True)
class SheetRow:
    """One figure, to whom it is shown, and where it belongs; None where the earlier one stays."""

    audience: Audience
    offer_id: str
    provider_id: str | None
    target_group: str
    indicator: str
    figure: Figure | None


@dataclass(frozen=True, slots=True)
class ProfileRow:
    """The figures of one profile, likewise; by indicator."""

    audience: Audience
    path: Path
    figures: Mapping[str, Figure | None]


class Sheet:
    """The figures of a release that has been judged."""

    def __init__(
        self,
        con: duckdb.DuckDBPyConnection,
        counted: Counted,
        ground: Ground,
        providers: Mapping[str, str | None],
        basis: Basis,
        snapshots: Mapping[int, bytes],
    ) -> None:
        self._snapshots = snapshots
        self._known_totals: dict[tuple[Audience, str], Mapping[Place, CountsByName]] = {}
        self._counted = counted
        self._ground = ground
        self._providers = providers
        self._basis = basis
        self._family_of = {
            definition.name: family.name
            for family in counted.families
            for definition in family.definitions
        }
        self._known_broken: dict[tuple[Audience, str], tuple[frozenset[Place], ...]] = {}
        self._dates: Dates = {name: find_dates(con, BY_NAME[name]) for name in self._family_of}
        self._costs: Mapping[Place, Decimal | None] = (
            sum_costs(con, BY_NAME[indicators.OUTCOMES_PRICED[0]]) if basis.has_hours else {}
        )

    def rows(self) -> Iterator[SheetRow]:
        """Every figure of every offer and target group, and of the totals."""
        names = [name for name in indicators.NAMES if self._definition_of(name)]
        for audience in AUDIENCES:
            for place in sorted(self._counted.places):
                for name in names:
                    yield SheetRow(
                        audience,
                        place[0],
                        self._providers.get(place[0]),
                        place[1],
                        name,
                        self._figure(audience, place, name),
                    )

    def profiles(self) -> Iterator[ProfileRow]:
        """Every profile of which anything was ever shown."""
        names = [name for name in indicators.PROFILES if self._definition_of(name)]
        for path, counts in sorted(self._counted.profiles.items()):
            figures: dict[str, Figure | None] = {}
            for name in names:
                family = self._family_of[indicators.DEFINITION_OF[name]]
                state = self._ground.states["staff", family, PROFILES].get(path)
                if state is not None and state.is_shown:
                    is_new = state.since == self._ground.number
                    figures[name] = self._profile(name, counts, path) if is_new else None
            if figures:
                yield ProfileRow("staff", path, figures)

    def _definition_of(self, indicator: str) -> Definition | None:
        """What an indicator counts by; of a price, what tells the courses that it is of."""
        name = indicators.definition_of(indicator).name
        return BY_NAME[name] if name in self._family_of else None

    def _states(self, audience: Audience, name: str) -> Mapping[Path, State]:
        family = self._family_of[indicators.DEFINITION_OF[name]]
        return self._ground.states[audience, family, OFFERS]

    def _figure(self, audience: Audience, place: Place, name: str) -> Figure | None:
        state = self._states(audience, name)[place]
        if not state.is_shown:
            return self._hidden(name)
        if state.since != self._ground.number:
            return None
        price = name == indicators.EFFECT_PRICE
        return self._price(audience, place) if price else self._share(audience, place, name)

    def _counts(self, audience: Audience, place: Place, name: str) -> Counts:
        """What is counted at a place: of a total, its cells as they are shown or were set."""
        if ALL not in place or self._is_now(audience, place, name):
            counts = self._counted.places[place]
        else:
            counts = self._totals(audience, name)[place]
        if name != indicators.EFFECT_PRICE:
            return counts[indicators.DEFINITION_OF[name]]
        # The two exits have one window, and so count the same courses: n is that of either.
        job, education = (counts[each] for each in indicators.OUTCOMES_PRICED)
        return replace(job, numerator=job.numerator + education.numerator)

    def _totals(self, audience: Audience, name: str) -> Mapping[Place, CountsByName]:
        family_name = self._family_of[indicators.DEFINITION_OF[name]]
        if (audience, family_name) not in self._known_totals:
            (family,) = (each for each in self._counted.families if each.name == family_name)
            states = self._states(audience, name)
            since = {(p[0], p[1]): each.since for p, each in states.items() if ALL not in p}
            self._known_totals[audience, family_name] = sum_places(self._snapshots, since, family)
        return self._known_totals[audience, family_name]

    def _hidden(self, indicator: str) -> Figure:
        price = indicator == indicators.EFFECT_PRICE
        definition = self._definition_of(indicator)
        assert definition is not None  # noqa: S101 - the others have no rows
        return Figure(
            indicator=indicator,
            value=None,
            unit="DKK" if price else "share",
            suppressed=_HIDDEN,
            as_of=self._basis.as_of,
            definition=indicator if price else definition.name,
            definition_version=1 if price else definition.version,
            code_list_version=self._basis.code_list_version,
            sentence=sentences.HIDDEN,
        )

    def _share(self, audience: Audience, place: Place, name: str) -> Figure:
        definition = self._definition_of(name)
        assert definition is not None  # noqa: S101 - the others have no rows
        own = self._counts(audience, place, name)
        return Figure(
            **self._share_parts(name, definition, own, place[1]),
            caveats=self._caveats(audience, place, name),
            comparison=self._comparison(audience, place, name, own),
            left_out=self._left_out(audience, place, name, own),
        )

    def _share_parts(
        self, name: str, definition: Definition, own: Counts, group: str
    ) -> dict[str, object]:
        dates = self._dates[definition.name].get(group)
        return {
            "indicator": name,
            "value": own.numerator / own.n,
            "unit": "share",
            "n": own.n,
            "citizens": own.citizens,
            "numerator": own.numerator,
            "interval": wilson(own.numerator, own.n),
            "period": Period(start=dates[0], end=dates[1]) if dates else None,
            "as_of": self._basis.as_of,
            "definition": definition.name,
            "definition_version": definition.version,
            "code_list_version": self._basis.code_list_version,
            "sentence": sentences.of_share(definition, own.numerator, own.n),
        }

    def _profile(self, name: str, counts: CountsByName, path: Path) -> Figure:
        definition = self._definition_of(name)
        assert definition is not None  # noqa: S101 - the others have no rows
        own = counts[definition.name]
        return Figure(**self._share_parts(name, definition, own, path[0]))

    def _caveats(self, audience: Audience, place: Place, name: str) -> tuple[str, ...]:
        return () if self._is_now(audience, place, name) else (sentences.AS_SHOWN,)

    def _comparison(
        self, audience: Audience, place: Place, name: str, own: Counts
    ) -> Comparison | None:
        row, column = place
        if row == ALL or not self._states(audience, name)[ALL, column].is_shown:
            return None
        others = self._counts(audience, (ALL, column), name).without(own)
        if not others.n:
            return None
        return Comparison(
            value=others.numerator / others.n,
            n=others.n,
            interval=wilson(others.numerator, others.n),
        )

    def _left_out(self, audience: Audience, place: Place, name: str, own: Counts) -> LeftOut | None:
        """How many were not counted; not of a total from which those of a hidden cell follow."""
        if not self._is_whole(audience, place, name):
            return None
        limit = self._basis.limits[audience]
        return LeftOut(
            outside_register=left_out_count(own.outside_register, limit),
            left_the_count=left_out_count(own.left_the_count, limit),
        )

    def _is_whole(self, audience: Audience, place: Place, name: str) -> bool:
        """Whether everything that a place is the total of is shown, and as it is now."""
        return place not in self._broken(audience, name)[0]

    def _is_now(self, audience: Audience, place: Place, name: str) -> bool:
        """Whether everything that a place is the total of counts as it is now."""
        return place not in self._broken(audience, name)[1]

    def _broken(self, audience: Audience, name: str) -> tuple[frozenset[Place], ...]:
        """Cells hidden or of an earlier date, with totals that they are in; the latter alone."""
        key = audience, self._family_of[indicators.DEFINITION_OF[name]]
        if key not in self._known_broken:
            states = self._states(audience, name)
            cells = {(p[0], p[1]): each for p, each in states.items() if ALL not in p}
            old = [p for p, each in cells.items() if each.since != self._ground.number]
            hidden = [p for p, each in cells.items() if not each.is_shown]
            self._known_broken[key] = _with_totals(old + hidden), _with_totals(old)
        return self._known_broken[key]

    def _price(self, audience: Audience, place: Place) -> Figure:
        """What an outcome costs.

        Prices of offers are known to all, so two hidden offers' numbers could be had from what they
        cost together: where a cell is hidden, no cost of a total is told, nor follows.
        """
        name = indicators.EFFECT_PRICE
        own, cost = self._counts(audience, place, name), self._costs.get(place)
        caveat = None
        value = None
        if not self._is_whole(audience, place, name):
            caveat = sentences.PRICE_HIDDEN
        elif cost is None:
            caveat = sentences.PRICE_UNKNOWN
        elif own.numerator == 0:
            caveat = sentences.NO_OUTCOME
        else:
            value = _per_outcome(cost, own)
        dates = self._dates[indicators.OUTCOMES_PRICED[0]].get(place[1])
        return Figure(
            indicator=name,
            value=value,
            unit="DKK",
            n=own.n,
            citizens=own.citizens,
            numerator=own.numerator,
            comparison=self._other_price(audience, place, own, cost),
            left_out=self._left_out(audience, place, name, own),
            period=Period(start=dates[0], end=dates[1]) if dates else None,
            as_of=self._basis.as_of,
            definition=name,
            definition_version=1,
            code_list_version=self._basis.code_list_version,
            caveats=(*((caveat,) if caveat else ()), *self._caveats(audience, place, name)),
            sentence=caveat
            if value is None and caveat
            else sentences.of_price(value or Decimal(0), own.numerator, own.n),
        )

    def _other_price(
        self, audience: Audience, place: Place, own: Counts, cost: Decimal | None
    ) -> Comparison | None:
        name = indicators.EFFECT_PRICE
        total = (ALL, place[1])
        if place[0] == ALL or not self._states(audience, name)[total].is_shown:
            return None
        others = self._counts(audience, total, name).without(own)
        whole = self._costs.get(total)
        value = None
        if cost is not None and whole is not None and self._is_whole(audience, total, name):
            value = _per_outcome(whole - cost, others) if others.numerator else None
        return Comparison(value=value, n=others.n) if others.n else None


def _with_totals(cells: Sequence[Place]) -> frozenset[Place]:
    return frozenset(
        part
        for row, column in cells
        for part in ((row, column), (row, ALL), (ALL, column), (ALL, ALL))
    )


def _per_outcome(cost: Decimal, counts: Counts) -> Decimal:
    return (cost / counts.numerator).quantize(_ORE, ROUND_HALF_UP)
