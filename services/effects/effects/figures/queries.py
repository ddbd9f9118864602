"""Every statement on figures that are read."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, and_, select, true, tuple_

from effects.releases.models import Release, ReleasedFigure
from kit import pages
from kit.database import Session
from kit.rights import Caller


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which figures are asked for; None is any."""

    offer_id: str | None = None
    target_group: str | None = None
    indicator: str | None = None


def visible_to(caller: Caller) -> ColumnElement[bool]:
    """The figures that a caller may see: its municipality's, and a provider its own alone."""
    own = ReleasedFigure.provider_id == caller.provider_id if caller.provider_id else true()
    return and_(ReleasedFigure.municipality == caller.municipality, own)


async def list_figures(
    session: Session, caller: Caller, wanted: Wanted, page: pages.PageRequest
) -> Sequence[ReleasedFigure]:
    """A page of the newest release's figures, and one more."""
    figure = ReleasedFigure
    newest = (
        select(Release.id)
        .where(Release.municipality == caller.municipality)
        .order_by(Release.number.desc())
        .limit(1)
        .scalar_subquery()
    )
    statement = select(figure).where(visible_to(caller), figure.release_id == newest)
    for column, value in (
        (figure.offer_id, wanted.offer_id),
        (figure.target_group, wanted.target_group),
        (figure.indicator, wanted.indicator),
    ):
        if value is not None:
            statement = statement.where(column == value)
    key = (figure.offer_id, figure.target_group, figure.indicator)
    after = page.after(str, str, str)
    if after is not None:
        statement = statement.where(tuple_(*key) > after)
    return (await session.scalars(statement.order_by(*key).limit(page.limit + 1))).all()
