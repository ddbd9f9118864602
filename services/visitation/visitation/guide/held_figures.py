"""The twelve figures of a card, read from what was written when they are looked at.

Read they take some nine times the room that they take as written, and a country has a quarter of a
million. What every answer needs of them is therefore worked out once, and they are let go again.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

import structlog
from pydantic import TypeAdapter, ValidationError

from kit.figure import Figure
from visitation.guide.indicators import INDICATORS
from visitation.guide.inheritance import ReleasedFigure
from visitation.guide.listed_figures import not_measured

log = structlog.get_logger(__name__)

_ALL = TypeAdapter(dict[str, Figure])


@dataclass(frozen=True, slots=True)
class Noted:
    """What answers need of all twelve figures together.

    Attributes:
        dates: The last days that they know of.
        measured: The indicators that were measured, whether shown or not.
        versions: Of the definitions that they follow, by indicator.
        written: The figures as JSON.
    """

    dates: tuple[date, ...]
    measured: frozenset[str]
    versions: Mapping[str, int]
    written: bytes

    @classmethod
    def of(cls, figures: Mapping[str, Figure]) -> "Noted":
        """Work it out."""
        held = dict(figures)
        return cls(
            dates=tuple({each.as_of for each in held.values() if each.as_of is not None}),
            measured=frozenset(
                name for name, each in held.items() if each.suppressed.reason != "not_measured"
            ),
            versions={
                name: each.definition_version
                for name, each in held.items()
                if each.definition_version is not None
            },
            written=_ALL.dump_json(held),
        )


class HeldFigures(Mapping[str, Figure]):
    """Figures by indicator, in the order in which they are shown."""

    __slots__ = ("_held", "_noted")

    def __init__(self, known: Mapping[str, Figure | ReleasedFigure]) -> None:
        self._held = {
            each.name: known.get(each.name) or not_measured(each.name) for each in INDICATORS
        }
        self._noted: Noted | None = None

    def __getitem__(self, name: str) -> Figure:
        """A figure; one that cannot be read is shown as not measured."""
        held = self._held[name]
        if not isinstance(held, ReleasedFigure):
            return held
        try:
            return _read(held)
        except ValidationError:
            # A newer release may say more than this code knows.
            log.warning("figure_unreadable", offer_id=held.offer_id, indicator=name)
        self._held[name] = unknown = not_measured(name)
        return unknown

    def __iter__(self) -> Iterator[str]:
        """The names of all twelve."""
        return iter(self._held)

    def __len__(self) -> int:
        """Twelve."""
        return len(self._held)

    @property
    def noted(self) -> Noted:
        """What answers need of all twelve together, worked out once."""
        if self._noted is None:
            self._noted = Noted.of(self)
        return self._noted


def _read(released: ReleasedFigure) -> Figure:
    figure = Figure.model_validate_json(released.written)
    if released.carried is None:
        return figure
    ancestor, caveat = released.carried
    return figure.model_copy(
        update={"carried_over_from": ancestor, "caveats": (*figure.caveats, caveat)}
    )
