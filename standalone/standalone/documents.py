"""What is generated and committed: OpenAPI documents, the page of definitions, the edge's text."""

import importlib
import secrets
import tempfile
from pathlib import Path
from typing import Any

from fastapi import FastAPI

from effects import definitions
from gateway import keys
from kit import openapi
from kit.settings import ServiceSettings
from standalone import nginx_configuration
from standalone.databases import SERVICES
from visitation.citizens import keys as citizen_keys


def unconnected_app(service: str) -> FastAPI:
    """A service's application with settings that lead nowhere: enough for its document."""
    settings: type[ServiceSettings] = importlib.import_module(f"{service}.settings").Settings
    with tempfile.TemporaryDirectory() as folder:
        told = settings(**settings_leading_nowhere(settings, Path(folder)))
        app: FastAPI = importlib.import_module(f"{service}.app").create_app(told)
    return app


def settings_leading_nowhere(settings: type[ServiceSettings], folder: Path) -> dict[str, Any]:
    """What a service must be told, with addresses that nobody answers and keys just made.

    Args:
        settings: the service's settings.
        folder: where the key files are written.
    """
    told: dict[str, Any] = {
        name: "http://nowhere.invalid" if name.endswith("_url") else secrets.token_urlsafe(32)
        for name, field in settings.model_fields.items()
        if field.is_required()
    }
    told["database_url"] = "postgresql://nobody@nowhere.invalid/nothing"
    if "signing_key_file" in told:
        key_file = folder / "keys.json"
        key_file.touch(mode=0o600)
        key_file.write_text(keys.generate(), encoding="utf-8")
        told["signing_key_file"] = key_file
    if "cpr_key_file" in told:
        key_file = folder / "cpr_keys"
        key_file.touch(mode=0o600)
        key_file.write_text(citizen_keys.generate(), encoding="utf-8")
        told["cpr_key_file"] = key_file
    return told


def definitions_page() -> str:
    """The definitions of effect as a page for people, from the data that computes them."""
    parts = [_DEFINITIONS_HEAD]
    for each in definitions.DEFINITIONS:
        hours = " Læser timeregistret." if each.reads_hours else ""
        parts.append(
            f"## {each.label}\n\n`{each.name}`, version {each.version}\n\n"
            f"{each.text}\n\n*Sådan tælles det:* {each.formula}{hours}\n"
        )
    return "\n".join(parts)


_DEFINITIONS_HEAD = """\
# Definitioner

Hvert tal siger, hvilken definition og version det er talt efter; `GET /api/effects/v1/definitions`
svarer det samme. Siden er dannet af `services/effects/effects/definitions.py` (`make openapi`).

En borgers uge er i én af fem tilstande: `support` (ydelse eller støttet arbejde), `education` (SU),
`employment` (ingen ydelse, og ordinære løntimer i den måned, der rummer ugens torsdag),
`self_support` (ingen ydelse og ingen kendte timer) og `unobservable` (død, udvandret eller på
folkepension).
Selvforsørgende er man i `education`, `employment` og `self_support`.

Hvilke tal der skjules, og hvorfor, står i [Skjulte tal](disclosure.md).
"""


def nginx_in_containers() -> str:
    """What nginx is told in the containers of ``docker-compose.yml``."""
    return nginx_configuration.render(
        nginx_configuration.Place(
            listen=["443"],
            services={service: f"{service}:8000" for service in SERVICES},
            pages="/srv/pejling/pages",
            scratch="/tmp",  # noqa: S108 - the container's own, in memory
            tls=nginx_configuration.Tls(
                certificate="/run/secrets/tls_certificate", key="/run/secrets/tls_key"
            ),
            resolver="127.0.0.11",  # Docker's own
            others={"/auth/": "keycloak:8080"},
        )
    )


def write_documents(root: Path) -> list[Path]:
    """Write each service's ``openapi.json``, ``docs/definitions.md`` and nginx's text.

    Returns:
        What was written.
    """
    page = root / "docs" / "definitions.md"
    page.write_text(definitions_page(), encoding="utf-8")
    edge = root / "deploy" / "nginx" / "nginx.conf"
    edge.write_text(nginx_in_containers(), encoding="utf-8")
    written = [page, edge]
    for service in SERVICES:
        path = root / "services" / service / "openapi.json"
        openapi.write(unconnected_app(service), path)
        written.append(path)
    return written
