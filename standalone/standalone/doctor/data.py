"""The data folder: whose it is, who can read it, what a crash left, and who has our port."""

import os
import pwd
import stat
from collections.abc import Iterator
from pathlib import Path

import psutil  # type: ignore[import-untyped]  # the package ships no types

from standalone import ports, postgres_account, processes
from standalone.cannot_run import CannotRun
from standalone.data_folder import VARIABLE, DataFolder
from standalone.doctor.findings import Finding, broken, doubtful, fine
from standalone.doctor.instance import Instance
from standalone.doctor.machine import nearest
from standalone.run import PORT_VARIABLE, chosen_port

_OTHERS = stat.S_IRWXG | stat.S_IRWXO
_NEXT_START = "Næste `pejling run` rydder selv op."


def check_folder(folder: DataFolder) -> Finding:
    """The folder is ours, and ours alone."""
    path = folder.path
    if not path.exists():
        above = nearest(path)
        if os.access(above, os.W_OK):
            return fine("data_folder", f"Datamappen {path} oprettes ved første start")
        return broken(
            "data_folder",
            f"Datamappen {path} kan ikke oprettes: {above} kan ikke skrives",
            f"Vælg en anden med {VARIABLE}.",
        )
    state = path.stat()
    if not path.is_dir() or not os.access(path, os.R_OK | os.W_OK | os.X_OK):
        return broken(
            "data_folder",
            f"Datamappen {path} kan ikke læses og skrives",
            f"Kør som {_name(state.st_uid)}, eller vælg en anden med {VARIABLE}.",
        )
    if state.st_uid != os.geteuid():
        return broken(
            "data_folder",
            f"Datamappen {path} ejes af {_name(state.st_uid)}, men vi er {_name(os.geteuid())}",
            f"Kør som {_name(state.st_uid)}, eller vælg en anden med {VARIABLE}.",
        )
    if state.st_mode & _OTHERS:
        return doubtful(
            "data_folder",
            f"Andre kan se ind i datamappen {path} ({stat.S_IMODE(state.st_mode):04o})",
            f"Kør: chmod 700 '{path}'",
        )
    return fine("data_folder", f"Datamappen {path}")


def check_secrets(folder: DataFolder) -> Finding:
    """Each secret is its owner's alone; none is opened."""
    place = folder.path / "secrets"
    try:
        files = sorted(place.iterdir())
        open_to_others = [each for each in (place, *files) if each.stat().st_mode & _OTHERS]
        foreign = [each for each in files if each.stat().st_uid != os.geteuid()]
    except FileNotFoundError:
        return fine("secrets", "Hemmelighederne laves ved første start")
    except OSError as error:
        return broken("secrets", f"{place} kan ikke læses ({error.strerror})", "Ret rettighederne.")
    if open_to_others:
        return broken(
            "secrets",
            f"Andre kan læse {', '.join(each.name for each in open_to_others)}",
            f"Kør: chmod -R go= '{place}'. Regn dem for kendte af andre.",
        )
    if foreign:
        return broken(
            "secrets",
            f"{', '.join(each.name for each in foreign)} ejes af en anden",
            f"Kør som ejeren af '{place}'.",
        )
    return fine("secrets", f"{len(files)} hemmeligheder, læsbare for ejeren alene")


def check_leftovers(folder: DataFolder, instance: Instance | None) -> list[Finding]:
    """What a run that was killed leaves behind; while one is at work there is none to see."""
    if instance is not None:
        return [fine("leftovers", f"Pejling kører (proces {instance.pid})")]
    found = list(_leftovers(folder))
    return found or [fine("leftovers", "Intet er efterladt af en tidligere kørsel")]


def _leftovers(folder: DataFolder) -> Iterator[Finding]:
    for cluster in postgres_account.places(folder.path):
        running = processes.find_at_home(name="postgres", folder=cluster)
        if running:
            yield doubtful(
                "orphan",
                f"En PostgreSQL uden `pejling run` arbejder i {cluster} (proces {running[0]})",
                "Næste `pejling run` stopper den og starter sin egen.",
            )
        elif (cluster / "postmaster.pid").exists():
            yield doubtful(
                "stale_files", f"En PostgreSQL blev dræbt i {cluster}: postmaster.pid", _NEXT_START
            )
        for name in ("postgres.new", "postgres.password"):
            if cluster.with_name(name).exists():
                yield doubtful(
                    "stale_files", f"{cluster.with_name(name)} er efterladt", _NEXT_START
                )
    if folder.up_file.exists():
        yield doubtful(
            "stale_files",
            f"{folder.up_file} er efterladt; dens adresser gælder ikke",
            _NEXT_START,
        )
    if halves := _entries(folder.path / "secrets", "*.*"):
        yield doubtful(
            "stale_files",
            f"En hemmelighed blev aldrig skrevet færdig: {', '.join(halves)}",
            f"Slet den i '{folder.path / 'secrets'}'.",
        )
    if work := _entries(folder.path / "spool", "*"):
        yield doubtful(
            "stale_files",
            f"{len(work)} afbrudte indlæsninger ligger i {folder.path / 'spool'}",
            "Baggrundsprocessen sletter dem, når de er et døgn gamle.",
        )


def _entries(place: Path, pattern: str) -> list[str]:
    return sorted(each.name for each in place.glob(pattern))


def check_port(instance: Instance | None) -> Finding:
    """The port that the next `pejling run` asks for."""
    try:
        port, is_named = chosen_port()
    except CannotRun as fact:
        return broken("port", str(fact), f"Ret eller fjern {PORT_VARIABLE}.")
    if instance is not None and instance.port == port:
        return fine("port", f"Port {port} holdes af vores egen proces {instance.pid}")
    if ports.is_free(port):
        return fine("port", f"Port {port} er fri")
    text = f"Port {port} er optaget af {_listener(port)}"
    if is_named:
        return broken("port", text, f"Stop programmet, eller sæt {PORT_VARIABLE} til en anden.")
    return doubtful("port", text, "`pejling run` tager den næste, der er fri.")


def _listener(port: int) -> str:
    try:
        for each in psutil.net_connections("tcp"):
            if each.status == psutil.CONN_LISTEN and each.laddr.port == port and each.pid:
                return f"{psutil.Process(each.pid).name()} (proces {each.pid})"
    except psutil.Error:
        pass
    return "et program, som vi ikke må se"


def _name(uid: int) -> str:
    try:
        return pwd.getpwuid(uid).pw_name
    except KeyError:
        return f"bruger {uid}"
