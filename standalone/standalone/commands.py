"""The commands of standalone mode, at the top level of `pejling`: run, migrate, reset."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer

from standalone.cannot_run import CannotRun
from standalone.demonstration.commands import commands as demonstration
from standalone.doctor.findings import Level

_BAD_INPUT = 2

commands = typer.Typer(no_args_is_help=True)
commands.add_typer(demonstration, name="demonstration")


@commands.command()
def run() -> None:
    """Start Pejling med demonstrationskommunen; Ctrl-C stopper det hele."""
    from standalone import run as running  # noqa: PLC0415 - the five services load in a second

    with _one_line():
        running.run()


@commands.command()
def up(
    *,
    nginx: Annotated[
        bool, typer.Option("--nginx/--no-nginx", help="Uden nginx: hver tjeneste på sin egen port.")
    ] = True,
    service: Annotated[
        list[str] | None, typer.Option(help="Kun denne tjeneste; kan gentages.")
    ] = None,
) -> None:
    """Start hver tjeneste og dens arbejde som sin egen proces; Ctrl-C stopper dem."""
    from standalone import up as going_up  # noqa: PLC0415 - as above

    with _one_line():
        going_up.up(tuple(service or ()), nginx=nginx)


@commands.command()
def migrate() -> None:
    """Opret de fem databaser, eller bring dem på nyeste version."""
    from standalone import upkeep  # noqa: PLC0415 - as above

    with _one_line():
        asyncio.run(upkeep.migrate())
    typer.echo("De fem databaser er på nyeste version.")


@commands.command()
def doctor(
    *,
    as_json: Annotated[bool, typer.Option("--json", help="For programmer.")] = False,
) -> None:
    """Se efter, hvad der er galt, og sig, hvad der skal gøres; intet ændres."""
    from standalone.data_folder import DataFolder  # noqa: PLC0415 - as above
    from standalone.doctor import examination  # noqa: PLC0415 - as above

    findings = examination.examine(DataFolder.from_environment())
    typer.echo(examination.as_json(findings) if as_json else examination.as_lines(findings))
    if examination.worst(findings) is Level.ERROR:
        raise typer.Exit(1)


@commands.command()
def reset(
    *,
    yes: Annotated[bool, typer.Option("--yes", help="Spørg ikke først.")] = False,
) -> None:
    """Fjern alle data, hemmeligheder og logge i datamappen."""
    from standalone import upkeep  # noqa: PLC0415 - as above

    with _one_line(), upkeep.about_to_reset() as resetting:
        if not yes:
            typer.confirm(f"{resetting.what} Fortsæt?", abort=True)
        resetting.carry_out()
    typer.echo("Alle data er fjernet.")


@commands.command()
def openapi() -> None:
    """Skriv tjenesternes openapi.json på ny (til udviklere)."""
    from standalone import documents  # noqa: PLC0415 - as above

    for path in documents.write_documents(Path.cwd()):
        typer.echo(str(path))


@contextmanager
def _one_line() -> Iterator[None]:
    """Show a fact that stops us as one line, with the exit code for bad input."""
    try:
        yield
    except CannotRun as fact:
        typer.echo(str(fact), err=True)
        raise typer.Exit(_BAD_INPUT) from None
