"""`pejling effects`: the analyst's way to the definitions, from files and without a server."""

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Any, Literal

import typer
from rich.console import Console
from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from effects import explaining, file_releases, file_results, presenting
from effects.explaining import screen
from effects.packed.files import holds_others, write_register
from effects.packing import Step
from effects.wishes import Refused, Wishes

commands = typer.Typer(
    help="Effektmåling på registre.", no_args_is_help=True, pretty_exceptions_enable=False
)

_USUAL_WITHIN = ("target_group",)

BAD_INPUT = 2
"""The exit code of bad input."""

Courses = Annotated[Path | None, typer.Option(help="Forløb, CSV eller Parquet.")]
Support = Annotated[Path | None, typer.Option(help="Ydelsesperioder, CSV eller Parquet.")]
Codes = Annotated[
    Path | None,
    typer.Option(
        help="Kodeliste, CSV eller Parquet; uden den er ydelsernes koder selv klasser (support, "
        "subsidised_work, education, retired, dead, abroad)."
    ),
]
Hours = Annotated[Path | None, typer.Option(help="Løntimer, CSV eller Parquet.")]
Aliases = Annotated[
    Path | None,
    typer.Option(help="Sammenlagte borgere, CSV med alias_id og citizen_id, som beholdes."),
]
RegisterFolder = Annotated[
    Path | None,
    typer.Option("--register", help="Et pakket register i stedet for filerne; se pack."),
]
Out = Annotated[
    Path | None, typer.Option(help="Resultatfil, .csv eller .parquet; ellers vises en tabel.")
]
Definitions = Annotated[
    str | None,
    typer.Option(help="Definitioner, adskilt af komma, og .toml-filer med egne; ellers alle ti."),
]
FromWeek = Annotated[
    str | None, typer.Option(help="Første uge, ydelserne dækker; ellers filens første.")
]
ToWeek = Annotated[
    str | None, typer.Option(help="Sidste uge, ydelserne dækker; ellers filens sidste.")
]
FromMonth = Annotated[
    str | None, typer.Option(help="Første måned, løntimerne dækker; ellers som ydelserne.")
]
ToMonth = Annotated[
    str | None, typer.Option(help="Sidste måned, løntimerne dækker; ellers som ydelserne.")
]
AsOf = Annotated[
    str | None,
    typer.Option(help="Som det var kendt den dag: hele uger, måneder og forløb til og med den."),
]
MinHours = Annotated[
    str, typer.Option(help="Ordinære timer i en måned, fra hvilke den er i beskæftigelse.")
]
MinGroup = Annotated[
    int, typer.Option(help="Skjul rækker med færre forskellige borgere; 0 viser alle.")
]


@commands.callback()
def effects() -> None:
    """Effektmåling på registre."""


@commands.command()
def measure(
    courses: Courses = None,
    support: Support = None,
    codes: Codes = None,
    hours: Hours = None,
    aliases: Aliases = None,
    register: RegisterFolder = None,
    by: Annotated[
        str,
        typer.Option(
            help="Kolonner i forløbene at gruppere efter, adskilt af komma; også age_band, "
            "weeks_before_band, quarter, start_quarter og end_quarter."
        ),
    ] = "offer_id,target_group",
    out: Out = None,
    definitions: Definitions = None,
    from_week: FromWeek = None,
    to_week: ToWeek = None,
    from_month: FromMonth = None,
    to_month: ToMonth = None,
    as_of: AsOf = None,
    min_hours: MinHours = "1",
    min_group: MinGroup = 5,
    release: Annotated[
        bool,
        typer.Option(
            "--release", help="Skjul også det, som skjulte grupper kan regnes ud af; se --views."
        ),
    ] = False,
    audience: Annotated[
        Literal["staff", "public"],
        typer.Option(help="Hvem en frigivelse er til: kommunens egne eller alle."),
    ] = "staff",
    views: Annotated[
        str,
        typer.Option(
            help="Hvad en frigivelse viser, adskilt af komma: offers (tilbud og målgrupper med "
            "totaler) og profiles (målgruppe, matchgruppe, alder og uger på ydelse)."
        ),
    ] = "offers",
) -> None:
    """Mål effekten af forløb, som definitionerne siger, og skriv en række pr. gruppe og definition.

    Rækkerne med få borgere skjules, og intet andet: resultatet er til den,
    der har adgang til rækkerne i filerne. Med --release kan det vises for
    dem, det er frigivet til: så skjules også, hvad skjulte rækker kunne
    regnes ud af, og --by gælder ikke.
    """
    wishes = _wishes(locals())
    with _refusals(), _progress() as step:
        _check(out, wishes)
        if release:
            chosen = _names(views)
            answer = file_releases.release_files(wishes, audience=audience, views=chosen, step=step)
        else:
            answer = file_results.measure_files(wishes, step=step)
        _write(out, answer.results)
    if out is None:
        columns = file_releases.COLUMNS if release else wishes.by
        presenting.print_results(answer, _console(), columns)
    told = presenting.release_summary if release else presenting.summary
    _say([*told(answer, min_group), *_written(out)])


@commands.command()
def describe(
    courses: Courses = None,
    support: Support = None,
    codes: Codes = None,
    hours: Hours = None,
    aliases: Aliases = None,
    register: RegisterFolder = None,
    by: Annotated[
        str, typer.Option(help="Kolonner i forløbene at gruppere efter, adskilt af komma.")
    ] = "offer_id,target_group",
    within: Annotated[
        str | None,
        typer.Option(
            help="De af kolonnerne, som en gruppe sammenlignes inden for; ellers target_group, "
            "hvor der grupperes efter den."
        ),
    ] = None,
    out: Out = None,
    from_week: FromWeek = None,
    to_week: ToWeek = None,
    from_month: FromMonth = None,
    to_month: ToMonth = None,
    as_of: AsOf = None,
    min_hours: MinHours = "1",
    min_group: MinGroup = 5,
) -> None:
    """Beskriv grupper af forløb: antal, alder, uger på ydelse før start, pris og effektpris.

    Ved siden af står det samme for alle andre forløb af samme slags.
    """
    wishes = _wishes(locals())
    with _refusals(), _progress() as step:
        _check(out, wishes)
        usual = tuple(name for name in _USUAL_WITHIN if name in wishes.by)
        asked = usual if within is None else _names(within)
        answer = file_results.describe_files(wishes, within=asked, step=step)
        _write(out, answer.results)
    if out is None:
        presenting.print_descriptions(answer, _console(), wishes.by)
    _say([*presenting.summary(answer, min_group), *_written(out)])


@commands.command()
def survival(
    courses: Courses = None,
    support: Support = None,
    codes: Codes = None,
    hours: Hours = None,
    aliases: Aliases = None,
    register: RegisterFolder = None,
    by: Annotated[
        str,
        typer.Option(
            help="start_year, start_quarter eller kolonner i det første forløb i perioden på "
            "ydelse, adskilt af komma; ellers alle under ét."
        ),
    ] = "",
    out: Annotated[Path | None, typer.Option(help="Fil med kurverne, .csv eller .parquet.")] = None,
    from_week: FromWeek = None,
    to_week: ToWeek = None,
    as_of: AsOf = None,
    min_group: MinGroup = 5,
) -> None:
    """Vis, hvor længe borgere er på ydelse: Kaplan-Meier-kurver og log-rank-test.

    En periode på ydelse varer til den første af fire uger i træk uden; død,
    udrejse og folkepension og registrets ende afbryder den, uden at den er
    forbi.
    """
    wishes = _wishes(locals())
    with _refusals(), _progress() as step:
        _check(out, wishes)
        answer, measured = file_results.survive_files(wishes, step=step)
        _write(out, answer.curves)
    presenting.print_survival(answer, _console(), wishes.by)
    _say([*presenting.survival_summary(answer, measured, min_group), *_written(out)])


@commands.command()
def explain(
    course_id: Annotated[str, typer.Argument(help="Forløbets id, som i filens course_id.")],
    courses: Courses = None,
    support: Support = None,
    codes: Codes = None,
    hours: Hours = None,
    definitions: Definitions = None,
    from_week: FromWeek = None,
    to_week: ToWeek = None,
    from_month: FromMonth = None,
    to_month: ToMonth = None,
    min_hours: MinHours = "1",
    as_json: Annotated[bool, typer.Option("--as-json", help="Skriv svaret som JSON.")] = False,
) -> None:
    """Vis ét forløb: ugerne, deres tilstande, og hvad hver definition siger, og hvorfor."""
    wishes = _wishes(locals())
    with _refusals(), _progress() as step:
        explanation = explaining.explain_files(wishes, course_id, step=step)
    if as_json:
        text = json.dumps(explaining.as_json(explanation), ensure_ascii=False, indent=2)
        typer.echo(text)
        return
    screen.print_explanation(explanation, _console())


@commands.command()
def pack(
    courses: Courses = None,
    support: Support = None,
    codes: Codes = None,
    hours: Hours = None,
    aliases: Aliases = None,
    out: Annotated[Path, typer.Option(help="Mappen, registret pakkes i.")] = Path("register"),
) -> None:
    """Læs og pak filerne én gang, så enhver måling og gruppering derefter tager et øjeblik.

    Mappen holder borgernes uger; pas på den, som du passer på filerne.
    """
    wishes = _wishes(locals())
    with _refusals(), _progress() as step:
        if out.exists() and (not out.is_dir() or holds_others(out)):
            raise Refused(f"--out: {out} er ikke en tom mappe eller et pakket register.")
        read = file_results.read_register(wishes, step=step)
        step("Skriver det pakkede register", 0)
        write_register(read.packed, out)
    _say([*presenting.register_summary(read), *_written(out)])


def _wishes(given: dict[str, Any]) -> Wishes:
    """The wishes that a command's parameters hold; the others are the command's own."""
    named = {name: value for name, value in given.items() if name in Wishes.__annotations__}
    for name in ("by", "definitions"):
        if isinstance(named.get(name), str):
            named[name] = _names(named[name])
    return Wishes(**named)


def _names(text: str) -> tuple[str, ...]:
    return tuple(name.strip() for name in text.split(",") if name.strip())


def _check(out: Path | None, wishes: Wishes) -> None:
    """See, before any work, that the results can be shown, and written where they are wanted.

    Raises:
        Refused: they cannot.
    """
    if wishes.min_group < 0:
        raise Refused("--min-group: tallet er under 0. Skriv 0 for at vise alle rækker.")
    if out is None:
        return
    named = (wishes.courses, wishes.support, wishes.codes, wishes.hours, wishes.aliases)
    inputs = [path.resolve() for path in named if path is not None]
    if out.suffix.lower() not in presenting.SUFFIXES:
        raise Refused(f"--out: {out.name} skal ende på .csv eller .parquet.")
    if not out.parent.is_dir():
        raise Refused(f"--out: mappen {out.parent} findes ikke.")
    if out.is_dir() or out.resolve() in inputs:
        raise Refused(f"--out: {out} er en mappe eller en af filerne, der læses.")


def _write(out: Path | None, results: Any) -> None:  # noqa: ANN401 - an Arrow table
    if out is None:
        return
    try:
        presenting.write_results(results, out)
    except OSError as error:
        raise Refused(f"{out}: filen kunne ikke skrives ({error.strerror}).") from None


def _written(out: Path | None) -> list[str]:
    return [] if out is None else [f"Skrevet: {out}"]


def _console() -> Console:
    return Console(file=sys.stdout, highlight=False)


def _say(lines: list[str]) -> None:
    console = Console(file=sys.stdout, highlight=False, soft_wrap=True)
    for line in lines:
        console.print(line, markup=False)


@contextmanager
def _refusals() -> Iterator[None]:
    """Tell what is refused on stderr, and leave with the exit code of bad input."""
    try:
        yield
    except Refused as refused:
        for line in refused.lines:
            typer.echo(line, err=True)
        raise typer.Exit(BAD_INPUT) from None
    except OSError as error:
        typer.echo(
            f"{error.filename or error}: kunne ikke læses eller skrives ({error.strerror}).",
            err=True,
        )
        raise typer.Exit(BAD_INPUT) from None


@contextmanager
def _progress() -> Iterator[Step]:
    """A bar on stderr, where somebody may be watching; nothing where nobody is."""
    with Progress(
        SpinnerColumn(),
        TextColumn("{task.description}"),
        BarColumn(),
        TimeElapsedColumn(),
        console=Console(stderr=True),
        transient=True,
        disable=not sys.stderr.isatty(),
    ) as progress:
        task = progress.add_task("", total=None)

        def step(doing: str, share: float) -> None:
            # Work of which no share is told moves to and fro instead of filling up.
            progress.update(
                task, description=doing, completed=share, total=1.0 if share > 0 else None
            )

        yield step
