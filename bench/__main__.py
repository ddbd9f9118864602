"""``python -m bench NAME [--scale S] [--json]``: runs one measurement and prints its figures."""

import argparse
import importlib
import json
import keyword
import sys
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent


def names() -> list[str]:
    """The measurements there are: modules beside this one that have a ``run``."""
    return sorted(
        path.stem.rstrip("_")
        for path in FOLDER.glob("*.py")
        if not path.stem.startswith("_") and "\ndef run(" in path.read_text(encoding="utf-8")
    )


def main() -> int:
    """Run the measurement that the command line names; its last line is one JSON object."""
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("name", choices=names())
    parser.add_argument("--scale", help="how much; what it counts is the measurement's own")
    parser.add_argument("--json", action="store_true", help="nothing but the JSON line")
    options = parser.parse_args()
    # A name that is a word of the language has an underscore behind it as a module.
    stem = f"{options.name}_" if keyword.iskeyword(options.name) else options.name
    module = importlib.import_module(f"bench.{stem}")
    if not options.json:
        print(f"{options.name}: {module.__doc__}", file=sys.stderr)
    result: dict[str, Any] = module.run(options.scale)
    print(json.dumps({"name": options.name, **result}, ensure_ascii=False))
    return 0 if result["agree"] else 1


if __name__ == "__main__":
    raise SystemExit(main())
