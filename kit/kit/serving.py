"""Running services as processes: an application behind uvicorn, or the work behind a clock."""

import asyncio
import importlib
import signal
from collections.abc import Iterable
from typing import Any

import uvicorn
import uvloop
from fastapi import FastAPI

from kit import connections, logs, settings, worker

GRACE_SECONDS = 3
"""For requests under way when a process is told to end."""


def application_of(service: str) -> FastAPI:
    """A service's application, with its settings read from the environment."""
    create = importlib.import_module(f"{service}.app").create_app
    application: FastAPI = create(settings.load(_settings_of(service)))
    return application


def work_of(service: str) -> worker.Work | None:
    """A service's work, with its settings read from the environment; None where it has none."""
    create = getattr(importlib.import_module(f"{service}.app"), "create_work", None)
    if create is None:
        return None
    work: worker.Work = create(settings.load(_settings_of(service)))
    return work


def server_config(application: Any, **address: Any) -> uvicorn.Config:  # noqa: ANN401 - any ASGI application; uvicorn's own words
    """How every process of ours serves: compiled loop and parser, our own log lines."""
    return uvicorn.Config(
        application,
        loop="uvloop",
        http=connections.DueProtocol,
        lifespan="on",
        access_log=False,
        log_config=None,
        server_header=False,
        proxy_headers=False,
        timeout_graceful_shutdown=GRACE_SECONDS,
        **address,
    )


def serve(service: str, *, host: str, port: int) -> None:
    """Answer one service's requests until told to end."""
    logs.configure()
    uvicorn.Server(server_config(application_of(service), host=host, port=port)).run()


def work(services: Iterable[str]) -> None:
    """Follow feeds and do the jobs of these services until told to end."""
    logs.configure()
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        runner.run(_work([found for service in services if (found := work_of(service))]))


async def _work(works: list[worker.Work]) -> None:
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, stop.set)
    await worker.run(works, stop)


def _settings_of(service: str) -> type[settings.ServiceSettings]:
    found: type[settings.ServiceSettings] = importlib.import_module(f"{service}.settings").Settings
    return found
