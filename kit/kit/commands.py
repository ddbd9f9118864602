"""The ``pejling`` command: each installed package brings its own part through entry points."""

from importlib.metadata import entry_points

import typer

GROUP = "pejling.commands"
TOP_LEVEL = "standalone"


def build() -> typer.Typer:
    """The command with the parts of whatever is installed."""
    application = typer.Typer(
        name="pejling",
        help="Pejling: vælg tilbud på et oplyst grundlag, og hold dem til det.",
        no_args_is_help=True,
        pretty_exceptions_enable=False,
    )

    # With a callback the application stays a group even when one part alone is installed.
    @application.callback()
    def pejling() -> None: ...

    for entry in sorted(entry_points(group=GROUP), key=lambda entry: entry.name):
        part: typer.Typer = entry.load()
        if entry.name == TOP_LEVEL:
            application.add_typer(part)
        else:
            application.add_typer(part, name=entry.name)
    return application


def main() -> None:
    """Run the command."""
    build()()
