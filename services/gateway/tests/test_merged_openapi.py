"""One document tells what all services answer, and goes on telling while one is away."""

import asyncio
import json
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest
from fastapi import FastAPI
from pydantic import SecretStr

from gateway import roles
from gateway.app import OPEN_PATHS, create_app
from gateway.documents import collecting, merging
from gateway.settings import Settings
from kit.database import Database
from kit.testing.clients import client_of

SERVICES = Path(__file__).parents[2]
EVERY = ("gateway", "visitation", "contracts", "surveys", "effects")


def committed() -> dict[str, dict[str, Any]]:
    """Each service's own document, as it is committed."""
    return {
        service: json.loads((SERVICES / service / "openapi.json").read_text(encoding="utf-8"))
        for service in EVERY
    }


def merged(documents: dict[str, dict[str, Any]]) -> dict[str, Any]:
    return merging.merge(
        documents,
        missing=[],
        base_url="https://pejling.example",
        token_address="https://pejling.example/api/gateway/v1/token",
        open_paths=OPEN_PATHS,
    )


def references(part: object) -> Iterator[str]:
    if isinstance(part, dict):
        for name, value in part.items():
            if name == "$ref":
                yield value
            else:
                yield from references(value)
    elif isinstance(part, list):
        for value in part:
            yield from references(value)


def operations(document: dict[str, Any]) -> list[dict[str, Any]]:
    return [
        operation
        for item in document["paths"].values()
        for method, operation in item.items()
        if method in ("get", "put", "post", "patch", "delete")
    ]


def test_every_operation_of_every_service_is_there_under_its_public_path() -> None:
    documents = committed()
    whole = merged(documents)
    assert whole["openapi"].startswith("3.1")
    for service, document in documents.items():
        for path, item in document["paths"].items():
            if path not in ("/live", "/ready", "/metrics"):
                assert whole["paths"][f"/api/{service}{path}"].keys() == item.keys()
    ids = [operation["operationId"] for operation in operations(whole)]
    assert len(set(ids)) == len(ids)
    assert "visitation_list_events" in ids
    assert {tag for operation in operations(whole) for tag in operation["tags"]} == set(EVERY)
    assert [tag["name"] for tag in whole["tags"]] == list(EVERY)


def test_every_reference_leads_somewhere() -> None:
    whole = merged(committed())
    found = set(references(whole))
    assert found
    for reference in found:
        kind, name = reference.removeprefix("#/components/").split("/")
        assert name in whole["components"][kind]


def service_with(**schemas: dict[str, Any]) -> dict[str, Any]:
    used = {"schema": {"$ref": f"#/components/schemas/{next(iter(schemas))}"}}
    answer = {"200": {"description": "", "content": {"application/json": used}}}
    return {
        "info": {"title": "x", "version": "1"},
        "paths": {"/v1/things": {"get": {"operationId": "list", "responses": answer}}},
        "components": {"schemas": schemas},
    }


def test_what_is_called_alike_and_differs_is_told_apart() -> None:
    outer = {"properties": {"part": {"$ref": "#/components/schemas/Part"}}}
    whole = merged(
        {
            "gateway": service_with(Whole=outer, Part={"type": "string"}, Same={"type": "null"}),
            "effects": service_with(Whole=outer, Part={"type": "number"}, Same={"type": "null"}),
        }
    )
    schemas = whole["components"]["schemas"]
    # What holds something that differs differs too, though it reads alike.
    assert schemas.keys() == {"GatewayWhole", "GatewayPart", "EffectsWhole", "EffectsPart", "Same"}
    assert schemas["EffectsWhole"]["properties"]["part"]["$ref"].endswith("/EffectsPart")
    assert set(references(whole["paths"]["/api/effects/v1/things"])) == {
        "#/components/schemas/EffectsWhole"
    }


def test_a_program_learns_how_to_get_a_token_and_which_rights_there_are() -> None:
    whole = merged(committed())
    schemes = whole["components"]["securitySchemes"]
    flow = schemes["oauth2"]["flows"]["clientCredentials"]
    assert flow["tokenUrl"] == "https://pejling.example/api/gateway/v1/token"
    assert flow["scopes"] == roles.RIGHTS
    assert schemes["bearer"]["scheme"] == "bearer"
    assert whole["servers"] == [{"url": "https://pejling.example"}]
    assert whole["security"] == [{"oauth2": []}, {"bearer": []}]
    assert whole["paths"]["/api/gateway/v1/token"]["post"]["security"] == []
    assert "security" not in whole["paths"]["/api/gateway/v1/clients"]["get"]


class Neighbour:
    """A service of which this test needs the document alone, answering on a port of its own."""

    def __init__(self) -> None:
        self.asked = 0
        self.answer = json.dumps(service_with(Thing={"type": "string"})).encode()
        self.port = 0

    async def respond(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.asked += 1
        await reader.readuntil(b"\r\n\r\n")
        head = f"HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: {len(self.answer)}\r\n\r\n"
        writer.write(head.encode() + self.answer)
        await writer.drain()
        writer.close()
        await writer.wait_closed()


@asynccontextmanager
async def answering(neighbour: Neighbour) -> AsyncIterator[None]:
    server = await asyncio.start_server(neighbour.respond, "127.0.0.1", neighbour.port)
    neighbour.port = server.sockets[0].getsockname()[1]
    async with server:
        yield


def beside(neighbour: Neighbour, database: Database, key_file: Path) -> FastAPI:
    app = create_app(
        Settings(
            database_url=SecretStr("postgresql://unused/unused"),
            gateway_url="http://pejling.test/api/gateway",
            visitation_url=f"http://127.0.0.1:{neighbour.port}",
            signing_key_file=key_file,
        )
    )
    app.state.database = database
    return app


async def read(client: httpx.AsyncClient) -> dict[str, Any]:
    answer = await client.get("/v1/openapi.json")
    assert answer.status_code == 200
    assert answer.headers["cache-control"] == "public, max-age=60"
    document: dict[str, Any] = answer.json()
    return document


async def test_everybody_may_read_it_and_the_services_are_asked_once_a_minute(
    database: Database, key_file: Path
) -> None:
    neighbour = Neighbour()
    async with answering(neighbour), client_of(beside(neighbour, database, key_file)) as client:
        read_at_once = await asyncio.gather(*(read(client) for _ in range(10)))
        assert await read(client) == read_at_once[0]
    assert neighbour.asked == 1
    assert read_at_once[0]["info"]["x-missing"] == []
    assert "/api/visitation/v1/things" in read_at_once[0]["paths"]
    assert "/api/gateway/v1/clients" in read_at_once[0]["paths"]


async def test_a_service_that_is_away_is_named_and_its_last_document_kept(
    database: Database, key_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(collecting, "FRESH_SECONDS", 0.0)
    monkeypatch.setattr(collecting, "RETRY_SECONDS", 0.0)
    neighbour = Neighbour()
    async with answering(neighbour):
        pass
    async with client_of(beside(neighbour, database, key_file)) as client:
        never = await read(client)
        async with answering(neighbour):
            there = await read(client)
        gone = await read(client)
        neighbour.answer = b"[]"
        async with answering(neighbour):
            nonsense = await read(client)
    missing = [one["info"]["x-missing"] for one in (never, there, gone, nonsense)]
    assert missing == [["visitation"], [], ["visitation"], ["visitation"]]
    assert "/api/visitation/v1/things" not in never["paths"]
    assert there["paths"] == gone["paths"] == nonsense["paths"]
