"""The services' documents, fetched when a minute has passed, and kept while one is away."""

import asyncio
import json
import time
from collections.abc import Callable, Mapping
from typing import Any

import httpx
import structlog

from gateway.documents import merging
from gateway.documents.merging import Document
from gateway.settings import Settings

FRESH_SECONDS = 60.0
RETRY_SECONDS = 5.0
DEADLINE_SECONDS = 5.0

log = structlog.get_logger(__name__)


class Documents:
    """What one process knows of the services' documents."""

    def __init__(
        self,
        settings: Settings,
        own: Callable[[], Document],
        open_paths: frozenset[str],
        *,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._settings = settings
        self._own = own
        self._open_paths = open_paths
        self._clock = clock
        self._known: dict[str, Document] = {}
        self._merged = b""
        self._due_at = -float("inf")
        self._fetching = asyncio.Lock()

    async def merged(self) -> bytes:
        """The document of all services; who comes while it is made anew gets the former one."""
        if self._clock() >= self._due_at and not (self._merged and self._fetching.locked()):
            async with self._fetching:
                if self._clock() >= self._due_at:
                    await self._collect()
        return self._merged

    async def _collect(self) -> None:
        others = dict(self._settings.service_urls)
        del others["gateway"]
        async with httpx.AsyncClient(timeout=DEADLINE_SECONDS) as client:
            came = await asyncio.gather(*(_fetch(client, *each) for each in others.items()))
        fetched = {
            service: document
            for service, document in zip(others, came, strict=True)
            if document is not None
        }
        self._known |= fetched
        documents: Mapping[str, Document] = {"gateway": self._own(), **self._known}
        missing = sorted(others.keys() - fetched.keys())
        merged = merging.merge(
            documents,
            missing=missing,
            base_url=self._settings.base_url,
            token_address=self._settings.token_address,
            open_paths=self._open_paths,
        )
        self._merged = json.dumps(merged, ensure_ascii=False).encode()
        self._due_at = self._clock() + (RETRY_SECONDS if missing else FRESH_SECONDS)


async def _fetch(client: httpx.AsyncClient, service: str, url: str) -> dict[str, Any] | None:
    """A service's document; None when it does not answer well and in time."""
    try:
        async with asyncio.timeout(DEADLINE_SECONDS):
            answer = await client.get(f"{url}/openapi.json")
        answer.raise_for_status()
        document = answer.json()
        if isinstance(document, dict) and isinstance(document.get("paths"), dict):
            return document
        log.warning("document_not_fetched", service=service, error="not a document")
    except (httpx.HTTPError, ValueError, TimeoutError) as error:
        log.warning("document_not_fetched", service=service, error=type(error).__name__)
    return None
