"""The demonstration's released figures are attacked with a solver, three months together."""

from dataclasses import replace
from datetime import date

import pytest

from effects.releases.grounds import Audience
from standalone.demonstration.generate import generate
from standalone.demonstration.municipality import Municipality

from .demonstration_releases import LIMITS, Released, attack_released, find_closed, release_each

MONTHS = [date(2026, 8, 31), date(2026, 9, 30), date(2026, 10, 31)]


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> Municipality:
    """A small demonstration municipality."""
    return generate(tmp_path_factory.mktemp("files"), as_of="2026-W45", scale=0.1)


@pytest.fixture(scope="module")
def released(files: Municipality, tmp_path_factory: pytest.TempPathFactory) -> list[Released]:
    """Three releases of it."""
    return release_each(files.courses.parent, MONTHS, folder=tmp_path_factory.mktemp("room"))


@pytest.mark.parametrize("audience", LIMITS)
def test_three_releases_of_the_demonstration_tell_no_hidden_number(
    released: list[Released], audience: Audience
) -> None:
    shown = [
        sum(not figure.suppressed.yes for (who, _), each in one.figures.items()
            for figure in each.values() if who == audience)
        for one in released
    ]  # fmt: skip
    assert min(shown) > 100
    assert attack_released(released, audience) == []


@pytest.mark.parametrize("audience", LIMITS)
def test_nor_do_they_to_somebody_who_knows_where_there_can_be_nobody(
    files: Municipality, released: list[Released], audience: Audience
) -> None:
    closed = find_closed(files.offers, released)
    assert len(closed) > 100
    assert attack_released(released, audience, closed=closed) == []


def test_the_attack_finds_a_number_that_is_told_by_mistake(released: list[Released]) -> None:
    first = released[0]
    name = "self_support_1m"
    states = first.ground.states["staff", "1m", "offers"]
    figures = first.figures["staff", name]
    told = next(figure for figure in figures.values() if not figure.suppressed.yes)
    leaking = {
        place: told.model_copy(update={"numerator": state.parts[0], "n": sum(state.parts)})
        if figures[place].suppressed.yes and sum(state.parts) != 1
        else figures[place]
        for place, state in ((at, states[at]) for at in figures)
    }
    told_of = replace(first, figures={**first.figures, ("staff", name): leaking})
    assert attack_released([told_of], "staff", only=3)
