"""The texts of a request, each with its place, and requests with other texts in some places."""

import json
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from ..anything.known import Known  # noqa: TID252 - test folders are no packages

Place = tuple[str | int, ...]
"""Where in a request a text stands."""


def texts_in(asked: Known) -> Iterator[tuple[Place, str]]:
    """Every text of a request, and where it stands."""
    for part in ("path", "query"):
        for name, told in getattr(asked, part).items():
            values = (told,) if isinstance(told, str) else told
            for at, value in enumerate(values):
                yield (part, name, at), value
    yield from _texts(("json",), asked.json)
    for number, row in enumerate(_rows(asked)):
        yield from _texts(("content", number), row)


def _texts(place: Place, part: object) -> Iterator[tuple[Place, str]]:
    if isinstance(part, str):
        yield place, part
    elif isinstance(part, dict):
        for name, value in part.items():
            yield from _texts((*place, name), value)
    elif isinstance(part, list):
        for at, value in enumerate(part):
            yield from _texts((*place, at), value)


def _rows(asked: Known) -> list[Any]:
    """The rows of a body that is NDJSON; of another body none."""
    if asked.content is None or "ndjson" not in asked.headers.get("Content-Type", ""):
        return []
    return [json.loads(line) for line in asked.content.splitlines()]


def changed(asked: Known, changes: dict[Place, str]) -> Known:
    """A request with other texts in some places."""

    def of(place: Place, part: Any) -> Any:  # noqa: ANN401 - any part of a request
        if place in changes:
            return changes[place]
        if isinstance(part, dict):
            added = {at[-1]: new for at, new in changes.items() if at[:-1] == place}
            return added | {name: of((*place, name), value) for name, value in part.items()}
        if isinstance(part, list):
            return [of((*place, at), value) for at, value in enumerate(part)]
        return part

    def given(part: str) -> dict[str, Any]:
        added = {str(at[1]): new for at, new in changes.items() if at[0] == part}
        return added | {
            name: changes.get((part, name, 0), told)
            if isinstance(told, str)
            else tuple(changes.get((part, name, at), each) for at, each in enumerate(told))
            for name, told in getattr(asked, part).items()
        }

    rows = _rows(asked)
    content = asked.content
    if rows:
        new = [of(("content", number), row) for number, row in enumerate(rows)]
        content = "".join(json.dumps(row) + "\n" for row in new).encode()
    return replace(
        asked,
        path=given("path"),
        query=given("query"),
        json=of(("json",), asked.json),
        content=content,
    )
