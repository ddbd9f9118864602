"""What each service is told through its environment in standalone mode."""

import os

from standalone.data_folder import DataFolder
from standalone.databases import SERVICES, service_database
from standalone.needed_clients import GUIDE_READER
from standalone.secret_files import client_secret

_NO_PROXY = "localhost,127.0.0.1,::1"


GUIDE_READER_SECRET = "PEJLING_DEMONSTRATION_GUIDE_SECRET"  # noqa: S105 - the variable's name
JOBCENTER_SECRET = "PEJLING_DEMONSTRATION_JOBCENTER_SECRET"  # noqa: S105 - the variable's name
_SIGNING_KEYS = "gateway_signing_keys"


def service_environment(admin_url: str, base_url: str, folder: DataFolder) -> dict[str, str]:
    """The variables of all five services; each reads only those that begin with its name.

    Args:
        admin_url: the administrator's URL of the database server.
        base_url: where the composed application answers, for its own services.
        folder: where secrets and caches lie.
    """
    secrets = folder.secrets
    told = {
        "PEJLING_DATA": str(folder.path),
        "PEJLING_EFFECTS_SPOOL_FOLDER": str(folder.path / "spool"),
        "PEJLING_EFFECTS_PACKED_FOLDER": str(folder.path / "packed"),
        GUIDE_READER_SECRET: client_secret(GUIDE_READER.client_id, secrets),
    }
    for service in SERVICES:
        prefix = f"PEJLING_{service.upper()}_"
        told |= {
            f"{prefix}DATABASE_URL": service_database(admin_url, service, secrets).url,
            f"{prefix}GATEWAY_URL": f"{base_url}/api/gateway",
            f"{prefix}CLIENT_SECRET": client_secret(f"service-{service}", secrets),
        }
        for other in SERVICES:
            told[f"{prefix}{other.upper()}_URL"] = f"{base_url}/api/{other}"
    secrets.get(_SIGNING_KEYS, make=_new_keys)
    told["PEJLING_GATEWAY_SIGNING_KEY_FILE"] = str(secrets.path(_SIGNING_KEYS))
    return told | _direct()


def _new_keys() -> str:
    from gateway import keys  # noqa: PLC0415 - the cryptography is needed at the first start alone

    return keys.generate()


def _direct() -> dict[str, str]:
    """A proxy of the machine is for the world outside, never for our own addresses."""
    return {
        name: ",".join(filter(None, (os.environ.get(name, ""), _NO_PROXY)))
        for name in ("NO_PROXY", "no_proxy")
    }
