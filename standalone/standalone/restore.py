"""`pejling restore`: five empty databases become what a copy holds, all of them or none at all."""

import asyncio
import hashlib
import json
import shutil
from pathlib import Path

import asyncpg

from kit import schema_versions
from standalone import postgres_programs, schemas
from standalone.backup import FORMAT, KEYS, MANIFEST, Copied, Manifest, fingerprint
from standalone.cannot_run import CannotRun
from standalone.data_folder import DataFolder
from standalone.database_server import running_server
from standalone.databases import SERVICES, database_name
from standalone.secret_files import SecretFiles

_MAY_CHANGE = frozenset({"gateway_signing_keys"})
"""Keys that rotate: tokens are signed anew with others."""


class CopyUnusable(CannotRun):
    """The copy is not whole, or not of a kind that this code and server can read."""


class KeysMissing(CannotRun):
    """The copy cannot be used without the keys that belong to it."""


class DataInTheWay(CannotRun):
    """The databases hold something already."""


def read_manifest(copy: Path) -> Manifest:
    """What a copy says of itself, once its files are seen to be what it says.

    Raises:
        CopyUnusable: they are not.
    """
    try:
        told = json.loads((copy / MANIFEST).read_text(encoding="utf-8"))
        files = {name: Copied(**each) for name, each in told.pop("databases").items()}
        manifest = Manifest(**told, databases=files)
    except (OSError, ValueError, TypeError, KeyError, AttributeError):
        raise CopyUnusable(f"{copy} er ikke en kopi, som `pejling backup` har lavet.") from None
    if manifest.format != FORMAT or set(files) != set(SERVICES):
        raise CopyUnusable(f"Kopien i {copy} er af en anden slags end den, vi kan læse.")
    for service, each in files.items():
        try:
            with (copy / each.file).open("rb") as file:
                digest = hashlib.file_digest(file, "sha256").hexdigest()
        except OSError as error:
            raise CopyUnusable(f"{each.file} kan ikke læses: {error.strerror}.") from error
        if digest != each.sha256:
            raise CopyUnusable(f"{each.file} er ikke, som den blev skrevet. Brug en anden kopi.")
        if each.migration > schema_versions.newest(service):
            raise CopyUnusable(
                f"Kopien er fra en nyere version (databasen {service} har version "
                f"{each.migration}). Opgradér Pejling først.",
            )
    return manifest


def restore(copy: Path, *, keys: Path | None, replace: bool) -> Manifest:
    """Bring the databases back as the copy holds them; nothing may run meanwhile.

    Args:
        copy: as `pejling backup` makes it.
        keys: the keys' copy; None where they lie in the data folder.
        replace: whether what the databases hold may be removed first.

    Raises:
        CannotRun: with one line for the person who asked; the databases are then as before, or
            empty where `replace` was told.
    """
    manifest = read_manifest(copy)
    folder = DataFolder.from_environment()
    with folder.held(), running_server(folder) as (admin_url, _):
        if keys is not None:
            _take_keys(keys, folder.secrets, replace=replace)
        _see_that_keys_fit(manifest, folder.secrets)
        asyncio.run(_restore_all(manifest, copy, admin_url, folder.secrets, replace=replace))
        # Made of what is there no more.
        for cache in ("packed", "spool"):
            shutil.rmtree(folder.path / cache, ignore_errors=True)
    return manifest


def _take_keys(keys: Path, secrets: SecretFiles, *, replace: bool) -> None:
    for name in KEYS:
        try:
            text = (keys / name).read_text(encoding="ascii").strip()
        except FileNotFoundError:
            continue
        except (OSError, ValueError):
            raise KeysMissing(f"{keys / name} kan ikke læses.") from None
        known = secrets.find(name)
        if known is not None and known != text:
            if not replace:
                raise DataInTheWay(
                    f"Der er allerede en anden nøgle: {secrets.path(name)}. Flyt den først, eller "
                    "sig --replace.",
                )
            secrets.path(name).unlink()
        secrets.get(name, lambda text=text: text)  # type: ignore[misc] # the text of this very turn


def _see_that_keys_fit(manifest: Manifest, secrets: SecretFiles) -> None:
    for name, known in manifest.keys.items():
        if name not in _MAY_CHANGE and fingerprint(secrets, name) != known:
            raise KeysMissing(
                f"Nøglen {name} er ikke den, kopien hører til. Hent nøglernes kopi, og sig "
                "--keys-from.",
            )


async def _restore_all(
    manifest: Manifest, copy: Path, admin_url: str, secrets: SecretFiles, *, replace: bool
) -> None:
    await schemas.check(admin_url)
    major, filled = await _look(admin_url)
    if major < manifest.server_major:
        raise CopyUnusable(
            f"Kopien er fra PostgreSQL {manifest.server_major}; serveren er {major}.",
        )
    programs = postgres_programs.find(major)
    if filled and not replace:
        raise DataInTheWay(
            f"Databaserne findes allerede: {', '.join(filled)}. Kør `pejling reset` først, eller "
            "sig --replace.",
        )
    await schemas.drop(admin_url)
    try:
        for service in SERVICES:
            await schemas.provide(admin_url, service, secrets)
            await asyncio.to_thread(
                programs.run,
                "pg_restore",
                ("--single-transaction", "--exit-on-error", str(copy / f"{service}.dump")),
                admin_url=admin_url,
                database=database_name(service),
            )
        # What the copy lacks that the code knows.
        await schemas.migrate(admin_url, secrets)
    except CannotRun:
        await schemas.drop(admin_url)
        raise


async def _look(admin_url: str) -> tuple[int, list[str]]:
    """The server's version, and the services whose databases are there."""
    connection = await asyncpg.connect(admin_url.replace("postgres://", "postgresql://", 1))
    try:
        known = await connection.fetch("SELECT datname FROM pg_database")
        names = {row["datname"] for row in known}
        major = connection.get_server_version().major
    finally:
        await connection.close()
    return major, [service for service in SERVICES if database_name(service) in names]
