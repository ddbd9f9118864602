"""The twelve figures of a card, each read from what was written when it is first looked at."""

from collections.abc import Iterator, Mapping

import structlog
from pydantic import ValidationError

from kit.figure import Figure
from visitation.guide.indicators import INDICATORS
from visitation.guide.inheritance import ReleasedFigure
from visitation.guide.listed_figures import not_measured

log = structlog.get_logger(__name__)


class HeldFigures(Mapping[str, Figure]):
    """Figures by indicator, in the order in which they are shown."""

    __slots__ = ("_held",)

    def __init__(self, known: Mapping[str, Figure | ReleasedFigure]) -> None:
        self._held = {
            each.name: known.get(each.name) or not_measured(each.name) for each in INDICATORS
        }

    def __getitem__(self, name: str) -> Figure:
        """A figure; one that cannot be read is shown as not measured."""
        held = self._held[name]
        if isinstance(held, ReleasedFigure):
            held = self._held[name] = _read(held)
        return held

    def __iter__(self) -> Iterator[str]:
        """The names of all twelve."""
        return iter(self._held)

    def __len__(self) -> int:
        """Twelve."""
        return len(self._held)


def _read(released: ReleasedFigure) -> Figure:
    try:
        figure = Figure.model_validate_json(released.written)
    except ValidationError:
        # A newer release may say more than this code knows.
        log.warning("figure_unreadable", offer_id=released.offer_id, indicator=released.indicator)
        return not_measured(released.indicator)
    if released.carried is None:
        return figure
    ancestor, caveat = released.carried
    return figure.model_copy(
        update={"carried_over_from": ancestor, "caveats": (*figure.caveats, caveat)}
    )
