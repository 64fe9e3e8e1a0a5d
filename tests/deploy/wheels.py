"""Build wheels: of this checkout, of a later version, and of the dependencies."""

from __future__ import annotations

import platform
import re
import shutil
import subprocess
import sys
from pathlib import Path

from hookkit import __version__
from hookkit.hook_events import SHIM_VERSION
from tests.test_packaging import LEFT_OUT, ROOT

LATER = "0.1.99"


def build_wheel(folder: Path, version: str | None = None) -> Path:
    """Build a wheel in a folder; one of another version has hooks of another form."""
    source = folder / f"source-{version}"
    shutil.copytree(ROOT, source, ignore=LEFT_OUT)
    if version is not None:
        for name, key in (("pyproject.toml", "version"), ("hookkit/__init__.py", "__version__")):
            replace(source / name, rf'(?m)^{key} = ".+"', f'{key} = "{version}"')
        events = source / "hookkit" / "settings" / "events.py"
        replace(events, r"(?m)^SHIM_VERSION = \d+$", f"SHIM_VERSION = {SHIM_VERSION + 1}")
        replace(source / "hooks" / "frame.sh", "shim [0-9]+", f"shim {SHIM_VERSION + 1}")
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    subprocess.run(command, cwd=source, check=True, capture_output=True)
    shutil.rmtree(source)
    (wheel,) = folder.glob(f"hookkit-{version or __version__}-*.whl")
    return wheel


def replace(path: Path, pattern: str, text: str) -> None:
    """Replace the one place of a file that a pattern fits."""
    changed, count = re.subn(pattern, text, path.read_text())
    assert count == 1, path
    path.write_text(changed)


def download_needed(wheel: Path, folder: Path, python: str) -> None:
    """Download what a wheel needs, for a version of Python such as 3.11."""
    words = [sys.executable, "-m", "pip", "download", "-q", "-d", str(folder), str(wheel)]
    words += ["--only-binary=:all:", "--implementation=cp", f"--python-version={python}"]
    for name in ("manylinux2014", "manylinux_2_17", "manylinux_2_28"):
        words.append(f"--platform={name}_{platform.machine()}")
    subprocess.run(words, check=True)
