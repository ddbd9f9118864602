"""The house's rules that a program can check, in words."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

from fastapi import FastAPI
from fastapi.dependencies.models import Dependant
from fastapi.routing import APIRoute, RouteContext, iter_route_contexts
from sqlalchemy import text

from kit import tables
from kit.database import Session
from kit.rights import Requirement

_COMMIT = re.compile(r"\.commit\(\)")
_ONLY_COMMIT = ("kit", "kit", "database.py")


def routes_without_right(app: FastAPI, open_paths: Iterable[str]) -> list[str]:
    """Routes that state no right and are not on the list of open ones."""
    allowed = set(open_paths)
    return [
        f"{sorted(route.methods or ())} {route.path}"
        for route in _routes(app)
        if route.path not in allowed and not any(_rights_of(route.dependant))
    ]


def rights_asked_for(app: FastAPI) -> set[str]:
    """The rights that an application's routes state."""
    return {right for route in _routes(app) for right in _rights_of(route.dependant)}


def repeated_operation_ids(app: FastAPI) -> list[str]:
    """Operation ids that two routes share."""
    counted = Counter(route.unique_id for route in _routes(app))
    return [name for name, times in counted.items() if times > 1]


def commits_outside_the_kit(root: Path) -> list[str]:
    """Files, tests apart, that commit by themselves."""
    return [
        str(path.relative_to(root))
        for folder in ("kit", "services", "standalone")
        for path in sorted((root / folder).rglob("*.py"))
        if "tests" not in path.parts
        and path.relative_to(root).parts != _ONLY_COMMIT
        and _COMMIT.search(path.read_text(encoding="utf-8"))
    ]


async def tables_outside_row_level_security(session: Session) -> set[str]:
    """Tables that lack the policy, are not forced, or that the running role owns."""
    rows = await session.execute(
        text(
            """
            SELECT c.relname AS name
            FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
            WHERE n.nspname = 'public' AND c.relkind IN ('r', 'p')
              AND (NOT c.relrowsecurity OR NOT c.relforcerowsecurity
                   OR pg_get_userbyid(c.relowner) = current_user
                   OR NOT EXISTS (SELECT 1 FROM pg_policies p
                                  WHERE p.tablename = c.relname
                                    AND p.policyname = 'own_municipality'))
            """
        )
    )
    return {row.name for row in rows} - tables.UNPROTECTED.keys()


def _routes(app: FastAPI) -> Iterator[RouteContext]:
    """Each route as it is answered; ``app.routes`` holds included routers as one entry each."""
    for context in iter_route_contexts(app.routes):
        if isinstance(context.original_route, APIRoute):
            yield context


def _rights_of(dependant: Dependant) -> Iterator[str]:
    if isinstance(dependant.call, Requirement):
        yield dependant.call.right
    for inner in dependant.dependencies:
        yield from _rights_of(inner)
