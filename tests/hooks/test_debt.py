"""New debt at a commit: by hookkit's own hooks, and by the hooks of pre-commit."""

from __future__ import annotations

import sys

import pytest

from hookkit.settings.definitions import BASELINE_FILE
from tests.hooks.conftest import MakeTeam
from tests.hooks.test_switched_off import write_config
from tests.repository import Repository
from tests.repository_with_hooks import install_hooks, run_here, said


@pytest.fixture
def topic(repo: Repository) -> Repository:
    """A topic with hooks, whose debt is accepted, and new debt that is staged."""
    install_hooks(repo)
    repo.git("config", "hookkit.mode", "propose")
    repo.commit("Begin", {"a.py": "import os\n"})
    assert run_here(repo, "debt", "accept").status == 0
    repo.git("add", BASELINE_FILE)
    repo.commit("Accept the debt")
    repo.git("switch", "-qc", "topic")
    repo.write("b.py", "import sys\n")
    repo.git("add", "b.py")
    return repo


def test_a_commit_with_new_debt_goes_through_unless_that_is_set(topic: Repository) -> None:
    ended = topic.attempt("commit", "-qm", "x", data=None)
    assert (ended.returncode, b"HK911" in ended.stderr) == (0, False)


def test_a_commit_with_new_debt_is_refused_where_that_is_set(topic: Repository) -> None:
    topic.git("config", "hookkit.checks", "debt=refuse")
    ended = topic.attempt("commit", "-qm", "x", data=None)
    assert ended.returncode == 1
    assert said(ended) == (
        "refused  HK911  b.py:1:1  F401 'sys' imported but unused\n"
        f"    repair: hookkit debt accept --new && git add -- :/{BASELINE_FILE}\n"
        "hookkit: where there is no other way: git commit --no-verify\n"
    )
    topic.write("b.py", "import sys\nprint(sys)\n")
    topic.git("add", "b.py")
    assert topic.attempt("commit", "-qm", "x", data=None).returncode == 0


def test_a_commit_with_new_debt_is_warned_of_where_that_is_set(topic: Repository) -> None:
    topic.write(".hookkit.toml", '[checks]\ndebt = "warn"\n')
    ended = topic.attempt("commit", "-qm", "x", data=None)
    assert ended.returncode == 0
    assert said(ended).startswith("warning  HK911  b.py:1:1  F401")


def test_pre_commit_asks_by_the_hook_of_debt_and_by_all_where_there_is_a_baseline(
    team_of: MakeTeam,
) -> None:
    team = team_of("native")
    team.prepare("printf 'import os\\n' >a.py && q add a.py && q commit -qm begin")
    write_config(team)
    run = f"'{sys.executable}' -m pre_commit run"
    team.prepare("q checkout -qb other && printf 'import sys\\n' >b.py && q add b.py")
    result = team.run(f"{run} hookkit-debt")
    assert (result.status, result.rules) == (1, ["refused HK911"]), result.text
    result = team.run(f"{run} hookkit")
    assert "HK911" not in result.text
    team.prepare(f"'{sys.executable}' -m hookkit debt accept && q add {BASELINE_FILE}")
    result = team.run(f"{run} hookkit-debt")
    assert (result.status, result.rules) == (0, []), result.text
    team.prepare("printf 'import os\\n' >>b.py && q add b.py")
    result = team.run(f"{run} hookkit")
    assert (result.status, result.rules) == (1, ["refused HK911"]), result.text
    team.prepare("q reset -q --hard && printf 'import json\\n' >a.py")
    result = team.run(f"{run} hookkit-debt --all-files")
    assert (result.status, result.rules) == (1, ["refused HK911"]), result.text
