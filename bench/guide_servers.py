"""The two servers that the guide's measurement compares, each run by uvicorn in its own process."""

import json
import os

from fastapi import FastAPI

from kit.tokens import FixedKeys, Verifier
from visitation.app import create_app
from visitation.settings import Settings

DATABASE_URL = "PEJLING_BENCH_DATABASE_URL"
KEYS = "PEJLING_BENCH_KEYS"


def empty() -> FastAPI:
    """A route that does nothing."""
    app = FastAPI()

    @app.get("/v1/empty")
    async def get_nothing() -> dict[str, str]:
        return {}

    return app


def visitation() -> FastAPI:
    """The visitation service as it is, with the measurement's database and keys."""
    settings = Settings.model_validate(
        {
            "database_url": os.environ[DATABASE_URL],
            "gateway_url": "http://gateway.invalid",
            "effects_url": "http://effects.invalid",
            "requests_in_ten_seconds": 0,  # one client asks as fast as it can
        }
    )
    app = create_app(settings)
    app.state.verifier = Verifier(
        FixedKeys(json.loads(os.environ[KEYS])), issuer="pejling", audience="pejling"
    )
    return app
