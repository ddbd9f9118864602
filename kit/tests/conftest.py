"""The kit is tested through the smallest service there is."""

from collections.abc import AsyncIterator
from typing import Annotated, ClassVar

import httpx
import pytest
import pytest_asyncio
from fastapi import APIRouter, FastAPI
from pydantic import BaseModel, ConfigDict, Field, SecretStr
from sqlalchemy import text

from kit import applications, outbox, problems, routing
from kit.clock import Now
from kit.database import Database, SessionDep
from kit.idempotency import OnceDep
from kit.rights import requires
from kit.routing import COMPLETE
from kit.settings import ServiceSettings
from kit.testing.clients import client_of
from kit.testing.databases import TestDatabases
from kit.testing.signing import Signer


class Seat(BaseModel):
    """What the little service makes."""

    model_config = ConfigDict(extra="forbid")

    id: str = Field(max_length=20)
    rows: Annotated[int, Field(ge=1)] = 1


class SeatMade(outbox.Fact):
    """What the little service tells."""

    subject_field: ClassVar[str] = "id"
    right: ClassVar[str] = "seats.make"

    id: str
    rows: int


class SeatTaken(problems.NotNow):
    """What the little service refuses."""

    code = "seat_taken"
    title = "Pladsen er optaget"


router = APIRouter(tags=["seats"], **COMPLETE)


@router.post("/v1/seats", status_code=201, dependencies=[requires("seats.make")])
async def make_seat(body: Seat, session: SessionDep, once: OnceDep, at: Now) -> Seat:
    """Make a seat, once."""

    async def act() -> Seat:
        outbox.publish(session, SeatMade(id=body.id, rows=body.rows), at=at)
        return body

    async def again(seat_id: str) -> Seat:
        return Seat(id=seat_id)

    return await once.run(act, again)


@router.post("/v1/seats/broken", status_code=201, dependencies=[requires("seats.make")])
async def break_commit(session: SessionDep) -> Seat:
    """Everything goes well until the commit, which fails."""
    await session.execute(
        text("CREATE TEMPORARY TABLE later (id int PRIMARY KEY DEFERRABLE INITIALLY DEFERRED)")
    )
    await session.execute(text("INSERT INTO later VALUES (1), (1)"))
    return Seat(id="never")


@router.post("/v1/seats/taken", dependencies=[requires("seats.make")])
async def take_seat() -> Seat:
    """The seat is taken already."""
    raise SeatTaken("Vælg en anden.", errors=[problems.FieldError("/id", "seat_taken", "Optaget.")])


@router.post("/v1/seats/wrong", dependencies=[requires("seats.make")])
async def go_wrong() -> Seat:
    """Something that nobody foresaw."""
    raise RuntimeError("the number 010160-1234 must not be told")


@pytest_asyncio.fixture(loop_scope="session")
async def database(databases: TestDatabases) -> AsyncIterator[Database]:
    """A database with the kit's tables; nothing remains after the test."""
    async with databases.rolled_back("surveys") as database:
        yield database


@pytest.fixture
def app(database: Database, signer: Signer) -> FastAPI:
    """A service of the kit's parts and four routes, on the test's database."""
    app = applications.new_service(
        "surveys",
        ServiceSettings(
            database_url=SecretStr("postgresql://unused/unused"),
            gateway_url="http://gateway.invalid",
        ),
        summary="Seats",
        facts=(SeatMade,),
    )
    routing.add_routes(app, router)
    app.state.database = database
    app.state.verifier = signer.verifier()
    return app


@pytest_asyncio.fixture(loop_scope="session")
async def client(app: FastAPI, signer: Signer) -> AsyncIterator[httpx.AsyncClient]:
    """A system that may make seats and read the feed."""
    async with client_of(app, signer.token({"seats.make", "feed.read"})) as client:
        yield client
