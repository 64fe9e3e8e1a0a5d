"""The repositories in which the examples of the documentation are run."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from hookkit.commands.demo import (
    COMMIT_SUBJECT,
    FIRST_COMMIT,
    SLOPPY_FILE,
    SLOPPY_SOURCE,
    init_scratch,
)
from hookkit.git.runner import Git
from scripts.render_demo import DATES

PROGRAMS = Path(sys.executable).parent
SETTINGS = """\
[tool.hookkit]
branch_pattern = "{type}/{ticket}-{slug}"
ticket_pattern = "SHOP-[0-9]+"
"""

UNTIDY = "".join(f"def price{number}(a,b):\n  return a*{number}+b\n" for number in range(12))

ADD_TAX = "echo 'tax=19' >>"


@dataclass(frozen=True)
class Scenario:
    """A folder for commands, their environment, and what others do just before one of them."""

    folder: Path
    env: Mapping[str, str]
    meanwhile: Mapping[str, Callable[[], object]] = field(default_factory=dict)

    def run(self, command: str) -> str:
        """Run a line of shell, which must end with 0, and give all that it printed."""
        if command in self.meanwhile:
            self.meanwhile[command]()
        return run_line(command, self.folder, self.env)


def run_line(command: str, folder: Path, env: Mapping[str, str]) -> str:
    """Run a line of shell, which must end with 0, and give all that it printed."""
    ended = subprocess.run(
        ["sh", "-c", command],
        cwd=folder,
        env=env,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        encoding="utf-8",
    )
    assert ended.returncode == 0, f"{command}: {ended.stdout}"
    return ended.stdout


def shop(home: Path) -> Scenario:
    """A repository ``shop`` with one commit, and a sloppy file staged.

    An untidy file is there from before hookkit when somebody changes it.
    """
    folder = home / "shop"
    git = _new_repository(folder)
    git.run(*FIRST_COMMIT, env=DATES)
    (folder / SLOPPY_FILE).write_text(SLOPPY_SOURCE)
    git.run("add", SLOPPY_FILE)
    add = f"{ADD_TAX} prices.py && git commit -q -m 'Add the tax' prices.py"
    env = {**environment(git), **DATES}
    return Scenario(folder, env, {add: lambda: _commit_prices(folder, git)})


def shop_with_hooks(home: Path) -> Scenario:
    """The repository of ``shop`` with hookkit, the sloppy file committed, its correction undone."""
    scenario = shop(home)
    scenario.run(f"hookkit install && git commit -q -m '{COMMIT_SUBJECT}' && hookkit undo")
    return scenario


def _commit_prices(folder: Path, git: Git) -> None:
    (folder / "prices.py").write_text(UNTIDY)
    git.run("add", "prices.py")
    git.run("commit", "--quiet", "-m", "Add the prices", env={**DATES, "HOOKKIT": "0"})


def shop_of_a_team(home: Path) -> Scenario:
    """The clone ``shop`` of a team that has agreed on names, where hookkit is installed.

    A colleague merges a branch just before ``hookkit sync``.
    """
    folder, hub = home / "shop", home / "shop.git"
    git = _new_repository(folder)
    (folder / "pyproject.toml").write_text(SETTINGS)
    git.run("add", "pyproject.toml")
    git.run("config", "user.name", "You")
    git.run("commit", "--quiet", "-m", "Begin the shop")
    git.run("clone", "--quiet", "--bare", str(folder), str(hub))
    git.run("remote", "add", "origin", str(hub))
    git.run("fetch", "--quiet", "origin")
    git.run("branch", "--quiet", "--set-upstream-to=origin/main")
    run_line("hookkit install", folder, environment(git))
    meanwhile = {"hookkit sync": lambda: _merge_of_a_colleague(home, git)}
    return Scenario(folder, environment(git), meanwhile)


def _new_repository(folder: Path) -> Git:
    folder.mkdir(parents=True)
    return init_scratch(folder)


def environment(git: Git) -> dict[str, str]:
    """Give the environment of a person for the commands of an example.

    ``LC_ALL`` is what hookkit has for git alone.
    """
    path = os.pathsep.join([str(PROGRAMS), git.env["PATH"]])
    env = {name: value for name, value in git.env.items() if name != "LC_ALL"}
    return {**env, "PATH": path, "HOOKKIT": ""}


def _merge_of_a_colleague(home: Path, git: Git) -> None:
    name = "fix/SHOP-12-round-prices"
    script = f"""
        git clone -q shop.git colleague && cd colleague
        git config user.name 'A colleague' && git config user.email colleague@hookkit.invalid
        git switch -q -c {name} && echo 'DIGITS = 2' > prices.py && git add prices.py
        git commit -q -m 'Round prices' -m 'Ticket: SHOP-12'
        git switch -q main && git merge -q --no-ff -m "Merge branch '{name}'" {name}
        git push -q origin main
    """
    run_line(f"set -e; {script}", home, environment(git))
