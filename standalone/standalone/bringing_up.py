"""What both ways of running do to come up: prepare the databases, then wait for the services."""

import threading
import time
from collections.abc import Callable, Mapping
from datetime import UTC, datetime

import httpx

from standalone.cannot_run import CannotRun
from standalone.data_folder import DataFolder

LOOK_EVERY = 0.2  # seconds
_READY_WITHIN = 90.0
_ANSWER_WITHIN = 5.0


class NotReadyInTime(CannotRun):
    """A service did not become ready."""


async def prepare(admin_url: str, folder: DataFolder) -> None:
    """Bring the databases and the gateway's clients up to date.

    Raises:
        CannotRun: the database server cannot hold our databases.
    """
    # Loaded here, when the children are at it too: the database toolkit takes a second.
    from standalone import clients, schemas  # noqa: PLC0415 - see above

    await schemas.migrate(admin_url, folder.secrets)
    await clients.register(admin_url, folder.secrets, at=datetime.now(UTC))


def wait_until_ready(
    urls: Mapping[str, str],
    *,
    tend: Callable[[], None],
    last_words: Callable[[str], str],
    stop: threading.Event,
) -> None:
    """Return when every service is ready, or when `stop` is set.

    Args:
        urls: where each service answers.
        tend: called between looks, to keep alive what has died meanwhile.
        last_words: what a service said last, for the fact.
        stop: ends the waiting.

    Raises:
        NotReadyInTime: one is not ready in time.
    """
    deadline = time.monotonic() + _READY_WITHIN
    with httpx.Client(timeout=_ANSWER_WITHIN, trust_env=False) as client:
        while not stop.wait(LOOK_EVERY):
            tend()
            waiting_for = next((name for name in urls if not _is_ready(client, urls[name])), None)
            if waiting_for is None:
                return
            if time.monotonic() > deadline:
                raise NotReadyInTime(
                    f"Tjenesten {waiting_for} blev ikke klar: {last_words(waiting_for)}",
                )


def _is_ready(client: httpx.Client, url: str) -> bool:
    try:
        return client.get(f"{url}/ready").is_success
    except httpx.HTTPError:
        return False
