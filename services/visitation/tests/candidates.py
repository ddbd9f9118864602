"""Offers as the ranking sees them, for its tests: plain functions."""

from datetime import date

from kit.figure import Figure
from visitation.guide.ranking import Candidate, Ranking


def share(numerator: int, n: int, indicator: str = "effect_3m") -> Figure:
    """A share with its counts."""
    return Figure(
        indicator=indicator,
        value=numerator / n,
        unit="share",
        n=n,
        citizens=n,
        numerator=numerator,
        sentence="",
    )


def offer(key: str, *figures: Figure, name: str = "", start: date | None = None) -> Candidate:
    """An offer with these figures."""
    return Candidate(
        key=key,
        name=name or f"Tilbud {key}",
        next_start=start,
        figures={figure.indicator: figure for figure in figures},
    )


def places(result: Ranking) -> dict[str, int]:
    """The place of each offer that has one."""
    return {each.candidate.key: each.place for each in result.ranked}
