"""The life of a branch is the same whichever framework runs hookkit: start to push, by real git."""

from __future__ import annotations

import os
import re
import subprocess
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.frameworks.setting_up import SET_UP
from tests.long_runs import some
from tests.repository import Repository

SETTINGS = """\
[tool.hookkit]
mode = "propose"
branch_pattern = "{ticket}-{slug}"
ticket_pattern = "ABC-[0-9]+"
"""
AMEND = "HOOKKIT=0 git -c core.hooksPath=/dev/null commit -q --amend --allow-empty -m again"
IN_NORMAL_RUN = ("hookkit install --global",)


class Step(NamedTuple):
    """What is done, how it ends: the status, the rules and how often a correction is told of."""

    does: str
    ends: str


LIFE = (
    Step("git checkout -q -b wrong", "0 warning HK101"),
    Step("git checkout -q main && git branch -q -D wrong", "0"),
    Step("hookkit start ABC-1 add tax", "0"),
    Step("printf 'x=1\\n' >tax.py && git add tax.py && git commit -q -m 'Add tax'", "0 corrects"),
    Step("hookkit review", "0"),
    Step("hookkit accept", "0"),
    Step("git -C ../bob commit -q --allow-empty -m Bob && git -C ../bob push -q", "0"),
    Step("git fetch -q && git checkout -q main && git merge -q --ff-only origin/main", "0"),
    Step(
        "git merge -q --no-ff --no-edit ABC-1-add-tax; s=$?; git merge --abort && exit $s",
        "1 refused HK301, refused HK601",
    ),
    Step("git checkout -q ABC-1-add-tax && hookkit sync", "0"),
    Step("hookkit tidy", "0"),
    Step("printf 'y=2\\n' >more.py && git add more.py && git commit -q -m more", "0 corrects"),
    Step("git rebase -q --signoff HEAD~1", "0 corrects"),
    Step("hookkit accept --as amend", "0"),
    Step("git push -q -u origin HEAD", "0"),
    Step("hookkit merge", "0"),
    Step("git push -q origin main", "0"),
    Step(f"{AMEND} && git push -q -f", "1 refused HK501"),
    Step("git reset -q --hard origin/main", "0"),
)
HISTORY = """\
Merge branch 'ABC-1-add-tax'|ABC-1
more|ABC-1
Add tax|ABC-1
Bob|
begin|"""
FORMAT = "--format=%s|%(trailers:key=Ticket,valueonly,separator=%x2C)"


@pytest.fixture(params=some(SET_UP, IN_NORMAL_RUN))
def mine(
    request: pytest.FixtureRequest,
    repo: Repository,
    home: Path,
    source: Repository,
    monkeypatch: pytest.MonkeyPatch,
) -> Repository:
    """A clone in which a framework runs hookkit, and bob, another one."""
    for name, folder in (("PRE_COMMIT_HOME", "pre-commit"), ("PREK_HOME", "prek")):
        monkeypatch.setenv(name, str(home / folder))
    remote = Repository.init(repo.path.parent / "remote.git", "--bare")
    repo.write("pyproject.toml", SETTINGS)
    repo.git("add", "pyproject.toml")
    SET_UP[request.param](repo, home, source)
    repo.git("remote", "add", "origin", str(remote.path))
    repo.git("commit", "-q", "--no-verify", "-m", "begin")
    repo.git("push", "-q", "--no-verify", "-u", "origin", "main")
    repo.git("remote", "set-head", "origin", "main")
    repo.git("clone", "-q", str(remote.path), "../bob")
    repo.git("-C", "../bob", "config", "hookkit.enabled", "false")
    return repo


def play(repo: Repository, step: Step) -> tuple[Step, str]:
    """Do a step as it is typed, and give how it ended with all that was printed."""
    ended = subprocess.run(
        ["sh", "-c", step.does],
        cwd=repo.path,
        env={**os.environ, "GIT_EDITOR": ":"},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    )
    text = os.fsdecode(ended.stdout)
    rules = sorted(re.findall(r"^ *(?:refused|warning|unknown)  HK\d+(?=  )", text, re.MULTILINE))
    told = ["corrects"] * text.count("hookkit can correct ")
    words = [re.sub(" +", " ", each.strip()) for each in rules]
    ends = f"{min(ended.returncode, 1)} {', '.join([*words, *told])}".rstrip()
    return step._replace(ends=ends), text


def test_the_life_of_a_branch(mine: Repository) -> None:
    for step in LIFE:
        played, text = play(mine, step)
        assert played == step, text
        assert "Traceback" not in text
    assert mine.git("log", "--topo-order", FORMAT, "main") == HISTORY
    assert mine.git("show", "main:tax.py", "main:more.py") == "x = 1\ny = 2"
    assert mine.git("rev-parse", "main") == mine.git("rev-parse", "origin/main")
    assert mine.status == ""
