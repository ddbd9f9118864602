"""Whether a set of answers says satisfied, and closer to a job (domain.md §5)."""

from collections.abc import Mapping
from statistics import fmean

from surveys.instruments.library import Instrument, Measure

TOP = 4
"""The two top categories are 4 and 5."""


def category(instrument: Instrument, measure: Measure, scores: Mapping[str, int]) -> int | None:
    """The composite's category: the mean of the answered questions, a half going up.

    Args:
        instrument: Which questions measure it.
        measure: What is measured.
        scores: By question, 1 to 5.

    Returns:
        1 to 5; None where fewer than half of the questions are answered.
    """
    names = instrument.that_measure(measure)
    answered = [scores[name] for name in names if name in scores]
    if not answered or 2 * len(answered) < len(names):
        return None
    return int(fmean(answered) + 0.5)


def is_top(instrument: Instrument, measure: Measure, scores: Mapping[str, int]) -> bool | None:
    """Whether it lies in the two top categories; None where it was not answered enough."""
    found = category(instrument, measure, scores)
    return None if found is None else found >= TOP
