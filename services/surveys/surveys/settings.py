"""What the surveys service must be told."""

from pydantic_settings import SettingsConfigDict

from kit.settings import ServiceSettings


class Settings(ServiceSettings):
    """Read from ``PEJLING_SURVEYS_…``."""

    model_config = SettingsConfigDict(env_prefix="PEJLING_SURVEYS_")
