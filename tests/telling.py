"""What the services tell each other: the facts in their code, and the page that shows them."""

import importlib
import importlib.util
import json
import re
from pathlib import Path

from kit.feed import CloudEvent
from kit.outbox import Fact
from standalone.databases import SERVICES

EVENTS_PAGE = Path(__file__).parents[1] / "docs" / "events.md"

Kind = tuple[str, str]
"""The service that publishes, and the type of the event."""


def published_facts() -> dict[Kind, type[Fact]]:
    """Every type of event that a service publishes; one without such a module publishes none."""
    return {
        (service, fact.__name__): fact
        for service in SERVICES
        if importlib.util.find_spec(f"{service}.events") is not None
        for fact in importlib.import_module(f"{service}.events").FACTS
    }


def events_shown() -> list[CloudEvent]:
    """The events on the page, in its order."""
    page = EVENTS_PAGE.read_text(encoding="utf-8")
    return [
        CloudEvent.model_validate(json.loads(block))
        for block in re.findall(r"^```json\n(.*?)^```$", page, re.MULTILINE | re.DOTALL)
    ]


def kind_of(event: CloudEvent) -> Kind:
    """Who publishes an event, and its type."""
    return event.source.removeprefix("/api/"), event.type
