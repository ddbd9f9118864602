"""What the visitation service must be told."""

from pathlib import Path

from pydantic import Field, field_validator
from pydantic_settings import SettingsConfigDict

from kit.settings import ServiceSettings
from visitation.citizens import keys


class Settings(ServiceSettings):
    """Read from ``PEJLING_VISITATION_…``."""

    model_config = SettingsConfigDict(env_prefix="PEJLING_VISITATION_")

    effects_url: str = Field(
        description="Where effects answers, e.g. http://localhost:8010/api/effects"
    )
    contracts_url: str = Field(
        description="Where contracts answers, e.g. http://localhost:8010/api/contracts"
    )
    surveys_url: str = Field(
        description="Where surveys answers, e.g. http://localhost:8010/api/surveys"
    )
    cpr_key_file: Path = Field(
        description="A file (0600) as `pejling visitation new-cpr-key` writes; without it no"
        " number can be read, and no id be made again"
    )
    guide_refresh_seconds: float = Field(
        default=0.5, gt=0, description="How often the guide looks for changes"
    )
    fresh_months: int = Field(
        default=6,
        ge=1,
        le=120,
        description="For how many months an offer stays fresh after it was written or confirmed",
    )

    @field_validator("cpr_key_file")
    @classmethod
    def _opens_numbers(cls, path: Path) -> Path:
        keys.read(path)
        return path
