"""``pejling visitation …``: numbers turned into ids in a file, and the keys that do it."""

import asyncio
import os
import sys
from pathlib import Path
from typing import Annotated

import httpx
import typer
from pydantic import SecretStr
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

from kit import private_files
from kit.service_tokens import TokenRefused
from visitation.citizens import id_files, keys
from visitation.citizens.id_files import Refused, Service

BAD_INPUT = 2
AWAY = 1

commands = typer.Typer(
    help="Borgere: CPR-numre til id'er, og nøglerne til det.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
)


@commands.command("identify")
def identify(
    source: Annotated[Path, typer.Option("--in", help="CSV-fil med CPR-numre og en overskrift.")],
    target: Annotated[Path, typer.Option("--out", help="Den nye fil, med id'er i stedet.")],
    client_id: Annotated[
        str, typer.Option(envvar="PEJLING_CLIENT_ID", help="Systemets klient-id.")
    ],
    secret_file: Annotated[
        Path,
        typer.Option(
            "--client-secret-file",
            envvar="PEJLING_CLIENT_SECRET_FILE",
            help="En fil (0600) med klientens hemmelighed.",
        ),
    ],
    column: Annotated[str, typer.Option(help="Kolonnen med CPR-numrene.")] = "cpr",
    api: Annotated[
        str, typer.Option(envvar="PEJLING_API", help="Hvor tjenesterne svarer.")
    ] = "http://localhost:8010/api",
    register: Annotated[
        bool, typer.Option("--register", help="Registrér også numre, som ingen er kendt under.")
    ] = False,
    skip_rows: Annotated[
        bool, typer.Option("--skip-rows", help="Lad rækker uden gyldigt nummer stå uden id.")
    ] = False,
) -> None:
    """Skift CPR-numre ud med id'er i en fil; de skrives hverken i den nye fil eller på skærmen.

    Den nye fil har de andre kolonner og citizen_id. Det, der ligner et CPR-nummer i en anden
    kolonne, afvises. Filen er der først, når den er hel.
    """
    try:
        secret = SecretStr(private_files.read(secret_file).strip())
        service = Service(api.rstrip("/"), client_id, secret, register=register)
        with Progress(
            TextColumn("{task.completed} rækker"),
            BarColumn(),
            TimeRemainingColumn(),
            console=Console(stderr=True),
        ) as shown:
            total = id_files.count_rows(source)
            task = shown.add_task("", total=total)
            done = asyncio.run(
                id_files.identify_file(
                    service,
                    source,
                    target,
                    column,
                    skip_rows=skip_rows,
                    progress=lambda rows: shown.update(task, completed=rows),
                )
            )
    except (Refused, private_files.NotPrivate) as refusal:
        raise _refused(*str(refusal).splitlines()) from None
    except TokenRefused:
        raise _refused("Klienten kendes ikke, eller hemmeligheden er en anden.") from None
    except httpx.HTTPStatusError as error:
        sys.stderr.write(f"{api} svarede {error.response.status_code}; prøv igen om lidt.\n")
        raise typer.Exit(AWAY) from None
    except httpx.HTTPError as error:
        sys.stderr.write(f"{api} svarer ikke ({type(error).__name__}).\n")
        raise typer.Exit(AWAY) from None
    typer.echo(
        f"{done.rows} rækker: {done.identified} med id, {done.skipped} uden,"
        f" {done.warned} passer ikke med modulus 11."
    )


@commands.command("new-cpr-key")
def new_cpr_key(
    file: Annotated[
        Path,
        typer.Option(
            "--file", envvar="PEJLING_VISITATION_CPR_KEY_FILE", help="Nøglefilen, der skal laves."
        ),
    ],
) -> None:
    """Lav en ny nøglefil til CPR-numre; en, der findes, røres ikke. Gem en kopi et sikkert sted."""
    try:
        descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except OSError as error:
        raise _refused(f"{file}: {error.strerror}") from None
    with os.fdopen(descriptor, "w", encoding="ascii") as opened:
        opened.write(keys.generate())


def _refused(*lines: str) -> typer.Exit:
    sys.stderr.writelines(f"{line}\n" for line in lines)
    return typer.Exit(BAD_INPUT)
