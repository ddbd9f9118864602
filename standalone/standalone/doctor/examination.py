"""Runs the checks, each with a deadline, and shows what they came to on one screen."""

import json
import threading
from collections.abc import Callable, Iterable

from standalone.data_folder import DataFolder
from standalone.doctor import data, database, installation, machine, services, settings
from standalone.doctor.findings import Finding, Level, broken
from standalone.doctor.instance import find_instance

_DEADLINE = 20.0  # seconds, for one check

Check = Callable[[], Finding | Iterable[Finding]]


def examine(folder: DataFolder) -> list[Finding]:
    """Every finding, in the order of the checks; it takes as long as the slowest of them."""
    instance = find_instance(folder)
    checks: dict[str, Check] = {
        "python": machine.check_python,
        "node": machine.check_node,
        "frontend": machine.check_frontend,
        "memory": machine.check_memory,
        "room": lambda: machine.check_room(folder.path),
        "time_zones": machine.check_time_zones,
        "proxies": machine.check_proxies,
        "data_folder": lambda: data.check_folder(folder),
        "secrets": lambda: data.check_secrets(folder),
        "leftovers": lambda: data.check_leftovers(folder, instance),
        "port": lambda: data.check_port(instance),
        "settings": settings.check_settings,
        "account": lambda: installation.check_account(folder),
        "binaries": lambda: installation.check_binaries(folder),
        "database": lambda: database.check_database(folder),
        "services": lambda: services.check_services(instance),
    }
    running = [_Running(name, check) for name, check in checks.items()]
    return [finding for each in running for finding in each.findings()]


class _Running:
    """A check in a thread of its own, which nobody waits for longer than its deadline."""

    def __init__(self, name: str, check: Check) -> None:
        self._name = name
        self._check = check
        self._found: list[Finding] = []
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()

    def _run(self) -> None:
        try:
            found = self._check()
        except Exception as error:  # noqa: BLE001 - one check that fails must not hide the others
            # Its text is not repeated: it may quote an address, and with it a password.
            self._found = [self._failed(f"kunne ikke undersøges ({type(error).__name__})")]
        else:
            self._found = [found] if isinstance(found, Finding) else list(found)

    def findings(self) -> list[Finding]:
        """What the check came to, once it is done or its time is up."""
        self._thread.join(_DEADLINE)
        return self._found or [self._failed(f"svarede ikke inden {_DEADLINE:.0f} s")]

    def _failed(self, what: str) -> Finding:
        return broken(self._name, f"{self._name} {what}", "Prøv igen, og se loggene i datamappen.")


def worst(findings: Iterable[Finding]) -> Level:
    """The level of the whole."""
    order = list(Level)
    return max((each.level for each in findings), key=order.index, default=Level.OK)


def as_lines(findings: Iterable[Finding]) -> str:
    """One line each: the level, what was found, and what to do."""
    return "\n".join(
        f"{each.level:<8}  {each.text}" + (f" → {each.remedy}" if each.remedy else "")
        for each in findings
    )


def as_json(findings: list[Finding]) -> str:
    """The same for programs."""
    return json.dumps(
        {
            "status": worst(findings),
            "findings": [
                {
                    "check": each.check,
                    "level": each.level,
                    "text": each.text,
                    "remedy": each.remedy,
                }
                for each in findings
            ],
        },
        ensure_ascii=False,
    )
