"""The guide in pages: the order is made over all offers, and a part of it is sent at a time."""

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import blake2b

from kit import pages, problems
from visitation.guide.ranking import Lacking, Placed, Ranking

_MARK_BYTES = 9


class GuideChanged(problems.NotNow):
    """The order is not the one that the page before was cut from."""

    code = "guide_changed"
    title = "Rækkefølgen er ændret"


@dataclass(frozen=True, slots=True)
class Cut:
    """One page of a ranking.

    Attributes:
        ranked: The placed offers on it.
        too_few: The others on it; they come after all that are placed.
        left: How many come after it.
        next: The cursor of the page after it.
    """

    ranked: Sequence[Placed]
    too_few: Sequence[Lacking]
    left: int
    next: str | None


def cut(ranking: Ranking, asked: object, *, limit: int, cursor: str | None) -> Cut:
    """A page of a ranking.

    Args:
        ranking: All of it.
        asked: What it answers; written out, it differs from every other question.
        limit: The most offers on a page.
        cursor: From the page before; None for the first.

    Raises:
        kit.pages.CursorInvalid: When it is no cursor.
        GuideChanged: When it comes from another order: another question, or other offers, places
            or scores than then. What else changed on a card is shown as it is now.
    """
    total = len(ranking.ranked) + len(ranking.too_few)
    start = 0
    if cursor is not None:
        position, mark = pages.decode(cursor, int, str)
        start = position if isinstance(position, int) else 0
        if not 0 < start < total or mark != _mark(ranking, asked):
            raise GuideChanged(
                "Tilbuddene eller deres pladser er ikke, som da siden før blev hentet."
                " Begynd forfra uden cursor."
            )
    end = start + limit
    placed = len(ranking.ranked)
    return Cut(
        ranked=ranking.ranked[start:end],
        too_few=ranking.too_few[max(start - placed, 0) : max(end - placed, 0)],
        left=max(total - end, 0),
        next=pages.encode((end, _mark(ranking, asked))) if end < total else None,
    )


def _mark(ranking: Ranking, asked: object) -> str:
    """Tells an order from every other, the same in each process."""
    written = [repr(asked)]
    written += [f"{each.candidate.key} {each.place} {each.score!r}" for each in ranking.ranked]
    written += [each.candidate.key for each in ranking.too_few]
    return blake2b("\n".join(written).encode(), digest_size=_MARK_BYTES).hexdigest()
