"""What the visitation service must be told."""

from pydantic import Field
from pydantic_settings import SettingsConfigDict

from kit.settings import ServiceSettings


class Settings(ServiceSettings):
    """Read from ``PEJLING_VISITATION_…``."""

    model_config = SettingsConfigDict(env_prefix="PEJLING_VISITATION_")

    effects_url: str = Field(
        description="Where effects answers, e.g. http://localhost:8010/api/effects"
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
