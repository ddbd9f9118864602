#!/usr/bin/env python3
"""Prepares a fresh machine for make: checks it first, then brings only what is missing.

Runs on the machine's own Python with nothing installed, and is written so that a Python too old
for the rest of the project still reads this file and says so.

    python3 deploy/bootstrap.py [python] [node] [frontend] [browser] [postgres] [spark]
    python3 deploy/bootstrap.py test|e2e
"""

import os
import shutil
import sys

OLDEST_PYTHON = (3, 11)
NEWER_PYTHONS = ("python3.11", "python3.12", "python3.13", "python3.14")
HERE = os.path.abspath(__file__)  # noqa: PTH100 - one way of speaking of paths in this file
ROOT = os.path.dirname(os.path.dirname(HERE))  # noqa: PTH120 - as above


def main() -> int:
    """Check the interpreter, then do the steps named on the command line; the exit code."""
    if sys.version_info < OLDEST_PYTHON:
        for name in NEWER_PYTHONS:
            newer = shutil.which(name)
            if newer:
                os.execv(newer, [newer, HERE, *sys.argv[1:]])  # noqa: S606 - found by its name
        found = ".".join(str(number) for number in sys.version_info[:2])
        sys.stderr.write(
            f"Pejling kræver Python 3.11 eller nyere; her er {found}. "
            "Installér en nyere Python, og kør igen.\n"
        )
        return 2
    os.chdir(ROOT)
    sys.path.insert(0, ROOT)
    from deploy.bootstrapping import steps  # noqa: PLC0415 - only a newer Python can read it

    return steps.perform(sys.argv[1:])


if __name__ == "__main__":
    sys.exit(main())
