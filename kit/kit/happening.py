"""When something happened, which may be before it was registered."""

from datetime import UTC, datetime, timedelta
from typing import Annotated

from pydantic import AwareDatetime, Field

from kit import problems
from kit.problems import FieldError
from kit.rights import Caller

HISTORY = "history.import"
LATELY = timedelta(days=1)
_CLOCKS_DIFFER = timedelta(minutes=5)

Moment = Annotated[
    AwareDatetime,
    Field(ge=datetime(1990, 1, 1, tzinfo=UTC), lt=datetime(2200, 1, 1, tzinfo=UTC)),
]
"""A moment in the times that the services know of."""

HappenedAt = Annotated[
    Moment | None,
    Field(description=f"Now when left out; more than 24 hours ago takes the right {HISTORY}"),
]


class NotYetHappened(problems.Malformed):
    """What is registered lies in the future."""

    code = "happened_in_the_future"
    title = "Det er ikke sket endnu"


class TooLongAgo(problems.NotAllowed):
    """Who registers what happened long ago must be allowed to."""

    code = "history_right_missing"
    title = "Det er for længe siden"


def moment_of(
    caller: Caller, happened_at: datetime | None, *, at: datetime, pointer: str = "/happened_at"
) -> datetime:
    """When an act happened: now, unless the caller says when, and may.

    Args:
        caller: Who says so.
        happened_at: What is said.
        at: Now.
        pointer: Where it is said.

    Raises:
        NotYetHappened: When it lies in the future.
        TooLongAgo: When it lies more than a day back and the caller may not bring history.
    """
    if happened_at is None:
        return at
    if happened_at > at + _CLOCKS_DIFFER:
        raise NotYetHappened(
            "Skriv et tidspunkt, der er passeret, eller lad feltet være tomt.",
            errors=[FieldError(pointer, "in_the_future", "Ligger i fremtiden.")],
        )
    if at - happened_at > LATELY and not caller.holds(HISTORY):
        raise TooLongAgo(
            f"Det, der er sket for mere end et døgn siden, kræver rettigheden {HISTORY}.",
            errors=[FieldError(pointer, "too_long_ago", "Mere end et døgn siden.")],
            extra={"right": HISTORY},
        )
    return happened_at.astimezone(UTC)
