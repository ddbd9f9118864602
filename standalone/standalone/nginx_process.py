"""nginx as a child process: it ends with the process that started it.

python -m standalone.nginx_process PARENT_ID PROGRAM WORD…
"""

import os
import signal
import sys

from standalone.children import die_with_parent


def main(parent: int, command: list[str]) -> None:
    """Become nginx, which ends its own worker processes when it is asked to end."""
    die_with_parent(parent, signal.SIGTERM)
    os.execv(command[0], command)  # noqa: S606 - no shell, and words that we wrote


if __name__ == "__main__":
    main(int(sys.argv[1]), sys.argv[2:])
