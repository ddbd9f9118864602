"""What nginx is told: the pages' files, each service under its path, and limits on both.

One text for `pejling up` on this machine and for the containers of `docker-compose.yml`. Addresses
are handed on as they came, never read and written anew, and nothing that passes is written to disk:
neither bodies and answers, which hold people, nor citizens' personal links in a log.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from kit.limits import BULK_ENDS
from standalone.databases import SERVICES
from standalone.frontend_files import FOR_EVER, HEADERS

RETRY_AFTER_SECONDS = 2
_KEPT_SECONDS = 2
"""Idle connections to a service: less than a service keeps them, lest both end one at once."""
_TYPES = {
    "text/html": "html",
    "text/css": "css",
    "text/javascript": "js mjs",
    "text/markdown": "md",
    "text/plain": "txt",
    "application/json": "json map",
    "application/manifest+json": "webmanifest",
    "application/pdf": "pdf",
    "image/svg+xml": "svg",
    "image/png": "png",
    "image/x-icon": "ico",
    "font/woff2": "woff2",
}


@dataclass(frozen=True, slots=True)
class Tls:
    """Where the certificate with its chain lies, and its key."""

    certificate: str
    key: str


@dataclass(frozen=True, slots=True)
class Place:
    """Where nginx stands. Paths are absolute, or begin where nginx is told to (`-p`).

    Attributes:
        listen: the addresses to listen at.
        services: where each service answers, `host:port`.
        pages: the folder that Vite builds.
        scratch: a folder of nginx's own.
        worker_user: whose the worker processes are, where nginx is started by root.
        tls: None where the browser comes over loopback.
        resolver: the name service that is asked again where services may move; None where
            `services` names numbers.
        others: more paths, and where they are answered: a provider of identities.
    """

    listen: Sequence[str]
    services: Mapping[str, str]
    pages: str
    scratch: str
    worker_user: str | None = None
    tls: Tls | None = None
    resolver: str | None = None
    others: Mapping[str, str] = field(default_factory=dict)

    def passing_to(self, name: str) -> str:
        """The directives that hand a request on, its address as it came."""
        if self.resolver is None:
            return f"proxy_pass http://{name};\n"
        return f"set $service {self.services[name]};\nproxy_pass http://$service;\n"

    def headers(self, told: Mapping[str, str]) -> str:
        """The directives that add headers; they are not inherited where others are added."""
        strict = {"Strict-Transport-Security": "max-age=63072000"} if self.tls else {}
        lines = (
            f'add_header {name} "{value}" always;\n' for name, value in {**told, **strict}.items()
        )
        return "".join(lines)


def render(place: Place) -> str:
    """The whole configuration file."""
    upstreams = (
        ""
        if place.resolver
        else "".join(_upstream(name, place.services[name]) for name in SERVICES)
    )
    server = [
        _listening(place),
        _proxying(),
        _problems(place),
        *(_service(place, name) for name in SERVICES),
        _links(place),
        *(_other(path, address) for path, address in place.others.items()),
        _files(place),
    ]
    return (
        "# standalone/standalone/nginx_configuration.py says this; nothing is changed here.\n"
        "daemon off;\n"
        f"{f'user {place.worker_user};' if place.worker_user else ''}\n"
        f"pid {place.scratch}/nginx.pid;\n"
        "worker_processes 2;\n"
        "worker_shutdown_timeout 60s;\n"
        "error_log stderr warn;\n"
        # A way in and a way on for each connection.
        "worker_rlimit_nofile 4096;\n"
        "events { worker_connections 2048; }\n"
        f"http {{\n{_general(place)}{upstreams}server {{\n{''.join(server)}}}\n}}\n"
    )


def _general(place: Place) -> str:
    temporary = "".join(
        f"{name}_temp_path {place.scratch}/{name};\n"
        for name in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    resolver = f"resolver {place.resolver} valid=5s;\n" if place.resolver else ""
    types = "".join(f"{kind} {endings};\n" for kind, endings in _TYPES.items())
    return (
        f"types {{\n{types}}}\n"
        "default_type application/octet-stream;\n"
        "charset utf-8;\n"
        "charset_types text/css text/javascript text/markdown text/plain;\n"
        f"{temporary}"
        f"{resolver}"
        "access_log off;\n"
        "server_tokens off;\n"
        "sendfile on;\n"
        "tcp_nopush on;\n"
        "keepalive_timeout 65s;\n"
        "client_header_timeout 10s;\n"
        "client_body_timeout 30s;\n"
        "send_timeout 60s;\n"
        "reset_timedout_connection on;\n"
        "large_client_header_buffers 4 16k;\n"
        "client_max_body_size 1m;\n"
        "client_body_buffer_size 1m;\n"
    )


def _upstream(name: str, address: str) -> str:
    # Named twice, so that what may be sent twice is tried once more.
    return (
        f"upstream {name} {{\n"
        f"server {address} max_fails=0;\n"
        f"server {address} max_fails=0;\n"
        "keepalive 64;\n"
        "keepalive_requests 1000000;\n"
        f"keepalive_timeout {_KEPT_SECONDS}s;\n"
        "}\n"
    )


def _listening(place: Place) -> str:
    listened = "".join(f"listen {one}{' ssl' if place.tls else ''};\n" for one in place.listen)
    if place.tls is None:
        return f"{listened}server_name _;\n"
    return (
        f"{listened}server_name _;\n"
        f"ssl_certificate {place.tls.certificate};\n"
        f"ssl_certificate_key {place.tls.key};\n"
        "ssl_protocols TLSv1.2 TLSv1.3;\n"
        "ssl_session_cache shared:tls:10m;\n"
        "ssl_session_tickets off;\n"
        f"{place.headers({})}"
    )


def _proxying() -> str:
    return (
        "proxy_http_version 1.1;\n"
        "proxy_set_header Connection '';\n"
        "proxy_set_header Host $http_host;\n"
        "proxy_set_header X-Forwarded-For $remote_addr;\n"
        "proxy_set_header X-Forwarded-Host '';\n"
        "proxy_set_header X-Forwarded-Proto $scheme;\n"
        "proxy_set_header X-Real-IP '';\n"
        "proxy_set_header Forwarded '';\n"
        "proxy_connect_timeout 5s;\n"
        "proxy_read_timeout 75s;\n"
        "proxy_send_timeout 60s;\n"
        "proxy_buffers 16 32k;\n"
        "proxy_buffer_size 32k;\n"
        "proxy_busy_buffers_size 64k;\n"
        "proxy_max_temp_file_size 0;\n"
        # What is not safe to repeat is never sent twice: nginx leaves it out by itself.
        "proxy_next_upstream error;\n"
        "proxy_next_upstream_tries 2;\n"
    )


def _problems(place: Place) -> str:
    away = (
        "Tjenesten svarer ikke lige nu. Send den samme forespørgsel igen om lidt, med samme"
        " Idempotency-Key hvis den har en."
    )
    retry = f"add_header Retry-After {RETRY_AFTER_SECONDS} always;\n"
    large = "Del indholdet, eller send det til en adresse, der tager imod mange rækker."
    said = [
        _problem(place, "away", 503, "service_away", "Tjenesten svarer ikke", away, retry),
        _problem(place, "too_large", 413, "body_too_large", "For stort indhold", large),
        _problem(
            place, "method", 404, "path_unknown", "Adressen findes ikke", "Her kan kun læses."
        ),
        _problem(
            place,
            "no_file",
            404,
            "path_unknown",
            "Adressen findes ikke",
            "Genindlæs siden, og prøv igen.",
        ),
        _problem(
            place,
            "no_service",
            404,
            "path_unknown",
            "Adressen findes ikke",
            f"Under /api findes: {', '.join(SERVICES)}.",
        ),
    ]
    # Errors of nginx's own alone: what a service answers is handed on as it is.
    return "".join(
        [
            "error_page 413 @too_large;\n",
            "error_page 502 504 @away;\n",
            *said,
            "location = /api { error_page 404 @no_service; return 404; }\n",
            "location /api/ { error_page 404 @no_service; return 404; }\n",
        ]
    )


def _problem(
    place: Place, name: str, status: int, code: str, title: str, detail: str, more: str = ""
) -> str:
    body = {
        "type": f"urn:pejling:problem:{code}",
        "title": title,
        "status": status,
        "detail": detail,
        "code": code,
        "errors": [],
        "trace_id": "$request_id",
    }
    text = json.dumps(body, ensure_ascii=False, separators=(",", ":"))
    return (
        f"location @{name} {{\n"
        "default_type application/problem+json;\n"
        f"{place.headers({'Cache-Control': 'no-store', 'X-Content-Type-Options': 'nosniff'})}"
        f"{more}"
        f"return {status} '{text}';\n"
        "}\n"
    )


def _service(place: Place, name: str) -> str:
    ends = "|".join(end.removeprefix("/") for end in BULK_ENDS)
    passing = place.passing_to(name)
    # A citizen's link is a key.
    links = f"location /api/surveys/s/ {{\nerror_log /dev/null;\n{passing}}}\n"
    return (
        f"location /api/{name}/ {{\n"
        f"{passing}"
        f"location = /api/{name}/v1/events {{\nproxy_buffering off;\n{passing}}}\n"
        f"{links if name == 'surveys' else ''}"
        f"location ~ ^/api/{name}/v1/(.+/)?({ends})$ {{\n"
        "client_max_body_size 8g;\n"
        "proxy_request_buffering off;\n"
        "proxy_read_timeout 4h;\n"
        f"{passing}"
        "}\n"
        "}\n"
    )


def _links(place: Place) -> str:
    """Citizens' personal links, as short as a letter likes them."""
    return (
        "location /s/ {\n"
        "error_log /dev/null;\n"
        "error_page 502 504 @page_away;\n"
        f"{place.passing_to('surveys')}"
        "}\n"
        "location @page_away {\n"
        "default_type text/html;\n"
        f"{place.headers(HEADERS | {'Cache-Control': 'no-store'})}"
        f"add_header Retry-After {RETRY_AFTER_SECONDS} always;\n"
        'return 503 \'<!doctype html><html lang="da"><head><meta charset="utf-8">'
        "<title>Prøv igen om lidt</title></head><body><h1>Prøv igen om lidt</h1>"
        "<p>Siden kan ikke vises lige nu. Vent et øjeblik, og åbn dit link igen. "
        "Dit link virker stadig.</p></body></html>';\n"
        "}\n"
    )


def _other(path: str, address: str) -> str:
    return (
        f"location {path} {{\n"
        f"set $other {address};\n"
        "proxy_set_header Host $http_host;\n"
        "proxy_set_header X-Forwarded-For $remote_addr;\n"
        "proxy_set_header X-Forwarded-Host $http_host;\n"
        "proxy_set_header X-Forwarded-Proto $scheme;\n"
        "proxy_pass http://$other;\n"
        "}\n"
    )


def _files(place: Place) -> str:
    gzip = (
        "gzip on;\ngzip_vary on;\ngzip_comp_level 6;\ngzip_min_length 1024;\n"
        "gzip_types text/css text/javascript text/markdown application/json image/svg+xml;\n"
    )
    again = place.headers(HEADERS | {"Cache-Control": "no-cache"})
    return (
        f"root {place.pages};\n"
        "location /assets/ {\n"
        "error_page 404 @no_file;\n"
        "error_page 405 @method;\n"
        f"{gzip}"
        f"{place.headers(HEADERS)}"
        f'add_header Cache-Control "{FOR_EVER}";\n'
        "try_files $uri =404;\n"
        "}\n"
        "location / {\n"
        "error_page 405 @method;\n"
        f"{gzip}"
        f"{again}"
        "error_page 503 @page_away;\n"
        "try_files $uri /index.html =503;\n"
        "}\n"
    )
