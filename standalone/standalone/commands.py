"""The commands of standalone mode, at the top level of `pejling`: run, migrate, reset."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer

from kit import loading
from standalone.cannot_run import CannotRun
from standalone.demonstration.commands import commands as demonstration
from standalone.doctor.findings import Level

_BAD_INPUT = 2

commands = typer.Typer(no_args_is_help=True)
commands.add_typer(demonstration, name="demonstration")
containers = typer.Typer(no_args_is_help=True, help="Til docker-compose.yml.")
commands.add_typer(containers, name="containers")


@commands.command()
def run() -> None:
    """Start Pejling med demonstrationskommunen; Ctrl-C stopper det hele."""
    from standalone import run as running  # noqa: PLC0415 - what is asked for alone is loaded

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
    demonstration: Annotated[
        bool, typer.Option("--demonstration", help="Indlæs demonstrationskommunen.")
    ] = False,
) -> None:
    """Start hver tjeneste og dens arbejde som sin egen proces bag nginx; Ctrl-C stopper dem."""
    from standalone import up as going_up  # noqa: PLC0415 - as above

    with _one_line():
        going_up.up(tuple(service or ()), behind_nginx=nginx, demonstration=demonstration)


@commands.command()
def restart(
    names: Annotated[
        list[str] | None,
        typer.Argument(help="F.eks. visitation eller visitation:work; ellers alle i tur."),
    ] = None,
) -> None:
    """Sæt nye processer i stedet for dem, som `pejling up` kører; ingen forespørgsel fejler."""
    from standalone import restarting  # noqa: PLC0415 - as above
    from standalone.data_folder import DataFolder  # noqa: PLC0415 - as above

    with _one_line():
        restarting.ask(tuple(names or ()), DataFolder.from_environment())
    typer.echo("Startet på ny.")


@commands.command()
def migrate() -> None:
    """Opret de fem databaser, eller bring dem på nyeste version."""
    with loading.kept():
        from standalone import upkeep  # noqa: PLC0415 - as above

    with _one_line():
        asyncio.run(upkeep.migrate())
    typer.echo("De fem databaser er på nyeste version.")


@commands.command()
def backup(
    to: Annotated[Path, typer.Option(help="En ny mappe til kopien af de fem databaser.")],
    keys_to: Annotated[
        Path | None, typer.Option(help="En ny mappe til nøglerne; gem den et andet sted.")
    ] = None,
) -> None:
    """Kopiér de fem databaser, som de er nu, også mens tjenesterne kører."""
    with loading.kept():
        from standalone import backup as copying  # noqa: PLC0415 - as above

    with _one_line():
        manifest = copying.back_up(to)
        keys = copying.back_up_keys(keys_to) if keys_to is not None else []
    size = sum(each.bytes for each in manifest.databases.values())
    typer.echo(f"{to}: fem databaser, som de var {manifest.taken_at} ({size:,} bytes).")
    if keys_to is None:
        typer.echo("Nøglerne er ikke med. De hører til kopien: --keys-to, og et andet sted.")
    else:
        typer.echo(f"{keys_to}: {len(keys)} nøgler. Gem dem et andet sted end databaserne.")


@commands.command()
def restore(
    copy: Annotated[Path, typer.Option("--from", help="Mappen, som `pejling backup` skrev.")],
    keys_from: Annotated[Path | None, typer.Option(help="Mappen med nøglernes kopi.")] = None,
    *,
    replace: Annotated[
        bool, typer.Option("--replace", help="Fjern først det, der er i databaserne nu.")
    ] = False,
) -> None:
    """Læg en kopi tilbage i de fem databaser; intet må køre imens."""
    with loading.kept():
        from standalone import restore as restoring  # noqa: PLC0415 - as above

    with _one_line():
        manifest = restoring.restore(copy, keys=keys_from, replace=replace)
    typer.echo(f"De fem databaser er, som de var {manifest.taken_at}.")
    typer.echo("Sletninger og inddragne adgange siden da skal gentages: docs/operations.md.")


@commands.command()
def doctor(
    *,
    as_json: Annotated[bool, typer.Option("--json", help="For programmer.")] = False,
) -> None:
    """Se efter, hvad der er galt, og sig, hvad der skal gøres; intet ændres."""
    with loading.kept():
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
    with loading.kept():
        from standalone import upkeep  # noqa: PLC0415 - as above

    with _one_line(), upkeep.about_to_reset() as resetting:
        if not yes:
            typer.confirm(f"{resetting.what} Fortsæt?", abort=True)
        resetting.carry_out()
    typer.echo("Alle data er fjernet.")


@commands.command()
def openapi() -> None:
    """Skriv tjenesternes openapi.json på ny (til udviklere)."""
    with loading.kept():
        from standalone import documents  # noqa: PLC0415 - as above

    for path in documents.write_documents(Path.cwd()):
        typer.echo(str(path))


@containers.command()
def secrets() -> None:
    """Lav de hemmeligheder, som containerne får som filer; det, der er der, røres ikke."""
    with loading.kept():
        from standalone import containers as making  # noqa: PLC0415 - as above
    from standalone.data_folder import DataFolder  # noqa: PLC0415 - as above

    with _one_line():
        names = making.write_secrets(DataFolder.from_environment())
    typer.echo(f"{len(names)} hemmeligheder er der.")


@containers.command("migrate")
def migrate_for_containers() -> None:
    """Bring de fem databaser på nyeste version, og registrér tjenesterne hos gateway."""
    with loading.kept():
        from standalone import containers as making  # noqa: PLC0415 - as above

    with _one_line():
        asyncio.run(making.migrate())
    typer.echo("De fem databaser er på nyeste version.")


@contextmanager
def _one_line() -> Iterator[None]:
    """Show a fact that stops us as one line, with the exit code for bad input."""
    try:
        yield
    except CannotRun as fact:
        typer.echo(str(fact), err=True)
        raise typer.Exit(_BAD_INPUT) from None
