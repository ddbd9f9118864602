"""What crosses the wire about releases."""

from datetime import date, datetime

from pydantic import BaseModel, Field

from effects.releases import models


class RegisterVersions(BaseModel):
    """From which version of each register the figures were computed."""

    codes: int
    support: int
    hours: int | None
    courses: int


class Release(BaseModel):
    """One computation of all figures."""

    id: str
    number: int = Field(description="Counted up from 1 in each municipality")
    released_at: datetime
    as_of: date = Field(description="The last day that the support register covers")
    registers: RegisterVersions
    smallest_group: int = Field(description="Figures over fewer different citizens are hidden")
    shown: int = Field(description="Figures that are shown")
    hidden: int = Field(description="Figures that are hidden, for their size or to protect others")
    is_newest: bool
    caveats: list[str]


def show_release(release: models.Release, *, newest: int) -> Release:
    """A release as it is answered."""
    return Release(
        id=release.id,
        number=release.number,
        released_at=release.released_at,
        as_of=release.as_of,
        registers=RegisterVersions(
            codes=release.codes_version,
            support=release.support_version,
            hours=release.hours_version,
            courses=release.courses_version,
        ),
        smallest_group=release.smallest_group,
        shown=release.shown,
        hidden=release.hidden,
        is_newest=release.number == newest,
        caveats=release.caveats,
    )
