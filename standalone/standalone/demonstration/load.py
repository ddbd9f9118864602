"""Loads the demonstration municipality through the public API and shows what the guide says."""

import datetime as dt
from collections.abc import Mapping, Sequence
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn
from rich.table import Table

from standalone.demonstration.guide_table import print_guide
from standalone.demonstration.municipality import MUNICIPALITY, MUNICIPALITY_NAME
from standalone.demonstration.public_api import Answer, PublicApi, Refused
from standalone.demonstration.sending import Sending
from standalone.demonstration.waiting import wait_until
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
_LAST_HEARD = {"effect_3m", "satisfaction", "smiley", "waiting_days", "complaints_per_100"}
Clients = Mapping[str, Mapping[str, str]]
Users = Sequence[Mapping[str, str]]


ROWS_SHOWN = 20


def load(
    base_url: str,
    clients: Clients,
    *,
    users: Users = (),
    folder: Path,
    scale: float = 1.0,
    console: Console | None = None,
) -> Answer:
    """Load the demonstration municipality, unless it is loaded already, and show its guide.

    Args:
        base_url: Where the installation answers, as ``http://localhost:8000``.
        clients: The systems of the demonstration, by name, with ``client_id`` and
            ``client_secret``; everything is sent as ``jobcenter``.
        users: Who can sign in, with ``role``, ``username`` and ``password``.
        folder: The data folder: ``demo.json`` and the generated files go there.
        scale: How large the municipality is made; 1 is 15,000 citizens.
        console: Where progress and the guide are shown.

    Returns:
        What the guide answers for the example profile.

    Raises:
        Refused: The API refused something; it says what in Danish.
        Unreachable: The installation does not answer.
        NotHeard: A service has not heard in time what another was told.
    """
    console = console or Console()
    own = clients["jobcenter"]
    with PublicApi(base_url, own["client_id"], own["client_secret"]) as api:
        answer = api.get(GUIDE, PROFILE)
        if not _shows_everything(answer):
            with _progress(console) as progress:
                _send_everything(api, folder / FOLDER, progress, scale=scale)
                answer = _wait_for_guide(api, progress)
        write_demo_file(folder / DEMO_FILE, api, clients, users)
        print_guide(console, answer)
        _print_addresses(console, api, folder)
        _print_users(console, users)
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


def write_demo_file(path: Path, api: PublicApi, clients: Clients, users: Users) -> None:
    """Write who may ask and where, readable for the owner alone, whole or not at all."""
    content = {
        "base_url": api.base_url,
        "municipality": MUNICIPALITY,
        "token_url": api.token_url,
        "users": users,
        "clients": clients,
    }
    write_private_json(path, content)


def _shows_everything(answer: Answer) -> bool:
    """Whether the guide has heard of all that is loaded: effects, answers and inspections."""
    measured = {each["name"] for each in answer["indicators"] if each["measured"]}
    return bool(answer["ranked"]) and measured >= _LAST_HEARD


def _progress(console: Console) -> Progress:
    return Progress(
        SpinnerColumn(),
        TextColumn("{task.description}"),
        BarColumn(bar_width=20),
        TextColumn("{task.percentage:>3.0f} %"),
        TimeElapsedColumn(),
        TextColumn("{task.fields[note]}"),
        console=console,
        transient=False,
    )


def _send_everything(api: PublicApi, folder: Path, progress: Progress, *, scale: float) -> None:
    from standalone.demonstration.generate import generate  # noqa: PLC0415 - numpy only when needed

    as_of = last_whole_week(dt.datetime.now(tz=dt.UTC).date())
    making = progress.add_task(f"{MUNICIPALITY_NAME}: data laves", total=None, note="")
    files = generate(folder, as_of=as_of, scale=scale)
    progress.update(making, total=1, completed=1)
    Sending(api, files, folder / "sent", as_of, progress).send()


def _wait_for_guide(api: PublicApi, progress: Progress) -> Answer:
    task = progress.add_task("Guiden hører om det", total=None, note="")
    wait_until(lambda: _shows_everything(api.get(GUIDE, PROFILE)), "Guiden viser ikke alt endnu.")
    progress.update(task, total=1, completed=1)
    return api.get(GUIDE, PROFILE)


def _print_addresses(console: Console, api: PublicApi, folder: Path) -> None:
    console.print()
    for name, value in (
        ("Guiden", f"{api.base_url}/"),
        ("API", f"{api.base_url}{GUIDE}?target_group={PROFILE['target_group']}"),
        ("Adgang", f"{folder / DEMO_FILE} (klienterne »jobcenter« og »provider«)"),
    ):
        console.print(f"{name:<7}", style="bold", end=" ")
        console.print(value, soft_wrap=True, markup=False, highlight=False)


def _print_users(console: Console, users: Users) -> None:
    """Show who can sign in, in a small table; nobody but this machine's people can use it."""
    if not users:
        return
    table = Table("Brugernavn", "Adgangskode", box=None)
    for user in users:
        table.add_row(user["username"], user["password"])
    console.print()
    console.print(table)
