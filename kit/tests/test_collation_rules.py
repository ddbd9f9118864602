"""Danish alphabetical order."""

from hypothesis import given, settings
from hypothesis import strategies as st

from kit.collation import danish_sort_key

patient = settings(deadline=None)  # a busy machine is no failure; bench/ measures speed


def test_the_danish_letters_come_last_and_case_does_not_count() -> None:
    names = ["Åben start", "ærlig snak", "Zebra", "Aktiv", "øvelse", "bedre", "Café", "cafe 2"]
    assert sorted(names, key=danish_sort_key) == [
        "Aktiv",
        "bedre",
        "Café",
        "cafe 2",
        "Zebra",
        "ærlig snak",
        "øvelse",
        "Åben start",
    ]


def test_double_a_is_filed_as_the_letter_it_was() -> None:
    names = ["Aarhus", "Zoo", "Ålborg", "Aabenraa"]
    assert sorted(names, key=danish_sort_key) == ["Zoo", "Aabenraa", "Ålborg", "Aarhus"]


def test_a_letter_and_its_two_part_spelling_are_one() -> None:
    assert danish_sort_key("A\u030aben") == danish_sort_key("Åben")
    assert danish_sort_key("Mälar") == danish_sort_key("mælar")


@patient
@given(st.text())
def test_every_name_has_a_key(name: str) -> None:
    assert danish_sort_key(name) == danish_sort_key(f" {name} ".strip())
