"""nginx in front of the services apart: the pages, one address, and nobody's password."""

import contextlib
import os
import shutil
import signal
import subprocess
from collections.abc import Mapping
from pathlib import Path

from standalone import nginx_configuration, ports, processes
from standalone.app import FRONTEND
from standalone.cannot_run import CannotRun
from standalone.children import Child
from standalone.data_folder import DataFolder

_PROGRAM = "nginx"
_PLACES = os.pathsep.join((os.environ.get("PATH", os.defpath), "/usr/sbin", "/usr/local/sbin"))
_PAGES = "pages"
_ENDS_WITHIN = 5.0


class NginxMissing(CannotRun):
    """The program is not installed."""


class NginxRefused(CannotRun):
    """nginx does not take its configuration; the text ends with its own words."""


class PagesMissing(CannotRun):
    """The frontend is not built."""


def find_program() -> str:
    """Where nginx lies.

    Raises:
        NginxMissing: it is not installed.
    """
    found = shutil.which(_PROGRAM, path=_PLACES)
    if found is None:
        raise NginxMissing(
            "nginx mangler. Installér den (på Debian: sudo apt-get install nginx-light), eller brug"
            " `pejling up --no-nginx`.",
        )
    return found


def prepare(folder: DataFolder, port: int, services: Mapping[str, str]) -> Child:
    """Write what nginx is told, see that nginx takes it, and hand it over not yet started.

    Args:
        folder: where its own folder is made.
        port: where it answers, on loopback.
        services: where each service answers, `host:port`.

    Raises:
        CannotRun: nginx or the pages are missing, or nginx does not take what it is told.
    """
    program = find_program()
    home = folder.nginx
    _stop_left_over(home)
    home.mkdir(mode=0o700, parents=True, exist_ok=True)
    shutil.rmtree(home / _PAGES, ignore_errors=True)
    take_pages(folder)
    # nginx reads variables in paths, so it is told none but those below the folder it works in.
    place = nginx_configuration.Place(
        listen=[f"{ports.LOOPBACK}:{port}", *_also_v6(port)],
        services=services,
        pages=_PAGES,
        scratch=".",
        # Root's files are root's alone; others run it as themselves.
        worker_user="root" if os.geteuid() == 0 else None,
    )
    (home / "nginx.conf").write_text(nginx_configuration.render(place), encoding="utf-8")
    words = ("-p", "./", "-e", "stderr", "-c", "nginx.conf")
    tried = subprocess.run(
        [program, *words, "-t", "-q"], cwd=home, capture_output=True, text=True, check=False
    )
    if tried.returncode != 0:
        said = (tried.stderr.strip().splitlines() or ["ingen besked"])[0]
        raise NginxRefused(f"nginx tager ikke imod sin opsætning: {said}")
    return Child(
        _PROGRAM,
        "standalone.nginx_process",
        *(program, *words),
        environment={},
        inherited={"PATH": os.environ.get("PATH", os.defpath)},  # nobody's secrets
        logs=folder.logs,
        folder=home,
    )


def take_pages(folder: DataFolder) -> None:
    """Put the pages as they are built now beside those that were shown before.

    A page that somebody has open asks for its parts by their hashes, also after an upgrade, and
    nobody is ever shown half of a build.

    Raises:
        PagesMissing: there are none.
    """
    page = FRONTEND / "index.html"
    if not page.is_file():
        raise PagesMissing("Siderne er ikke bygget (frontend/dist mangler). Kør `make up`.")
    pages = folder.nginx / _PAGES
    try:
        shutil.copytree(
            FRONTEND, pages, dirs_exist_ok=True, ignore=lambda _, names: {page.name} & set(names)
        )
        aside = pages / f".{page.name}"
        shutil.copyfile(page, aside)
        aside.replace(pages / page.name)
    except OSError as error:
        raise PagesMissing(f"Siderne kan ikke kopieres fra {FRONTEND}; prøv igen.") from error


def _also_v6(port: int) -> list[str]:
    """The same port of the other loopback address, where the machine has one."""
    with contextlib.ExitStack() as stack:
        listeners = ports.listen(port)
        for listener in listeners:
            stack.callback(listener.close)
        return [f"[{ports.LOOPBACK_V6}]:{port}"] if len(listeners) > 1 else []


def _stop_left_over(home: Path) -> None:
    """Stop an nginx that a killed run has left: one that works in this very folder."""
    for pid in processes.find_at_home(name=_PROGRAM, folder=home):
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signal.SIGTERM)
        if not processes.wait_until_gone(pid, seconds=_ENDS_WITHIN):
            os.kill(pid, signal.SIGKILL)
