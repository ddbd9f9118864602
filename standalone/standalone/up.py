"""`pejling up`: the services apart, kept up until Ctrl-C, behind nginx or each on its own port.

What may stop us is looked at first, with few imports, so that it is said at once.
"""

import sys
from contextlib import ExitStack

from kit import loading
from standalone import run
from standalone.cannot_run import CannotRun
from standalone.data_folder import DataFolder
from standalone.databases import SERVICES
from standalone.stop_signals import stop_asked


class ServiceUnknown(CannotRun):
    """A service was named that there is not."""


class WholeHouseNeeded(CannotRun):
    """nginx stands in front of all services, not of some."""


def up(named: tuple[str, ...], *, behind_nginx: bool, demonstration: bool) -> None:
    """Start the named services, or all, and their workers; return when stopped.

    Args:
        named: the services; none means all.
        behind_nginx: whether nginx shows them and the pages at one address.
        demonstration: whether the demonstration municipality is loaded where it is not.

    Raises:
        CannotRun: with one line for the person who started us.
    """
    _see_that_it_can_be(named, behind_nginx=behind_nginx, demonstration=demonstration)
    folder = DataFolder.from_environment()
    with ExitStack() as stack:
        stop = stack.enter_context(stop_asked())
        stack.enter_context(folder.held())
        port = _free_port() if behind_nginx else None
        with loading.kept():
            from standalone import operation_apart  # noqa: PLC0415 - the toolkits load in a second

        operation_apart.operate(folder, named or SERVICES, port, stop, demonstration=demonstration)
    sys.stdout.write("Tjenesterne er stoppet. Data er bevaret.\n")


def _see_that_it_can_be(named: tuple[str, ...], *, behind_nginx: bool, demonstration: bool) -> None:
    if unknown := set(named) - set(SERVICES):
        raise ServiceUnknown(
            f"Ukendt tjeneste: {', '.join(sorted(unknown))}. Der er {', '.join(SERVICES)}.",
        )
    if (named and behind_nginx) or (demonstration and not behind_nginx):
        raise WholeHouseNeeded("Enkelte tjenester startes med `--no-nginx` og uden demonstration.")
    if behind_nginx:
        with loading.kept():
            from standalone import nginx  # noqa: PLC0415 - as above

        nginx.find_program()


def _free_port() -> int:
    """The port for nginx: the one that a person has named, or the next that is free."""
    port, listeners = run.open_port()
    for listener in listeners:
        listener.close()
    return port
