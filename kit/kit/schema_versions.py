"""The versions of a service's schema, by its migrations' file names: all that running it asks."""

import importlib.util
from pathlib import Path


def folder(service: str) -> Path:
    """Where a service's numbered migrations lie."""
    spec = importlib.util.find_spec(service)
    if spec is None or spec.origin is None:
        raise LookupError(f"{service} is not installed")
    return Path(spec.origin).parents[1] / "migrations" / "versions"


def newest(service: str) -> str:
    """The newest version that the code knows; reading the migrations themselves takes longer."""
    numbers = [path.name.partition("_")[0] for path in folder(service).glob("[0-9]*_*.py")]
    if not numbers:
        raise LookupError(f"{service} has no migrations")
    return max(numbers)
