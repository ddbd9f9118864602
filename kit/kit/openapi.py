"""The OpenAPI document of each service: generated, committed, and checked to be current."""

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from fastapi import FastAPI

from kit import problems

_REPLACING = frozenset({"put", "patch"})


def install(app: FastAPI) -> None:
    """Let the document say of problems what they are, and what must be sent.

    FastAPI files every model under ``application/json``, and calls a header that has a default
    optional.
    """
    made = app.openapi

    def told() -> dict[str, Any]:
        is_new = app.openapi_schema is None
        schema = made()
        if is_new:
            for operations in schema["paths"].values():
                for method, operation in operations.items():
                    _call_problems_by_name(operation["responses"].get("default", {}))
                    if method in _REPLACING:
                        _demand_versions(operation.get("parameters", ()))
        return schema

    app.openapi = told  # type: ignore[method-assign] # FastAPI's documented way to extend it


def _demand_versions(parameters: Iterable[dict[str, Any]]) -> None:
    """Whoever replaces must say what he has read; without it the answer is 428, not 422."""
    for parameter in parameters:
        if parameter["in"] == "header" and parameter["name"].lower() == "if-match":
            parameter["required"] = True


def _call_problems_by_name(response: dict[str, Any]) -> None:
    content = response.get("content", {})
    if "application/json" in content:
        content[problems.MEDIA_TYPE] = content.pop("application/json")


def document(app: FastAPI) -> str:
    """The document as it is committed: stable order, readable, one newline at the end."""
    return json.dumps(app.openapi(), ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def write(app: FastAPI, path: Path) -> None:
    """Write the document to a file."""
    path.write_text(document(app), encoding="utf-8")
