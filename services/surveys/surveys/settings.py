"""What the surveys service must be told."""

from ipaddress import IPv4Network, IPv6Network

from pydantic import Field
from pydantic_settings import SettingsConfigDict

from kit.settings import Networks, ServiceSettings


class Settings(ServiceSettings):
    """Read from ``PEJLING_SURVEYS_…``."""

    model_config = SettingsConfigDict(env_prefix="PEJLING_SURVEYS_")

    visitation_url: str = Field(
        description="Where visitation answers, e.g. http://localhost:8010/api/visitation"
    )
    public_url: str = Field(
        default="/api/surveys",
        pattern=r"^(https?://[^\s?#]+|/[^\s?#]*)$",
        description="Before /s/… in a citizen's link, e.g. https://pejling.example/api/surveys",
    )
    smallest_group: int = Field(
        default=5, ge=5, description="Figures over fewer different citizens are hidden"
    )
    page_views_in_ten_seconds: int = Field(
        default=30, ge=0, description="Of one link, or from one address; 0: any number"
    )
    trusted_proxies: Networks = Field(
        default=(IPv4Network("127.0.0.0/8"), IPv6Network("::1/128")),
        description="JSON list of the networks whose X-Forwarded-For is believed",
    )
