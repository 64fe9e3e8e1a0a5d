"""Environments that hookkit is installed in, and a link that leads to one of them."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

from tests.repository import Repository
from tests.worker.installation import Installation

ROOT = Path(__file__).parents[2]


def make_environment(path: Path, remark: str = "") -> Installation:
    """Make an environment with hookkit as a wheel installs it; a remark makes its hooks others."""
    made = Installation.make(path)
    hooks = made.library / "hookkit" / "hooks"
    shutil.copytree(ROOT / "hooks", hooks)
    with (hooks / "frame.sh").open("a") as file:
        file.write(f"# {remark}\n" if remark else "")
    return made


def turn(link: Path, environment: Path) -> None:
    """Have a link lead to an environment, in one step."""
    new = link.with_name(f"{link.name}.new")
    new.symlink_to(environment)
    new.replace(link)


def hookkit_of(environment: Path, folder: Path, *args: str) -> str:
    """Run the hookkit of an environment in a folder; it must end with 0; give what it printed."""
    command = [str(environment / "bin" / "python"), "-m", "hookkit", *args]
    ended = subprocess.run(command, cwd=folder, capture_output=True, text=True)
    assert ended.returncode == 0, ended.stdout + ended.stderr
    return ended.stdout


def serve_with(environment: Path, bare: Repository) -> None:
    """Have a bare repository check pushes with the hookkit of an environment."""
    hookkit_of(environment, bare.path, "install", "--server")


def replace_as_pip_does(
    package: Path, by: Path, meanwhile: Callable[[], object] = lambda: None
) -> None:
    """Put another package in the place of one: what is there goes first, then file by file.

    ``meanwhile`` is called when nothing is there.
    """
    stash = package.with_name(f"~{package.name[1:]}")
    package.rename(stash)
    meanwhile()
    for folder, _, names in os.walk(by):
        inside = package / os.path.relpath(folder, by)
        inside.mkdir(exist_ok=True)
        for name in names:
            if not name.endswith(".pyc"):
                shutil.copyfile(Path(folder, name), inside / name)
    shutil.rmtree(stash)
