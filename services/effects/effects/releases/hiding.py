"""Which figures of one column must stay hidden so that nobody can subtract their way to them.

A column is one indicator for one target group over all offers. Each figure that is shown stands
beside that of *all other courses*, so whoever sees one of them knows the column's total, and what
is left after subtracting the shown ones. What is left must be no smaller a group than what may be
shown, and more than one offer. This looks at one column of one release; the treatment of both
margins, of views that overlap and of successive releases comes with disclosure control.
"""

from collections.abc import Mapping
from collections.abc import Set as AbstractSet

LEAST_HIDDEN_TOGETHER = 2
"""With one hidden offer alone, what is left after subtracting is that offer."""


def hidden_offers(
    citizens: Mapping[str, int], members: Mapping[str, AbstractSet[str]], limit: int
) -> frozenset[str]:
    """The offers to hide: those below the limit, and the smallest further one where it takes that.

    One more is always enough: it holds ``limit`` citizens by itself. Where none is left to hide,
    the whole column is hidden, and with it the total.

    Args:
        citizens: Different citizens counted, by offer; offers without any included.
        members: Who they are, at least for each offer with fewer than ``limit``.
        limit: The smallest group that may be shown, at least 1.

    Returns:
        Offers of ``citizens``; those without citizens are always among them.
    """
    small = {offer for offer, count in citizens.items() if count < limit}
    peopled = [offer for offer in small if citizens[offer] > 0]
    together = frozenset[str]().union(*(members[offer] for offer in peopled))
    is_safe = not peopled or (len(peopled) >= LEAST_HIDDEN_TOGETHER and len(together) >= limit)
    if is_safe:
        return frozenset(small)
    shown = sorted((count, offer) for offer, count in citizens.items() if offer not in small)
    return frozenset(small | {offer for _, offer in shown[:1]})
