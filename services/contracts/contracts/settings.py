"""What the contracts service must be told."""

from pydantic_settings import SettingsConfigDict

from kit.settings import ServiceSettings


class Settings(ServiceSettings):
    """Read from ``PEJLING_CONTRACTS_…``."""

    model_config = SettingsConfigDict(env_prefix="PEJLING_CONTRACTS_")
