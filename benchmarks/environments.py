"""The programs that are compared, each at a pinned version in an environment of its own.

They are set up below a cache folder by pip and npm and used again as long as the pins and Python
are the same; hookkit is installed again each time, as pip installs it for people.
"""

from __future__ import annotations

import json
import os
import platform
import subprocess
import sys
import sysconfig
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

FIXER = ("autopep8==2.3.2", "pycodestyle==2.15.0")
"""The fixer that all of them but ruff use, in hookkit's environment too."""

PINS = {
    "autopep8": FIXER,
    "ruff": ("ruff==0.17.6",),
    "prek": ("prek==0.5.11",),
    "pre-commit": ("pre-commit==4.7.0",),
}
LEFTHOOK = "2.2.2"


class Programs(NamedTuple):
    """The programs by their names: the path of each, or the reason why it is missing.

    hookkit's is a Python that has it; ``hookkit before`` is the one of another checkout.
    """

    paths: dict[str, Path]
    missing: dict[str, str]


def default_cache() -> Path:
    """Give the folder that the environments are kept in unless another is named."""
    base = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    return Path(base, "hookkit-benchmarks")


def pinned(cache: Path, checkouts: dict[str, Path]) -> Programs:
    """Set up all programs below ``cache``, and hookkit from each of the named checkouts.

    Raises CalledProcessError where pip fails; lefthook alone may be missing, where npm is.
    """
    folders = {name: python_environment(cache, name, pins) for name, pins in PINS.items()}
    paths = {name: _bin(folder) / name for name, folder in folders.items()}
    for name, checkout in checkouts.items():
        folder = python_environment(cache, name.replace(" ", "-"), FIXER)
        _pip(folder, "install", str(checkout), *FIXER)
        _pip(folder, "install", "--force-reinstall", "--no-deps", str(checkout))
        paths[name] = _bin(folder) / "python"
    binary = lefthook(cache)
    if binary is None:
        return Programs(paths, {"lefthook": "npm is not here, or has no binary for this machine"})
    return Programs({**paths, "lefthook": binary}, {})


def already_here(checkouts: dict[str, Path]) -> Programs:
    """Give the programs installed beside this Python, of any version, for a quick run."""
    scripts = Path(sysconfig.get_path("scripts"))
    found = {name: scripts / name for name in (*PINS, "lefthook")}
    paths = {name: path for name, path in found.items() if path.exists()}
    missing = {name: "not beside this Python" for name in found if name not in paths}
    return Programs({**paths, **{name: Path(sys.executable) for name in checkouts}}, missing)


def python_environment(cache: Path, name: str, pins: Sequence[str]) -> Path:
    """Make a virtual environment with the pinned packages, unless it is there; give its folder."""
    folder = cache / name
    stamp = folder / "pins.json"
    wanted = json.dumps([sys.version, list(pins)])
    if stamp.exists() and stamp.read_text() == wanted:
        return folder
    subprocess.run([sys.executable, "-m", "venv", "--clear", str(folder)], check=True)
    _pip(folder, "install", *pins)
    stamp.write_text(wanted)
    return folder


def lefthook(cache: Path) -> Path | None:
    """Give lefthook's native binary from npm, without the Node that starts it; None without npm."""
    machine = {"x86_64": "x64", "amd64": "x64", "aarch64": "arm64"}.get(
        platform.machine().lower(), platform.machine()
    )
    package = f"lefthook-{sys.platform}-{machine}"
    folder = cache / "lefthook"
    binary = folder / "node_modules" / package / "bin" / "lefthook"
    if (folder / LEFTHOOK).exists():
        return binary
    folder.mkdir(parents=True, exist_ok=True)
    command = ["npm", "install", "--silent", "--no-save", "--ignore-scripts", "--prefix"]
    try:
        subprocess.run([*command, str(folder), f"{package}@{LEFTHOOK}"], check=True)
    except (OSError, subprocess.CalledProcessError):
        return None
    (folder / LEFTHOOK).touch()
    return binary


def _bin(folder: Path) -> Path:
    return folder / ("Scripts" if sys.platform == "win32" else "bin")


def _pip(folder: Path, *args: str) -> None:
    quiet = ("--quiet", "--disable-pip-version-check")
    command = [str(_bin(folder) / "python"), "-m", "pip", args[0], *quiet, *args[1:]]
    subprocess.run(command, check=True)
