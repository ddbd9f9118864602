"""Every statement on figures that are read."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, Select, and_, or_, select, true, tuple_

from effects.releases.grounds import Audience
from effects.releases.models import Release, ViewFigure
from kit import pages, problems
from kit.database import Session
from kit.disclosure import ALL
from kit.rights import Caller

_COPENHAGEN = ZoneInfo("Europe/Copenhagen")


class FigureNotThere(problems.NotThere):
    """No such figure has been released, or it is not the caller's."""

    code = "figure_not_found"
    title = "Tallet findes ikke"


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which figures are asked for; None is any."""

    offer_id: str | None = None
    target_group: str | None = None
    indicator: str | None = None
    audience: Audience = "staff"
    margins: bool = False
    as_known_on: date | None = None


def visible_to(caller: Caller) -> ColumnElement[bool]:
    """The figures that a caller may see: its municipality's, and a provider its own alone."""
    own = ViewFigure.provider_id == caller.provider_id if caller.provider_id else true()
    return and_(ViewFigure.municipality == caller.municipality, own)


def _released_by(caller: Caller, day: date | None) -> Select[str]:
    """The releases that were known at the end of a day, the newest first; those of today."""
    statement = select(Release.id).where(Release.municipality == caller.municipality)
    if day is not None:
        statement = statement.where(Release.released_at < _end_of(day))
    return statement.order_by(Release.number.desc())


def _end_of(day: date) -> datetime:
    after = datetime.combine(day + timedelta(days=1), time(), tzinfo=_COPENHAGEN)
    return after.astimezone(UTC)


async def list_figures(
    session: Session, caller: Caller, wanted: Wanted, page: pages.PageRequest
) -> Sequence[ViewFigure]:
    """A page of the figures that were newest on the day, and one more."""
    figure = ViewFigure
    newest = _released_by(caller, wanted.as_known_on).limit(1).scalar_subquery()
    statement = select(figure).where(
        visible_to(caller), figure.release_id == newest, figure.audience == wanted.audience
    )
    for column, value in (
        (figure.offer_id, wanted.offer_id),
        (figure.target_group, wanted.target_group),
        (figure.indicator, wanted.indicator),
    ):
        if value is not None:
            statement = statement.where(column == value)
    if not wanted.margins:
        statement = statement.where(figure.offer_id != ALL, figure.target_group != ALL)
    key = (figure.offer_id, figure.target_group, figure.indicator)
    after = page.after(str, str, str)
    if after is not None:
        statement = statement.where(tuple_(*key) > after)
    return (await session.scalars(statement.order_by(*key).limit(page.limit + 1))).all()


async def list_history(
    session: Session, caller: Caller, wanted: Wanted, *, limit: int
) -> Sequence[tuple[ViewFigure, Release]]:
    """One figure in each release up to the day, the newest first."""
    figure = ViewFigure
    statement = (
        select(figure, Release)
        .join(
            Release,
            and_(
                Release.municipality == figure.municipality,
                Release.id == figure.release_id,
            ),
        )
        .where(
            visible_to(caller),
            figure.offer_id == (wanted.offer_id or ALL),
            figure.target_group == (wanted.target_group or ALL),
            figure.indicator == wanted.indicator,
            figure.audience == wanted.audience,
        )
        .order_by(Release.number.desc())
        .limit(limit)
    )
    if wanted.as_known_on is not None:
        statement = statement.where(Release.released_at < _end_of(wanted.as_known_on))
    return [(row[0], row[1]) for row in await session.execute(statement)]


@dataclass(frozen=True, slots=True)
class Marked:
    """A figure of a release, as each audience that is shown it has it."""

    rows: Sequence[ViewFigure]

    @property
    def id(self) -> str:
        """Where it stands, to be found again by ``get_marked``."""
        row = self.rows[0]
        return json.dumps([row.release_id, row.offer_id, row.target_group, row.indicator])


async def get_newest_of(
    session: Session, caller: Caller, offer_id: str | None, target_group: str | None, indicator: str
) -> Marked:
    """One figure as every audience has it in the newest release, locked.

    Raises:
        FigureNotThere: It has not been released, or it is hidden from everybody.
    """
    newest = await session.scalar(_released_by(caller, None).limit(1))
    names = [newest, offer_id or ALL, target_group or ALL, indicator]
    return await get_marked(session, caller, json.dumps(names))


async def get_marked(session: Session, caller: Caller, known: str) -> Marked:
    """The figure of this ``Marked.id``, locked.

    Raises:
        FigureNotThere: It has not been released, or it is hidden from everybody.
    """
    figure = ViewFigure
    release_id, offer_id, target_group, indicator = json.loads(known)
    statement = (
        select(figure)
        .where(
            visible_to(caller),
            figure.release_id == release_id,
            figure.offer_id == offer_id,
            figure.target_group == target_group,
            figure.indicator == indicator,
        )
        .order_by(figure.audience.desc())
        .with_for_update()
    )
    found = (await session.scalars(statement)).all()
    shown = [row for row in found if not row.figure["suppressed"]["yes"]]
    if not shown:
        raise FigureNotThere("Der er intet vist tal at trække tilbage. Find det i listen.")
    return Marked(shown)


async def list_of_offer(
    session: Session, caller: Caller, offer_id: str, indicators: Sequence[str]
) -> tuple[Release, Sequence[ViewFigure]]:
    """The newest release, and what it says of an offer to staff."""
    figure = ViewFigure
    release = await session.scalar(
        select(Release).where(
            Release.municipality == caller.municipality,
            Release.id == _released_by(caller, None).limit(1).scalar_subquery(),
        )
    )
    assert release is not None  # noqa: S101 - one of its figures was found
    statement = (
        select(figure)
        .where(
            figure.municipality == caller.municipality,
            figure.release_id == release.id,
            figure.audience == "staff",
            figure.offer_id == offer_id,
            figure.target_group != ALL,
            or_(*(figure.indicator == name for name in indicators)),
        )
        .order_by(figure.target_group, figure.indicator)
    )
    return release, (await session.scalars(statement)).all()
