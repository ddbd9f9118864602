"""The contracts service as the measurement of attendance runs it: one uvicorn process."""

import json
import os

from fastapi import FastAPI

from bench.guide_servers import DATABASE_URL, KEYS
from contracts.app import create_app
from contracts.settings import Settings
from kit.tokens import FixedKeys, Verifier


def contracts() -> FastAPI:
    """The service as it is, with the measurement's database and keys."""
    settings = Settings.model_validate(
        {
            "database_url": os.environ[DATABASE_URL],
            "gateway_url": "http://gateway.invalid",
            "visitation_url": "http://visitation.invalid",
        }
    )
    app = create_app(settings)
    app.state.verifier = Verifier(
        FixedKeys(json.loads(os.environ[KEYS])), issuer="pejling", audience="pejling"
    )
    return app
