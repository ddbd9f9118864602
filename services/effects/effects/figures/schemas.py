"""What crosses the wire about figures and what they mean."""

from collections.abc import Sequence
from datetime import datetime
from typing import Literal

from pydantic import BaseModel, Field

from effects.definitions import Definition as Defined
from effects.releases import telling
from effects.releases.models import Release, ViewFigure
from kit.disclosure import ALL
from kit.figure import Figure, LeftOut
from kit.texts import Prose


class OfferFigure(BaseModel):
    """One figure of an offer for one target group, or of a total."""

    offer_id: str | None = Field(description="None in the total over all offers")
    provider_id: str | None
    target_group: str | None = Field(description="None in the total over all target groups")
    figure: Figure


class Step(BaseModel):
    """How many courses are left, or leave, at one step of the count."""

    step: Literal["started", "outside_register", "left_the_count", "counted", "numerator"]
    label: str
    count: int | str | None = Field(
        description="Below the limit only as a text; null where the figure is hidden or does not "
        "tell it"
    )


class KnownFigure(BaseModel):
    """A figure as a release knew it."""

    release_id: str
    released_at: datetime
    figure: Figure


class Sums(BaseModel):
    """A figure with the way to it: the definition, who is in and out, and what was known before."""

    offer_id: str | None
    target_group: str | None
    definition: "Definition"
    figure: Figure
    steps: list[Step]
    history: list[KnownFigure]


class Withdrawal(BaseModel):
    """A figure that was found wrong."""

    offer_id: str | None = Field(default=None, max_length=200)
    target_group: str | None = Field(default=None, max_length=200)
    indicator: str = Field(max_length=100, examples=["effect_3m"])
    reason_code: Literal["wrong_register", "wrong_definition", "wrong_grouping", "other"]
    note: Prose | None = None


class Withdrawn(BaseModel):
    """The figure as it stands after it was withdrawn."""

    release_id: str
    withdrawn_at: datetime
    withdrawn_by: str
    reason_code: str
    note: str | None
    items: list[OfferFigure]


class Definition(BaseModel):
    """How a figure is counted."""

    name: str
    version: int
    label: str
    text: str
    formula: str
    counts_from: str
    months: int | None
    reads_hours: bool


class Definitions(BaseModel):
    """All definitions, in order."""

    items: list[Definition]


def show_definition(defined: Defined) -> Definition:
    """A definition as it is answered."""
    return Definition(
        name=defined.name,
        version=defined.version,
        label=defined.label,
        text=defined.text,
        formula=defined.formula,
        counts_from=defined.anchor,
        months=defined.months,
        reads_hours=defined.reads_hours,
    )


def show_figure(row: ViewFigure) -> OfferFigure:
    """A figure as it is answered."""
    return OfferFigure(
        offer_id=_or_none(row.offer_id),
        provider_id=row.provider_id,
        target_group=_or_none(row.target_group),
        figure=telling.shown_figure(row),
    )


def show_sums(history: Sequence[tuple[ViewFigure, Release]], defined: Defined) -> Sums:
    """A figure with the way to it.

    Args:
        history: The figure in each release, the newest first; at least one.
        defined: What it counts by.
    """
    row = history[0][0]
    known = [
        KnownFigure(
            release_id=release.id,
            released_at=release.released_at,
            figure=telling.shown_figure(each),
        )
        for each, release in history
    ]
    return Sums(
        offer_id=_or_none(row.offer_id),
        target_group=_or_none(row.target_group),
        definition=show_definition(defined),
        figure=known[0].figure,
        steps=_steps(known[0].figure),
        history=known,
    )


def show_withdrawn(rows: Sequence[ViewFigure]) -> Withdrawn:
    """What was withdrawn; the newest release's figure, as each audience has it."""
    row = rows[0]
    assert row.withdrawn_at is not None and row.withdrawn_by is not None  # noqa: PT018, S101
    return Withdrawn(
        release_id=row.release_id,
        withdrawn_at=row.withdrawn_at,
        withdrawn_by=row.withdrawn_by,
        reason_code=row.withdrawn_reason or "",
        note=row.withdrawn_note,
        items=[show_figure(each) for each in rows],
    )


_STEPS = {
    "started": "Påbegyndte forløb",
    "outside_register": "Perioden er ikke dækket af registret",
    "left_the_count": "Borgeren er død, udvandret eller på folkepension",
    "counted": "Talte forløb",
    "numerator": "Heraf med resultatet",
}


def _steps(figure: Figure) -> list[Step]:
    left = figure.left_out
    counts: dict[str, int | str | None] = {
        "started": _started(figure.n, left),
        "outside_register": left.outside_register if left else None,
        "left_the_count": left.left_the_count if left else None,
        "counted": figure.n,
        "numerator": figure.numerator,
    }
    return [
        Step.model_validate({"step": step, "label": label, "count": counts[step]})
        for step, label in _STEPS.items()
    ]


def _started(n: int | None, left: LeftOut | None) -> int | str | None:
    """Those who started; where a step is told as a text, no number that would undo it."""
    if n is None or left is None:
        return None
    told = [n, left.outside_register, left.left_the_count]
    least = sum(each for each in told if isinstance(each, int))
    return least if all(isinstance(each, int) for each in told) else f"mindst {least}"


def _or_none(name: str) -> str | None:
    return None if name == ALL else name
