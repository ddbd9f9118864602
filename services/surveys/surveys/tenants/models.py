"""Which municipalities ask their citizens: known without entering any of them."""

from sqlalchemy.orm import Mapped, mapped_column

from surveys.record import Record


class SurveyMunicipality(Record):
    """A municipality that has a wave or answers."""

    __tablename__ = "survey_municipalities"

    municipality: Mapped[str] = mapped_column(primary_key=True)
