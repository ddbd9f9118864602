from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from contracts.agreements import requirements
from contracts.agreements.requirements import (
    OWN_DEFAULTS,
    Kind,
    Limits,
    Offered,
    Requirement,
    broken_by,
    narrowest,
)

hours = st.decimals(min_value=0, max_value=168, places=1)
codes = st.lists(st.sampled_from(["guidance", "placement", "job_brokering"]), unique=True)


@st.composite
def spans(draw: st.DrawFn, kind: Kind) -> Requirement:
    ends = sorted((draw(hours), draw(hours)))
    low, high = draw(st.sampled_from([(ends[0], ends[1]), (ends[0], None), (None, ends[1])]))
    return Requirement(kind=kind, limits=Limits(min=low, max=high), wording="Krav.")


@given(st.lists(spans("hours_per_week"), max_size=4), hours)
def test_hours_break_a_requirement_exactly_when_they_lie_outside_the_narrowest_limits(
    lines: list[Requirement], offered: Decimal
) -> None:
    is_broken = any(broken_by(Offered(hours_per_week=offered), lines))
    limits = narrowest(lines, "hours_per_week")
    if limits is None:
        assert not is_broken
        return
    is_outside = (limits.min is not None and offered < limits.min) or (
        limits.max is not None and offered > limits.max
    )
    assert is_broken == is_outside


@given(codes, codes)
def test_content_elements_are_broken_by_whatever_is_lacking(
    required: list[str], offered: list[str]
) -> None:
    line = Requirement(
        kind="content_elements", limits=Limits(codes=required), wording="Krav om indhold."
    )
    broken = list(broken_by(Offered(content_elements=offered), [line]))
    assert bool(broken) == bool(set(required) - set(offered))
    assert requirements.required_elements([line]) == sorted(required)


@given(hours, st.integers(1, 520))
def test_an_inspector_s_requirement_is_never_broken_for_a_machine(
    offered: Decimal, weeks: int
) -> None:
    lines = [
        each.model_copy(update={"checkable_by": "inspector"})
        for each in (*OWN_DEFAULTS, Requirement(kind="accessibility", wording="Adgang."))
    ]
    told = Offered(hours_per_week=offered, duration_weeks=weeks, accessible=False)
    assert list(broken_by(told, lines)) == []
    assert narrowest(lines, "hours_per_week") is None


@given(hours, st.integers(1, 520))
def test_own_agreements_allow_10_to_37_hours_and_1_to_13_weeks(
    offered: Decimal, weeks: int
) -> None:
    broken = broken_by(Offered(hours_per_week=offered, duration_weeks=weeks), OWN_DEFAULTS)
    kinds = {each.requirement.kind for each in broken}
    assert ("hours_per_week" in kinds) == (not 10 <= offered <= 37)
    assert ("duration_weeks" in kinds) == (weeks > 13)


def test_a_number_is_written_as_danes_write_it() -> None:
    line = Requirement(
        kind="hours_per_week", limits=Limits(max=Decimal("12.5")), wording="Højst 12,5 timer."
    )
    (broken,) = broken_by(Offered(hours_per_week=Decimal(13)), [line])
    assert broken.detail == "Højst 12,5 timer om ugen."


def test_the_shortest_answer_time_counts_and_five_days_where_none_is_said() -> None:
    def line(days: int) -> Requirement:
        limits = Limits(working_days=days)
        return Requirement(kind="answer_time", limits=limits, wording="Svar.")

    assert requirements.answer_days([line(7), line(3)]) == 3
    assert requirements.answer_days(OWN_DEFAULTS) == 5
