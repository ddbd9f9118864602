"""Releasing: all figures of a municipality's answers, computed and protected at once."""

import asyncio
import uuid
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from kit import outbox, problems
from kit.database import Session
from kit.disclosure import ALL, Place, State
from kit.figure import Figure
from kit.local_time import local_date
from surveys.events import FiguresReleased, TargetGroupFigure
from surveys.instruments.library import Measure
from surveys.releases import counting, hiding, models, presenting, queries

RELEASE_JOB = "figures.release"


class ReleaseInProgress(problems.NotNow):
    """Another release of the municipality is being computed."""

    code = "release_in_progress"
    title = "En frigivelse er i gang"


@dataclass(frozen=True, slots=True)
class Row:
    """One figure of a release.

    Attributes:
        counted: Who was counted when the figure that is told was computed.
    """

    place: Place
    indicator: Measure
    provider_id: str | None
    figure: Figure
    state: State
    counted: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Computed:
    """A release before it is published.

    Attributes:
        is_setting: Whether everything hidden is taken as it is now.
        is_news: Whether anything is told that the newest release does not tell.
    """

    basis: presenting.Basis
    number: int
    rows: Sequence[Row]
    is_setting: bool
    is_news: bool


async def release_now(
    session: Session, municipality: str, *, by: str, limit: int, at: datetime
) -> models.Release:
    """Compute and publish all figures, whether or not there is anything new.

    Args:
        session: The transaction.
        municipality: Whose.
        by: Who asked.
        limit: Figures over fewer different citizens are hidden.
        at: Now.

    Raises:
        ReleaseInProgress: Another release of the municipality is being computed.
    """
    if not await queries.try_lock(session, municipality):
        raise ReleaseInProgress("Prøv igen om lidt.", headers={"Retry-After": "2"})
    computed = await _compute(session, municipality, limit=limit, at=at)
    return await _publish(session, municipality, computed, by=by, limit=limit, at=at)


async def release_if_new(
    session: Session, municipality: str, *, limit: int, at: datetime
) -> models.Release | None:
    """Compute and publish, unless nothing would be told that was not told before.

    A release that tells nothing new would still be one whose hidden counts have to stay hidden.
    """
    if not await queries.try_lock(session, municipality):
        return None
    computed = await _compute(session, municipality, limit=limit, at=at)
    if not computed.is_news:
        return None
    return await _publish(session, municipality, computed, by=None, limit=limit, at=at)


async def _compute(session: Session, municipality: str, *, limit: int, at: datetime) -> Computed:
    day = local_date(at)
    previous = await queries.find_newest(session, municipality)
    earlier = await queries.list_all_figures(session, municipality, previous) if previous else ()
    settings = await queries.list_settings(session, municipality)
    answers = await queries.list_counted(session, municipality)
    asked = await queries.list_asked(session, municipality)
    number = (previous.number if previous else 0) + 1
    # Thousands of places take tens of seconds; others are answered meanwhile.
    await queries.allow_long_work(session)
    tallies = await asyncio.to_thread(counting.count, answers, asked)
    told = {(row.indicator, row.place): row for row in earlier}
    for indicator, place in told:
        tallies.setdefault(indicator, {}).setdefault(place, counting.Tally())
    past = hiding.Past(
        last={
            indicator: {row.place: row.state for row in earlier if row.indicator == indicator}
            for indicator in {row.indicator for row in earlier}
        },
        settings=settings,
        counted={
            indicator: {row.place: row.counted for row in earlier if row.indicator == indicator}
            for indicator in {row.indicator for row in earlier}
        },
    )
    decision = await asyncio.to_thread(hiding.decide, tallies, past, limit=limit, number=number)
    basis = presenting.Basis(counting.period_start(answers, day), day)
    rates = counting.response_rates(asked)
    providers = {each.offer_id: each.provider_id for each in answers}
    rows = []
    for indicator, states in decision.states.items():
        for place, state in sorted(states.items()):
            old = told.get((indicator, place))
            figure = presenting.share(indicator, place, states, rates, basis)
            is_cell = state.is_shown and ALL not in place
            now: Mapping[str, Any] = tallies[indicator][place].counted if is_cell else {}
            if old is not None and state.is_shown and state.since != number:
                # Too few have entered or left: what was told before stays, with its date.
                figure, now = Figure.model_validate(old.figure), old.counted
            provider = providers.get(place[0], old.provider_id if old else None)
            rows.append(Row(place, indicator, provider, figure, state, now))
    is_news = {(row.indicator, row.place): _told(row.figure) for row in rows} != {
        key: _told(Figure.model_validate(row.figure)) for key, row in told.items()
    }
    return Computed(basis, number, rows, is_setting=decision.is_setting, is_news=is_news)


def _told(figure: Figure) -> tuple[object, ...]:
    """What a figure tells of people."""
    return figure.suppressed.yes, figure.n, figure.numerator, figure.comparison


async def _publish(
    session: Session,
    municipality: str,
    computed: Computed,
    *,
    by: str | None,
    limit: int,
    at: datetime,
) -> models.Release:
    rows = computed.rows
    hidden = sum(row.figure.suppressed.yes for row in rows)
    release = models.Release(
        municipality=municipality,
        id=str(uuid.uuid4()),
        number=computed.number,
        released_at=at,
        released_by=by,
        as_of=computed.basis.as_of,
        period_start=computed.basis.start,
        smallest_group=limit,
        is_setting=computed.is_setting,
        shown=len(rows) - hidden,
        hidden=hidden,
    )
    session.add(release)
    await session.flush()
    await queries.forget_who_was_counted(session, municipality)
    await queries.add_figures(session, [_written(release, row) for row in rows])
    _tell(session, release, rows, at=at)
    return release


def _written(release: models.Release, row: Row) -> dict[str, object]:
    return {
        "municipality": release.municipality,
        "release_id": release.id,
        "offer_id": row.place[0],
        "target_group": row.place[1],
        "indicator": row.indicator,
        "provider_id": row.provider_id,
        "figure": row.figure.model_dump(mode="json"),
        "people": row.state.people,
        "parts": list(row.state.parts),
        "is_shown": row.state.is_shown,
        "since": row.state.since,
        "counted": dict(row.counted),
    }


def _tell(session: Session, release: models.Release, rows: Sequence[Row], *, at: datetime) -> None:
    """One fact for each offer: what was ever told of one is told or hidden in every release."""
    by_offer: dict[str, list[TargetGroupFigure]] = defaultdict(list)
    for row in rows:
        if ALL not in row.place:
            offer_id, target_group = row.place
            told = TargetGroupFigure(target_group=target_group, figure=row.figure)
            by_offer[offer_id].append(told)
    for offer in sorted(by_offer):
        outbox.publish(
            session,
            FiguresReleased(
                offer_id=offer,
                release_id=release.id,
                released_at=release.released_at,
                as_of=release.as_of,
                figures=tuple(by_offer[offer]),
            ),
            at=at,
        )
