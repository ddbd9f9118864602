"""What the effects service must be told."""

import tempfile
from pathlib import Path

from pydantic import Field
from pydantic_settings import SettingsConfigDict

from kit.settings import ServiceSettings


def _default_spool() -> Path:
    return Path(tempfile.gettempdir()) / "pejling-effects"


def _default_packed() -> Path:
    return Path(tempfile.gettempdir()) / "pejling-effects-packed"


class Settings(ServiceSettings):
    """Read from ``PEJLING_EFFECTS_…``."""

    model_config = SettingsConfigDict(env_prefix="PEJLING_EFFECTS_")

    spool_folder: Path = Field(
        default_factory=_default_spool,
        description="Where register files lie while they are read; emptied again at once",
    )
    packed_folder: Path = Field(
        default_factory=_default_packed,
        description="Where registers lie packed from one release to the next; a cache alone",
    )
    settle_seconds: float = Field(
        default=2.0,
        ge=0,
        description="How long the registers rest after an import before figures are released",
    )
    smallest_group: int = Field(
        default=5, ge=1, description="A figure over fewer different citizens is hidden"
    )
