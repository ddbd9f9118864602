"""What the effects service must be told."""

import tempfile
from fractions import Fraction
from pathlib import Path

from pydantic import Field
from pydantic_settings import SettingsConfigDict

from effects.registers.suspicion import Limits
from kit.settings import ServiceSettings


def _default_spool() -> Path:
    return Path(tempfile.gettempdir()) / "pejling-effects"


def _default_packed() -> Path:
    return Path(tempfile.gettempdir()) / "pejling-effects-packed"


class Settings(ServiceSettings):
    """Read from ``PEJLING_EFFECTS_…``."""

    model_config = SettingsConfigDict(env_prefix="PEJLING_EFFECTS_")

    visitation_url: str = Field(
        description="Where visitation answers, e.g. http://localhost:8010/api/visitation"
    )
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
    smallest_public_group: int = Field(
        default=10, ge=1, description="The same for the public and for other municipalities"
    )
    quarantine_smallest: int = Field(
        default=20, ge=1, description="Imports are not compared with fewer citizens or rows"
    )
    quarantine_change: float = Field(
        default=0.30, gt=0, description="An import waits when a number changes by more than this"
    )
    quarantine_gone: float = Field(
        default=0.15, gt=0, description="… more of the citizens are gone from weeks sent again"
    )
    quarantine_cut: float = Field(
        default=0.05, gt=0, description="… more of the citizens come after the file's last id"
    )
    quarantine_unknown: float = Field(
        default=0.50, gt=0, description="… more of the citizens are unknown"
    )
    quarantine_same: float = Field(
        default=0.995, gt=0, le=1, description="… as many rows are another period's"
    )

    @property
    def suspicion(self) -> Limits:
        """When an import looks wrong."""
        return Limits(
            smallest=self.quarantine_smallest,
            change=_as_written(self.quarantine_change),
            gone=_as_written(self.quarantine_gone),
            cut=_as_written(self.quarantine_cut),
            unknown=_as_written(self.quarantine_unknown),
            same=_as_written(self.quarantine_same),
        )


def _as_written(share: float) -> Fraction:
    """0.3 as three tenths, and not as the number next to it that a computer has."""
    return Fraction(str(share))
