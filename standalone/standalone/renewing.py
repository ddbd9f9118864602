"""`pejling up` puts new processes in its own ones' place when `pejling restart` asks it to."""

from collections.abc import Callable
from dataclasses import dataclass

from standalone import nginx
from standalone.apart import Apart
from standalone.cannot_run import CannotRun
from standalone.data_folder import DataFolder
from standalone.restarting import NotRestarted, read
from standalone.secret_files import write_private_json


@dataclass(frozen=True, slots=True)
class Asked:
    """Which processes somebody asks to be started anew, in order; none named means all."""

    id: str
    names: tuple[str, ...]


def take_up(folder: DataFolder) -> Asked | None:
    """What somebody has asked since we looked last."""
    told = read(folder.restart_asked)
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
