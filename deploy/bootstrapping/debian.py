"""Installs packages of the system with apt, where there is apt and we may use it."""

import os
import shutil
import subprocess

_SUDO = ("sudo", "-n")


def may_install() -> bool:
    """Whether apt is there, and we are root or become it without being asked for a password."""
    if shutil.which("apt-get") is None:
        return False
    if os.geteuid() == 0:
        return True
    return (
        shutil.which("sudo") is not None
        and subprocess.run([*_SUDO, "true"], capture_output=True, check=False).returncode == 0
    )


def install(package: str) -> None:
    """Install a package and what it cannot do without.

    Raises:
        subprocess.CalledProcessError: apt failed; it has said why.
    """
    as_root = () if os.geteuid() == 0 else _SUDO
    subprocess.run([*as_root, "apt-get", "update", "-qq"], check=True)
    subprocess.run(
        [
            *(*as_root, "env", "DEBIAN_FRONTEND=noninteractive"),
            *("apt-get", "install", "-y", "-qq", "--no-install-recommends", package),
        ],
        check=True,
        stdout=subprocess.DEVNULL,
    )
