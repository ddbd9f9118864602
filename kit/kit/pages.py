"""Keyset pages: opaque cursors that stay right while rows come and go."""

import base64
import binascii
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated, Generic, TypeVar

from fastapi import Depends, Query, Request, Response
from pydantic import BaseModel

from kit import problems

MAX_LIMIT = 200
DEFAULT_LIMIT = 50
MAX_CURSOR_LENGTH = 1_000
LARGEST = 2**31
"""No list of ours counts further."""

_YEARS = (1900, 2999)

Item = TypeVar("Item")
Row = TypeVar("Row")
Key = tuple[str | int | float | None, ...]


class CursorInvalid(problems.Malformed):
    """The cursor is not one that we gave out for this list."""

    code = "cursor_invalid"
    title = "Ugyldig side"


class Page(BaseModel, Generic[Item]):
    """One page of a list, and the cursor of the next."""

    items: list[Item]
    next: str | None = None


def encode(key: Key) -> str:
    """A cursor that stands right behind the row with this sort key."""
    packed = json.dumps(key, ensure_ascii=False, separators=(",", ":")).encode()
    return base64.urlsafe_b64encode(packed).rstrip(b"=").decode()


def decode(cursor: str, *types: type) -> Key:
    """The sort key in a cursor.

    Raises:
        CursorInvalid: When it is not a cursor with parts of these types.
    """
    try:
        packed = base64.b64decode(
            cursor.encode("ascii") + b"=" * (-len(cursor) % 4), altchars=b"-_", validate=True
        )
        key = json.loads(packed)
    except (ValueError, binascii.Error, RecursionError):
        key = None
    if (
        not isinstance(key, list)
        or len(key) != len(types)
        or not all(type(part) is kind for part, kind in zip(key, types, strict=True))
        or not all(_is_bearable(part) for part in key)
    ):
        raise _unknown_cursor()
    return tuple(key)


def _unknown_cursor() -> CursorInvalid:
    return CursorInvalid(
        "Begynd forfra uden cursor, eller brug den fra next.",
        errors=[problems.FieldError("/query/cursor", "cursor_invalid", "Kendes ikke.")],
    )


def _is_bearable(part: object) -> bool:
    """Whether PostgreSQL can take a part of a key: no NUL in a text, no number past bigint."""
    if isinstance(part, str):
        return "\x00" not in part
    return not isinstance(part, int) or abs(part) < LARGEST


@dataclass(frozen=True, slots=True)
class PageRequest:
    """Which page is asked for."""

    limit: int
    cursor: str | None

    def after(self, *types: type) -> Key | None:
        """The sort key to start behind; None for the first page."""
        return None if self.cursor is None else decode(self.cursor, *types)


async def page_request(
    limit: Annotated[int, Query(ge=1, le=MAX_LIMIT)] = DEFAULT_LIMIT,
    cursor: Annotated[str | None, Query(max_length=MAX_CURSOR_LENGTH)] = None,
) -> PageRequest:
    """The page that the query asks for."""
    return PageRequest(limit=limit, cursor=cursor)


PageRequestDep = Annotated[PageRequest, Depends(page_request)]


def moment_of(part: object) -> datetime:
    """The moment in a sort key that holds one.

    Raises:
        CursorInvalid: When it is none.
    """
    try:
        moment = datetime.fromisoformat(str(part))
    except ValueError:
        raise _unknown_cursor() from None
    if moment.tzinfo is None or not _YEARS[0] <= moment.year <= _YEARS[1]:
        raise _unknown_cursor()
    return moment


def day_of(part: object) -> date:
    """The day in a sort key that holds one.

    Raises:
        CursorInvalid: When it is none.
    """
    try:
        return date.fromisoformat(str(part))
    except ValueError:
        raise _unknown_cursor() from None


def cut(
    rows: Sequence[Row], limit: int, key: Callable[[Row], Key]
) -> tuple[Sequence[Row], str | None]:
    """The rows of a page, and the next cursor, from a query that asked for one row more."""
    if len(rows) <= limit:
        return rows, None
    return rows[:limit], encode(key(rows[limit - 1]))


def link_next(request: Request, response: Response, cursor: str | None) -> None:
    """Say where the next page is, in a ``Link`` header as well."""
    if cursor is not None:
        url = request.url.include_query_params(cursor=cursor)
        response.headers["Link"] = f'<{url.path}?{url.query}>; rel="next"'
