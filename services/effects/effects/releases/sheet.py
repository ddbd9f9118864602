"""All figures of a release, from counts: what is shown, what is hidden, and what each one says."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

import duckdb

from effects.definitions import BY_NAME, DEFINITIONS, Definition
from effects.kernel import Outcomes
from effects.releases import indicators, sentences
from effects.releases.counting import (
    Column,
    Counts,
    count_columns,
    latest_providers,
    sum_costs,
)
from effects.releases.hiding import hidden_offers
from kit.figure import Comparison, Figure, LeftOut, Period, Suppressed, left_out_count, wilson

_ORE = Decimal("0.01")
_NONE = Counts(n=0, citizens=0, numerator=0)
_HIDDEN = Suppressed(yes=True, reason="too_few")


@dataclass(frozen=True, slots=True, kw_only=True)
class Basis:
    """What every figure of a release has in common."""

    as_of: date
    code_list_version: int
    smallest_group: int
    has_hours: bool

    @property
    def definitions(self) -> tuple[Definition, ...]:
        """The definitions that the registers allow."""
        return tuple(d for d in DEFINITIONS if self.has_hours or not d.reads_hours)


@dataclass(frozen=True, slots=True)
class SheetRow:
    """One figure and where it belongs."""

    offer_id: str
    provider_id: str | None
    target_group: str
    figure: Figure


@dataclass(frozen=True, slots=True)
class _Priced:
    """What an outcome costs: the two exits counted together, and what their courses cost."""

    cells: Mapping[str, Counts]
    total: Counts
    costs: Mapping[str, Decimal | None]
    total_cost: Decimal | None


def compose(con: duckdb.DuckDBPyConnection, outcomes: Outcomes, basis: Basis) -> Iterator[SheetRow]:
    """Every figure for every offer and target group that any course was started in.

    Args:
        con: Holds the outcomes as the table ``outcomes``.
        outcomes: What ``basis.definitions`` say of each course.
        basis: What the figures have in common.
    """
    providers = latest_providers(con)
    columns = {
        definition.name: count_columns(con, outcomes, definition, limit=basis.smallest_group)
        for definition in basis.definitions
    }
    groups = sorted({group for column in columns.values() for group in column})
    priced = _price_outcomes(con, columns) if basis.has_hours else {}
    for group in groups:
        for share in indicators.SHARES:
            definition = BY_NAME[share.definition]
            if definition.name not in columns:
                continue
            column = columns[definition.name][group]
            hidden = _hide(column, providers, basis)
            for offer, provider in providers.items():
                figure = (
                    _hidden(share.indicator, definition, basis)
                    if offer in hidden
                    else _share(share.indicator, definition, column, offer, basis)
                )
                yield SheetRow(offer, provider, group, figure)
        if group in priced:
            column = columns[indicators.OUTCOMES_PRICED[0]][group]
            hidden = _hide(column, providers, basis)
            for offer, provider in providers.items():
                figure = (
                    _hidden(indicators.EFFECT_PRICE, None, basis)
                    if offer in hidden
                    else _price(priced[group], column, offer, basis)
                )
                yield SheetRow(offer, provider, group, figure)


def _hide(column: Column, offers: Mapping[str, object], basis: Basis) -> frozenset[str]:
    citizens = {offer: column.cells.get(offer, _NONE).citizens for offer in offers}
    return hidden_offers(citizens, column.small, basis.smallest_group)


def _hidden(indicator: str, definition: Definition | None, basis: Basis) -> Figure:
    return Figure(
        indicator=indicator,
        value=None,
        unit="share" if definition else "DKK",
        suppressed=_HIDDEN,
        as_of=basis.as_of,
        definition=definition.name if definition else indicators.EFFECT_PRICE,
        definition_version=definition.version if definition else 1,
        code_list_version=basis.code_list_version,
        sentence=sentences.HIDDEN,
    )


def _share(
    indicator: str, definition: Definition, column: Column, offer: str, basis: Basis
) -> Figure:
    own = column.cells[offer]
    others = column.total.without(own)
    limit = basis.smallest_group
    return Figure(
        indicator=indicator,
        value=own.numerator / own.n,
        unit="share",
        n=own.n,
        citizens=own.citizens,
        numerator=own.numerator,
        interval=wilson(own.numerator, own.n),
        comparison=Comparison(
            value=others.numerator / others.n,
            n=others.n,
            interval=wilson(others.numerator, others.n),
        )
        if others.n
        else None,
        left_out=_left_out(own, limit),
        period=_period(column),
        as_of=basis.as_of,
        definition=definition.name,
        definition_version=definition.version,
        code_list_version=basis.code_list_version,
        sentence=sentences.of_share(definition, own.numerator, own.n),
    )


def _price(priced: _Priced, column: Column, offer: str, basis: Basis) -> Figure:
    own, cost = priced.cells[offer], priced.costs[offer]
    others = priced.total.without(own)
    caveat = None
    value = None
    if cost is None:
        caveat = sentences.PRICE_UNKNOWN
    elif own.numerator == 0:
        caveat = sentences.NO_OUTCOME
    else:
        value = _per_outcome(cost, own)
    others_cost = None if cost is None or priced.total_cost is None else priced.total_cost - cost
    return Figure(
        indicator=indicators.EFFECT_PRICE,
        value=value,
        unit="DKK",
        n=own.n,
        citizens=own.citizens,
        numerator=own.numerator,
        comparison=Comparison(
            value=_per_outcome(others_cost, others)
            if others_cost is not None and others.numerator
            else None,
            n=others.n,
        )
        if others.n
        else None,
        left_out=_left_out(own, basis.smallest_group),
        period=_period(column),
        as_of=basis.as_of,
        definition=indicators.EFFECT_PRICE,
        definition_version=1,
        code_list_version=basis.code_list_version,
        caveats=(caveat,) if caveat else (),
        sentence=caveat
        if value is None and caveat
        else sentences.of_price(value or Decimal(0), own.numerator, own.n),
    )


def _price_outcomes(
    con: duckdb.DuckDBPyConnection, columns: Mapping[str, Mapping[str, Column]]
) -> dict[str, _Priced]:
    """The two exits have one window, and so count the same courses: n is that of either."""
    job, education = (columns[name] for name in indicators.OUTCOMES_PRICED)
    definition = BY_NAME[indicators.OUTCOMES_PRICED[0]]
    costs = sum_costs(con, definition, ("target_group", "offer_id"))
    totals = sum_costs(con, definition, ("target_group",))
    return {
        group: _Priced(
            cells={
                offer: _both(counts, education[group].cells[offer])
                for offer, counts in column.cells.items()
            },
            total=_both(column.total, education[group].total),
            costs={offer: costs.get((group, offer)) for offer in column.cells},
            total_cost=totals.get((group,)),
        )
        for group, column in job.items()
    }


def _both(job: Counts, education: Counts) -> Counts:
    return Counts(
        n=job.n,
        citizens=job.citizens,
        numerator=job.numerator + education.numerator,
        outside_register=job.outside_register,
        left_the_count=job.left_the_count,
    )


def _per_outcome(cost: Decimal, counts: Counts) -> Decimal:
    return (cost / counts.numerator).quantize(_ORE, ROUND_HALF_UP)


def _left_out(counts: Counts, limit: int) -> LeftOut:
    return LeftOut(
        outside_register=left_out_count(counts.outside_register, limit),
        left_the_count=left_out_count(counts.left_the_count, limit),
    )


def _period(column: Column) -> Period | None:
    return Period(start=column.dates[0], end=column.dates[1]) if column.dates else None
