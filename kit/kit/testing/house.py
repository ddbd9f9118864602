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


def ids_where_bulk_is_taken(app: FastAPI) -> list[str]:
    """Posts whose address ends with an id: called ``imports``, it would pass for bulk."""
    return [
        route.path
        for route in _routes(app)
        if route.path and "POST" in (route.methods or ()) and route.path.endswith("}")
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


_POLICY = "(municipality = NULLIF(current_setting('app.municipality'::text, true), ''::text))"
KEYS_WITHOUT_MUNICIPALITY = {
    "pk_audit_log": "numbered by the database: a number that is taken tells nothing",
}
"""Unique keys of protected tables that lack the municipality, each with its reason."""

_FAULTS = {
    "a table is open to its policy's exceptions": """
        SELECT p.tablename || ': ' || p.policyname FROM pg_policies p
        WHERE p.schemaname = 'public'
          AND (p.policyname <> 'own_municipality' OR p.cmd <> 'ALL' OR p.roles <> '{public}'
               OR p.qual IS DISTINCT FROM :policy OR p.with_check IS DISTINCT FROM :policy)
        """,
    "the running role may more than run": """
        SELECT rolname FROM pg_roles
        WHERE rolname = current_user
          AND (rolsuper OR rolbypassrls OR rolcreaterole OR rolcreatedb OR rolreplication
               OR EXISTS (SELECT FROM pg_auth_members m WHERE m.member = pg_roles.oid)
               OR EXISTS (SELECT FROM pg_class c WHERE c.relowner = pg_roles.oid)
               OR has_schema_privilege(current_user, 'public', 'CREATE'))
        """,
    "something reads with its owner's eyes": """
        SELECT proname FROM pg_proc
        WHERE pronamespace = 'public'::regnamespace AND prosecdef
        UNION ALL
        SELECT relname FROM pg_class
        WHERE relnamespace = 'public'::regnamespace AND relkind IN ('v', 'm')
        """,
    "a unique key would tell of a foreign row": """
        SELECT i.relname FROM pg_index x
        JOIN pg_class i ON i.oid = x.indexrelid
        JOIN pg_class t ON t.oid = x.indrelid
        WHERE t.relnamespace = 'public'::regnamespace AND t.relrowsecurity AND x.indisunique
          AND NOT EXISTS (SELECT FROM pg_attribute a
                          WHERE a.attrelid = t.oid AND a.attname = 'municipality'
                            AND a.attnum = ANY (x.indkey))
        """,
    "a foreign key would tell of a foreign row": """
        SELECT c.conname FROM pg_constraint c
        JOIN pg_class t ON t.oid = c.conrelid
        JOIN pg_class f ON f.oid = c.confrelid
        WHERE c.contype = 'f' AND f.relrowsecurity
          AND NOT EXISTS (SELECT FROM unnest(c.conkey, c.confkey) AS k (mine, theirs)
                          JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum = k.mine
                          JOIN pg_attribute b ON b.attrelid = f.oid AND b.attnum = k.theirs
                          WHERE a.attname = 'municipality' AND b.attname = 'municipality')
        """,
}


async def faults_of_row_level_security(session: Session) -> list[str]:
    """What in the catalogue would let a row of another municipality be seen or be guessed at."""
    found = []
    for fault, question in _FAULTS.items():
        given = {"policy": _POLICY} if ":policy" in question else {}
        names = (await session.scalars(text(question), given)).all()
        found += [f"{fault}: {name}" for name in names if name not in KEYS_WITHOUT_MUNICIPALITY]
    return found


_UNSAFE = {
    "drops what the code before reads": r"DROP\s+(TABLE|COLUMN|VIEW)",
    "renames what the code before reads": r"\bRENAME\b",
    "rewrites a column": r"ALTER\s+COLUMN\s+\w+\s+(SET\s+DATA\s+)?TYPE",
    "demands what the code before does not write": (
        r"ALTER\s+COLUMN\s+(?P<column>\w+)\s+SET\s+NOT\s+NULL"
        r"|ADD\s+(COLUMN\s+)?(?!CONSTRAINT|CHECK)\w+\s[^,;]*NOT\s+NULL(?![^,;]*DEFAULT)"
    ),
}
_NAMED = re.compile(r"ALTER\s+TABLE\s+(?:ONLY\s+)?(\w+)", re.IGNORECASE)
_DEFAULTED = re.compile(r"ALTER\s+COLUMN\s+(\w+)\s+SET\s+DEFAULT", re.IGNORECASE)
_MADE = re.compile(r"CREATE\s+TABLE\s+(\w+)", re.IGNORECASE)


def dangers_to_old_code(statements: Iterable[str]) -> list[str]:
    """What one migration would break for the code before it, which runs on while it is replaced."""
    said = list(statements)
    own = {name for statement in said for name in _MADE.findall(statement)}
    defaulted = {name for statement in said for name in _DEFAULTED.findall(statement)}
    return [
        f"{danger}: {' '.join(statement.split())[:80]}"
        for statement in said
        if not own & set(_NAMED.findall(statement))
        for danger, pattern in _UNSAFE.items()
        for found in re.finditer(pattern, statement, re.IGNORECASE)
        if found.groupdict().get("column") not in defaulted
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
