import ast
import hashlib
import io
import shutil
import subprocess
import sys
import threading
import venv
import zipfile
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
EVERYWHERE = (
    "manylinux_2_17_x86_64.manylinux2014_x86_64.musllinux_1_1_x86_64."
    "manylinux_2_17_aarch64.musllinux_1_1_aarch64.macosx_11_0_arm64.macosx_10_12_x86_64"
)
FAKE_UV = """#!/bin/sh
if [ "$1" = --version ]; then echo "uv 9.9.9"; exit; fi
echo "$UV_PYTHON_DOWNLOADS $*" >> called.txt
[ -z "$UV_COMPILE_BYTECODE" ] || touch compiled.txt
mkdir -p .venv
"""


class Quiet(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the handler's own word
        pass


@pytest.fixture(scope="session")
def bare_python(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An interpreter without pip, as Debian's is."""
    folder = tmp_path_factory.mktemp("bare")
    venv.create(folder, with_pip=False, symlinks=True)
    return folder / "bin" / "python"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A clone in a folder with an awkward name, with an empty frontend."""
    folder = tmp_path / "en klon på æ"
    shutil.copytree(ROOT / "deploy", folder / "deploy")
    (folder / "pyproject.toml").write_text('[tool.uv]\nrequired-version = ">=9.0"\n')
    (folder / "uv.lock").write_text("version = 1\n[[package]]\nname = 'other'\n")
    (folder / "frontend").mkdir()
    (folder / "frontend" / "package-lock.json").write_text("{}")
    provider = folder / "standalone" / "identity_provider"
    provider.mkdir(parents=True)
    (provider / "package-lock.json").write_text("{}")
    return folder


@pytest.fixture
def index(tmp_path: Path) -> Iterator[tuple[str, Path]]:
    """A file server on loopback: its address and its folder."""
    folder = tmp_path / "served"
    folder.mkdir()
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(folder)))
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}", folder
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def publish(index: tuple[str, Path], project: Path, *, tags: str = EVERYWHERE) -> str:
    """Offer a made-up uv and lock it; its hash."""
    address, folder = index
    name = f"uv-9.9.9-py3-none-{tags}.whl"
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as wheel:
        wheel.writestr("uv-9.9.9.data/scripts/uv", FAKE_UV)
    (folder / name).write_bytes(content.getvalue())
    digest = hashlib.sha256(content.getvalue()).hexdigest()
    (project / "uv.lock").write_text(
        f"version = 1\n[[package]]\nname = 'uv'\nversion = '9.9.9'\n"
        f"wheels = [{{ url = '{address}/{name}', hash = 'sha256:{digest}' }}]\n",
    )
    return digest


def bootstrap(
    python: Path,
    project: Path,
    *steps: str,
    path: str = "/usr/bin:/bin",
    **told: str,
) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [str(python), str(project / "deploy" / "bootstrap.py"), *steps],
        capture_output=True,
        text=True,
        check=False,
        env={"PATH": path, "LC_ALL": "C.UTF-8", **told},
        timeout=60,
    )


def program(folder: Path, name: str, text: str) -> None:
    folder.mkdir(exist_ok=True)
    (folder / name).write_text(f"#!/bin/sh\n{text}\n")
    (folder / name).chmod(0o755)


def is_one_line(text: str) -> bool:
    return text.endswith("\n") and text.count("\n") == 1


def test_uv_is_fetched_as_locked_and_installs_the_locked_packages(
    bare_python: Path,
    project: Path,
    index: tuple[str, Path],
) -> None:
    publish(index, project)
    done = bootstrap(bare_python, project, "python")
    assert done.returncode == 0, done.stderr
    called = (project / "called.txt").read_text()
    assert called.startswith("never sync --frozen")
    assert not list((project / ".tools").glob("tmp*"))


def test_the_second_time_nothing_is_done(
    bare_python: Path,
    project: Path,
    index: tuple[str, Path],
) -> None:
    publish(index, project)
    bootstrap(bare_python, project, "python")
    again = bootstrap(bare_python, project, "python")
    assert (again.returncode, again.stdout, again.stderr) == (0, "", "")
    assert (project / "called.txt").read_text().count("sync") == 1


def test_what_python_may_not_keep_as_it_compiles_it_is_compiled_once(
    bare_python: Path,
    project: Path,
    index: tuple[str, Path],
) -> None:
    publish(index, project)
    (project / "services" / "one" / "one").mkdir(parents=True)
    (project / "services" / "one" / "pyproject.toml").touch()
    (project / "services" / "one" / "one" / "app.py").touch()
    bootstrap(bare_python, project, "python", PYTHONDONTWRITEBYTECODE="1")
    assert (project / "compiled.txt").exists()
    assert list(project.glob("services/one/one/__pycache__/app.*.pyc"))


def test_what_python_keeps_itself_is_left_to_it(
    bare_python: Path,
    project: Path,
    index: tuple[str, Path],
) -> None:
    publish(index, project)
    bootstrap(bare_python, project, "python")
    assert not (project / "compiled.txt").exists()


def test_a_changed_lock_installs_again(
    bare_python: Path,
    project: Path,
    index: tuple[str, Path],
) -> None:
    publish(index, project)
    bootstrap(bare_python, project, "python")
    with (project / "uv.lock").open("a") as lock:
        lock.write("# changed\n")
    bootstrap(bare_python, project, "python")
    assert (project / "called.txt").read_text().count("sync") == 2


def test_a_wheel_with_another_hash_is_never_run(
    bare_python: Path,
    project: Path,
    index: tuple[str, Path],
) -> None:
    digest = publish(index, project)
    lock = project / "uv.lock"
    lock.write_text(lock.read_text().replace(digest, "0" * 64))
    done = bootstrap(bare_python, project, "python")
    assert done.returncode == 2
    assert is_one_line(done.stderr)
    assert "uv.lock" in done.stderr
    assert not (project / ".tools" / "uv").exists()


def test_a_machine_without_a_wheel_is_told_in_one_line(
    bare_python: Path,
    project: Path,
    index: tuple[str, Path],
) -> None:
    publish(index, project, tags="manylinux_2_17_s390x")
    done = bootstrap(bare_python, project, "python")
    assert done.returncode == 2
    assert is_one_line(done.stderr)
    assert "installér uv selv" in done.stderr


def test_a_server_that_does_not_answer_is_one_line(
    bare_python: Path,
    project: Path,
    index: tuple[str, Path],
) -> None:
    publish(index, project)
    next(index[1].glob("*.whl")).unlink()
    done = bootstrap(bare_python, project, "python")
    assert done.returncode == 2
    assert is_one_line(done.stderr)
    assert "kunne ikke hentes" in done.stderr


def test_a_uv_on_the_path_is_used_when_it_is_new_enough(
    bare_python: Path,
    project: Path,
    tmp_path: Path,
) -> None:
    program(tmp_path / "bin", "uv", FAKE_UV.removeprefix("#!/bin/sh\n"))
    done = bootstrap(bare_python, project, "python", path=f"{tmp_path / 'bin'}:/usr/bin:/bin")
    assert done.returncode == 0, done.stderr
    assert not (project / ".tools" / "uv").exists()


def test_an_old_uv_on_the_path_is_passed_over(
    bare_python: Path,
    project: Path,
    index: tuple[str, Path],
    tmp_path: Path,
) -> None:
    publish(index, project)
    program(tmp_path / "bin", "uv", "echo uv 0.4.1")
    done = bootstrap(bare_python, project, "python", path=f"{tmp_path / 'bin'}:/usr/bin:/bin")
    assert done.returncode == 0, done.stderr
    assert (project / ".tools" / "uv").exists()


def test_an_old_python_is_one_line() -> None:
    script = ROOT / "deploy" / "bootstrap.py"
    as_old = (
        "import runpy, sys; sys.version_info = (3, 9, 2, 'final', 0); "
        f"sys.argv = ['bootstrap.py', 'python']; runpy.run_path({str(script)!r}, "
        "run_name='__main__')"
    )
    done = subprocess.run(
        [sys.executable, "-c", as_old],
        capture_output=True,
        text=True,
        check=False,
        env={"PATH": "/nowhere", "LC_ALL": "C.UTF-8"},
    )
    assert done.returncode == 2
    assert is_one_line(done.stderr)
    assert "Python 3.11 eller nyere; her er 3.9" in done.stderr


def test_an_old_python_can_read_the_first_file() -> None:
    source = (ROOT / "deploy" / "bootstrap.py").read_text(encoding="utf-8")
    assert ast.parse(source, feature_version=(3, 7)).body


@pytest.mark.parametrize("said", ["v18.19.0", "v20.18.3", "v21.7.0", "v22.11.0", "nonsense"])
def test_an_old_node_is_one_line_before_any_other_work(
    said: str,
    project: Path,
    tmp_path: Path,
) -> None:
    program(tmp_path / "bin", "node", f"echo {said}")
    done = bootstrap(
        Path(sys.executable), project, "python", "frontend", path=str(tmp_path / "bin")
    )
    assert done.returncode == 2
    assert is_one_line(done.stderr)
    assert "20.19" in done.stderr
    assert not (project / ".tools").exists()
    assert not (project / ".venv").exists()


def test_no_node_is_one_line_before_any_other_work(project: Path, tmp_path: Path) -> None:
    done = bootstrap(Path(sys.executable), project, "python", "frontend", path=str(tmp_path))
    assert done.returncode == 2
    assert is_one_line(done.stderr)
    assert done.stderr.startswith("Node mangler")
    assert not (project / ".tools").exists()


def test_the_frontend_is_built_when_its_sources_or_the_api_change(
    project: Path,
    tmp_path: Path,
) -> None:
    program(tmp_path / "bin", "node", "echo v20.19.0")
    program(
        tmp_path / "bin",
        "npm",
        'echo "$1" >> ../npm.txt; mkdir -p node_modules dist; echo > dist/index.html',
    )
    path = f"{tmp_path / 'bin'}:/usr/bin:/bin"
    (project / "docs").mkdir()
    (project / "docs" / "api.md").write_text("# API")
    document = project / "services" / "visitation" / "openapi.json"
    document.parent.mkdir(parents=True)
    document.write_text("{}")

    def build() -> list[str]:
        done = bootstrap(Path(sys.executable), project, "frontend", path=path)
        assert done.returncode == 0, done.stderr
        return (project / "npm.txt").read_text().split()

    assert build() == ["ci", "run"]
    assert build() == ["ci", "run"]
    (project / "frontend" / "page.tsx").write_text("new")
    assert build() == ["ci", "run", "run"]
    document.write_text('{"paths": {}}')
    assert build() == ["ci", "run", "run", "run"]
    (project / "frontend" / "package-lock.json").write_text('{"new": 1}')
    assert build() == ["ci", "run", "run", "run", "ci", "run"]


def test_what_does_not_wait_for_each_other_is_brought_at_the_same_time(
    project: Path,
    tmp_path: Path,
) -> None:
    waits = "for second in $(seq 20); do [ -e there ] && exit; sleep 1; done; exit 1"
    program(tmp_path / "bin", "node", "echo v20.19.0")
    program(tmp_path / "bin", "npm", "touch ../there")
    program(
        tmp_path / "bin",
        "uv",
        f'if [ "$1" = --version ]; then echo "uv 9.9.9"; exit; fi; {waits}',
    )
    path = f"{tmp_path / 'bin'}:/usr/bin:/bin"
    done = bootstrap(Path(sys.executable), project, "python", "node", path=path)
    assert done.returncode == 0, done.stderr


def test_what_npm_said_is_shown_when_it_fails_and_the_rest_is_finished(
    project: Path,
    tmp_path: Path,
) -> None:
    program(tmp_path / "bin", "node", "echo v20.19.0")
    program(tmp_path / "bin", "npm", "echo nothing came; exit 1")
    program(tmp_path / "bin", "uv", FAKE_UV.removeprefix("#!/bin/sh\n"))
    path = f"{tmp_path / 'bin'}:/usr/bin:/bin"
    done = bootstrap(Path(sys.executable), project, "python", "frontend", path=path)
    assert done.returncode == 2
    assert "nothing came" in done.stderr
    assert done.stderr.endswith(" ci --no-audit … mislykkedes.\n")
    assert "Bygger" not in done.stdout
    assert (project / ".venv" / ".pejling-stamp").exists()


def test_an_unknown_step_is_one_line(project: Path) -> None:
    done = bootstrap(Path(sys.executable), project, "fish")
    assert done.returncode == 2
    assert is_one_line(done.stderr)
