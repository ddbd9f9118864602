"""The checks of the house see what they are to check."""

from fastapi import APIRouter, FastAPI

from kit.rights import requires
from kit.testing import house


def test_routes_of_included_routers_are_checked_too() -> None:
    inner, outer, app = APIRouter(prefix="/inner"), APIRouter(), FastAPI()

    @inner.get("/open")
    async def list_open() -> None: ...

    @inner.get("/guarded", dependencies=[requires("offers.read")])
    async def list_guarded() -> None: ...

    @inner.get("/again", dependencies=[requires("offers.read")], operation_id="list_open_inner")
    async def list_again() -> None: ...

    outer.include_router(inner)
    app.include_router(outer)
    assert house.routes_without_right(app, ()) == ["['GET'] /inner/open"]
    assert house.routes_without_right(app, ("/inner/open",)) == []
    app.include_router(outer)
    assert sorted(house.repeated_operation_ids(app)) == sorted(
        {route.unique_id for route in house._routes(app)}
    )
