"""Settings that a service would refuse at its start, found before it starts."""

import importlib
import tempfile
from pathlib import Path

from pydantic import ValidationError

from kit.settings import ServiceSettings, UnreadableSecret
from standalone.databases import SERVICES
from standalone.doctor.findings import Finding, broken, fine
from standalone.documents import settings_leading_nowhere


def check_settings() -> list[Finding]:
    """What the environment says to each service, with the rest as standalone mode tells it."""
    found: list[Finding] = []
    with tempfile.TemporaryDirectory() as folder:
        for service in SERVICES:
            settings: type[ServiceSettings] = importlib.import_module(
                f"{service}.settings"
            ).Settings
            try:
                settings(**settings_leading_nowhere(settings, Path(folder)))
            except ValidationError as error:
                prefix = settings.model_config.get("env_prefix", "")
                found += [
                    _refused(f"{prefix}{mistake['loc'][0]}".upper(), mistake["msg"])
                    for mistake in error.errors(include_input=False, include_url=False)
                    if mistake["loc"]
                ]
            except UnreadableSecret as error:
                variable, _, reason = str(error).partition(": ")
                found.append(_refused(variable, reason))
    return found or [fine("settings", "Ingen indstilling bliver afvist")]


def _refused(variable: str, reason: str) -> Finding:
    return broken("settings", f"{variable}: {reason}", f"Ret eller fjern {variable}.")
