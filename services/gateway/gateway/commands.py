"""``pejling gateway …``: who may come in, and the keys that sign, from the command line."""

import asyncio
import fcntl
import os
import sys
import time
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Annotated, TypeVar

import typer

from gateway import keys, roles
from gateway.clients import queries, service
from gateway.clients.models import Client
from gateway.keys import signing
from gateway.settings import CommandSettings
from kit import problems, settings
from kit.database import Database, Session

BAD_INPUT = 2
DATABASE_AWAY = 1
ROTATION_APART_SECONDS = 15 * 60
"""The lifetime of a token, and the services' memory of the published keys."""

commands = typer.Typer(help="Systemers adgang: klienter og nøgler.", no_args_is_help=True)

Result = TypeVar("Result")
KeyFile = Annotated[
    Path, typer.Option("--file", envvar="PEJLING_GATEWAY_SIGNING_KEY_FILE", help="Nøglefilen.")
]


@commands.command("create-client")
def create_client(
    role: Annotated[str, typer.Option(help=f"En af: {', '.join(sorted(roles.ROLES))}.")],
    name: Annotated[str, typer.Option(help="Systemets navn, som mennesker kender det.")],
    municipality: Annotated[
        str | None, typer.Option(help="Kommunekoden på fire cifre; udelades kun for tjenester.")
    ] = None,
    client_id: Annotated[
        str | None, typer.Option(help="Et fast id (service-…); ellers laves et tilfældigt.")
    ] = None,
    provider_id: Annotated[
        str | None, typer.Option(help="Leverandørens id; kun for rollen provider_system.")
    ] = None,
    days: Annotated[int, typer.Option(min=1, max=3650, help="Dage til udløb.")] = 365,
) -> None:
    """Opret en klient, og vis dens hemmelighed: kun denne ene gang."""
    at = datetime.now(UTC)

    async def create(session: Session) -> tuple[Client, str]:
        return await service.register_client(
            session,
            client_id=client_id,
            name=name,
            role=role,
            municipality=municipality,
            provider_id=provider_id,
            secret=None,
            at=at,
            expires_at=at + timedelta(days=days),
        )

    client, secret = _run(create)
    typer.echo(f"client_id: {client.id}")
    typer.echo(f"client_secret: {secret}")
    typer.echo(
        f"Gem hemmeligheden nu; den vises ikke igen. Den udløber {client.expires_at:%d.%m.%Y}.",
        err=True,
    )


@commands.command("list-clients")
def list_clients() -> None:
    """Vis alle klienter med rolle, kommune og udløb (tabulatorsepareret)."""
    at = datetime.now(UTC)
    typer.echo("client_id\trole\tmunicipality\tstate\texpires_at\tname")
    for client in _run(queries.list_clients):
        shown = (client.id, client.role, client.municipality or "-", client.state_at(at))
        typer.echo("\t".join((*shown, f"{client.expires_at:%Y-%m-%d}", client.name)))


@commands.command("revoke-client")
def revoke_client(client_id: Annotated[str, typer.Argument(help="Klientens id.")]) -> None:
    """Spær en klient: den får intet nyt token, og de gamle afvises inden for sekunder."""
    at = datetime.now(UTC)

    async def revoke(session: Session) -> Client:
        return await service.revoke_client(session, client_id, at=at)

    client = _run(revoke)
    typer.echo(f"{client.id} er spærret fra {client.revoked_at:%d.%m.%Y %H:%M} UTC.")


@commands.command("new-keys")
def new_keys(file: KeyFile) -> None:
    """Lav en ny nøglefil; en, der findes, røres ikke."""
    try:
        descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except OSError as error:
        raise _refused(f"{file}: {error.strerror}") from None
    with os.fdopen(descriptor, "w", encoding="ascii") as opened:
        opened.write(keys.generate())


@commands.command("rotate-keys")
def rotate_keys(
    file: KeyFile,
    force: Annotated[
        bool, typer.Option("--force", help="Også når den forrige udskiftning er for ny.")
    ] = False,
) -> None:
    """Lad den næste nøgle underskrive; tjenesten læser selv filen. Tidligst hvert 15. minut."""
    try:
        with _alone_in(file.parent):
            text = signing.read_text(file)
            age = time.time() - file.stat().st_mtime
            if signing.has_retired(text) and age < ROTATION_APART_SECONDS and not force:
                raise _refused(
                    "Nøglerne er udskiftet for under 15 minutter siden, og tokens fra før det"
                    " gælder endnu. Vent, eller brug --force: så afvises de."
                )
            _replace(file, keys.rotate(text))
    except signing.KeyFileUnusable as unusable:
        raise _refused(str(unusable)) from None
    except OSError as error:
        raise _refused(f"{file}: {error.strerror}") from None


@contextmanager
def _alone_in(folder: Path) -> Iterator[None]:
    """Keep other rotations out: two on the heels of each other would forget a key too early."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)


def _replace(file: Path, text: str) -> None:
    """Put a new key file in the place of the old one, whole or not at all."""
    unfinished = file.with_name(f"{file.name}.{os.getpid()}.new")
    descriptor = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="ascii") as opened:
        opened.write(text)
        opened.flush()
        os.fsync(opened.fileno())
    unfinished.replace(file)


def _run(act: Callable[[Session], Awaitable[Result]]) -> Result:
    """Do something in one transaction; what goes wrong is said in one line a mistake."""
    told = settings.load(CommandSettings)

    async def run() -> Result:
        database = Database.connect(told.database_url.get_secret_value(), pool_size=1)
        try:
            async with database.transaction(None) as session:
                return await act(session)
        finally:
            await database.close()

    try:
        return asyncio.run(run())
    except problems.Problem as problem:
        lines = [error.detail for error in problem.errors] or [f"{problem.title}. {problem.detail}"]
        raise _refused(*lines) from None
    except Exception as error:
        if not problems.is_database_away(error):
            raise
        sys.stderr.write("Databasen svarer ikke; kontrollér PEJLING_GATEWAY_DATABASE_URL.\n")
        raise typer.Exit(DATABASE_AWAY) from None


def _refused(*lines: str) -> typer.Exit:
    sys.stderr.writelines(f"{line}\n" for line in lines)
    return typer.Exit(BAD_INPUT)
