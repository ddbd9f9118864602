"""What the feed is told of a release: each offer's figures, and each target group's profiles."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from effects.events import FiguresReleased, ProfileRow, ProfilesReleased, TargetGroupFigure
from effects.releases import models, sentences, sheet
from effects.releases.grounds import Audience
from effects.releases.queries import Shown
from kit import outbox
from kit.database import Session
from kit.disclosure import Path
from kit.figure import Figure

Profiles = Mapping[tuple[Audience, str], Sequence[Mapping[str, Any]]]
"""By audience and target group, the profiles' rows as JSON."""


def key_of(row: sheet.SheetRow) -> Shown:
    """Where a figure stands in a release."""
    return row.audience, row.offer_id, row.target_group, row.indicator


def shown_figure(row: models.ViewFigure) -> Figure:
    """A figure as it is answered and told: without its value where it has been withdrawn."""
    figure = Figure.model_validate(row.figure)
    if row.withdrawn_at is None:
        return figure
    said = sentences.withdrawn(row.withdrawn_at)
    return figure.model_copy(
        update={
            "value": None,
            "numerator": None,
            "interval": None,
            "adjusted": None,
            "comparison": None,
            "caveats": (*figure.caveats, said),
            "sentence": said,
        }
    )


def kept_figure(key: Shown, found: Mapping[Shown, models.ViewFigure]) -> models.ViewFigure:
    """The earlier figure that stays; staff's, where the public is shown it for the first time."""
    own = found.get(key)
    if own is not None and not own.figure["suppressed"]["yes"]:
        return own
    of_staff = found["staff", key[1], key[2], key[3]]
    figure = {**of_staff.figure, "comparison": None, "left_out": None}
    withdrawal = {name: getattr(of_staff, name) for name in models.WITHDRAWAL}
    return models.ViewFigure(figure=figure, **withdrawal)


def tell_figures(
    session: Session,
    release: models.Release,
    figures: Iterable[tuple[sheet.SheetRow, Figure]],
    offers_before: Iterable[str],
    *,
    at: datetime,
) -> None:
    """One fact for each offer that has figures, and for each that had some and has none now."""
    by_offer: defaultdict[str, list[TargetGroupFigure]] = defaultdict(list)
    for row, figure in figures:
        of_group = TargetGroupFigure(target_group=row.target_group, figure=figure)
        by_offer[row.offer_id].append(of_group)
    for offer in sorted(by_offer.keys() | set(offers_before)):
        outbox.publish(
            session,
            FiguresReleased(
                offer_id=offer,
                release_id=release.id,
                released_at=release.released_at,
                as_of=release.as_of,
                figures=tuple(by_offer.get(offer, ())),
            ),
            at=at,
        )


def tell_profiles(
    session: Session,
    release: models.Release,
    profiles: Profiles,
    groups_before: Iterable[str],
    *,
    at: datetime,
) -> None:
    """One fact for each target group that has profiles, and for each that had some."""
    of_staff = {group: rows for (audience, group), rows in profiles.items() if audience == "staff"}
    for group in sorted(of_staff.keys() | set(groups_before)):
        outbox.publish(
            session,
            ProfilesReleased(
                target_group=group,
                release_id=release.id,
                released_at=release.released_at,
                as_of=release.as_of,
                rows=tuple(ProfileRow.model_validate(row) for row in of_staff.get(group, ())),
            ),
            at=at,
        )


def profile_rows(
    computed: Iterable[sheet.ProfileRow], before: Iterable[models.ReleasedProfiles]
) -> dict[tuple[Audience, str], list[dict[str, Any]]]:
    """The profiles of a release, with the earlier figures that stay."""
    kept = {
        (each.audience, each.target_group, *_names(row), figure["indicator"]): figure
        for each in before
        for row in each.rows
        for figure in row["figures"]
    }
    rows: defaultdict[tuple[Audience, str], list[dict[str, Any]]] = defaultdict(list)
    for each in computed:
        row = _row_of(each.path)
        row["figures"] = [
            figure.model_dump(mode="json")
            if figure
            else kept[each.audience, each.path[0], *_names(row), name]
            for name, figure in each.figures.items()
        ]
        rows[each.audience, each.path[0]].append(row)
    return dict(rows)


def _row_of(path: Path) -> dict[str, Any]:
    match_group, age, weeks = (*path[1:], None, None, None)[:3]
    return {
        "level": 4 - len(path),
        "match_group": match_group,
        "age_band": _band(age),
        "weeks_band": _band(weeks),
    }


def _names(row: Mapping[str, Any]) -> tuple[str | None, ...]:
    return row["match_group"], row["age_band"], row["weeks_band"]


def _band(name: str | None) -> str | None:
    """A band as programs know it: ``under_25``, ``25_29``, ``60_plus``."""
    if name is None:
        return None
    return name.replace("+", "_plus").replace("-", "_").replace(" ", "_")
