"""`pejling effects`: the analyst's way to the ten definitions, from files and without a server."""

import sys
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from effects import file_results, presenting
from effects.file_results import Refused, Wishes

commands = typer.Typer(
    help="Effektmåling på registre.", no_args_is_help=True, pretty_exceptions_enable=False
)

BAD_INPUT = 2
"""The exit code of bad input."""

STEPS = 6
"""Steps of the bar: reading four files, measuring, and being done."""


@commands.callback()
def effects() -> None:
    """Effektmåling på registre."""


@commands.command()
def measure(  # noqa: PLR0913, PLR0917 - typer makes one option of each parameter
    courses: Annotated[Path, typer.Option(help="Forløb, CSV eller Parquet.")],
    support: Annotated[Path, typer.Option(help="Ydelsesperioder, CSV eller Parquet.")],
    codes: Annotated[Path, typer.Option(help="Kodeliste, CSV eller Parquet.")],
    hours: Annotated[Path | None, typer.Option(help="Løntimer, CSV eller Parquet.")] = None,
    by: Annotated[
        str, typer.Option(help="Kolonner i forløbene at gruppere efter, adskilt af komma.")
    ] = "offer_id,target_group",
    out: Annotated[
        Path | None, typer.Option(help="Resultatfil, .csv eller .parquet; ellers vises en tabel.")
    ] = None,
    definitions: Annotated[
        str | None, typer.Option(help="Definitioner, adskilt af komma; ellers alle ti.")
    ] = None,
    from_week: Annotated[
        str | None, typer.Option(help="Første uge, ydelserne dækker; ellers filens første.")
    ] = None,
    to_week: Annotated[
        str | None, typer.Option(help="Sidste uge, ydelserne dækker; ellers filens sidste.")
    ] = None,
    from_month: Annotated[
        str | None, typer.Option(help="Første måned, løntimerne dækker; ellers som ydelserne.")
    ] = None,
    to_month: Annotated[
        str | None, typer.Option(help="Sidste måned, løntimerne dækker; ellers som ydelserne.")
    ] = None,
    min_hours: Annotated[
        str, typer.Option(help="Ordinære timer i en måned, fra hvilke den er i beskæftigelse.")
    ] = "1",
    min_group: Annotated[
        int, typer.Option(min=0, help="Skjul rækker med færre forskellige borgere; 0 viser alle.")
    ] = 5,
) -> None:
    """Mål effekten af forløb, som definitionerne siger, og skriv en række pr. gruppe og definition.

    Rækkerne med få borgere skjules, og intet andet: resultatet er til den, der har adgang til
    rækkerne i filerne.
    """
    wishes = Wishes(
        courses=courses,
        support=support,
        codes=codes,
        hours=hours,
        by=_names(by),
        definitions=None if definitions is None else _names(definitions),
        from_week=from_week,
        to_week=to_week,
        from_month=from_month,
        to_month=to_month,
        min_hours=min_hours,
        min_group=min_group,
    )
    try:
        _check_out(out, wishes)
        with _progress() as progress:
            task = progress.add_task("", total=STEPS)

            def step(doing: str) -> None:
                progress.update(task, advance=1, description=doing)

            answer = file_results.measure_files(wishes, step=step)
            if out is not None:
                presenting.write_results(answer.results, out)
    except Refused as refused:
        for line in refused.lines:
            typer.echo(line, err=True)
        raise typer.Exit(BAD_INPUT) from None
    except OSError as error:
        typer.echo(f"{out}: filen kunne ikke skrives ({error.strerror}).", err=True)
        raise typer.Exit(BAD_INPUT) from None
    console = Console(file=sys.stdout, highlight=False, soft_wrap=True)
    if out is None:
        presenting.print_table(answer, Console(file=sys.stdout, highlight=False), wishes.by)
    for line in presenting.summary(answer, min_group):
        console.print(line, markup=False)
    if out is not None:
        console.print(f"Skrevet: {out}", markup=False)


def _names(text: str) -> tuple[str, ...]:
    return tuple(name.strip() for name in text.split(",") if name.strip())


def _check_out(out: Path | None, wishes: Wishes) -> None:
    """See, before any work, that the results can be written where they are wanted.

    Raises:
        Refused: they cannot.
    """
    if out is None:
        return
    inputs = [
        wishes.courses,
        wishes.support,
        wishes.codes,
        *([wishes.hours] if wishes.hours else []),
    ]
    if out.suffix.lower() not in presenting.SUFFIXES:
        raise Refused(f"--out: {out.name} skal ende på .csv eller .parquet.")
    if not out.parent.is_dir():
        raise Refused(f"--out: mappen {out.parent} findes ikke.")
    if out.is_dir() or out.resolve() in [path.resolve() for path in inputs]:
        raise Refused(f"--out: {out} er en mappe eller en af filerne, der læses.")


def _progress() -> Progress:
    """A bar on stderr, where somebody may be watching; nothing where nobody is."""
    return Progress(
        SpinnerColumn(),
        TextColumn("{task.description}"),
        BarColumn(),
        TimeElapsedColumn(),
        console=Console(stderr=True),
        transient=True,
        disable=not sys.stderr.isatty(),
    )
