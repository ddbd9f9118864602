"""Five OpenAPI documents made one: nothing of one service takes the place of another's."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from gateway import roles

OPENAPI: Final = "3.1.0"
_COMPONENTS = "#/components/"
_OF_THE_MACHINE: Final = frozenset({"/live", "/ready", "/metrics"})
"""Paths that answer the machine they run on, and nobody outside it."""
_METHODS: Final = frozenset(
    {"get", "put", "post", "delete", "options", "head", "patch", "trace"},
)

Document = Mapping[str, Any]


def merge(
    documents: Mapping[str, Document],
    *,
    missing: list[str],
    base_url: str,
    token_address: str,
    open_paths: frozenset[str],
) -> dict[str, Any]:
    """One document out of those of the services.

    Args:
        documents: Each service's document by its name.
        missing: Services whose document is not of this minute, or not there.
        base_url: The public address under which the services are found.
        token_address: Where tokens are fetched.
        open_paths: The gateway's own paths that take no token.
    """
    names = _names(documents)
    merged: dict[str, Any] = {
        "openapi": OPENAPI,
        "info": {
            "title": "Pejling",
            "summary": "All services of one installation.",
            "version": documents["gateway"]["info"]["version"],
            "x-missing": sorted(missing),
        },
        "servers": [{"url": base_url}],
        "security": [{"oauth2": []}, {"bearer": []}],
        "tags": [],
        "paths": {},
        "components": {
            "securitySchemes": {
                "oauth2": {
                    "type": "oauth2",
                    "flows": {
                        "clientCredentials": {"tokenUrl": token_address, "scopes": roles.RIGHTS}
                    },
                },
                "bearer": {"type": "http", "scheme": "bearer", "bearerFormat": "JWT"},
            }
        },
    }
    for service, document in documents.items():
        info = document.get("info", {})
        merged["tags"].append({"name": service, "description": info.get("summary", "")})
        for path, item in document.get("paths", {}).items():
            if path not in _OF_THE_MACHINE:
                told = _path_item(service, _renamed(item, names[service]))
                if service == "gateway" and path in open_paths:
                    _let_everybody(told)
                merged["paths"][f"/api/{service}{path}"] = told
        for kind, components in document.get("components", {}).items():
            kept = merged["components"].setdefault(kind, {})
            for name, component in components.items():
                reference = f"{_COMPONENTS}{kind}/{name}"
                new = names[service].get(reference, reference).rpartition("/")[2]
                kept[new] = _renamed(component, names[service])
    return merged


def _path_item(service: str, item: Any) -> dict[str, Any]:  # noqa: ANN401 - any JSON
    told = dict(item)
    for method in _METHODS & told.keys():
        operation = dict(told[method])
        if "operationId" in operation:
            operation["operationId"] = f"{service}_{operation['operationId']}"
        told[method] = operation | {"tags": [service]}
    return told


def _let_everybody(item: dict[str, Any]) -> None:
    for method in _METHODS & item.keys():
        item[method]["security"] = []


def _names(documents: Mapping[str, Document]) -> dict[str, dict[str, str]]:
    """For each service, the components that must be called otherwise, as references."""
    known: dict[str, dict[str, Any]] = {}
    for service, document in documents.items():
        for kind, components in document.get("components", {}).items():
            for name, component in components.items():
                known.setdefault(f"{_COMPONENTS}{kind}/{name}", {})[service] = component
    shared = {reference: told for reference, told in known.items() if len(told) > 1}
    differing = {
        reference
        for reference, told in shared.items()
        if any(component != next(iter(told.values())) for component in told.values())
    }
    # What reads alike and speaks of something that differs means something else as well.
    while more := {
        reference
        for reference, told in shared.items()
        if reference not in differing and differing & set(_references(next(iter(told.values()))))
    }:
        differing |= more
    return {
        service: {
            reference: _prefixed(reference, service)
            for reference in differing
            if service in known[reference]
        }
        for service in documents
    }


def _prefixed(reference: str, service: str) -> str:
    kind, _, name = reference.rpartition("/")
    return f"{kind}/{service.capitalize()}{name}"


def _references(part: Any) -> Iterator[str]:  # noqa: ANN401 - any JSON
    if isinstance(part, Mapping):
        for value in part.values():
            yield from _references(value)
    elif isinstance(part, list):
        for value in part:
            yield from _references(value)
    elif isinstance(part, str) and part.startswith(_COMPONENTS):
        yield part


def _renamed(part: Any, names: Mapping[str, str]) -> Any:  # noqa: ANN401 - any JSON
    if isinstance(part, Mapping):
        return {name: _renamed(value, names) for name, value in part.items()}
    if isinstance(part, list):
        return [_renamed(value, names) for value in part]
    return names.get(part, part) if isinstance(part, str) else part
