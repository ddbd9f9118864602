"""The OpenAPI document of each service: generated, committed, and checked to be current."""

import json
from pathlib import Path

from fastapi import FastAPI


def document(app: FastAPI) -> str:
    """The document as it is committed: stable order, readable, one newline at the end."""
    return json.dumps(app.openapi(), ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def write(app: FastAPI, path: Path) -> None:
    """Write the document to a file."""
    path.write_text(document(app), encoding="utf-8")
