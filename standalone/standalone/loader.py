"""The loader process: puts the demonstration through the public API and shows its guide.

    python -m standalone.loader PARENT_ID BASE_URL

A process of its own, so that Ctrl-C ends it at once, whatever it waits for.
"""

import json
import os
import signal
import sys

import stamina

from standalone.children import die_with_parent
from standalone.data_folder import DataFolder
from standalone.demonstration.load import explain, load
from standalone.demonstration.public_api import Refused, Unreachable
from standalone.demonstration.waiting import NotHeard
from standalone.service_environment import DEMONSTRATION_CLIENTS, DEMONSTRATION_USERS

SCALE = "PEJLING_DEMONSTRATION_SCALE"
"""How large the municipality is made: 1 is 15,000 citizens."""


def main(parent: int, base_url: str) -> int:
    """Load the demonstration where it is not loaded; the exit code."""
    die_with_parent(parent)
    # Leave by an exception, so that the progress bar gives the terminal back its cursor.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    # Trying again is nothing that whoever starts us must read about.
    stamina.instrumentation.set_on_retry_hooks([])
    folder = DataFolder.from_environment().path
    try:
        load(
            base_url,
            json.loads(os.environ[DEMONSTRATION_CLIENTS]),
            users=json.loads(os.environ.get(DEMONSTRATION_USERS, "[]")),
            folder=folder,
            scale=float(os.environ.get(SCALE, "1")),
        )
    except Refused as refused:
        sys.stderr.write(f"{explain(refused)}\n")
        return 1
    except (Unreachable, NotHeard) as fact:
        sys.stderr.write(f"{fact}\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]), sys.argv[2]))
