"""A person, a colleague and the remote of both, with git's own hooks or those of a framework."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Literal, NamedTuple, get_args

import yaml

from hookkit.install.install import install
from tests.repository import Repository

Way = Literal["native", "pre-commit", "prek", "combined"]
"""git's own hooks, the hooks of pre-commit and prek one by one, and all in one by pre-commit."""

WAYS: tuple[Way, ...] = get_args(Way)

ROOT = Path(__file__).parents[2]
STAGES = ("pre-commit", "pre-merge-commit", "commit-msg", "post-checkout", "post-merge", "pre-push")

# What the scenarios are written in: q is git without hooks; grow makes a commit for each name.
VERBS = """\
q() { git -c core.hooksPath=/dev/null "$@"; }
grow() {
    for name; do
        echo "$name" >"$(printf %s "$name" | tr -c '[:alnum:]' -)"
        q add . && q commit -q -m "$name" || return
    done
}
topic() { q checkout -q -b "$1" "$2" && shift 2 && grow "$@"; }
join() { q merge -q --no-ff -m "Merge $1" "$1"; }
"""

# main is at m2 here and there, behind has left it at m1, and topic is rebased.
BEGIN = """\
grow m1 && q push -q -u origin main && q remote set-head origin main
topic behind main b1 && q checkout -q main
grow m2 && q push -q
topic topic main t1 && q checkout -q main
"""

# By relative paths, so that all of it can be copied.
BOB = """\
cd .. && git clone -q remote.git bob && cd bob && git remote set-url origin ../remote.git
git config user.name Bob && git config user.email bob@hookkit.invalid
"""


class ScriptResult(NamedTuple):
    """How commands ended, what rules they told of and all that was printed."""

    status: int
    rules: list[str]
    text: str


class Team(NamedTuple):
    """Who works here: my clone, where hookkit is installed, and the folder that has all of them."""

    mine: Repository

    @property
    def remote(self) -> Repository:
        """What both push to."""
        return Repository(self.mine.path.parent / "remote.git")

    def run(self, script: str) -> ScriptResult:
        """Run commands as they are typed, in my clone, with the verbs of the scenarios."""
        ended = subprocess.run(
            ["sh", "-c", VERBS + script],
            cwd=self.mine.path,
            env={**os.environ, "GIT_EDITOR": ":"},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
        )
        text = os.fsdecode(ended.stdout)
        found = re.findall(r"^ *(refused|warning|unknown)  (HK\d+)  ", text, re.MULTILINE)
        return ScriptResult(ended.returncode, sorted({" ".join(each) for each in found}), text)

    def prepare(self, script: str) -> None:
        """Run commands that must go well."""
        result = self.run(f"set -e\n{script}")
        assert result.status == 0, result.text


def make_team(folder: Path, way: Way) -> Team:
    """Make a team whose hooks come from git or one of the frameworks."""
    Repository.init(folder / "remote.git", "--bare")
    team = Team(Repository.init(folder / "mine"))
    team.mine.git("remote", "add", "origin", "../remote.git")
    if way != "native":
        ids = ["hookkit"] if way == "combined" else []
        team.mine.write(".pre-commit-config.yaml", local_config(*ids))
        types = [word for stage in STAGES for word in ("--hook-type", stage)]
        team.prepare(shlex.join([*framework_of(way), "install", *types]))
    install(team.mine.runner)
    team.prepare(BEGIN)
    team.prepare(BOB)
    return team


def copy_team(team: Team, folder: Path) -> Team:
    """Copy a team, which takes less time than to make it."""
    shutil.copytree(team.mine.path.parent, folder, symlinks=True)
    return Team(Repository(folder / "mine"))


def framework_of(way: Way) -> list[str]:
    """Give the words that start the framework of a way."""
    return [sys.executable, "-m", "prek" if way == "prek" else "pre_commit"]


def local_config(*ids: str) -> str:
    """Write a .pre-commit-config.yaml with hooks as they are offered, run from this tree.

    Without ``ids`` those are the checks.
    """
    offered = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text())
    checks = [each["id"] for each in offered if " hook --check " in each["entry"]]
    hooks = [each for each in offered if each["id"] in (ids or checks)]
    for each in hooks:
        each["entry"] = each["entry"].replace("python", f"'{sys.executable}'", 1)
        each["language"] = "system"
    return yaml.safe_dump({"repos": [{"repo": "local", "hooks": hooks}]})
