"""The services' OpenAPI documents, written without starting anything."""

import importlib
import tempfile
from pathlib import Path
from typing import Any

from fastapi import FastAPI

from gateway import keys
from kit import openapi
from standalone.databases import SERVICES


def unconnected_app(service: str) -> FastAPI:
    """A service's application with settings that lead nowhere: enough for its document."""
    settings: type[Any] = importlib.import_module(f"{service}.settings").Settings
    with tempfile.TemporaryDirectory() as folder:
        told: dict[str, Any] = {
            name: "http://nowhere.invalid" if name.endswith("_url") else "nothing"
            for name, field in settings.model_fields.items()
            if field.is_required()
        }
        told["database_url"] = "postgresql://nobody@nowhere.invalid/nothing"
        if "signing_key_file" in told:
            key_file = Path(folder) / "keys.json"
            key_file.touch(mode=0o600)
            key_file.write_text(keys.generate(), encoding="utf-8")
            told["signing_key_file"] = key_file
        app: FastAPI = importlib.import_module(f"{service}.app").create_app(settings(**told))
    return app


def write_documents(root: Path) -> list[Path]:
    """Write each service's ``openapi.json``; the files that were written."""
    written = []
    for service in SERVICES:
        path = root / "services" / service / "openapi.json"
        openapi.write(unconnected_app(service), path)
        written.append(path)
    return written
