"""The five services' databases on one server: their names, passwords and addresses.

Imports nothing large, because `pejling run` needs the addresses before anything else.
"""

from dataclasses import dataclass
from urllib.parse import quote, urlsplit

from standalone.secret_files import SecretFiles

SERVICES = ("gateway", "visitation", "contracts", "surveys", "effects")


@dataclass(frozen=True)
class ServiceDatabase:
    """One service's database as its two roles reach it; `postgresql://…` addresses."""

    service: str
    owner_password: str
    password: str
    owner_url: str
    """As the role that owns the schema and migrates it."""
    url: str
    """As the role that runs the service and owns nothing."""


def database_name(service: str) -> str:
    """The name of a service's database and of the role that runs it, as the kit makes them."""
    return f"pejling_{service}"


def service_database(admin_url: str, service: str, secrets: SecretFiles) -> ServiceDatabase:
    """The addresses of a service's database on the server that the administrator's URL names."""
    name = database_name(service)
    owner_password = secrets.get(f"{service}_owner_password")
    password = secrets.get(f"{service}_password")
    return ServiceDatabase(
        service=service,
        owner_password=owner_password,
        password=password,
        owner_url=_address(admin_url, name, f"{name}_owner", owner_password),
        url=_address(admin_url, name, name, password),
    )


def find_service_url(admin_url: str, service: str, secrets: SecretFiles) -> str | None:
    """The running role's address where its password is made already; nothing is made."""
    name = database_name(service)
    password = secrets.find(f"{service}_password")
    return None if password is None else _address(admin_url, name, name, password)


def _address(admin_url: str, database: str, role: str, password: str) -> str:
    """The same server with another database and role; what else the URL says (sslmode) stays."""
    server = urlsplit(admin_url)
    where = server.netloc.rpartition("@")[2]
    return server._replace(
        scheme="postgresql",
        netloc=f"{quote(role)}:{quote(password, safe='')}@{where}",
        path=f"/{database}",
    ).geturl()
