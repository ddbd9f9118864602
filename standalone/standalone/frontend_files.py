"""Serves the built frontend: its files, one page for all its paths, and a strict policy."""

from pathlib import Path

from starlette.responses import FileResponse, HTMLResponse, Response
from starlette.types import Receive, Scope, Send

from kit import problems

# Nothing from elsewhere, nothing inline; small drawings may lie in the style sheet as data.
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "font-src 'self'; connect-src 'self'; manifest-src 'self'; "
    "base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}
FOR_EVER = "public, max-age=31536000, immutable"
_NOT_BUILT = """<!doctype html>
<html lang="da">
<head><meta charset="utf-8"><title>Pejling</title></head>
<body>
<h1>Siden er ikke bygget endnu</h1>
<p>Tjenesterne kører, men <code>frontend/dist</code> mangler. Kør <code>make run</code>, som
bygger den.</p>
</body>
</html>
"""


class FileUnknown(problems.NotThere):
    """The built frontend has no such file."""

    code = "path_unknown"
    title = "Adressen findes ikke"


class MethodUnknown(problems.NotThere):
    """Pages and files are only read."""

    code = "path_unknown"
    title = "Adressen findes ikke"


class FrontendFiles:
    """ASGI application over the folder that Vite builds.

    A path with a file behind it is that file; files under `assets/` carry a hash in their name
    and are kept for ever. Any other path is the page, which reads the path itself; only a
    missing file under `assets/` is a problem, for a page would be taken for a script.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder.resolve()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            return
        response = self._answer(scope["method"], scope["path"])
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value)
        await response(scope, receive, send)

    def _answer(self, method: str, path: str) -> Response:
        if method not in {"GET", "HEAD"}:
            return problems.render(MethodUnknown("Her kan kun læses."))
        wanted = self._find(path)
        if wanted is not None:
            forever = path.startswith("/assets/")
            return FileResponse(
                wanted, headers={"Cache-Control": FOR_EVER if forever else "no-cache"}
            )
        if path.startswith("/assets/"):
            return problems.render(FileUnknown("Filen findes ikke. Genindlæs siden."))
        page = self._folder / "index.html"
        if page.is_file():
            return FileResponse(page, headers={"Cache-Control": "no-cache"})
        return HTMLResponse(_NOT_BUILT, status_code=503, headers={"Cache-Control": "no-store"})

    def _find(self, path: str) -> Path | None:
        """The file behind a path; never one outside the folder, whatever the path says."""
        try:
            candidate = (self._folder / path.lstrip("/")).resolve()
            if candidate.is_relative_to(self._folder) and candidate.is_file():
                return candidate
        except (OSError, ValueError):
            # Longer than a path can be, or with a NUL in it.
            return None
        return None
