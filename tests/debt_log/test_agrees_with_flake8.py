"""What a debt log counts is what flake8 finds by hand on a checkout of each commit."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from tests.debt_log.flake8_on_checkout import lint_checkout
from tests.debt_log.run_debt_log import run_debt_log
from tests.repository import Repository

CONTENTS = (
    "import os\nx=1\n",
    "x = 1\n",
    "",
    "def f(a):\n  return a\n\n\n\ny = f(1); z=2\n",
    "from os import *\nprint(path)\n__all__ = ['nothing']\n",
    "def f(:\n",
    "print 'two'\n",
    "x = 1  # noqa\ny=1  # noqa: E225\nl = 1\n",
    "# flake8: noqa\nx=1\n",
    "s = '''\n\ttab  \n'''\nif x == None :\n\tpass",
    "# coding: latin-1\nx='\xe9'\r\ny=1\r\n",
)
PATHS = (
    *("a.py", "src/a.py", "src/__init__.py", "src/deep/er/b.py", "tests/test_a.py", "docs/conf.py"),
    *("build/lib/a.py", "a.egg/x.py", ".tox/y.py", "with space.py", "größe.py", "notes.txt"),
)
CONFIGURATION_NAMES = (
    "",
    "[flake8]\nmax-line-length = 20\nextend-ignore = E225, W6\n",
    "[flake8]\nexclude = docs/conf.py, build, ./src/deep\nper-file-ignores =\n"
    "    src/*: E225,F401\n    __init__.py: F403\n    tests/*,a.py: E2\n",
    "[flake8]\nextend_exclude = */er/*\nper_file_ignores = src/a.py:F401 tests/test_a.py:E2,W\n"
    "filename = ./src/*.py, ./docs/*.py, ./tests/*\n",
    "[flake8]\nselect = E,F\nmax-complexity = 1\nexclude = src\nquiet = 1\nexit-zero = true\n",
)


def grow_at_random(repo: Repository, chance: random.Random, commits: int) -> None:
    """Make commits that write, copy, rename, break, link and delete files."""
    for number in range(commits):
        for _ in range(chance.randint(1, 4)):
            change_at_random(repo, chance)
        repo.git("add", "--all", "--force")
        repo.git("commit", "--quiet", "--allow-empty", "-m", f"Commit {number}")


def change_at_random(repo: Repository, chance: random.Random) -> None:
    path = repo.path / chance.choice(PATHS)
    there = [each for each in repo.path.rglob("*.py") if ".git/" not in str(each)]
    what = chance.choice(("write", "write", "write", "rename", "delete", "link"))
    if what == "write" or not there:
        path.unlink(missing_ok=True)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(chance.choice(CONTENTS).encode("latin-1", "replace"))
    elif what == "delete":
        chance.choice(there).unlink()
    elif not path.exists() and not path.is_symlink():
        path.parent.mkdir(parents=True, exist_ok=True)
        if what == "link":
            path.symlink_to("nowhere.py")
        else:
            chance.choice(there).rename(path)


@pytest.mark.parametrize("number", range(len(CONFIGURATION_NAMES)))
def test_each_commit_has_what_flake8_finds_on_a_checkout(
    repo: Repository, tmp_path: Path, number: int
) -> None:
    chance = random.Random(number)
    grow_at_random(repo, chance, 7)
    repo.write("tox.ini", CONFIGURATION_NAMES[number])
    log = run_debt_log(repo, interval="commit")
    assert len(log.samples) == 7
    for each in log.samples:
        commit = each.sampled_commit.commit.id
        expected = lint_checkout(repo, commit, tmp_path / commit)
        assert (each.by_rule, each.by_folder, each.unchecked_file_count) == expected
    assert sum(each.total for each in log.samples) > 0
    assert run_debt_log(repo, interval="commit") == log
