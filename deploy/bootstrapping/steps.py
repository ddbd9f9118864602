"""The steps that make a clone ready to run, each skipped when its inputs have not changed."""

import compileall
import hashlib
import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path

from deploy.bootstrapping import debian, parts, uv
from deploy.bootstrapping.problem import NotReady

_ROOT = Path(__file__).resolve().parents[2]
_FRONTEND = _ROOT / "frontend"
_IDENTITY_PROVIDER = _ROOT / "standalone" / "identity_provider"
_STAMPS = _ROOT / ".tools" / "stamps"
_NODE_NEEDED = "Node 20.19 eller nyere (eller 22.12 eller nyere)"
_BROWSERS = ("chromium", "chromium-browser", "google-chrome")
_DEBIANS_POSTGRES = Path("/usr/lib/postgresql")
_OLDEST_JAVA = 17
_JAVA_NEEDED = (
    f"Spark kræver Java {_OLDEST_JAVA} eller nyere. Installér den (på Debian: apt-get install "
    "openjdk-17-jre-headless eller default-jre-headless), og kør igen."
)
_NOT_SOURCES = {"node_modules", "dist", "e2e", "test-results", "coverage"}

# Python keeps what it has compiled, unless the environment says that it shall not: each process of
# ours would then compile a thousand modules again, and so it is done once, when they are brought.
_COMPILED_ONCE = {"UV_COMPILE_BYTECODE": "1"} if sys.dont_write_bytecode else {}

_FOR_BROWSER = ("python", "node", "frontend", "browser")
_TESTS: dict[str, tuple[tuple[str, ...], tuple[parts.Part, ...]]] = {
    "test": ((*_FOR_BROWSER, "postgres", "edge"), parts.PARTS),
    "e2e": (_FOR_BROWSER, (parts.BROWSER,)),
}

# Each of these follows the one before it, beside the others; apt lets in one at a time.
_BESIDE_EACH_OTHER = (
    ("python", "spark"),
    ("node", "frontend"),
    ("browser", "postgres", "edge"),
)

# A municipality's network may inspect TLS with a certificate that the system knows and the tools'
# own lists do not. What is downloaded is held to its hash either way.
_SYSTEM_CERTIFICATES = Path("/etc/ssl/certs/ca-certificates.crt")
_SYSTEM_TRUST = {"UV_SYSTEM_CERTS": "true"}
if _SYSTEM_CERTIFICATES.exists():
    _SYSTEM_TRUST["NODE_EXTRA_CA_CERTS"] = str(_SYSTEM_CERTIFICATES)


def perform(words: list[str]) -> int:
    """Do the named steps, what they need checked before any of them begins."""
    steps: dict[str, Callable[[], None]] = {
        "python": prepare_python,
        "node": prepare_node,
        "frontend": build_frontend,
        "browser": find_or_install_browser,
        "postgres": find_or_install_postgres,
        "edge": find_or_install_edge,
        "spark": prepare_spark,
    }
    wanted, tests = _TESTS.get(" ".join(words), (tuple(words), ()))
    if unknown := set(wanted) - set(steps):
        sys.stderr.write(f"Ukendt trin: {', '.join(sorted(unknown))}.\n")
        return 2
    try:
        if {"node", "frontend"} & set(wanted):
            check_node()
        if "spark" in wanted:
            check_java()
        began = time.monotonic()
        _do_beside_each_other(
            partial(_do_in_order, [steps[name] for name in row if name in wanted])
            for row in _BESIDE_EACH_OTHER
        )
        if tests:
            return parts.run_all(_ROOT, tests, set_up_seconds=time.monotonic() - began)
    except NotReady as problem:
        sys.stderr.write(f"{problem}\n")
        return 2
    except subprocess.CalledProcessError as failed:
        sys.stderr.write(f"{' '.join(map(str, failed.cmd[:3]))} … mislykkedes.\n")
        return 2
    return 0


def check_node() -> None:
    """See that Node and npm are there and new enough.

    Raises:
        NotReady: they are not.
    """
    node = shutil.which("node")
    if node is None:
        raise NotReady(f"Node mangler. Installér {_NODE_NEEDED}, og kør igen.")
    said = subprocess.run([node, "--version"], capture_output=True, text=True, check=False).stdout
    match = re.match(r"v(\d+)\.(\d+)", said)
    version = (int(match[1]), int(match[2])) if match else (0, 0)
    new_enough = version >= (22, 12) or (20, 19) <= version < (21, 0)
    if not new_enough:
        raise NotReady(
            f"Node {said.strip() or '?'} er for gammel. Installér {_NODE_NEEDED}, og kør igen.",
        )
    if shutil.which("npm") is None:
        raise NotReady("npm mangler ved siden af Node. Installér npm, og kør igen.")


def check_java() -> None:
    """See that Java is there, where Spark looks for it, and new enough.

    Raises:
        NotReady: it is not.
    """
    home = os.environ.get("JAVA_HOME")
    java = shutil.which("java", path=str(Path(home, "bin")) if home else None)
    if java is None:
        where = f" i JAVA_HOME ({home})" if home else ""
        raise NotReady(f"Java mangler{where}. {_JAVA_NEEDED}")
    said = subprocess.run([java, "-version"], capture_output=True, text=True, check=False).stderr
    match = re.search(r'version "(\d+)', said)  # "1.8.0" is Java 8
    if match is None or int(match[1]) < _OLDEST_JAVA:
        raise NotReady(f"Java i {java} er for gammel eller kan ikke køre. {_JAVA_NEEDED}")


def prepare_python() -> None:
    """Bring uv where missing and install the locked packages into `.venv`."""
    members = [*_ROOT.glob("*/pyproject.toml"), *_ROOT.glob("services/*/pyproject.toml")]
    inputs = [_ROOT / "uv.lock", _ROOT / "pyproject.toml", *members]
    stamp = _ROOT / ".venv" / ".pejling-stamp"
    if not _is_current(stamp, inputs):
        _say("Henter Python-pakker …")
        _sync()
        _write_stamp(stamp, inputs)
    if _COMPILED_ONCE:
        for member in members:
            for code in (member.parent.name, "migrations"):
                compileall.compile_dir(member.with_name(code), quiet=2)


def prepare_spark() -> None:
    """Install Spark beside the locked packages; half a gigabyte that nothing else needs."""
    prepare_python()
    _say("Ser efter Spark, og henter den, hvis den mangler …")
    # No stamp: what is there already is seen at once, and `prepare_python` may have removed it.
    _sync("--all-packages", "--extra", "spark")


def prepare_node() -> None:
    """Install the locked packages of the frontend and of the demonstration's sign-in."""
    _do_beside_each_other(
        (
            partial(_install_node_packages, _FRONTEND, "Henter frontendens pakker …"),
            partial(_install_node_packages, _IDENTITY_PROVIDER, "Henter loginsidens pakker …"),
        )
    )


def build_frontend() -> None:
    """Build `frontend/dist` from its sources and the services' committed API documents."""
    prepare_node()
    inputs = [
        _ROOT / "docs" / "api.md",  # served with the page
        *_sources(_FRONTEND),
        *sorted(_ROOT.glob("services/*/openapi.json")),
    ]
    stamp = _STAMPS / "frontend"
    if (_FRONTEND / "dist" / "index.html").exists() and _is_current(stamp, inputs):
        return
    _say("Bygger frontenden …")
    _npm("run", "--silent", "build")
    _write_stamp(stamp, inputs)


def find_or_install_browser() -> None:
    """See that a Chromium is there for the browser tests, or install the system's.

    Raises:
        NotReady: there is none, and we may not install it.
    """
    found = next(filter(None, map(shutil.which, _BROWSERS)), None)
    if found is not None:
        os.environ.setdefault("PEJLING_CHROMIUM", found)
        return
    if not debian.may_install():
        raise NotReady(
            "Browserprøverne kræver Chromium. Installér den (på Debian: apt-get install "
            "chromium), og kør igen.",
        )
    _say("Installerer Chromium …")
    debian.install("chromium")


def find_or_install_postgres() -> None:
    """See that the system's own PostgreSQL is there, for the tests that run on it, or install it.

    Where we may not, those tests say that they were skipped: the embedded one is what we need.
    """
    if next(_DEBIANS_POSTGRES.glob("*/bin/initdb"), None) is not None:
        return
    if not debian.may_install():
        _say("Debians PostgreSQL er ikke installeret; prøverne på den springes over.")
        return
    _say("Installerer Debians PostgreSQL …")
    try:
        debian.install("postgresql")
    except subprocess.CalledProcessError:
        _say("Det mislykkedes; prøverne på Debians PostgreSQL springes over.")


def find_or_install_edge() -> None:
    """See that nginx and docker-compose are there, for the tests of the edge, or install them.

    Where we may not, those tests say that they were skipped.
    """
    for program, package in (("nginx", "nginx-light"), ("docker-compose", "docker-compose")):
        if shutil.which(program, path=f"{os.environ.get('PATH', '')}:/usr/sbin") is not None:
            continue
        if not debian.may_install():
            _say(f"{program} er ikke installeret; prøverne på den springes over.")
            continue
        _say(f"Installerer {program} …")
        try:
            debian.install(package)
        except subprocess.CalledProcessError:
            _say(f"Det mislykkedes; prøverne på {program} springes over.")


def _do_in_order(works: Iterable[Callable[[], None]]) -> None:
    for work in works:
        work()


def _do_beside_each_other(works: Iterable[Callable[[], None]]) -> None:
    """Do what does not wait for each other; all of it has ended when one's failure is raised."""
    with ThreadPoolExecutor() as pool:
        doing = [pool.submit(work) for work in works]
    for done in doing:
        done.result()


def _sync(*options: str) -> None:
    """Bring uv where missing, and make `.venv` what the lock file and the options say."""
    program = uv.find_uv(_ROOT) or uv.bring_uv(_ROOT)
    command = [str(program), "sync", "--frozen", "--quiet", *options]
    if not (_ROOT / ".venv").exists():
        command += ["--python", sys.executable]
    subprocess.run(
        command,
        cwd=_ROOT,
        check=True,
        env=_SYSTEM_TRUST | _COMPILED_ONCE | os.environ | {"UV_PYTHON_DOWNLOADS": "never"},
    )


def _install_node_packages(folder: Path, said: str) -> None:
    inputs = [folder / "package-lock.json"]
    stamp = folder / "node_modules" / ".pejling-stamp"
    if not _is_current(stamp, inputs):
        _say(said)
        _npm("ci", "--no-audit", "--no-fund", folder=folder)
        _write_stamp(stamp, inputs)


def _npm(*arguments: str, folder: Path = _FRONTEND) -> None:
    """Run npm in a folder; what it says is shown when it fails."""
    finished = subprocess.run(
        [shutil.which("npm") or "npm", *arguments],
        cwd=folder,
        check=False,
        env=_SYSTEM_TRUST | os.environ,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    if finished.returncode != 0:
        sys.stderr.write(finished.stdout)
        finished.check_returncode()


def _sources(folder: Path) -> list[Path]:
    found: list[Path] = []
    for directory, folders, names in os.walk(folder):
        folders[:] = sorted(
            name for name in folders if name not in _NOT_SOURCES and not name.startswith(".")
        )
        found += [Path(directory, name) for name in sorted(names)]
    return found


def _is_current(stamp: Path, inputs: Iterable[Path]) -> bool:
    try:
        return stamp.read_text(encoding="ascii") == _digest(inputs)
    except OSError:
        return False


def _write_stamp(stamp: Path, inputs: Iterable[Path]) -> None:
    stamp.parent.mkdir(parents=True, exist_ok=True)
    stamp.write_text(_digest(inputs), encoding="ascii")


def _digest(inputs: Iterable[Path]) -> str:
    """One hash over names and contents; times do not count, for a checkout changes them."""
    total = hashlib.sha256()
    for path in sorted(inputs):
        total.update(str(path.relative_to(_ROOT)).encode())
        total.update(hashlib.sha256(path.read_bytes()).digest())
    return total.hexdigest()


def _say(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()
