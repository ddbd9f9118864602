"""What may be asked of the figures, and the withdrawal of one that was found wrong."""

from collections.abc import Sequence
from datetime import date, datetime

from effects.definitions import BY_NAME, Definition
from effects.events import FiguresReleased, TargetGroupFigure
from effects.figures import queries, schemas
from effects.figures.queries import Wanted
from effects.releases import indicators, telling
from effects.releases.grounds import Audience
from effects.releases.models import Release, ViewFigure
from kit import outbox, problems
from kit.database import Session
from kit.rights import Caller

HISTORY = 50
"""How many releases *show the sums* looks back."""


class DefinitionUnknown(problems.Malformed):
    """No definition has this name."""

    code = "definition_unknown"
    title = "Definitionen findes ikke"


class IndicatorUnknown(problems.Malformed):
    """No indicator has this name."""

    code = "indicator_unknown"
    title = "Indikatoren findes ikke"


class AskedTwice(problems.Malformed):
    """A definition and another indicator cannot both be meant."""

    code = "definition_and_indicator"
    title = "Vælg definition eller indikator"


def choose(
    *,
    offer_id: str | None,
    target_group: str | None,
    definition: str | None,
    indicator: str | None,
    audience: Audience = "staff",
    margins: bool = False,
    as_known_on: date | None = None,
) -> Wanted:
    """The figures that a query means.

    Raises:
        DefinitionUnknown: No definition has this name.
        IndicatorUnknown: No indicator has this name.
        AskedTwice: Both are given, and they differ.
    """
    if definition is not None and definition not in BY_NAME:
        raise DefinitionUnknown(
            "Brug et af navnene i valid.",
            errors=[problems.FieldError("/query/definition", "unknown", "Kendes ikke.")],
            extra={"valid": list(BY_NAME)},
        )
    if indicator is not None and indicator not in indicators.NAMES:
        raise IndicatorUnknown(
            "Brug et af navnene i valid.",
            errors=[problems.FieldError("/query/indicator", "unknown", "Kendes ikke.")],
            extra={"valid": list(indicators.NAMES)},
        )
    if definition and indicator and definition != indicator:
        raise AskedTwice(
            "Udelad den ene.",
            errors=[problems.FieldError("/query/indicator", "conflict", "Udelad den ene.")],
        )
    return Wanted(
        offer_id=offer_id,
        target_group=target_group,
        indicator=definition or indicator,
        audience=audience,
        margins=margins,
        as_known_on=as_known_on,
    )


def definition_of(indicator: str) -> Definition:
    """The definition that a figure counts by.

    Raises:
        IndicatorUnknown: No indicator has this name.
    """
    _check_indicator(indicator)
    return indicators.definition_of(indicator)


async def find_sums(
    session: Session, caller: Caller, wanted: Wanted
) -> Sequence[tuple[ViewFigure, Release]]:
    """One figure as each release knew it, the newest first.

    Raises:
        FigureNotThere: It has not been released, or it is not the caller's.
    """
    history = await queries.list_history(session, caller, wanted, limit=HISTORY)
    if not history:
        raise queries.FigureNotThere("Find tallet i listen over tal.")
    return history


async def withdraw(
    session: Session, caller: Caller, wish: schemas.Withdrawal, *, at: datetime
) -> queries.Marked:
    """Mark the newest release's figure as wrong, for every audience, and tell whoever follows.

    Raises:
        IndicatorUnknown: No indicator has this name.
        FigureNotThere: It is not there, or shown to nobody.
    """
    _check_indicator(wish.indicator)
    marked = await queries.get_newest_of(
        session, caller, wish.offer_id, wish.target_group, wish.indicator
    )
    for row in marked.rows:
        row.withdraw(at=at, by=caller.subject, reason=wish.reason_code, note=wish.note)
    await session.flush()
    if wish.offer_id is not None and wish.target_group is not None:
        await _tell(session, caller, wish.offer_id, at=at)
    return marked


async def _tell(session: Session, caller: Caller, offer_id: str, *, at: datetime) -> None:
    release, rows = await queries.list_of_offer(session, caller, offer_id, indicators.TOLD)
    outbox.publish(
        session,
        FiguresReleased(
            offer_id=offer_id,
            release_id=release.id,
            released_at=at,  # a follower takes what was told last
            as_of=release.as_of,
            figures=tuple(
                TargetGroupFigure(target_group=row.target_group, figure=telling.shown_figure(row))
                for row in rows
            ),
        ),
        at=at,
    )


def _check_indicator(name: str) -> None:
    if name not in indicators.NAMES:
        raise IndicatorUnknown(
            "Brug et af navnene i valid.",
            errors=[problems.FieldError("/indicator", "unknown", "Kendes ikke.")],
            extra={"valid": list(indicators.NAMES)},
        )
