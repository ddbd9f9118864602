"""Two versions of an offer side by side, field by field."""

from typing import Any, Literal

from pydantic import BaseModel, Field

from visitation.offers.labels import FIELDS_DA
from visitation.offers.models import OfferVersion
from visitation.offers.rules import Status

_LISTED = (
    "content_elements",
    "target_groups",
    "match_groups",
    "themes",
    "languages",
    "package_of",
    "predecessors",
)


class Difference(BaseModel):
    """One field in both versions."""

    pointer: str = Field(examples=["/hours_per_week"])
    label: str = Field(examples=["Timer pr. uge"])
    change: Literal["same", "added", "removed", "changed"]
    before: Any
    after: Any
    added: list[str] = Field(default=[], description="Of a list, what the later version adds")
    removed: list[str] = Field(default=[], description="Of a list, what the later version lacks")


class Comparison(BaseModel):
    """What became different from one version to another."""

    before: int
    after: int
    status_before: Status
    status_after: Status
    differences: list[Difference]


def compare(before: OfferVersion, after: OfferVersion, *, with_unchanged: bool) -> Comparison:
    """Every field that differs, in the order of the form; the same ones too where wanted."""
    found = [_difference(name, before.content, after.content) for name in FIELDS_DA]
    return Comparison.model_validate(
        {
            "before": before.version,
            "after": after.version,
            "status_before": before.status,
            "status_after": after.status,
            "differences": [
                each for each in found if each and (with_unchanged or each.change != "same")
            ],
        }
    )


def _difference(name: str, before: dict[str, Any], after: dict[str, Any]) -> Difference | None:
    if name not in before and name not in after:
        return None  # columns of spreadsheets alone
    # What a version from before a field's time does not hold, it did not say.
    old, new = before.get(name), after.get(name)
    is_list = name in _LISTED
    return Difference(
        pointer=f"/{name}",
        label=FIELDS_DA[name],
        change=_change(old, new),
        before=old,
        after=new,
        added=[each for each in new or () if each not in (old or ())] if is_list else [],
        removed=[each for each in old or () if each not in (new or ())] if is_list else [],
    )


def _change(old: object, new: object) -> Literal["same", "added", "removed", "changed"]:
    nothing: tuple[object, ...] = (None, "", [])
    if old == new or (old in nothing and new in nothing):
        return "same"
    if old in nothing:
        return "added"
    return "removed" if new in nothing else "changed"
