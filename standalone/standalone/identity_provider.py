"""The demonstration's identity provider: a program of Node beside the services.

    python -m standalone.identity_provider PARENT_ID CONFIGURATION

It knows the demonstration's users and refuses to be anybody else's. It listens at 127.0.0.1 while
the pages are at localhost: cookies cross ports, and so the two have none in common.
"""

import contextlib
import os
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from standalone import ports
from standalone.children import Child, die_with_parent
from standalone.data_folder import DataFolder
from standalone.demonstration import users
from standalone.demonstration.municipality import MUNICIPALITY
from standalone.secret_files import write_private_json

PROGRAM = Path(__file__).resolve().parents[1] / "identity_provider" / "server.mjs"
ROLE_MAP = Path(__file__).resolve().parent / "demonstration" / "role_map.toml"
CLIENT_ID = "pejling"
KNOWN_AS = "demonstration"
"""What the gateway's records call it, so that people stay the same when its port is another."""
NOT_INSTALLED = (
    "Ingen kan logge ind: den indbyggede identitetsudbyder mangler. Kør `make run`, som henter den,"
    " eller: npm ci --prefix standalone/identity_provider"
)
_CLIENT_SECRET = "identity_provider_client"  # noqa: S105 - the name of the file
_CONFIGURATION = "identity_provider.json"
_INHERITED: Final = ("PATH", "LANG", "LC_ALL")


def is_installed() -> bool:
    """Whether Node and the provider's packages are there."""
    packages = PROGRAM.parent / "node_modules" / "oidc-provider"
    return shutil.which("node") is not None and packages.is_dir()


class IdentityProvider:
    """The provider of one installation, at the port that it had before where that is free.

    Args:
        folder: where its port, secrets and log lie.
        application: the public address of the pages, such as `http://localhost:8010`.
    """

    def __init__(self, folder: DataFolder, application: str) -> None:
        self._folder = folder
        self._application = application
        self._keeper = None
        known = _text_of(folder.identity_provider_port)
        if known.isdecimal():
            with contextlib.suppress(ports.PortTaken):
                self.port, self._keeper = ports.reserve(int(known))
        if self._keeper is None:
            self.port, self._keeper = ports.reserve()
            folder.identity_provider_port.write_text(f"{self.port}\n", encoding="ascii")
        self._child = Child(
            "identity-provider",
            "standalone.identity_provider",
            str(self._configuration()),
            environment={},
            inherited={name: os.environ[name] for name in _INHERITED if name in os.environ},
            logs=folder.logs,
        )

    @property
    def issuer(self) -> str:
        """Its address, as its tokens name it."""
        return f"http://{ports.LOOPBACK}:{self.port}"

    @property
    def environment(self) -> dict[str, str]:
        """What the gateway is told of it."""
        told = {
            "PUBLIC_URL": self._application,
            "SIGN_IN_ISSUER": self.issuer,
            "SIGN_IN_CLIENT_ID": CLIENT_ID,
            "SIGN_IN_CLIENT_SECRET": self._folder.secrets.get(_CLIENT_SECRET),
            "SIGN_IN_KNOWN_AS": KNOWN_AS,
            "ROLE_MAP_FILE": str(ROLE_MAP),
        }
        return {f"PEJLING_GATEWAY_{name}": value for name, value in told.items()}

    @property
    def logins(self) -> list[dict[str, str]]:
        """Who can sign in, as ``demo.json`` tells it."""
        return users.logins(self._folder.secrets)

    def start(self) -> None:
        """Start it; it answers within a second or two."""
        self._child.start()

    def is_running(self) -> bool:
        """Whether it was started and lives."""
        return self._child.is_running()

    def stop(self) -> None:
        """Stop it, and give the port back."""
        self._child.stop()
        if self._keeper is not None:
            self._keeper.close()

    def _configuration(self) -> Path:
        path = self._folder.secrets.path(_CONFIGURATION)
        write_private_json(
            path,
            {
                "demonstration": MUNICIPALITY,
                "issuer": self.issuer,
                "application": self._application,
                "client_id": CLIENT_ID,
                "client_secret": self._folder.secrets.get(_CLIENT_SECRET),
                "users": users.accounts(self._folder.secrets),
            },
        )
        return path


def _text_of(path: Path) -> str:
    try:
        return path.read_text(encoding="ascii").strip()
    except (OSError, ValueError):
        return ""


@contextmanager
def running_beside(folder: DataFolder, application: str) -> Iterator[IdentityProvider | None]:
    """The provider while the services run, stopped at the end; None where it is not installed."""
    if not is_installed():
        sys.stdout.write(f"{NOT_INSTALLED}\n")
        yield None
        return
    provider = IdentityProvider(folder, application)
    try:
        provider.start()
        yield provider
    finally:
        provider.stop()


def main(parent: int, configuration: str) -> None:
    """Become the provider; the system ends it with the process that started us."""
    die_with_parent(parent)
    node = shutil.which("node")
    if node is None:
        sys.exit(NOT_INSTALLED)
    os.execv(node, [node, str(PROGRAM), configuration])  # noqa: S606 - our own program


if __name__ == "__main__":
    main(int(sys.argv[1]), sys.argv[2])
