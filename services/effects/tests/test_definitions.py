"""The definitions as data: exactly ten, each named, versioned and put in plain Danish."""

import pytest

from effects.definitions import BY_NAME, DEFINITIONS, UnknownDefinition, select_definitions


def test_there_are_exactly_the_ten_definitions_in_their_order() -> None:
    assert [definition.name for definition in DEFINITIONS] == [
        "self_support_1m",
        "self_support_3m",
        "self_support_6m",
        "self_support_3m_sustained",
        "self_support_3_of_7m",
        "employed_6m",
        "education_6m",
        "exit_to_job",
        "exit_to_education",
        "business_oriented_share",
    ]


def test_each_definition_says_what_it_counts_and_how() -> None:
    for definition in DEFINITIONS:
        assert definition.version == 1
        assert definition.label
        assert definition.text.startswith("Andelen af ")
        assert definition.text.endswith(".")
        assert "divideret med alle" in definition.formula
    assert len({definition.label for definition in DEFINITIONS}) == 10
    assert len({definition.text for definition in DEFINITIONS}) == 10


def test_the_hours_register_is_read_by_three_of_them() -> None:
    reading = {definition.name for definition in DEFINITIONS if definition.reads_hours}
    assert reading == {"employed_6m", "exit_to_job", "exit_to_education"}


def test_definitions_are_chosen_by_name_each_once_in_their_own_order() -> None:
    chosen = select_definitions(["exit_to_job", "self_support_1m", "exit_to_job"])
    assert chosen == (BY_NAME["self_support_1m"], BY_NAME["exit_to_job"])
    assert select_definitions(None) == DEFINITIONS
    with pytest.raises(UnknownDefinition) as unknown:
        select_definitions(["self_support_1m", "self_support_2m"])
    assert unknown.value.names == ("self_support_2m",)
