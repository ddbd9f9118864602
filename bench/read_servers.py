"""The raw driver as a peer of the list of offers: the same page, by hand, in its own process."""

import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import asyncpg
import msgspec
from fastapi import FastAPI, Response

from bench.guide_servers import DATABASE_URL
from kit.testing.signing import MUNICIPALITY

_PAGE = "SELECT * FROM offers WHERE municipality = $1 ORDER BY name_key, id LIMIT $2"
_ENTER = "SELECT set_config('app.municipality', $1, true)"


def raw() -> FastAPI:
    """A route that asks asyncpg for a page under row-level security and writes the rows out."""

    @asynccontextmanager
    async def pooled(app: FastAPI) -> AsyncIterator[None]:
        async with asyncpg.create_pool(os.environ[DATABASE_URL], min_size=5, max_size=5) as pool:
            app.state.pool = pool
            yield

    app = FastAPI(lifespan=pooled)

    @app.get("/v1/offers")
    async def list_offers(limit: int = 50) -> Response:
        async with app.state.pool.acquire() as connection, connection.transaction():
            await connection.fetchval(_ENTER, MUNICIPALITY)
            rows = await connection.fetch(_PAGE, MUNICIPALITY, limit)
        body = msgspec.json.encode({"items": [dict(row) for row in rows], "next": None})
        return Response(body, media_type="application/json")

    return app
