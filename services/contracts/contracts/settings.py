"""What the contracts service must be told."""

from pydantic import Field
from pydantic_settings import SettingsConfigDict

from kit.settings import ServiceSettings


class Settings(ServiceSettings):
    """Read from ``PEJLING_CONTRACTS_…``."""

    model_config = SettingsConfigDict(env_prefix="PEJLING_CONTRACTS_")

    visitation_url: str = Field(
        description="Where visitation answers, e.g. http://localhost:8010/api/visitation"
    )
    attendance_deadline_days: int = Field(
        default=2,
        ge=0,
        le=60,
        description="How many days after its Sunday a week's attendance may still be reported",
    )
