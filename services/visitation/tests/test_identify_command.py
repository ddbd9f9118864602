"""A file of numbers made into a file of ids from the command line, over the real API."""

import asyncio
import csv
import socket
import stat
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path

import pytest
import pytest_asyncio
import uvicorn
from fastapi import FastAPI
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Mount, Route
from typer.testing import CliRunner, Result

from kit.testing.databases import TestDatabases
from kit.testing.signing import Signer
from visitation.app import create_app
from visitation.citizens import keys
from visitation.commands import commands

from .conftest import RIGHTS, settings
from .people import holds_number, number

SECRET = "only-for-tests-only-for-tests-only"
Pejling = Callable[..., Awaitable[Result]]


def _served(app: FastAPI, signer: Signer) -> Starlette:
    """The service, and a gateway that lets one client in."""

    async def token(request: Request) -> Response:
        if not request.headers["authorization"].startswith("Basic "):
            return Response(status_code=401)
        form = (await request.body()).decode()
        assert form == "grant_type=client_credentials"
        granted = {"access_token": signer.token(RIGHTS), "expires_in": 600}
        return JSONResponse(granted)

    return Starlette(
        routes=[
            Route("/api/gateway/v1/token", token, methods=["POST"]),
            Mount("/api/visitation", app),
        ]
    )


@pytest_asyncio.fixture(loop_scope="session")
async def api(databases: TestDatabases, signer: Signer) -> AsyncIterator[str]:
    """Where the services answer."""
    async with databases.copied("visitation") as url:
        app = create_app(settings(url))
        app.state.verifier = signer.verifier()
        with socket.socket() as listening:
            listening.bind(("127.0.0.1", 0))
            config = uvicorn.Config(_served(app, signer), log_config=None, lifespan="off")
            server = uvicorn.Server(config)
            async with app.router.lifespan_context(app):
                serving = asyncio.create_task(server.serve([listening]))
                yield f"http://127.0.0.1:{listening.getsockname()[1]}/api"
                server.should_exit = True
                await serving


@pytest.fixture
def pejling(api: str, tmp_path: Path) -> Pejling:
    """Runs ``pejling visitation identify`` on a file; the new one lies beside it."""
    secret = tmp_path / "secret"
    secret.touch(mode=0o600)
    secret.write_text(SECRET)
    (tmp_path / "work").mkdir()

    async def run(written: str, *options: str) -> Result:
        source = tmp_path / "work" / "in.csv"
        await asyncio.to_thread(source.write_text, written, "utf-8")
        given = ["--in", str(source), "--out", str(tmp_path / "work" / "out.csv"), *options]
        told = {
            "PEJLING_API": api,
            "PEJLING_CLIENT_ID": "client-1",
            "PEJLING_CLIENT_SECRET_FILE": str(secret),
        }
        return await asyncio.to_thread(
            lambda: CliRunner().invoke(commands, ["identify", *given], env=told)
        )

    return run


def rows_in(folder: Path, delimiter: str = ",") -> list[list[str]]:
    with (folder / "work" / "out.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file, delimiter=delimiter))


async def test_ids_stand_where_the_numbers_stood(pejling: Pejling, tmp_path: Path) -> None:
    lines = [f"{n};{number(n)};uge {n}" for n in (1, 2, 1)]
    result = await pejling("\n".join(["\ufeffnr;CPR;note", *lines]) + "\n", "--column", "CPR")
    assert result.exit_code == 0, result.output
    header, *rows = rows_in(tmp_path, ";")
    assert header == ["nr", "note", "citizen_id"]
    assert [row[:2] for row in rows] == [["1", "uge 1"], ["2", "uge 2"], ["1", "uge 1"]]
    assert rows[0][2] == rows[2][2] != rows[1][2]
    assert result.stdout.startswith("3 rækker: 3 med id, 0 uden")
    out = tmp_path / "work" / "out.csv"
    assert stat.S_IMODE(out.stat().st_mode) == 0o600
    assert not holds_number(result.output + out.read_text(encoding="utf-8"))


async def test_a_row_without_a_number_is_named_and_no_file_is_left(
    pejling: Pejling, tmp_path: Path
) -> None:
    written = f"cpr\n{number(1)}\n{number(1)}9\nukendt\n"
    result = await pejling(written)
    assert result.exit_code == 2
    assert result.stderr.count("cpr_invalid") == 2
    assert "Række 3: cpr_invalid" in result.stderr
    assert [path.name for path in (tmp_path / "work").iterdir()] == ["in.csv"]
    assert number(1) not in result.output
    skipped = await pejling(written, "--skip-rows")
    assert skipped.exit_code == 0
    assert [row[-1] == "" for row in rows_in(tmp_path)] == [False, False, True, True]


@pytest.mark.parametrize(
    ("written", "said"),
    [
        (f"nr\n{number(1)}\n", "netop én gang"),
        (f"cpr,cpr\n{number(1)},{number(1)}\n", "netop én gang"),
        (f"cpr,citizen_id\n{number(1)},x\n", "i forvejen"),
        (f"cpr,note\n{number(1)},{number(2)}\n", "Række 2"),
        (f"cpr,note\n{number(1)}\n", "Række 2 har 1 felter"),
        (f'cpr,note\n{number(1)},"x\n', "kan ikke læses som CSV"),
    ],
)
async def test_a_file_that_cannot_be_taken_is_refused_in_words(
    pejling: Pejling, tmp_path: Path, written: str, said: str
) -> None:
    result = await pejling(written)
    assert (result.exit_code, said in result.stderr) == (2, True)
    assert not holds_number(result.output)
    assert [path.name for path in (tmp_path / "work").iterdir()] == ["in.csv"]


async def test_a_service_that_is_away_is_one_line(pejling: Pejling) -> None:
    result = await pejling(f"cpr\n{number(1)}\n", "--api", "http://127.0.0.1:9/api")
    assert result.exit_code == 1
    assert "http://127.0.0.1:9/api svarer ikke" in result.stderr
    assert not holds_number(result.output)


def test_a_new_key_file_is_its_owners_alone_and_never_overwritten(tmp_path: Path) -> None:
    path = tmp_path / "cpr_keys"
    first = CliRunner().invoke(commands, ["new-cpr-key", "--file", str(path)])
    assert (first.exit_code, first.output) == (0, "")
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    kept = path.read_text(encoding="ascii")
    keys.read(path)
    second = CliRunner().invoke(commands, ["new-cpr-key", "--file", str(path)])
    assert second.exit_code == 2
    assert path.read_text(encoding="ascii") == kept
