"""The terminal says of each offer what the page says, and never a zero for what is hidden."""

import io
from typing import Any

from rich.console import Console

from kit.figure import Figure, Suppressed, wilson
from standalone.demonstration.guide_table import print_guide


def share(indicator: str, numerator: int, n: int) -> dict[str, Any]:
    return Figure(
        indicator=indicator,
        value=numerator / n,
        unit="share",
        n=n,
        numerator=numerator,
        interval=wilson(numerator, n),
        sentence="…",
    ).model_dump(mode="json")


def kroner(indicator: str, amount: str) -> dict[str, Any]:
    return Figure(indicator=indicator, value=amount, unit="DKK", sentence="…").model_dump(
        mode="json"
    )


def hidden(indicator: str, reason: str) -> dict[str, Any]:
    return Figure(
        indicator=indicator,
        value=None,
        unit="share",
        suppressed=Suppressed(yes=True, reason=reason),
        sentence="…",
    ).model_dump(mode="json")


def card(name: str, place: int | None, tied: bool, **figures: dict[str, Any]) -> dict[str, Any]:
    return {
        "place": place,
        "tied": tied,
        "offer": {
            "name": name,
            "provider": {"id": "leverandoer-03", "name": "Leverandør 3 (privat)"},
        },
        "figures": figures,
    }


def guide(ranked: list[dict[str, Any]], too_few: list[dict[str, Any]]) -> dict[str, Any]:
    return {
        "profile": {
            "target_group": {"code": "kontanthjaelp", "label": "Kontanthjælpsmodtager"},
            "match_group": {"code": "jobparat", "label": "Jobparat"},
            "age": 34,
            "weeks_on_support": 30,
        },
        "weights": {"effect_3m": 2.0, "price": 0.5},
        "as_of": "2026-11-15",
        "basis": "Alle forløb.",
        "notices": ["Priser er listepriser."],
        "indicators": [{"name": "effect_3m", "label": "3-måneders effekt"}],
        "ranked": ranked,
        "too_few": too_few,
    }


def shown(answer: dict[str, Any], *, width: int = 120, rows: int = 15) -> str:
    console = Console(file=io.StringIO(), width=width)
    print_guide(console, answer, rows=rows)
    assert isinstance(console.file, io.StringIO)
    return console.file.getvalue()


JOB_CLUB = card(
    "Jobklub for ledige over 50",
    1,
    True,
    effect_3m=share("effect_3m", 40, 100),
    effect_7m=share("effect_7m", 45, 90),
    effect_price=kroner("effect_price", "41234.50"),
)
NEW = card(
    "Montør",
    None,
    False,
    effect_3m=hidden("effect_3m", "too_few"),
    price=kroner("price", "31000.00"),
)


def test_a_ranked_offer_shows_its_figures_with_interval_and_n() -> None:
    line = next(it for it in shown(guide([JOB_CLUB], [])).splitlines() if "Jobklub" in it)
    assert " ".join(line.split()) == (
        "1 = Jobklub for ledige over 50 Leverandør 3 (privat) 40 % (31–50) · 100 50 % 41.234"
    )


def test_the_profile_and_weights_are_said_in_words() -> None:
    text = shown(guide([JOB_CLUB], []))
    assert "Kontanthjælpsmodtager, jobparat, 34 år, 30 uger på ydelse" in text
    assert "3-måneders effekt × 2, price × 0,5" in text
    assert "til og med 15.11.2026" in text
    assert "Priser er listepriser." in text


def test_what_is_hidden_is_never_a_number() -> None:
    text = shown(guide([JOB_CLUB], [NEW]))
    line = next(it for it in text.splitlines() if "Montør" in it)
    assert line.split() == ["Montør", "Leverandør", "3", "(privat)", "for", "få", "31.000"]
    assert "For få til at sige noget" in text


def test_what_nobody_measured_is_told_apart_from_what_is_hidden() -> None:
    unmeasured = card("Nyt", 1, False, effect_3m=share("effect_3m", 4, 10))
    line = next(it for it in shown(guide([unmeasured], [])).splitlines() if "Nyt" in it)
    assert line.count("ikke målt") == 2
    assert "=" not in line


def test_a_narrow_terminal_puts_the_provider_below() -> None:
    lines = shown(guide([JOB_CLUB], []), width=80).splitlines()
    assert max(map(len, lines)) <= 80
    below = lines[next(i for i, it in enumerate(lines) if "Jobklub" in it) + 1]
    assert below.strip() == "Leverandør 3 (privat)"


def test_a_long_list_says_how_many_are_left() -> None:
    text = shown(guide([JOB_CLUB] * 20, [NEW] * 9), rows=15)
    assert "… og 5 tilbud til" in text
    assert "… og 3 til" in text
