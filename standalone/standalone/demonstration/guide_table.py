"""Shows the guide's answer in the terminal, as a caseworker would see it on the page."""

from decimal import Decimal
from typing import Any

from rich import box
from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

Answer = dict[str, Any]
ROWS = 15
_ROOM_FOR_PROVIDER = 100
"""Terminals narrower than this show the provider under the offer's name."""
_TOO_FEW_NAMES = 6
_HIDDEN = Text("for få", style="dim italic")
_NOT_MEASURED = Text("ikke målt", style="dim")


def print_guide(console: Console, answer: Answer, *, rows: int = ROWS) -> None:
    """Print the ranked offers, and those with too few courses to say anything about.

    Args:
        console: Where to.
        answer: What ``GET /api/visitation/v1/guide`` gave.
        rows: How many ranked offers at most.
    """
    console.print(Group(*_parts(answer, rows, wide=console.width >= _ROOM_FOR_PROVIDER)))


def _parts(answer: Answer, rows: int, *, wide: bool) -> list[RenderableType]:
    ranked, too_few = answer["ranked"], answer["too_few"]
    parts: list[RenderableType] = [
        Text(_heading(answer), style="bold"),
        _ranked_table(ranked[:rows], wide=wide),
    ]
    if len(ranked) > rows:
        parts.append(_note(f"… og {len(ranked) - rows} tilbud til, som står på siden."))
    if any(card["tied"] for card in ranked[:rows]):
        parts.append(
            _note(
                "= Tilbud med samme plads kan ikke skelnes: vælg efter ønske, afstand og ventetid."
            )
        )
    if too_few:
        parts.append(Text("\nFor få til at sige noget", style="bold"))
        parts.append(_too_few_table(too_few))
    parts.append(
        _note(f"Tallene gælder til og med {_date(answer.get('as_of'))}. {answer['basis']}")
    )
    parts.extend(_note(notice) for notice in answer.get("notices", ()))
    return parts


def _note(text: str) -> RenderableType:
    return Padding(Text(text, style="dim"), (0, 0, 0, 1))


def _heading(answer: Answer) -> str:
    profile = answer["profile"]
    said = [profile["target_group"]["label"]]
    if profile.get("match_group"):
        said.append(profile["match_group"]["label"].lower())
    if profile.get("age") is not None:
        said.append(f"{profile['age']} år")
    if profile.get("weeks_on_support") is not None:
        said.append(f"{profile['weeks_on_support']} uger på ydelse")
    labels = {it["name"]: it["label"] for it in answer.get("indicators", ())}
    weights = [
        f"{labels.get(name, name)} × {weight:g}".replace(".", ",")
        for name, weight in answer["weights"].items()
    ]
    return f"Visitationsguide: {', '.join(said)}\nVægtet efter {', '.join(weights)}"


def _ranked_table(cards: list[Answer], *, wide: bool) -> Table:
    table = Table(box=box.SIMPLE_HEAD, header_style="bold", pad_edge=False, padding=(0, 1, 0, 0))
    table.add_column("Plads", justify="right", no_wrap=True)
    table.add_column("Tilbud", overflow="fold")
    if wide:
        table.add_column("Leverandør", overflow="fold")
    table.add_column("3-måneders effekt\n(95 % interval) · n", justify="right", no_wrap=True)
    table.add_column("7-mdr.\neffekt", justify="right", no_wrap=True)
    table.add_column("Effektpris\nkr.", justify="right", no_wrap=True)
    before = None
    for card in cards:
        if before is not None and card["place"] != before:
            table.add_section()
        before = card["place"]
        offer, figures = card["offer"], card["figures"]
        name = Text(offer["name"], style="bold" if card["place"] == 1 else "")
        provider = offer["provider"]["name"]
        table.add_row(
            f"{card['place']}{' =' if card['tied'] else '  '}",
            *((name, provider) if wide else (name.append(f"\n{provider}", style="not bold dim"),)),
            _share_with_interval(figures.get("effect_3m")),
            _share(figures.get("effect_7m")),
            _kroner(figures.get("effect_price")),
        )
    return table


def _too_few_table(cards: list[Answer]) -> Table:
    table = Table(box=box.SIMPLE_HEAD, header_style="bold", pad_edge=False, padding=(0, 1, 0, 0))
    table.add_column("Tilbud", overflow="fold")
    table.add_column("Leverandør", overflow="fold")
    table.add_column("3-måneders\neffekt", justify="right", no_wrap=True)
    table.add_column("Pris", justify="right", no_wrap=True)
    for card in cards[:_TOO_FEW_NAMES]:
        offer, figures = card["offer"], card["figures"]
        table.add_row(
            offer["name"],
            offer["provider"]["name"],
            _share(figures.get("effect_3m")),
            _kroner(figures.get("price")),
        )
    if len(cards) > _TOO_FEW_NAMES:
        table.add_row(Text(f"… og {len(cards) - _TOO_FEW_NAMES} til", style="dim"))
    return table


def _absent(figure: Answer | None) -> Text | None:
    """The word for a figure that is hidden or was never measured; None when it has a value."""
    if figure is None:
        return _NOT_MEASURED
    if figure["suppressed"]["yes"]:
        return _HIDDEN if figure["suppressed"]["reason"] == "too_few" else _NOT_MEASURED
    return None if figure["value"] is not None else Text("–", style="dim")


def _share(figure: Answer | None) -> Text:
    return _absent(figure) or Text(f"{_percent((figure or {})['value'])} %")


def _share_with_interval(figure: Answer | None) -> Text:
    absent = _absent(figure)
    if absent or figure is None:
        return absent or _NOT_MEASURED
    text = Text(f"{_percent(figure['value'])} %", style="bold")
    interval = figure.get("interval")
    if interval:
        text.append(
            f" ({_percent(interval['low'])}–{_percent(interval['high'])})", style="not bold"
        )
    return text.append(f" · {figure['n']:>3}", style="not bold dim")


def _percent(share: float) -> str:
    return f"{share * 100:.0f}"


def _kroner(figure: Answer | None) -> Text:
    absent = _absent(figure)
    if absent or figure is None:
        return absent or _NOT_MEASURED
    return Text(f"{Decimal(figure['value']):,.0f}".replace(",", "."))


def _date(day: str | None) -> str:
    return "–" if not day else ".".join(reversed(day[:10].split("-")))
