"""A service's own token, for following the others."""

import time
from http import HTTPStatus

import httpx
from pydantic import SecretStr

from kit import outgoing

RENEW_BEFORE_SECONDS = 60


class TokenRefused(Exception):
    """The gateway does not know this service, or its secret is another."""


class ServiceTokens:
    """Fetches the service's token from the gateway and renews it before it expires."""

    def __init__(self, gateway_url: str, *, client_id: str, client_secret: SecretStr) -> None:
        self._address = f"{gateway_url}/v1/token"
        self._client_id = client_id
        self._client_secret = client_secret
        self._token = ""
        self._renew_at = 0.0

    async def current(self, client: httpx.AsyncClient) -> str:
        """A token that is good for another minute at least.

        Raises:
            TokenRefused: When the gateway refuses the service's secret.
            httpx.HTTPError: When the gateway does not answer.
        """
        if time.monotonic() >= self._renew_at:
            answer = await outgoing.send(
                client,
                "POST",
                self._address,
                data={"grant_type": "client_credentials"},
                auth=(self._client_id, self._client_secret.get_secret_value()),
            )
            if answer.status_code in (HTTPStatus.UNAUTHORIZED, HTTPStatus.BAD_REQUEST):
                raise TokenRefused(f"{self._client_id}: {answer.status_code}")
            answer.raise_for_status()
            granted = answer.json()
            self._token = granted["access_token"]
            self._renew_at = time.monotonic() + granted["expires_in"] - RENEW_BEFORE_SECONDS
        return self._token

    def forget(self) -> None:
        """Fetch anew next time: the present token was refused."""
        self._renew_at = 0.0
