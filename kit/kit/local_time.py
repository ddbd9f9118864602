"""Danish dates and times, for people and for what is valid on a day."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

COPENHAGEN = ZoneInfo("Europe/Copenhagen")


def local_date(at: datetime) -> date:
    """The day that it is in Denmark."""
    return at.astimezone(COPENHAGEN).date()


def written_date(day: date) -> str:
    """A date as it is shown: ``22.11.2026``."""
    return f"{day:%d.%m.%Y}"


def written_moment(at: datetime) -> str:
    """A moment as it is shown: ``22.11.2026 kl. 10.30``."""
    return f"{at.astimezone(COPENHAGEN):%d.%m.%Y kl. %H.%M}"
