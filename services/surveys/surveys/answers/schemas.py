"""What crosses the wire about answers that are typed in."""

from datetime import date
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator
from pydantic_core import PydanticCustomError

from kit.texts import CodeText, Id, Prose, Whole
from surveys.answers.giving import MAX_COMMENT

Score = Annotated[Whole, Field(ge=1, le=5)]


class AnswerRow(BaseModel):
    """Answers of one citizen, given otherwise than by the link.

    With an invitation they belong to it; without one they are history, and say themselves which
    offer and target group they are about.
    """

    model_config = ConfigDict(extra="forbid")

    id: Id = Field(description="Your own id: sent again it changes nothing, or corrects")
    channel: Literal["telephone", "paper", "history"]
    invitation_id: Id | None = None
    offer_id: Id | None = None
    target_group: CodeText | None = None
    answered_on: date | None = Field(default=None, description="Today when left out")
    satisfaction: Score | None = None
    relevance: Score | None = None
    closeness: Score | None = None
    comment: Annotated[Prose, StringConstraints(max_length=MAX_COMMENT)] = ""

    @model_validator(mode="after")
    def _says_something_about_something(self) -> "AnswerRow":
        if not self.scores:
            raise PydanticCustomError(
                "no_answer", "no answer", {"danish": "Mindst ét spørgsmål skal være besvaret."}
            )
        own = (self.offer_id, self.target_group, self.answered_on)
        if self.invitation_id is None and None in own:
            raise PydanticCustomError(
                "subject_missing",
                "no subject",
                {"danish": "Uden invitation_id skal offer_id, target_group og answered_on med."},
            )
        if self.invitation_id is not None and (self.offer_id or self.target_group):
            raise PydanticCustomError(
                "subject_twice",
                "two subjects",
                {"danish": "Invitationen siger selv hvilket tilbud; udelad offer_id og gruppe."},
            )
        return self

    @property
    def scores(self) -> dict[str, int]:
        """By question, 1 to 5; what was left open is not there."""
        given = {name: getattr(self, name) for name in ("satisfaction", "relevance", "closeness")}
        return {name: score for name, score in given.items() if score is not None}
