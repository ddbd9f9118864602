"""The two servers that the guide's measurement compares, each run by uvicorn in its own process."""

import atexit
import json
import os
import shutil
import tempfile
from pathlib import Path

from fastapi import FastAPI

from kit.tokens import FixedKeys, Verifier
from visitation.app import create_app
from visitation.citizens import keys
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


def _key_file() -> Path:
    """Keys to citizens' numbers that live as long as the server."""
    folder = Path(tempfile.mkdtemp(prefix="pejling-bench-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    path = folder / "cpr_keys"
    path.touch(mode=0o600)
    path.write_text(keys.generate(), encoding="ascii")
    return path


def visitation() -> FastAPI:
    """The visitation service as it is, with the measurement's database and keys."""
    settings = Settings.model_validate(
        {
            "database_url": os.environ[DATABASE_URL],
            "gateway_url": "http://gateway.invalid",
            "effects_url": "http://effects.invalid",
            "contracts_url": "http://contracts.invalid",
            "surveys_url": "http://surveys.invalid",
            "cpr_key_file": _key_file(),
            "requests_in_ten_seconds": 0,  # one client asks as fast as it can
        }
    )
    app = create_app(settings)
    app.state.verifier = Verifier(
        FixedKeys(json.loads(os.environ[KEYS])), issuer="pejling", audience="pejling"
    )
    return app
