"""Brings uv to a machine that lacks it: the wheel named in uv.lock, checked by its hash."""

import hashlib
import os
import platform
import re
import shutil
import subprocess
import sys
import tempfile
import tomllib
import urllib.error
import urllib.request
import zipfile
from pathlib import Path
from typing import NamedTuple

from deploy.bootstrapping.problem import NotReady

_LARGEST_WHEEL = 200_000_000  # bytes
_WHEEL_TAG = re.compile(
    r"(?P<system>manylinux|musllinux|macosx)_(?P<major>\d+)_(?P<minor>\d+)_(?P<machine>\w+)",
)


class Wheel(NamedTuple):
    """One file of a release as the lock file records it."""

    url: str
    sha256: str

    @property
    def name(self) -> str:
        """The file's name, which carries the platforms that it runs on."""
        return self.url.rsplit("/", 1)[-1]


class Machine(NamedTuple):
    """What a wheel must fit."""

    system: str
    """manylinux (glibc), musllinux or macosx."""
    version: tuple[int, int]
    """Of the C library, or of macOS."""
    machine: str


def find_uv(root: Path) -> Path | None:
    """A uv new enough for the project: the one on the PATH, else the one we brought."""
    oldest = _oldest_uv(root)
    on_path = shutil.which("uv")
    for candidate in (Path(on_path) if on_path else None, root / ".tools" / "uv"):
        if candidate is not None and candidate.exists() and _version(candidate) >= oldest:
            return candidate
    return None


def bring_uv(root: Path) -> Path:
    """Download uv's wheel as uv.lock pins it and unpack the program into `.tools/`.

    pip does it where the Python has it, for it knows the machine's mirrors and proxies; else
    the address in the lock file is fetched directly. The hash decides in both cases.

    Raises:
        NotReady: no wheel for this machine, no connection, or a wrong hash.
    """
    version, wheels = locked_wheels(root / "uv.lock")
    tools = root / ".tools"
    tools.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(dir=tools) as scratch:
        folder = Path(scratch)
        if _has_pip():
            wheel = _download_with_pip(folder, version, wheels)
        else:
            wheel = _download_directly(folder, choose_wheel(wheels, this_machine()))
        program = folder / "uv"
        with zipfile.ZipFile(wheel) as archive:
            member = next(name for name in archive.namelist() if name.endswith("/scripts/uv"))
            program.write_bytes(archive.read(member))
        program.chmod(0o755)
        program.replace(tools / "uv")
    return tools / "uv"


def locked_wheels(lock: Path) -> tuple[str, list[Wheel]]:
    """The version of uv in the lock file and its wheels.

    Raises:
        NotReady: the lock file does not name uv.
    """
    with lock.open("rb") as file:
        packages = tomllib.load(file)["package"]
    for package in packages:
        if package["name"] == "uv":
            wheels = [
                Wheel(entry["url"], entry["hash"].removeprefix("sha256:"))
                for entry in package["wheels"]
            ]
            return package["version"], wheels
    raise NotReady("uv.lock nævner ikke uv; hent projektet igen.")


def choose_wheel(wheels: list[Wheel], machine: Machine) -> Wheel:
    """The first wheel whose platform tag this machine satisfies.

    Raises:
        NotReady: none does.
    """
    for wheel in wheels:
        tags = wheel.name.removesuffix(".whl").split("-")[-1].split(".")
        for tag in tags:
            match = _WHEEL_TAG.fullmatch(tag)
            if (
                match
                and match["system"] == machine.system
                and match["machine"] == machine.machine
                and (int(match["major"]), int(match["minor"])) <= machine.version
            ):
                return wheel
    raise NotReady(
        f"uv findes ikke færdigbygget til denne maskine ({machine.system}, {machine.machine}); "
        "installér uv selv, og kør igen.",
    )


def this_machine() -> Machine:
    """What this machine is, in the words of wheel names."""
    if sys.platform == "darwin":
        major, minor = (*map(int, platform.mac_ver()[0].split(".")), 0)[:2]
        return Machine("macosx", (major, minor), platform.machine())
    library, version = platform.libc_ver()
    if library == "glibc":
        major, minor = map(int, version.split(".")[:2])
        return Machine("manylinux", (major, minor), platform.machine())
    # musl does not tell its version to Python; 1.2 is from 2020, older than any Python 3.11.
    return Machine("musllinux", (1, 2), platform.machine())


def _oldest_uv(root: Path) -> tuple[int, ...]:
    with (root / "pyproject.toml").open("rb") as file:
        required = tomllib.load(file)["tool"]["uv"]["required-version"]
    return _numbers(required)


def _version(program: Path) -> tuple[int, ...]:
    try:
        said = subprocess.run(
            [str(program), "--version"],
            capture_output=True,
            text=True,
            check=False,
        )
    except OSError:
        return ()
    return _numbers(said.stdout) if said.returncode == 0 else ()


def _numbers(text: str) -> tuple[int, ...]:
    match = re.search(r"\d+(\.\d+)*", text)
    return tuple(map(int, match[0].split("."))) if match else ()


def _has_pip() -> bool:
    asked = subprocess.run(
        [sys.executable, "-m", "pip", "--version"],
        capture_output=True,
        check=False,
    )
    return asked.returncode == 0


def _download_with_pip(folder: Path, version: str, wheels: list[Wheel]) -> Path:
    requirements = folder / "requirements.txt"
    hashes = " ".join(f"--hash=sha256:{wheel.sha256}" for wheel in wheels)
    requirements.write_text(f"uv=={version} {hashes}\n", encoding="ascii")
    finished = subprocess.run(
        [
            *(sys.executable, "-m", "pip", "download", "--no-deps", "--require-hashes"),
            *("--only-binary=:all:", "--disable-pip-version-check", "--no-input", "--quiet"),
            *("--dest", str(folder), "--requirement", str(requirements)),
        ],
        capture_output=True,
        text=True,
        check=False,
        env=os.environ | {"PYTHONWARNINGS": "ignore"},
    )
    found = sorted(folder.glob("uv-*.whl"))
    if finished.returncode != 0 or not found:
        errors = [line for line in finished.stderr.splitlines() if "ERROR" in line]
        reason = errors[-1] if errors else finished.stderr.strip()
        raise NotReady(f"uv {version} kunne ikke hentes med pip: {reason}")
    return found[0]


def _download_directly(folder: Path, wheel: Wheel) -> Path:
    target = folder / wheel.name
    try:
        with urllib.request.urlopen(wheel.url, timeout=60) as answer:  # noqa: S310 - the address is in our own lock file
            content = answer.read(_LARGEST_WHEEL)
    except (urllib.error.URLError, OSError) as error:
        raise NotReady(f"uv kunne ikke hentes fra {wheel.url}: {error}") from error
    if hashlib.sha256(content).hexdigest() != wheel.sha256:
        raise NotReady(f"{wheel.name} har ikke den sum, der står i uv.lock, og bruges ikke.")
    target.write_bytes(content)
    return target
