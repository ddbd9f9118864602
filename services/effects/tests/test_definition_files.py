"""A municipality's own definitions, from a file that a person writes and may write wrongly."""

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from random import Random
from typing import Any

import pytest

from effects.definitions import BY_NAME, DEFINITIONS, Definition, UnknownDefinition
from effects.kernel.program import compile_definitions
from effects.own_definitions.files import (
    DefinitionsRefused,
    choose_definitions,
    read_definitions,
    with_min_hours,
)
from effects.own_definitions.formulas import compose_formula

from .random_definitions import draw_definition

EXAMPLE = Path(__file__).parents[3] / "docs" / "examples" / "own_definitions.toml"
WORDS = 'name = "own"\nlabel = "Egen"\ntext = "Andelen af forløb."\n'

_OF_ALL = ", divideret med alle talte forløb."
_SEVEN = "de første 7 måneder efter startdatoen"
_THREE = "de første 3 måneder efter slutdatoen"
_TWELVE_WEEKS = "de første 3 måneder à 4 uger efter slutdatoen"
_WEEK = "den ISO-uge, der rummer slutdatoen plus 6 måneder"

Read = Callable[[str], tuple[Definition, ...]]


@pytest.fixture
def read(tmp_path: Path) -> Read:
    """Reads a file of this text."""

    def read_(text: str) -> tuple[Definition, ...]:
        file = tmp_path / "own.toml"
        file.write_text(text, encoding="utf-8")
        return read_definitions(file)

    return read_


def _refused(read: Read, text: str) -> tuple[str, ...]:
    with pytest.raises(DefinitionsRefused) as refused:
        read(text)
    return refused.value.lines


def _one(read: Read, fields: str) -> Definition:
    (definition,) = read(f"[[definition]]\n{WORDS}{fields}")
    return definition


def _one_refused(read: Read, fields: str, words: str = WORDS) -> str:
    (line,) = _refused(read, f"[[definition]]\n{words}{fields}")
    return line


def test_the_example_turns_one_parameter_of_four_of_the_ten() -> None:
    definitions = read_definitions(EXAMPLE)
    based = ("self_support_3_of_7m", "self_support_3m_sustained", "self_support_3m_sustained",
             "employed_6m")  # fmt: skip
    turned: tuple[dict[str, Any], ...] = (
        {"threshold": 4},
        {"states": ("employment", "self_support")},
        {"month": "four_weeks"},
        {"min_hours": Decimal(37)},
    )
    for definition, name, change in zip(definitions, based, turned, strict=True):
        words: dict[str, Any] = {
            each: getattr(definition, each) for each in ("name", "label", "text", "formula")
        }
        assert definition == replace(BY_NAME[name], **words, **change)
    assert [definition.formula.removesuffix(_OF_ALL) for definition in definitions] == [
        "Forløb, hvor borgeren er uden ydelse eller på SU i alle uger i mindst 4 af " + _SEVEN,
        "Forløb, hvor borgeren er uden ydelse og SU i hver eneste ISO-uge i " + _THREE,
        "Forløb, hvor borgeren er uden ydelse eller på SU i hver eneste ISO-uge i " + _TWELVE_WEEKS,
        "Forløb, hvor borgeren er uden ydelse og SU med mindst 37 ordinære løntimer i måneden i "
        + _WEEK,
    ]


def test_what_is_not_based_on_another_has_the_usual_parameters(read: Read) -> None:
    definition = _one(read, 'kind = "every_week"\nmonths = 2\nversion = 3\nformula = "Sådan."\n')
    assert definition == Definition(
        name="own",
        version=3,
        label="Egen",
        text="Andelen af forløb.",
        formula="Sådan.",
        kind="every_week",
        months=2,
    )


def test_another_kind_leaves_what_it_has_no_use_for(read: Read) -> None:
    exit_ = BY_NAME["exit_to_education"]
    definition = _one(read, 'based_on = "exit_to_education"\nkind = "in_week"\nmonths = 24\n')
    assert (definition.kind, definition.months, definition.states) == ("in_week", 24, exit_.states)
    assert definition.unless == ()


def test_a_share_of_started_courses_counts_from_the_start(read: Read) -> None:
    assert _one(read, 'kind = "took_part"\n').anchor == "start"
    assert _one(read, 'based_on = "business_oriented_share"\n').kind == "took_part"


@pytest.mark.parametrize("hours", ['"0.5"', "37", "37.5", '"160.33"', "1000000"])
def test_hours_are_read_exactly_however_they_are_written(read: Read, hours: str) -> None:
    definition = _one(read, f'based_on = "employed_6m"\nmin_hours = {hours}\n')
    assert definition.min_hours == Decimal(hours.strip('"'))


@pytest.mark.parametrize(
    ("fields", "field", "said"),
    [
        ("", "kind", "based_on"),
        ('kind = "often"', "kind", "»often« findes ikke. Skriv en af in_week"),
        ('based_on = "self_support_2m"', "based_on", "»self_support_2m« findes ikke"),
        ('kind = "in_week"\nmonths = 1\nyears = 2', "»years«", "Feltet kendes ikke"),
        ('kind = "in_week"', "months", "Feltet mangler"),
        ('kind = "in_week"\nmonths = 25', "months", "fra 1 til 24"),
        ('kind = "in_week"\nmonths = 0', "months", "fra 1 til 24"),
        ('kind = "in_week"\nmonths = "3"', "months", "uden anførselstegn"),
        ('kind = "in_week"\nmonths = true', "months", "»True« kan ikke bruges"),
        ('kind = "every_week"\nmonths = 13', "months", "fra 1 til 12"),
        ('kind = "in_week"\nmonths = 1\nmonth = "lunar"', "month", "calendar, four_weeks"),
        ('kind = "in_week"\nmonths = 1\nanchor = "middle"', "anchor", "end, start"),
        ('kind = "in_week"\nmonths = 1\nstates = []', "states", "ingen tilstande"),
        ('kind = "in_week"\nmonths = 1\nstates = "education"', "states", "Skriv en liste"),
        ('kind = "in_week"\nmonths = 1\nstates = ["work"]', "states", "»work« findes ikke"),
        ('kind = "in_week"\nmonths = 1\nstates = [3]', "states", "»3« findes ikke"),
        ('kind = "in_week"\nmonths = 1\nstates = [["education"]]', "states", "findes ikke"),
        (
            'kind = "in_week"\nmonths = 1\nstates = ["support", "support"]',
            "states",
            "nævnt to gange",
        ),
        (
            'kind = "in_week"\nmonths = 1\nstates = ["unobservable"]',
            "states",
            "tælles slet ikke med",
        ),
        ('kind = "in_week"\nmonths = 1\nthreshold = 1', "threshold", "kun hvor den er months"),
        ('kind = "in_week"\nmonths = 1\nunless = []', "unless", "kun hvor den er first_exit"),
        ('kind = "months"\nmonths = 3\nrun_weeks = 2', "run_weeks", "first_exit"),
        ('kind = "months"\nmonths = 3\n', "threshold", "Feltet mangler"),
        ('kind = "months"\nmonths = 3\nthreshold = 4', "threshold", "fra 1 til 3"),
        ('kind = "months"\nmonths = 3\nthreshold = 0', "threshold", "fra 1 til 12"),
        ('based_on = "self_support_3_of_7m"\nmonths = 2', "threshold", "kræves 3 af 2"),
        ('based_on = "exit_to_job"\nrun_weeks = 14', "run_weeks", "fra 1 til 13"),
        ('based_on = "exit_to_job"\nmonths = 12\nrun_weeks = 13', "run_weeks", "for langt"),
        ('based_on = "exit_to_job"\nstates = ["support"]', "states", "uger uden ydelse"),
        ('based_on = "exit_to_job"\nunless = ["employment"]', "unless", "ingen forløb kan tælle"),
        ('based_on = "employed_6m"\nmin_hours = 0', "min_hours", "over 0"),
        ('based_on = "employed_6m"\nmin_hours = "37,5"', "min_hours", "med punktum"),
        ('based_on = "employed_6m"\nmin_hours = nan', "min_hours", "over 0"),
        ('based_on = "employed_6m"\nmin_hours = true', "min_hours", "over 0"),
        ('based_on = "employed_6m"\nmin_hours = 1000001', "min_hours", "højst 1000000"),
        ('based_on = "employed_6m"\nmin_hours = "0.0000000001"', "min_hours", "ni decimaler"),
        ('based_on = "self_support_1m"\nmin_hours = 37', "min_hours", "skelner ikke"),
        ('based_on = "business_oriented_share"\nmonths = 3', "months", "bruges ikke"),
        ('based_on = "business_oriented_share"\nanchor = "end"', "anchor", "bruges ikke"),
        ('based_on = "self_support_1m"\nversion = 0', "version", "fra 1 til"),
        ('based_on = "self_support_1m"\nformula = " "', "formula", "ikke en linje tekst"),
    ],
)
def test_a_mistake_names_the_file_the_definition_and_the_field(
    read: Read, fields: str, field: str, said: str
) -> None:
    line = _one_refused(read, fields)
    assert line.startswith(f"own.toml, »own«, {field}: ")
    assert said in line
    assert line.endswith(".")


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ('"self_support_1m"', "en af de ti"),
        ('"weeks_on_support_before"', "kolonnes"),
        ('"numerator"', "kolonnes"),
        ('"offer_id"', "kolonnes"),
        ('"Egen"', "små bogstaver"),
        ('"6_months"', "begyndende med et bogstav"),
        ('"æble"', "a–z"),
        (f'"{"a" * 61}"', "højst 60"),
        ("3", "ikke et navn"),
    ],
)
def test_a_name_is_one_that_programs_can_use_and_nobody_else_has(
    read: Read, name: str, said: str
) -> None:
    words = WORDS.replace('"own"', name)
    line = _one_refused(read, 'based_on = "self_support_1m"', words)
    assert ", name: " in line
    assert said in line


def test_all_mistakes_are_told_at_once_in_order_of_the_file(read: Read) -> None:
    lines = _refused(
        read,
        '[[definition]]\nname = "a"\nmonths = 0\nstates = ["x", "y"]\n'
        f'[[definition]]\n{WORDS}based_on = "self_support_1m"\n'
        f'[[definition]]\n{WORDS}based_on = "self_support_1m"\n[[definition]]\n',
    )
    starts = [line.split(": ")[0] for line in lines]
    assert starts == [
        "own.toml, »a«, label",
        "own.toml, »a«, text",
        "own.toml, »a«, kind",
        "own.toml, »a«, months",
        "own.toml, »a«, states",
        "own.toml, »a«, states",
        "own.toml, »own«, name",
        "own.toml, definition 4, name",
        "own.toml, definition 4, label",
        "own.toml, definition 4, text",
        "own.toml, definition 4, kind",
    ]
    assert "definition 2" in lines[6]


def test_nothing_like_a_personal_number_is_repeated_or_taken(read: Read) -> None:
    number = "0701901234"
    line = _one_refused(read, 'based_on = "self_support_1m"', WORDS.replace("Egen", number))
    assert "ligner et personnummer" in line
    for fields in (
        f'based_on = "{number}"',
        f'based_on = "self_support_1m"\n"{number}" = 1',
        f'based_on = "self_support_1m"\nmonths = {number[1:]}',
        f'based_on = "self_support_1m"\nstates = ["{number}"]',
        'based_on = "self_support_1m"\nversion = "070190-1234"',
    ):
        assert number[1:] not in _one_refused(read, fields)
        assert "070190-1234" not in _one_refused(read, fields)
    named = WORDS.replace('"own"', f'"a_{number}"')
    assert number not in _one_refused(read, 'based_on = "self_support_1m"', named)
    assert number not in "".join(_refused(read, f'"{number}" = 1'))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('[[definition]]\nname = "a"\nname = "b"\n', "linje 3"),
        ('[[definition]]\nname = "a', "linje 2"),
        ("[[definition]]\n" + "a = " + "[" * 20_000, "ikke gyldig TOML"),
        ("[[definition]]\nversion = 2024-99-99\n", "linje 2"),
        ("", "ingen definitioner"),
        ('title = "x"\n', "»title«: Feltet står uden for"),
        ("[definition]\nname = 'a'\n", "[[definition]]"),
        ("definition = 3\n", "[[definition]]"),
        ("definition = [3]\n", "[[definition]]"),
    ],
)
def test_a_file_that_is_not_a_list_of_definitions_is_refused(
    read: Read, text: str, said: str
) -> None:
    lines = _refused(read, text)
    assert said in lines[0]
    assert lines[0].startswith("own.toml")


def test_a_file_that_cannot_be_read_is_refused(tmp_path: Path) -> None:
    latin = tmp_path / "latin.toml"
    latin.write_bytes(b"# a\n# \xe6\n")
    large = tmp_path / "large.toml"
    large.write_bytes(b"#" * 1_000_001)
    for path, said in (
        (latin, "linje 2: Linjen er ikke UTF-8"),
        (large, "større end 1 MB"),
        (tmp_path / "none.toml", "findes ikke"),
        (tmp_path, "kan ikke læses"),
    ):
        with pytest.raises(DefinitionsRefused, match=said):
            read_definitions(path)


def test_definitions_are_chosen_by_name_and_by_file_the_ten_first() -> None:
    own = read_definitions(EXAMPLE)
    chosen = choose_definitions([str(EXAMPLE), "exit_to_job", "self_support_1m", str(EXAMPLE)])
    assert chosen == (BY_NAME["self_support_1m"], BY_NAME["exit_to_job"], *own)
    assert choose_definitions([str(EXAMPLE)]) == own
    assert choose_definitions(None) == DEFINITIONS
    assert choose_definitions([]) == ()
    with pytest.raises(UnknownDefinition) as unknown:
        choose_definitions(["self_support_2m", str(EXAMPLE)])
    assert unknown.value.names == ("self_support_2m",)


def test_two_files_may_not_use_the_same_name(tmp_path: Path) -> None:
    for name in ("other.toml", EXAMPLE.name):
        other = tmp_path / name
        other.write_bytes(EXAMPLE.read_bytes())
        with pytest.raises(DefinitionsRefused) as refused:
            choose_definitions([str(EXAMPLE), str(other)])
        assert len(refused.value.lines) == 4
        assert f"{name}, »self_support_4_of_7m«, name: " in refused.value.lines[0]
    broken = tmp_path / "broken.toml"
    broken.write_text("?", encoding="utf-8")
    with pytest.raises(DefinitionsRefused) as refused:
        choose_definitions([str(EXAMPLE), str(broken), str(tmp_path / "none.TOML")])
    assert [line.split(":")[0].split(",")[0] for line in refused.value.lines] == [
        "broken.toml",
        "none.TOML",
    ]


@pytest.mark.parametrize("kind", ["in_week", "every_week", "months", "first_exit"])
def test_every_window_that_a_file_may_ask_for_fits_the_compiled_loop(read: Read, kind: str) -> None:
    taken = 0
    for months in range(1, 25):
        for run_weeks in range(1, 14) if kind == "first_exit" else (4,):
            fields = f'kind = "{kind}"\nmonths = {months}\n'
            fields += f"run_weeks = {run_weeks}\n" if kind == "first_exit" else ""
            fields += "threshold = 1\n" if kind == "months" else ""
            try:
                definition = _one(read, fields)
            except DefinitionsRefused:
                continue
            assert len(compile_definitions([definition]).steps) == 1
            taken += 1
    assert taken == {"in_week": 24, "first_exit": 11 * 13 + 9}.get(kind, 12)


def test_hours_asked_for_are_those_of_definitions_that_name_none_themselves() -> None:
    own = read_definitions(EXAMPLE)
    changed = with_min_hours((*DEFINITIONS, *own), Decimal("0.5"))
    assert {definition.min_hours for definition in changed[:-1]} == {Decimal("0.5")}
    assert changed[-1].min_hours == 37


@pytest.mark.parametrize("seed", range(30))
def test_whatever_is_drawn_can_be_written_and_read_back(seed: int, read: Read) -> None:
    drawn = draw_definition(Random(f"file {seed}"), "drawn")  # noqa: S311 - no secret
    fields = {"name": drawn.name, "label": drawn.label, "text": drawn.text, "kind": drawn.kind}
    if drawn.kind != "took_part":
        fields |= {"anchor": drawn.anchor, "month": drawn.month}
    lines = [f'{name} = "{value}"' for name, value in fields.items()]
    if drawn.kind != "took_part":
        lines += [f"months = {drawn.months}", f"states = {list(drawn.states)}"]
        if drawn.reads_hours:
            lines.append(f'min_hours = "{drawn.min_hours}"')
    if drawn.kind == "first_exit" and not set(drawn.states) <= set(drawn.unless):
        lines += [f"unless = {list(drawn.unless)}", f"run_weeks = {drawn.run_weeks}"]
    elif drawn.kind == "first_exit":
        drawn = replace(drawn, unless=(), run_weeks=4)
    if drawn.threshold is not None:
        lines.append(f"threshold = {drawn.threshold}")
    (read_back,) = read("[[definition]]\n" + "\n".join(lines))
    order = ("support", "education", "employment", "self_support")
    expected = replace(
        drawn,
        states=tuple(sorted(drawn.states, key=order.index)),
        unless=tuple(sorted(drawn.unless, key=order.index)),
        min_hours=read_back.min_hours if not drawn.reads_hours else drawn.min_hours,
    )
    assert read_back == replace(expected, formula=compose_formula(expected))
    assert read_back.formula.startswith(("Forløb, hvor ", "Påbegyndte forløb"))
