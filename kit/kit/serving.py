"""Running services as processes: an application behind uvicorn, or the work behind a clock."""

import asyncio
import importlib
import os
import signal
import socket
from collections.abc import Callable, Iterable
from typing import Any

import uvicorn
import uvloop
from fastapi import FastAPI
from starlette.types import ASGIApp, Receive, Scope, Send

from kit import connections, loading, logs, settings, worker

GRACE_SECONDS = 3
"""For requests under way when a process is told to end."""
LEAVE_SECONDS = 60
"""The same for a service by itself, whose place another process has taken already."""


class Server(uvicorn.Server):
    """uvicorn's server, which says when it takes requests and knows when it is leaving.

    Args:
        config: As ``server_config`` makes it.
        ready: A descriptor to which a line is written once requests are taken.
    """

    def __init__(self, config: uvicorn.Config, *, ready: int | None = None) -> None:
        super().__init__(config)
        self.server_state: connections.State = connections.State()
        self._ready = ready

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Take requests, and say so."""
        await super().startup(sockets=sockets)
        if self._ready is not None and self.started:
            os.write(self._ready, b"ready\n")
            os.close(self._ready)

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Take no more connections, and let every request that has come be answered."""
        self.server_state.is_leaving = True
        await super().shutdown(sockets=sockets)


class UnderPath:
    """ASGI middleware: an application answers under a path too, as where it is mounted.

    A proxy hands on addresses as they came, so that nothing in them is read twice; the services
    themselves ask one another without the path.
    """

    def __init__(self, app: ASGIApp, path: str) -> None:
        self._app = app
        self._path = path

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if self._path and scope["type"] == "http" and scope["path"].startswith(f"{self._path}/"):
            scope = {**scope, "root_path": self._path}
        await self._app(scope, receive, send)


def application_of(service: str) -> FastAPI:
    """A service's application, with its settings read from the environment."""
    create = importlib.import_module(f"{service}.app").create_app
    application: FastAPI = create(settings.load(_settings_of(service)))
    return application


def work_of(service: str) -> worker.Work:
    """A service's work, with its settings read from the environment."""
    create = importlib.import_module(f"{service}.work").create_work
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


def serve(
    service: str,
    *,
    host: str,
    port: int,
    root_path: str = "",
    listener: int | None = None,
    ready: int | None = None,
) -> None:
    """Answer one service's requests until told to end; what is under way then is finished.

    Args:
        service: The service's name.
        host: The address to listen at.
        port: The port to listen at.
        root_path: The path under which a proxy shows the service.
        listener: A socket's descriptor to listen at instead, which another process keeps open.
        ready: A descriptor to which a line is written once requests are taken.
    """
    logs.configure()
    with loading.kept():
        application = UnderPath(application_of(service), root_path)
    config = server_config(application, host=host, port=port)
    config.http = connections.LastingProtocol
    config.timeout_graceful_shutdown = LEAVE_SECONDS
    sockets = None if listener is None else [socket.socket(fileno=listener)]
    Server(config, ready=ready).run(sockets=sockets)


def work(services: Iterable[str], *, may_begin: Callable[[], None] = lambda: None) -> None:
    """Follow feeds and do the jobs of these services until told to end.

    Args:
        services: The services' names.
        may_begin: Returns when the databases are ready; everything is loaded by then.
    """
    logs.configure()
    with loading.kept():
        works = [work_of(service) for service in services]
        # The queue's library is large, and no web process needs it.
        importlib.import_module("kit.queueing")
    may_begin()
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        runner.run(_work(works))


async def _work(works: list[worker.Work]) -> None:
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, stop.set)
    await worker.run(works, stop)


def _settings_of(service: str) -> type[settings.ServiceSettings]:
    found: type[settings.ServiceSettings] = importlib.import_module(f"{service}.settings").Settings
    return found
