"""Loads the demonstration municipality through the public API and shows what the guide says."""

import datetime as dt
import time
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, Progress, SpinnerColumn, TaskID, TextColumn, TimeElapsedColumn

from standalone.demonstration.guide_table import print_guide
from standalone.demonstration.municipality import MUNICIPALITY, MUNICIPALITY_NAME, Municipality
from standalone.demonstration.public_api import Answer, PublicApi, Refused
from standalone.demonstration.weeks import last_whole_week
from standalone.secret_files import write_private_json

PROFILE = {
    "target_group": "kontanthjaelp",
    "match_group": "jobparat",
    "age": "34",
    "weeks_on_support": "30",
    "weights": "effect_3m:2,price:1",
}
"""The example that the terminal shows."""
GUIDE = "/api/visitation/v1/guide"
DEMO_FILE = "demo.json"
FOLDER = "demonstration"
_RELEASE_WITHIN_SECONDS = 180.0
_ASK_EVERY_SECONDS = 0.5


ROWS_SHOWN = 20


class NotReleased(Exception):
    """Everything was taken in, but the guide shows no figures in time."""


@dataclass(frozen=True)
class Step:
    """One file on its way to one import."""

    label: str
    path: str
    file: Path
    media_type: str


def steps(files: Municipality) -> tuple[Step, ...]:
    """The imports in order: courses last, because figures can be made when they are there."""
    registers = "/api/effects/v1/registers"
    return (
        Step("tilbud", "/api/visitation/v1/offers/import", files.offers, "application/x-ndjson"),
        Step("koder", f"{registers}/codes/imports", files.codes, "text/csv"),
        Step("ydelser", f"{registers}/support/imports", files.support, "text/csv"),
        Step("løntimer", f"{registers}/hours/imports", files.hours, "text/csv"),
        Step("forløb", f"{registers}/courses/imports", files.courses, "text/csv"),
    )


def load(
    base_url: str,
    client_id: str,
    client_secret: str,
    *,
    folder: Path,
    console: Console | None = None,
) -> Answer:
    """Load the demonstration municipality, unless it is loaded already, and show its guide.

    Args:
        base_url: Where the installation answers, as ``http://localhost:8000``.
        client_id: A client with the role of the jobcenter's system.
        client_secret: Its secret.
        folder: The data folder: ``demo.json`` and the generated files go there.
        console: Where progress and the guide are shown.

    Returns:
        What the guide answers for the example profile.

    Raises:
        Refused: The API refused something; it says what in Danish.
        Unreachable: The installation does not answer.
        NotReleased: No figures came out within three minutes.
    """
    console = console or Console()
    with PublicApi(base_url, client_id, client_secret) as api:
        answer = api.get(GUIDE, PROFILE)
        if not _shows_figures(answer):
            with _progress(console) as progress:
                _send_everything(api, folder / FOLDER, progress)
                answer = _wait_for_figures(api, progress)
        write_demo_file(folder / DEMO_FILE, api, client_id, client_secret)
        print_guide(console, answer)
        _print_addresses(console, api, folder)
        return answer


def explain(refused: Refused) -> str:
    """A refusal as lines for people: title, detail, and the rows that it points at."""
    lines = [f"{refused.title} ({refused.status})", refused.detail]
    for row in refused.rows[:ROWS_SHOWN]:
        place = f"række {row['row']}" if row.get("row") else str(row.get("pointer", ""))
        lines.append(f"  {place}: {row.get('detail') or row.get('code', '')}")
    if len(refused.rows) > ROWS_SHOWN:
        lines.append(f"  … og {len(refused.rows) - ROWS_SHOWN} til")
    return "\n".join(line for line in lines if line)


def write_demo_file(path: Path, api: PublicApi, client_id: str, client_secret: str) -> None:
    """Write who may ask and where, readable for the owner alone, whole or not at all."""
    content = {
        "base_url": api.base_url,
        "municipality": MUNICIPALITY,
        "token_url": api.token_url,
        "clients": {"jobcenter": {"client_id": client_id, "client_secret": client_secret}},
    }
    write_private_json(path, content)


def _shows_figures(answer: Answer) -> bool:
    return bool(answer["ranked"]) and answer.get("as_of") is not None


def _progress(console: Console) -> Progress:
    return Progress(
        SpinnerColumn(),
        TextColumn("{task.description}"),
        BarColumn(bar_width=32),
        TextColumn("{task.percentage:>3.0f} %"),
        TimeElapsedColumn(),
        TextColumn("{task.fields[note]}"),
        console=console,
        transient=False,
    )


def _send_everything(api: PublicApi, folder: Path, progress: Progress) -> None:
    from standalone.demonstration.generate import generate  # noqa: PLC0415 - numpy only when needed

    making = progress.add_task(f"{MUNICIPALITY_NAME}: data laves", total=None, note="")
    files = generate(folder, as_of=last_whole_week(dt.datetime.now(tz=dt.UTC).date()))
    progress.update(making, total=1, completed=1)
    for step in steps(files):
        size = step.file.stat().st_size
        # One more than is sent: the step is done when the service has answered.
        task = progress.add_task(f"Indlæser {step.label}", total=size + 1, note="")
        sent = partial(_show_sent, progress, task, size)
        report = api.upload(step.path, step.file, step.media_type, sent=sent)
        progress.update(task, completed=size + 1, note=_accepted(report))


def _show_sent(progress: Progress, task: TaskID, size: int, so_far: int) -> None:
    progress.update(task, completed=so_far, note="gemmes …" if so_far >= size else "")


def _accepted(report: Answer) -> str:
    for name in ("accepted", "rows", "imported"):
        if isinstance(report.get(name), int):
            return f"{report[name]:,} rækker".replace(",", ".")
    return "modtaget"


def _wait_for_figures(api: PublicApi, progress: Progress) -> Answer:
    task = progress.add_task("Effekter måles og frigives", total=None, note="")
    deadline = time.monotonic() + _RELEASE_WITHIN_SECONDS
    while time.monotonic() < deadline:
        answer = api.get(GUIDE, PROFILE)
        if _shows_figures(answer):
            progress.update(task, total=1, completed=1)
            return answer
        time.sleep(_ASK_EVERY_SECONDS)
    raise NotReleased(
        "Alt er modtaget, men guiden viser ingen tal endnu. Kører arbejdsprocessen? Se loggen."
    )


def _print_addresses(console: Console, api: PublicApi, folder: Path) -> None:
    console.print()
    for name, value in (
        ("Guiden", f"{api.base_url}/"),
        ("API", f"{api.base_url}{GUIDE}?target_group={PROFILE['target_group']}"),
        ("Adgang", f"{folder / DEMO_FILE} (klienten »jobcenter«)"),
    ):
        console.print(f"{name:<7}", style="bold", end=" ")
        console.print(value, soft_wrap=True, markup=False, highlight=False)
