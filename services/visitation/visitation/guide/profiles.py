"""A profile as it is asked about, and as the code lists read it today."""

from datetime import date

from kit import problems
from kit.problems import FieldError
from visitation.code_lists.lookup import CodeLists
from visitation.guide import filters, schemas, weights
from visitation.guide.answers import Question
from visitation.guide.filters import NO_FILTERS, Filters


class ProfileCodeUnknown(problems.Malformed):
    """The target group or match group is not on its list today, and nothing stands in for it."""

    code = "code_unknown"
    title = "Ukendt kode"


def read_question(
    municipality: str,
    query: schemas.ProfileQuery,
    codes: CodeLists,
    day: date,
    *,
    weighing: str | None = None,
) -> Question:
    """What decides the findings for a query.

    Args:
        municipality: Whose offers.
        query: What is asked.
        codes: The code lists.
        day: On which the codes are read.
        weighing: What counts, as it is written in an address.

    Raises:
        ProfileCodeUnknown: When a code is not on its list today; those that are, are named.
        WeightsInvalid: When the weights cannot be read.
    """
    target_group, match_group, wanted = _read(query, codes, day)
    asked = [("target_groups", query.target_group, target_group)]
    if query.match_group is not None and match_group is not None:
        asked.append(("match_groups", query.match_group, match_group))
    return Question(
        municipality,
        target_group,
        match_group,
        tuple(weights.parse(weighing or "").items()),
        tuple(codes.also_written("target_groups", [target_group], day)),
        tuple(codes.also_written("match_groups", [match_group], day)) if match_group else (),
        tuple(codes.said_instead(name, old, [new]) for name, old, new in asked if old != new),
        wanted,
    )


def told_back(municipality: str, query: schemas.ProfileQuery, codes: CodeLists) -> schemas.Asked:
    """The profile that was asked about, in words."""
    return schemas.Asked(
        municipality=municipality,
        profile=schemas.Profile(
            target_group=coded(codes, "target_groups", query.target_group),
            match_group=(
                coded(codes, "match_groups", query.match_group) if query.match_group else None
            ),
            age=query.age,
            weeks_on_support=query.weeks_on_support,
        ),
    )


def coded(codes: CodeLists, name: str, code: str) -> schemas.Coded:
    """A code, and what it is called."""
    return schemas.Coded(code=code, label=codes.label(name, code))


def _read(
    query: schemas.ProfileQuery, codes: CodeLists, day: date
) -> tuple[str, str | None, Filters]:
    """The codes that are valid today; an ended one is read as what stands in for it alone."""
    found: dict[str, str] = {}
    mistakes = []
    for field_name, list_name, code in (
        ("target_group", "target_groups", query.target_group),
        ("match_group", "match_groups", query.match_group),
    ):
        if code is None:
            continue
        read_as = codes.translated(list_name, code, day)
        if len(read_as) == 1:
            found[field_name] = read_as[0]
        else:
            choice = ", ".join(read_as or codes.valid(list_name, day))
            mistakes.append(
                FieldError(f"/query/{field_name}", "code_unknown", f"Brug en af: {choice}.")
            )
    wanted = NO_FILTERS
    if isinstance(query, schemas.GuideQuery):
        wanted, unknown = filters.read(query, codes, day)
        mistakes += unknown
    if mistakes:
        raise ProfileCodeUnknown("Koden gælder ikke i dag; se errors.", errors=mistakes)
    return found["target_group"], found.get("match_group"), wanted
