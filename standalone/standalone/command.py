"""A `pejling` command as a child process: it ends with the process that started it.

python -m standalone.command PARENT_ID serve SERVICE --port PORT
"""

import sys

from kit import commands
from standalone.children import die_with_parent


def main(parent: int) -> None:
    """Run the command whose words follow the parent's process id."""
    die_with_parent(parent)
    del sys.argv[1]
    commands.main()


if __name__ == "__main__":
    main(int(sys.argv[1]))
