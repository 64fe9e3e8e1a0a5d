"""The refusal of a commit on a protected branch says how to be warned only, and that works."""

from __future__ import annotations

import re

import pytest

from tests.repository import Repository
from tests.repository_with_hooks import install_hooks, said

SWITCH = "hookkit: to be warned only, here: "


@pytest.mark.parametrize("is_of_team", [True, False])
def test_the_command_that_is_printed_turns_it_into_a_warning(
    repo: Repository, is_of_team: bool
) -> None:
    repo.commit("base", {"base.txt": "base\n"})
    repo.git("update-ref", "refs/remotes/origin/main", "main")
    repo.git("config", "remote.origin.url", "/nowhere")
    if is_of_team:
        repo.write(".hookkit.toml", '[checks]\nprotected-branch = "refuse"\n')
    else:
        repo.git("config", "hookkit.checks", "protected-branch=refuse")
    install_hooks(repo)
    ended = repo.attempt("commit", "-q", "--allow-empty", "-m", "Direct")
    assert ended.returncode == 1 and b"refused  HK201" in ended.stderr
    (command,) = re.findall(rf"^{SWITCH}git (.*)$", said(ended), re.MULTILINE)
    repo.git(*command.split())
    ended = repo.attempt("commit", "-q", "--allow-empty", "-m", "Direct")
    assert ended.returncode == 0 and b"warning  HK201" in ended.stderr
    assert SWITCH.encode() not in ended.stderr
