"""`pejling backup`: the five databases as they were at one moment, in a folder of their own.

The services may work meanwhile. Whoever follows a feed must not be ahead of its publisher when both
are restored, or would never hear what is said anew; so for a moment no follower moves while a
snapshot is opened in each database, and the copies are made of those snapshots.

The keys lie apart on purpose: with the database alone nobody reads a person's number.
"""

import asyncio
import hashlib
import os
import shutil
import tempfile
from collections.abc import AsyncIterator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TypeAlias
from urllib.parse import urlsplit

import asyncpg

from standalone import postgres_programs, schemas
from standalone.cannot_run import CannotRun
from standalone.data_folder import AlreadyRunning, DataFolder
from standalone.database_server import running_server, url_of_running_server
from standalone.databases import SERVICES, database_name
from standalone.secret_files import SecretFiles, write_private_json

Connection: TypeAlias = "asyncpg.Connection[asyncpg.Record]"

MANIFEST = "manifest.json"
FORMAT = 1
KEYS = (
    "gateway_signing_keys",
    "visitation_cpr_keys",
    *(f"{service}_sealing_key" for service in SERVICES),
)
"""What no database holds and no start makes anew in its old form."""

# Where it is written down how far others were followed; `audit_sources` is the gateway's alone.
_POSITIONS = ("cursors", "audit_sources")
_LOCK_WITHIN_MS = 2_000
_ATTEMPTS = 10
_PAUSE = 0.5  # seconds, and more after each attempt
_CONNECT_WITHIN = 10.0


class BackupFailed(CannotRun):
    """The copy could not be made; nothing is left of it."""


@dataclass(frozen=True, slots=True)
class Copied:
    """One database's copy: its file, its digest, and the schema that it has."""

    file: str
    sha256: str
    bytes: int
    migration: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a copy says of itself.

    Attributes:
        format: of this very file.
        taken_at: the moment that the databases are copied as of.
        server_major: PostgreSQL's version; an older server cannot read the copy.
        keys: the fingerprint of each key that it takes to use the copy, which holds none of them.
        databases: by service.
    """

    format: int
    taken_at: str
    server_major: int
    keys: dict[str, str]
    databases: dict[str, Copied]


def back_up(to: Path) -> Manifest:
    """Copy the five databases to a new folder; it appears under its name when it is whole.

    Raises:
        CannotRun: with one line for the person who asked.
    """
    folder = DataFolder.from_environment()
    _refuse_existing(to)
    try:
        with folder.held(), running_server(folder) as (admin_url, _):
            return _copy_all(admin_url, folder.secrets, to)
    except AlreadyRunning:
        return _copy_all(url_of_running_server(folder), folder.secrets, to)


def back_up_keys(to: Path) -> list[str]:
    """Copy the keys to a new folder (0700) of files (0600); which ones there were.

    Raises:
        CannotRun: with one line for the person who asked.
    """
    folder = DataFolder.from_environment()
    _refuse_existing(to)
    found = {name: text for name in KEYS if (text := folder.secrets.find(name)) is not None}
    if "visitation_cpr_keys" not in found:
        raise BackupFailed(f"Der er ingen nøgler i {folder.path / 'secrets'}.")
    to.mkdir(mode=0o700, parents=True)
    for name, text in found.items():
        descriptor = os.open(to / name, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w", encoding="ascii") as file:
            file.write(f"{text}\n")
            file.flush()
            os.fsync(file.fileno())
    return sorted(found)


def fingerprint(secrets: SecretFiles, name: str) -> str:
    """By which a key is known again, and not found out; empty where there is none."""
    text = secrets.find(name)
    return "" if text is None else hashlib.sha256(text.encode()).hexdigest()


def _refuse_existing(to: Path) -> None:
    if to.exists():
        raise BackupFailed(f"{to} findes allerede; vælg en ny mappe.")


def _copy_all(admin_url: str, secrets: SecretFiles, to: Path) -> Manifest:
    try:
        to.parent.mkdir(parents=True, exist_ok=True)
        aside = Path(tempfile.mkdtemp(prefix=f".{to.name}.", dir=to.parent))  # 0700
        try:
            manifest = asyncio.run(_copy_to(admin_url, secrets, aside))
            write_private_json(aside / MANIFEST, asdict(manifest))
            aside.rename(to)
        finally:
            shutil.rmtree(aside, ignore_errors=True)
    except OSError as error:
        raise BackupFailed(f"{to} kan ikke skrives: {error.strerror}.") from error
    return manifest


async def _copy_to(admin_url: str, secrets: SecretFiles, aside: Path) -> Manifest:
    await schemas.check(admin_url)
    async with AsyncExitStack() as stack:
        moment = await _hold_still(stack, admin_url)
        return Manifest(
            format=FORMAT,
            taken_at=moment.taken_at,
            server_major=moment.server_major,
            keys={name: found for name in KEYS if (found := fingerprint(secrets, name))},
            databases={
                service: await _dump(moment, admin_url, service, aside) for service in SERVICES
            },
        )


@dataclass(frozen=True, slots=True)
class _Moment:
    """The same moment in each database, for as long as the connections' transactions last."""

    taken_at: str
    server_major: int
    snapshots: Mapping[str, str]
    migrations: Mapping[str, str]


async def _hold_still(stack: AsyncExitStack, admin_url: str) -> _Moment:
    """Open a snapshot in each database while no follower moves.

    Raises:
        BackupFailed: the databases are not there, or busy for too long.
    """
    connections = {
        service: await stack.enter_async_context(_connected(admin_url, service))
        for service in SERVICES
    }
    for attempt in range(_ATTEMPTS):
        async with AsyncExitStack() as locks:
            try:
                for service in SERVICES:
                    holder = await locks.enter_async_context(_connected(admin_url, service))
                    await _lock(holder)
            except asyncpg.LockNotAvailableError:
                # Somebody takes a whole history of events in one transaction; it has an end.
                await asyncio.sleep(_PAUSE * (attempt + 1))
                continue
            return await _snapshots(connections)
    raise BackupFailed("Databaserne er optaget af en lang ændring. Prøv igen om lidt.")


async def _lock(connection: Connection) -> None:
    """Let nobody write down how far he has followed, until the connection ends."""
    await connection.execute("BEGIN")
    await connection.execute(f"SET LOCAL lock_timeout = {_LOCK_WITHIN_MS}")
    for table in _POSITIONS:
        if await connection.fetchval("SELECT to_regclass($1) IS NOT NULL", table):
            await connection.execute(f"LOCK TABLE {table} IN SHARE MODE")


async def _snapshots(connections: Mapping[str, Connection]) -> _Moment:
    snapshots: dict[str, str] = {}
    versions: dict[str, str] = {}
    for service, connection in connections.items():
        await connection.execute("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
        snapshots[service] = await connection.fetchval("SELECT pg_export_snapshot()")
        versions[service] = await connection.fetchval("SELECT version_num FROM alembic_version")
    first = connections[SERVICES[0]]
    return _Moment(
        taken_at=(await first.fetchval("SELECT clock_timestamp()")).isoformat(),
        server_major=first.get_server_version().major,
        snapshots=snapshots,
        migrations=versions,
    )


@asynccontextmanager
async def _connected(admin_url: str, service: str) -> AsyncIterator[Connection]:
    address = urlsplit(admin_url)._replace(scheme="postgresql", path=f"/{database_name(service)}")
    try:
        connection = await asyncpg.connect(address.geturl(), timeout=_CONNECT_WITHIN)
    except asyncpg.InvalidCatalogNameError:
        raise BackupFailed(
            "De fem databaser findes ikke på serveren; der er intet at kopiere."
        ) from None
    try:
        if not await connection.fetchval(
            "SELECT rolsuper OR rolbypassrls FROM pg_roles WHERE rolname = current_user"
        ):
            raise BackupFailed(
                "Administratorens rolle læser ikke forbi rækkesikkerheden (BYPASSRLS), og kopien "
                "ville mangle rækker. Giv rollen det, eller brug serverens egen sikkerhedskopi.",
            )
        yield connection
    finally:
        connection.terminate()


async def _dump(moment: _Moment, admin_url: str, service: str, aside: Path) -> Copied:
    """One database's copy, in PostgreSQL's own compressed form."""
    programs = postgres_programs.find(moment.server_major)
    file = aside / f"{service}.dump"
    await asyncio.to_thread(
        programs.run,
        "pg_dump",
        ("--format=custom", f"--snapshot={moment.snapshots[service]}", f"--file={file}"),
        admin_url=admin_url,
        database=database_name(service),
    )
    digest, size = await asyncio.to_thread(_settle, file)
    return Copied(file=file.name, sha256=digest, bytes=size, migration=moment.migrations[service])


def _settle(file: Path) -> tuple[str, int]:
    """See a file safely on its disk; its digest and its size."""
    with file.open("rb") as written:
        os.fchmod(written.fileno(), 0o600)  # it may be moved to where others look
        os.fsync(written.fileno())
        return hashlib.file_digest(written, "sha256").hexdigest(), written.tell()
