"""The database server and the five databases: reachable, of our version, read in time."""

import asyncio
import time
from dataclasses import dataclass
from datetime import datetime

import asyncpg

from kit import schema_versions
from standalone import schemas
from standalone.cannot_run import CannotRun
from standalone.data_folder import DataFolder
from standalone.database_server import find_running_url, named_url
from standalone.databases import SERVICES, database_name, find_service_url
from standalone.doctor.findings import Finding, broken, doubtful, fine

_WITHIN = 5.0  # seconds
_ALTOGETHER_WITHIN = 15.0
_SKEW_NOTED, _SKEW_REFUSED = 2.0, 5.0
_LAG_NOTED = 60.0
_MIGRATE = "Kør `pejling migrate` (`pejling run` gør det selv)."
_READ_ONLY = {"default_transaction_read_only": "on"}
_RELEASES = "SELECT max(registered_at) FROM outbox WHERE type = 'FiguresReleased'"
_UNREAD = (
    "SELECT count(*) AS events, extract(epoch FROM now() - min(registered_at)) AS seconds"
    " FROM outbox WHERE position > $1"
)


@dataclass(slots=True)
class _Seen:
    """What one service's database says."""

    version: str | None
    cursors: dict[str, int]


def check_database(folder: DataFolder) -> list[Finding]:
    """The server, its clock, the databases, the feeds between them and the last figures."""
    try:
        url = named_url()
    except CannotRun as fact:
        return [broken("database", str(fact), "Ret eller fjern PEJLING_DATABASE_URL.")]
    admin_url = url or find_running_url(folder)
    if admin_url is None:
        return [fine("database", "Den indbyggede PostgreSQL kører ikke; `pejling run` starter den")]
    return asyncio.run(asyncio.wait_for(_examine(admin_url, folder), _ALTOGETHER_WITHIN))


async def _examine(admin_url: str, folder: DataFolder) -> list[Finding]:
    try:
        await schemas.check(admin_url, within=_WITHIN)
    except CannotRun as fact:
        return [
            broken("database", str(fact), "Se efter, at serveren kører, og at adressen passer.")
        ]
    connection = await asyncpg.connect(_plain(admin_url), timeout=_WITHIN)
    try:
        version = connection.get_server_version()
        before = time.time()
        theirs = float(await connection.fetchval("SELECT extract(epoch FROM clock_timestamp())"))
        skew = theirs - (before + time.time()) / 2
        rows = await connection.fetch("SELECT datname FROM pg_database")
    finally:
        await connection.close()
    existing = {row["datname"] for row in rows}
    found = [fine("database", f"PostgreSQL {version.major}.{version.minor} svarer"), _clock(skew)]
    missing = [service for service in SERVICES if database_name(service) not in existing]
    if len(missing) == len(SERVICES):
        return [*found, doubtful("databases", "De fem databaser er ikke oprettet", _MIGRATE)]
    found += [
        broken("databases", f"{database_name(each)} findes ikke", _MIGRATE) for each in missing
    ]
    urls: dict[str, str] = {}
    seen: dict[str, _Seen] = {}
    for service in (each for each in SERVICES if each not in missing):
        url = find_service_url(admin_url, service, folder.secrets)
        trouble = "dens adgangskode mangler"
        if url is not None:
            try:
                seen[service] = await _look(url)
            except (OSError, TimeoutError, asyncpg.PostgresError) as error:
                trouble = type(error).__name__
            else:
                urls[service] = url
                continue
        found.append(
            broken(
                "databases",
                f"{service} kan ikke bruge sin database ({trouble})",
                "Kør `pejling migrate`, som giver rollen sin adgangskode igen.",
            )
        )
    versions = [_version(service, each.version) for service, each in seen.items()]
    troubled = [each for each in versions if each is not None]
    found += troubled
    if len(seen) == len(SERVICES) and not troubled:
        found.append(fine("databases", "De fem databaser er på kodens version"))
    found += await _feeds(seen, urls)
    if "effects" in urls:
        found += await _last_release(urls["effects"])
    return found


async def _look(url: str) -> _Seen:
    connection = await asyncpg.connect(url, timeout=_WITHIN, server_settings=_READ_ONLY)
    try:
        if await connection.fetchval("SELECT to_regclass('alembic_version')") is None:
            return _Seen(None, {})
        version = await connection.fetchval("SELECT version_num FROM alembic_version")
        rows = await connection.fetch("SELECT feed, position FROM cursors") if version else []
        return _Seen(version, {row["feed"]: row["position"] for row in rows})
    finally:
        await connection.close()


def _version(service: str, version: str | None) -> Finding | None:
    wanted = schema_versions.newest(service)
    if version == wanted:
        return None
    if version is None or version < wanted:
        return broken(
            "databases",
            f"Databasen til {service} har version {version or 'ingen'}; koden kræver {wanted}",
            _MIGRATE,
        )
    return broken(
        "databases",
        f"Databasen til {service} har version {version}; koden kender kun {wanted}",
        "Hent den nyeste kode: databasen er migreret af en nyere.",
    )


async def _feeds(seen: dict[str, _Seen], urls: dict[str, str]) -> list[Finding]:
    """How far each follower is behind what has been published."""
    found = []
    for service, each in seen.items():
        for feed, position in sorted(each.cursors.items()):
            if feed not in urls:
                continue  # a mark of the service's own, not somebody's feed
            row = await _ask(urls[feed], _UNREAD, position)
            behind = float(row["seconds"] or 0) if row is not None else 0.0
            text = f"{service} har læst {feed} til {position}"
            if row is not None and behind > _LAG_NOTED:
                found.append(
                    doubtful(
                        "feeds",
                        f"{text}; {row['events']} venter, den ældste i {behind:.0f} s",
                        f"Se {service}s arbejde i loggen: feed_stopped.",
                    )
                )
            else:
                found.append(fine("feeds", text))
    return found


async def _last_release(url: str) -> list[Finding]:
    row = await _ask(url, _RELEASES)
    at: datetime | None = row[0] if row is not None else None
    if at is None:
        return [fine("release", "Ingen tal er udgivet endnu")]
    return [fine("release", f"Seneste tal er udgivet {at:%Y-%m-%d %H:%M} UTC")]


async def _ask(url: str, question: str, *arguments: object) -> asyncpg.Record | None:
    """One row; None where the table is not there yet."""
    connection = await asyncpg.connect(url, timeout=_WITHIN, server_settings=_READ_ONLY)
    try:
        return await connection.fetchrow(question, *arguments, timeout=_WITHIN)
    except asyncpg.UndefinedTableError:
        return None
    finally:
        await connection.close()


def _clock(skew: float) -> Finding:
    text = f"Databasens ur går {skew:+.1f} s i forhold til vores"
    if abs(skew) > _SKEW_REFUSED:
        return broken("clock", text, "Stil urene (NTP): tokens afvises ved mere end 5 s.")
    if abs(skew) > _SKEW_NOTED:
        return doubtful("clock", text, "Stil urene (NTP).")
    return fine("clock", "Databasens ur går som vores")


def _plain(url: str) -> str:
    return url.replace("postgres://", "postgresql://", 1)
