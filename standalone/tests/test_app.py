from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import httpx
import pytest
from fastapi import FastAPI
from pydantic import SecretStr
from starlette.applications import Starlette

from contracts.app import create_app as create_contracts
from contracts.settings import Settings
from kit.problems import MEDIA_TYPE
from standalone import ports
from standalone.app import create_app

NOWHERE = f"http://127.0.0.1:{ports.find_free_port()}/api/gateway"


@pytest.fixture
def dist(tmp_path: Path) -> Path:
    folder = tmp_path / "dist"
    (folder / "assets").mkdir(parents=True)
    (folder / "index.html").write_text("<title>siden</title>")
    (folder / "assets" / "app-1a2b.js").write_text("export {}")
    (tmp_path / "secret.txt").write_text("not for the world")
    return folder


@pytest.fixture
def composed(dist: Path) -> Starlette:
    contracts = create_contracts(
        Settings(
            database_url=SecretStr("postgresql://nobody@127.0.0.1:1/nowhere"),
            gateway_url=NOWHERE,
            visitation_url=NOWHERE,
        ),
    )
    return create_app({"contracts": contracts}, frontend=dist)


def client(app: Starlette, *, address: str = "http://localhost:8010") -> httpx.AsyncClient:
    transport = httpx.ASGITransport(app, client=("127.0.0.1", 50000))
    return httpx.AsyncClient(transport=transport, base_url=address)


async def test_a_service_answers_under_its_name(composed: Starlette) -> None:
    async with client(composed) as http:
        answer = await http.get("/api/contracts/live")
    assert answer.json() == {"status": "ok"}


@pytest.mark.parametrize("path", ["/api", "/api/", "/api/contracts", "/api/nobody/v1/things"])
async def test_an_unknown_api_path_is_a_problem(composed: Starlette, path: str) -> None:
    async with client(composed) as http:
        for method in ("GET", "POST", "DELETE"):
            answer = await http.request(method, path)
            assert answer.status_code == 404
            assert answer.headers["content-type"] == MEDIA_TYPE
            assert answer.json()["code"] == "path_unknown"


async def test_an_unknown_path_of_a_service_is_that_services_problem(composed: Starlette) -> None:
    async with client(composed) as http:
        answer = await http.get("/api/contracts/v1/nothing")
    assert answer.status_code == 404
    assert answer.json()["code"] == "path_unknown"


@pytest.mark.parametrize(
    "path", ["/", "/guide", "/guide/tilbud/17?target_group=x", "/" + "a" * 5000]
)
async def test_every_page_path_is_the_page(composed: Starlette, path: str) -> None:
    async with client(composed) as http:
        answer = await http.get(path)
    assert answer.text == "<title>siden</title>"
    assert answer.headers["cache-control"] == "no-cache"


async def test_pages_and_files_carry_a_strict_policy(composed: Starlette) -> None:
    async with client(composed) as http:
        for path in ("/", "/assets/app-1a2b.js", "/assets/gone.js"):
            answer = await http.get(path)
            policy = answer.headers["content-security-policy"]
            assert policy.startswith("default-src 'none'")
            assert "unsafe" not in policy
            assert "frame-ancestors 'none'" in policy
            assert answer.headers["x-content-type-options"] == "nosniff"
            assert answer.headers["referrer-policy"] == "no-referrer"


async def test_hashed_files_are_kept_for_ever_and_missing_ones_are_no_page(
    composed: Starlette,
) -> None:
    async with client(composed) as http:
        kept = await http.get("/assets/app-1a2b.js")
        gone = await http.get("/assets/app-0000.js")
    assert "immutable" in kept.headers["cache-control"]
    assert gone.status_code == 404
    assert gone.headers["content-type"] == MEDIA_TYPE


@pytest.mark.parametrize(
    "path",
    [
        "/../secret.txt",
        "/%2e%2e/secret.txt",
        "/assets/..%2f..%2fsecret.txt",
        "//etc/passwd",
        "/%00",
    ],
)
async def test_no_path_leads_out_of_the_folder(composed: Starlette, path: str) -> None:
    async with client(composed) as http:
        answer = await http.get(path)
    assert "not for the world" not in answer.text
    assert "root:" not in answer.text


async def test_a_page_is_only_read(composed: Starlette) -> None:
    async with client(composed) as http:
        answer = await http.post("/guide", json={})
    assert answer.status_code == 404


async def test_a_missing_build_is_a_page_that_says_so(tmp_path: Path) -> None:
    async with client(create_app({}, frontend=tmp_path / "nothing")) as http:
        answer = await http.get("/")
    assert answer.status_code == 503
    assert "make run" in answer.text
    assert "content-security-policy" in answer.headers


async def test_each_services_lifespan_is_entered_and_left(tmp_path: Path) -> None:
    seen: list[str] = []

    def service(name: str) -> FastAPI:
        @asynccontextmanager
        async def lifespan(_: FastAPI) -> AsyncIterator[None]:
            seen.append(f"{name} begins")
            yield
            seen.append(f"{name} ends")

        return FastAPI(lifespan=lifespan)

    app = create_app({"one": service("one"), "two": service("two")}, frontend=tmp_path)
    async with app.router.lifespan_context(app):
        assert seen == ["one begins", "two begins"]
    assert seen[2:] == ["two ends", "one ends"]
