"""``pejling demonstration``: the invented municipality's files, for whoever wants to hold them."""

import datetime as dt
import sys
from pathlib import Path
from typing import Annotated, NoReturn

import typer

from standalone.demonstration.municipality import SEED
from standalone.demonstration.weeks import last_whole_week, parse_week

BAD_INPUT = 2

commands = typer.Typer(help="Demonstrationskommunen: lav dens filer.")


@commands.command("generate")
def generate_files(
    out: Annotated[Path, typer.Option(help="Mappe til filerne.")],
    seed: Annotated[int, typer.Option(min=0, help="Et andet tal giver andre borgere.")] = SEED,
    as_of: Annotated[
        str | None, typer.Option(help="Sidste uge med data, fx 2026-W46. Ellers sidste hele uge.")
    ] = None,
    scale: Annotated[float, typer.Option(help="1.0 er 15.000 borgere.")] = 1.0,
) -> None:
    """Skriv demonstrationskommunens filer: koder, ydelser, løntimer, forløb og tilbud."""
    week = as_of or last_whole_week(dt.datetime.now(tz=dt.UTC).date())
    try:
        parse_week(week)
    except ValueError:
        _stop("--as-of skal være en ISO-uge som 2026-W46.")
    if not 0.001 <= scale <= 100:  # noqa: PLR2004 - from 15 citizens to a quarter of the country
        _stop("--scale skal være mellem 0,001 og 100.")
    from standalone.demonstration.generate import generate  # noqa: PLC0415 - loads numpy

    files = generate(out, as_of=week, seed=seed, scale=scale)
    typer.echo(f"Skrevet til {files.courses.parent} (til og med {week}, frø {seed}).")


def _stop(message: str) -> NoReturn:
    sys.stderr.write(message + "\n")
    raise SystemExit(BAD_INPUT)
