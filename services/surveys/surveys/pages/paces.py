"""How often a link may be opened, and how often one address may ask."""

from ipaddress import ip_address

from fastapi import FastAPI, Request

from kit.admission import Pace
from surveys.settings import Settings


class Paces:
    """What one process remembers of both."""

    def __init__(self, per_window: int) -> None:
        self._links = Pace(per_window)
        # A library or a whole company may stand behind one address.
        self._addresses = Pace(10 * per_window)

    def take(self, request: Request, token: str) -> None:
        """Count one request.

        Raises:
            kit.admission.TooManyRequests: When the link or the address has used what it may.
        """
        self._addresses.take(address_of(request))
        self._links.take(token)


def address_of(request: Request) -> str:
    """Where a request comes from: the peer, or whom a trusted proxy says it speaks for.

    Only the last hop of ``X-Forwarded-For`` is read: the proxy wrote it, the others anybody may.
    """
    settings: Settings = request.app.state.settings
    peer = request.client.host if request.client else ""
    hop = ",".join(request.headers.getlist("x-forwarded-for")).split(",")[-1].strip()
    try:
        is_trusted = any(ip_address(peer) in each for each in settings.trusted_proxies)
        return str(ip_address(hop)) if is_trusted and hop else peer
    except ValueError:
        return peer


def install(app: FastAPI, settings: Settings) -> None:
    """Let an application's pages be counted."""
    app.state.page_paces = Paces(settings.page_views_in_ten_seconds)
