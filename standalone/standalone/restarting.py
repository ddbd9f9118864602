"""`pejling restart`: one process asks the running `pejling up` to put new processes in its place.

The question and its answer are files in the data folder, whose owner alone may write there.
"""

import json
import secrets
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from standalone import nginx
from standalone.apart import Apart
from standalone.cannot_run import CannotRun
from standalone.data_folder import DataFolder
from standalone.doctor.instance import find_instance
from standalone.secret_files import write_private_json

_LOOK_EVERY = 0.1
_TAKEN_UP_WITHIN = 150.0
"""An installation that is starting takes up nothing before it is up."""


class NothingToRestart(CannotRun):
    """No `pejling up` runs on the data folder."""


class NotRestarted(CannotRun):
    """The running installation says why it did not."""


@dataclass(frozen=True, slots=True)
class Asked:
    """Which processes somebody asks to be started anew, in order; none named means all."""

    id: str
    names: tuple[str, ...]


def ask(names: Sequence[str], folder: DataFolder) -> None:
    """Ask the installation that runs on a data folder, and return when it is done.

    Raises:
        NothingToRestart: none runs there.
        NotRestarted: it could not.
    """
    instance = find_instance(folder)
    if instance is None or instance.address is not None:
        raise NothingToRestart(
            f"Ingen `pejling up` kører med data i {folder.path}. `pejling run` startes om med "
            "Ctrl-C og `make run`.",
        )
    mine = secrets.token_hex(8)
    write_private_json(folder.restart_asked, {"id": mine, "names": list(names)})
    until = time.monotonic() + _TAKEN_UP_WITHIN
    while (told := _read(folder.restart_told)).get("id") != mine:
        if folder.restart_asked.exists() and time.monotonic() > until:
            folder.restart_asked.unlink(missing_ok=True)
            raise NotRestarted("Den kørende `pejling up` tog ikke imod; prøv igen om lidt.")
        if find_instance(folder) is None:
            raise NotRestarted("Den kørende `pejling up` stoppede imens.")
        time.sleep(_LOOK_EVERY)
    folder.restart_told.unlink(missing_ok=True)
    if told.get("trouble"):
        raise NotRestarted(str(told["trouble"]))


def take_up(folder: DataFolder) -> Asked | None:
    """What somebody has asked since we looked last."""
    told = _read(folder.restart_asked)
    folder.restart_asked.unlink(missing_ok=True)
    names = told.get("names")
    if not isinstance(names, list) or "id" not in told:
        return None
    return Asked(str(told["id"]), tuple(map(str, names)))


def carry_out(asked: Asked, running: Apart, folder: DataFolder, tend: Callable[[], None]) -> None:
    """Start anew what was asked, one after the other; say how it went.

    Asked for everything, the pages follow last: they ask the services for what is new there.
    """
    trouble = ""
    try:
        if unknown := set(asked.names) - set(running.names):
            raise NotRestarted(
                f"Ukendt proces: {', '.join(sorted(unknown))}. Der er {', '.join(running.names)}.",
            )
        for name in asked.names or running.names:
            running.restart(name, tend)
        if not asked.names and running.is_behind_proxy:
            nginx.take_pages(folder)
    except CannotRun as fact:
        trouble = str(fact)
    write_private_json(folder.restart_told, {"id": asked.id, "trouble": trouble})


def _read(path: Path) -> dict[str, Any]:
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return content if isinstance(content, dict) else {}
