"""The ``pejling`` command: each installed package brings its own part through entry points."""

import sys
from importlib.metadata import EntryPoint, entry_points

import typer

from kit import loading

GROUP = "pejling.commands"
TOP_LEVEL = "standalone"


def build(asked: str | None = None) -> typer.Typer:
    """The command with the parts that it takes to answer.

    Args:
        asked: The first word given. A part's name loads that part alone, any other word the
            commands at the top; None, or an option such as ``--help``, loads whatever is
            installed. Loading everything each time would cost seconds.
    """
    application = typer.Typer(
        name="pejling",
        help="Pejling: vælg tilbud på et oplyst grundlag, og hold dem til det.",
        no_args_is_help=True,
        pretty_exceptions_enable=False,
    )

    # With a callback the application stays a group even when one part alone is installed.
    @application.callback()
    def pejling() -> None: ...

    application.command()(serve)
    application.command()(work)
    for entry in _needed(asked):
        part: typer.Typer = entry.load()
        application.add_typer(part, name=None if entry.name == TOP_LEVEL else entry.name)
    return application


def serve(
    service: str,
    host: str = typer.Option("127.0.0.1", help="Adressen, der lyttes på."),
    port: int = typer.Option(..., help="Porten, der lyttes på."),
    root_path: str = typer.Option("", help="Stien foran, hvor en proxy viser tjenesten."),
    listener: int | None = typer.Option(None, hidden=True, help="En åben sokkels nummer."),
    ready: int | None = typer.Option(None, hidden=True, help="Hvor det siges, at vi er klar."),
) -> None:
    """Kør én tjeneste for sig; dens indstillinger hedder PEJLING_<TJENESTE>_<NAVN>."""
    with loading.kept():
        from kit import serving  # noqa: PLC0415 - as in ``build``: what is asked for is loaded

    serving.serve(
        service, host=host, port=port, root_path=root_path, listener=listener, ready=ready
    )


def work(service: str) -> None:
    """Kør én tjenestes arbejde for sig: de feeds, den følger, og det, der går på klokken."""
    with loading.kept():
        from kit import serving  # noqa: PLC0415 - as above

    serving.work([service])


def _needed(asked: str | None) -> list[EntryPoint]:
    installed = sorted(entry_points(group=GROUP), key=lambda entry: entry.name)
    if asked in (serve.__name__, work.__name__):
        return []
    if asked is None or asked.startswith("-"):
        return installed
    named = [entry for entry in installed if entry.name == asked]
    return named or [entry for entry in installed if entry.name == TOP_LEVEL] or installed


def main() -> None:
    """Run the command."""
    loading.leave_without_looking()
    with loading.kept():
        command = build(sys.argv[1] if len(sys.argv) > 1 else None)
    command()
