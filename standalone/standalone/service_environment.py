"""What each service is told through its environment."""

import os
from collections.abc import Mapping

from standalone.data_folder import DataFolder
from standalone.databases import SERVICES, service_database
from standalone.secret_files import client_secret

_NO_PROXY = "localhost,127.0.0.1,::1"
_OURS = ("PEJLING_", "PG")


DEMONSTRATION_CLIENTS = "PEJLING_DEMONSTRATION_CLIENTS"
DEMONSTRATION_USERS = "PEJLING_DEMONSTRATION_USERS"
_SIGNING_KEYS = "gateway_signing_keys"
_CPR_KEYS = "visitation_cpr_keys"


def composed_environment(admin_url: str, base_url: str, folder: DataFolder) -> dict[str, str]:
    """The variables of all five services in one; each reads only those that begin with its name.

    Args:
        admin_url: the administrator's URL of the database server.
        base_url: where the composed application answers, for its own services.
        folder: where secrets and caches lie.
    """
    urls = {service: f"{base_url}/api/{service}" for service in SERVICES}
    told = {"PEJLING_DATA": str(folder.path)}
    for service in SERVICES:
        told |= service_environment(service, admin_url, urls, folder)
    return told


def service_environment(
    service: str,
    admin_url: str,
    urls: Mapping[str, str],
    folder: DataFolder,
) -> dict[str, str]:
    """One service's variables: its own secrets, and where the others answer.

    Args:
        service: the service's name.
        admin_url: the administrator's URL of the database server, which the service is not told.
        urls: where each service answers.
        folder: where secrets and caches lie.
    """
    secrets = folder.secrets
    told = {f"{other.upper()}_URL": url for other, url in urls.items()} | {
        "DATABASE_URL": service_database(admin_url, service, secrets).url,
    }
    if service == "gateway":
        told["SIGNING_KEY_FILE"] = secrets.get_file(_SIGNING_KEYS, make=_new_signing_keys)
    if service == "visitation":
        told["CPR_KEY_FILE"] = secrets.get_file(_CPR_KEYS, make=_new_cpr_keys)
    if service == "surveys":
        # The letters' links; whoever runs us at an address of their own says which.
        told["PUBLIC_URL"] = urls["surveys"]
    if service == "effects":
        told["SPOOL_FOLDER"] = str(folder.path / "spool")
        told["PACKED_FOLDER"] = str(folder.path / "packed")
    return {f"PEJLING_{service.upper()}_{name}": value for name, value in told.items()} | _direct()


def worker_environment(service: str, folder: DataFolder) -> dict[str, str]:
    """What a service's worker is told besides: its own secret, and the key that seals the log."""
    prefix = f"PEJLING_{service.upper()}_"
    return {
        f"{prefix}CLIENT_SECRET": client_secret(f"service-{service}", folder.secrets),
        f"{prefix}SEALING_KEY_FILE": folder.secrets.get_file(
            f"{service}_sealing_key", make=_new_sealing_key
        ),
    }


def inherited_by(service: str) -> dict[str, str]:
    """What a service running apart may see of our environment: no word meant for the others.

    The administrator's URL and the other services' settings stay with us; what a person has set
    for this very service goes on to it.
    """
    return {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(_OURS) or name.startswith(f"PEJLING_{service.upper()}_")
    }


def _new_signing_keys() -> str:
    from gateway import keys  # noqa: PLC0415 - the cryptography is needed at the first start alone

    return keys.generate()


def _new_cpr_keys() -> str:
    from visitation.citizens import keys  # noqa: PLC0415 - as above

    return keys.generate()


def _new_sealing_key() -> str:
    from kit import sealing  # noqa: PLC0415 - as above

    return sealing.generate_key()


def _direct() -> dict[str, str]:
    """A proxy of the machine is for the world outside, never for our own addresses."""
    return {
        name: ",".join(filter(None, (os.environ.get(name, ""), _NO_PROXY)))
        for name in ("NO_PROXY", "no_proxy")
    }
