"""What a list or an export of referrals may be narrowed to, read from the query."""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from kit.happening import Moment
from kit.pages import DEFAULT_LIMIT, MAX_CURSOR_LENGTH, MAX_LIMIT
from kit.texts import Id
from visitation.referrals.statuses import Status
from visitation.sheets import Audience

Sort = Literal[
    "updated_at",
    "-updated_at",
    "ordered_at",
    "-ordered_at",
    "planned_ends_on",
    "-planned_ends_on",
]


class Filters(BaseModel):
    """Which referrals are wanted; each filter narrows further."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    status: list[Status] = Field(default=[], max_length=20, description="One of these")
    offer_id: Id | None = None
    provider_id: Id | None = None
    cohort_id: Id | None = None
    citizen_id: Id | None = None
    caseworker: Id | None = Field(default=None, description="me: the caller's own")
    ordered_after: Moment | None = None
    unaligned: bool | None = Field(
        default=None, description="Not started yet, and expectations not aligned"
    )
    awaiting: bool | None = Field(default=None, description="Awaiting approval")


class ReferralsQuery(Filters):
    """Which referrals are wanted, in which order, and how many of them at a time."""

    sort: Sort = "-updated_at"
    count: bool = Field(default=False, description="Tell how many fit, exactly")
    limit: int = Field(default=DEFAULT_LIMIT, ge=1, le=MAX_LIMIT)
    cursor: Annotated[str, StringConstraints(max_length=MAX_CURSOR_LENGTH)] | None = None


class ExportQuery(Filters):
    """Which referrals are wanted, and as what kind of file."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)

    file_format: Literal["csv", "ndjson"] = Field(default="csv", alias="format")
    audience: Audience = Field(
        default="machine", alias="for", description="people: ; and decimal comma"
    )
