"""Everything that can be read: by each operation, with each filter, order, count and format."""

import io
import json
import re
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import httpx
from pyarrow import parquet

from ..anything.known import Known  # noqa: TID252 - test folders are no packages
from . import table
from .table import Line
from .world import AS_A_PROVIDER, EVERYTHING, OTHERS, World

READ_BY_POST = frozenset(
    {
        "check_against_agreement",
        "extract_audit",
        "list_participants",
        "search_audit",
        "search_citizens",
    }
)
"""Operations that change nothing though they are posts: what they are asked is about people."""

LOGGED = frozenset({"extract_audit", "search_audit"})
"""Operations that answer otherwise when asked again: the asking itself is a line of the log."""

COMPARED = frozenset({"get_figure_sums", "list_figures"})
"""Operations that hold a provider's figures against all others', which is what they are for."""

Question = tuple[str, str, str]
"""Who asks, which operation, and with what besides that which it takes."""

Round = dict[Question, str]
"""What was answered at one time."""

_OF_THE_REQUEST = re.compile(r'"(trace_id|next|as_of)":\s*"[^"]*"|cursor=[^&>]*')
_NAMES = {"q": "name", "caseworker": "subject", "coordinator": "coordinator"}
_TOLD_HEADERS = ("link", "etag", "location", "content-disposition", "total-count")
VALUES_OF_OTHERS = 2
"""So many of another's values are tried in each filter."""


def questions(world: World, line: Line) -> Iterator[tuple[str, str, Known]]:
    """Who asks for what, of an operation that reads."""
    if not is_reading(world, line):
        return
    base = world.kept["ours", line.operation]
    for who in table.ROLES:
        if who in line.roles and who != table.SERVICE:
            yield who, "", base
    for who in (EVERYTHING, AS_A_PROVIDER):
        yield who, "", base
        for label, query in variants(world, line):
            yield who, label, replace(base, query={**base.query, **query})
        for label, body in _bodies(world, line):
            yield who, label, replace(base, json=body)


def _bodies(world: World, line: Line) -> Iterator[tuple[str, dict[str, Any]]]:
    """Further searches, for what others have."""
    if line.operation != "search_citizens":
        return
    for owner in OTHERS:
        if (owner, "get_citizen") in world.kept:
            citizen_id = world.kept[owner, "get_citizen"].path["citizen_id"]
            yield f"one of {owner}", {"purpose": "visitation", "ids": [citizen_id]}
    yield "a name that all have", {"purpose": "visitation", "name": "Borger"}


def is_reading(world: World, line: Line) -> bool:
    """Whether an operation tells of rows that somebody has, and changes none."""
    methods = world.routes[line.operation].methods or ()
    reads = "GET" in methods or line.operation in READ_BY_POST
    return reads and line.rows not in table.TOLD_ALIKE


def variants(world: World, line: Line) -> Iterator[tuple[str, dict[str, str]]]:
    """Each parameter of an operation with each of its choices, and with values of others."""
    for parameter in world.parameters(line.operation):
        name = parameter["name"]
        if parameter["in"] != "query" or name in ("cursor", "timeout", "after"):
            continue
        choices = ["1"] if name == "limit" else list(_choices(parameter["schema"]))
        for owner in OTHERS:
            column = _NAMES.get(name, name)
            told = sorted(world.columns.get(owner, {}).get(column, ()))
            choices += told[:VALUES_OF_OTHERS]
        for choice in choices:
            yield f"{name}={choice}", {name: choice}


def _choices(schema: dict[str, Any]) -> Iterator[str]:
    yield from (str(each) for each in schema.get("enum", ()))
    if schema.get("type") == "boolean":
        yield from ("true", "false")
    for inner in (*schema.get("anyOf", ()), schema.get("items", {})):
        if inner:
            yield from _choices(inner)


async def everything(world: World) -> Round:
    """All that everybody is told who may read, and those with every right."""
    await world.settle()
    told: Round = {}
    for line in table.lines_of(world.service).values():
        for who, label, asked in questions(world, line):
            answer = await world.ask(who, line.operation, asked)
            told[who, line.operation, label] = shown(answer)
    return told


def shown(answer: httpx.Response) -> str:
    """An answer as it can be compared and searched, without what is the request's own."""
    headers = [
        f"{name}: {answer.headers[name]}" for name in _TOLD_HEADERS if name in answer.headers
    ]
    return _OF_THE_REQUEST.sub("", "\n".join([str(answer.status_code), *headers, content(answer)]))


def content(answer: httpx.Response) -> str:
    """What stands in an answer, in whatever format it came."""
    media_type = answer.headers.get("content-type", "")
    if "parquet" in media_type:
        return json.dumps(parquet.read_table(io.BytesIO(answer.content)).to_pylist(), default=str)
    if "spreadsheet" in media_type:
        with zipfile.ZipFile(io.BytesIO(answer.content)) as book:
            parts = sorted(name for name in book.namelist() if name.startswith("xl/"))
            return "\n".join(book.read(name).decode() for name in parts)
    return answer.text
