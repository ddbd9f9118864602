"""How what visitation counts of an offer compares to the other offers for the target group.

Made of nothing but the figures that are shown, so that no hidden one can be worked out from it.
"""

from collections.abc import Iterator, Mapping, Sequence

from kit.figure import Comparison, Figure

COUNTED = ("complaints_per_100", "waiting_days")


def compared(cards: Sequence[Mapping[str, Figure]]) -> Iterator[tuple[int, str, Figure]]:
    """The figures of ``COUNTED`` with a comparison to the other cards'.

    Args:
        cards: What each card has of them.

    Yields:
        The place of a card, the indicator, and the figure as it is to be shown.
    """
    for name in COUNTED:
        shown = {
            at: figures[name]
            for at, figures in enumerate(cards)
            if name in figures and figures[name].value is not None and figures[name].n
        }
        compare = _medians if name == "waiting_days" else _rates
        for at, comparison in compare(shown):
            yield at, name, shown[at].model_copy(update={"comparison": comparison})


def _rates(shown: Mapping[int, Figure]) -> Iterator[tuple[int, Comparison]]:
    """The rate of all others together."""
    people = sum(each.n or 0 for each in shown.values())
    cases = sum(each.numerator or 0 for each in shown.values())
    for at, figure in shown.items():
        n = people - (figure.n or 0)
        if n:
            rate = 100 * (cases - (figure.numerator or 0)) / n
            yield at, Comparison(value=round(rate, 6), n=n)


def _medians(shown: Mapping[int, Figure]) -> Iterator[tuple[int, Comparison]]:
    """The median of the others' medians, each as often as it was counted over.

    That of all single waits is not known from the figures that are shown.
    """
    ordered = sorted((_days(figure), figure.n or 0, at) for at, figure in shown.items())
    total = sum(n for _, n, _ in ordered)
    for at, figure in shown.items():
        n = total - (figure.n or 0)
        passed = 0
        for days, each, place in ordered:
            passed += 0 if place == at else each
            if n and 2 * passed >= n:
                yield at, Comparison(value=days, n=n)
                break


def _days(figure: Figure) -> int | float:
    if not isinstance(figure.value, (int, float)):
        raise TypeError("a waiting time is a number of days")
    return figure.value
