"""A browser for tests, as far as cookies, headers, redirects and forms go."""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from html.parser import HTMLParser
from typing import Any
from urllib.parse import urljoin, urlsplit

import httpx

MOST_REDIRECTS = 12
ACCESS = "__Host-pejling_access"
SESSION = "__Secure-pejling_session"


class Browser:
    """One person's browser, which keeps secure cookies of this machine as Chromium does."""

    def __init__(self, client: httpx.AsyncClient) -> None:
        self._client = client

    async def go(self, address: str) -> httpx.Response:
        """Where the person ends who opens an address, redirects followed one by one."""
        answer = await self.navigate("GET", address)
        for _ in range(MOST_REDIRECTS):
            if not answer.has_redirect_location:
                return answer
            answer = await self.navigate(
                "GET", urljoin(str(answer.url), answer.headers["location"])
            )
        raise AssertionError(f"redirected on and on, at last to {answer.url}")

    async def navigate(
        self, method: str, address: str, form: Mapping[str, str] | None = None
    ) -> httpx.Response:
        """One request as a browser sends it that shows the answer."""
        told = {"Sec-Fetch-Mode": "navigate", "Sec-Fetch-Site": "none"}
        return self._keeping(await self._client.request(method, address, data=form, headers=told))

    async def submit(self, page: httpx.Response, typed: Mapping[str, str]) -> httpx.Response:
        """Where the person ends who fills in a page's form and sends it."""
        form = _Form()
        form.feed(page.text)
        address = urljoin(str(page.url), form.action)
        answer = await self.navigate("POST", address, form.hidden | dict(typed))
        if not answer.has_redirect_location:
            return answer
        return await self.go(urljoin(address, answer.headers["location"]))

    async def ask(self, method: str, address: str, **said: Any) -> httpx.Response:  # noqa: ANN401 - what httpx takes
        """One request of a script on a page of the same origin."""
        parts = urlsplit(str(self._client.base_url.join(address)))
        headers = {"Sec-Fetch-Mode": "cors", "Sec-Fetch-Site": "same-origin"}
        if method not in {"GET", "HEAD"}:
            headers["Origin"] = f"{parts.scheme}://{parts.netloc}"
        headers |= said.pop("headers", {})
        return self._keeping(await self._client.request(method, address, headers=headers, **said))

    def _keeping(self, answer: httpx.Response) -> httpx.Response:
        """Send secure cookies to this machine without TLS as well, as Chromium does."""
        for each in self._client.cookies.jar:
            each.secure = False
        return answer

    def cookie(self, name: str) -> str | None:
        """The value of a cookie that the browser holds."""
        return next((each.value for each in self._client.cookies.jar if each.name == name), None)

    def hold(self, name: str, value: str) -> None:
        """Have another value in a cookie that the browser holds."""
        for each in self._client.cookies.jar:
            if each.name == name:
                each.value = value
                return
        raise LookupError(name)


@asynccontextmanager
async def new_browser(
    base_url: str, transport: httpx.AsyncBaseTransport | None = None
) -> AsyncIterator[Browser]:
    """A browser that has no cookies yet."""
    async with httpx.AsyncClient(
        base_url=base_url, transport=transport, timeout=30, trust_env=False
    ) as client:
        yield Browser(client)


class _Form(HTMLParser):
    """The first form of a page: where it is sent, and its hidden fields."""

    def __init__(self) -> None:
        super().__init__()
        self.action = ""
        self.hidden: dict[str, str] = {}

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Take what is said of a form and its fields."""
        said = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.action = said.get("action", "")
        if tag == "input" and said.get("type") == "hidden":
            self.hidden[said["name"]] = said.get("value", "")
