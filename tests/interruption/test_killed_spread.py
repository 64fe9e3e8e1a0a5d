"""kill -9 at every step of a spread."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from hookkit.operation_log.stored_entries import active_entries
from hookkit.undo.undo_or_redo import undo
from tests.interruption.placement_scenario import (
    add_refs,
    at_head,
    correct_all,
    in_index,
    in_worktree,
    keep,
    other_refs,
    state,
)
from tests.interruption.spread_scenario import rows, spread_kept, subjects
from tests.repository import Repository

ROOT = Path(__file__).parents[2]
HEAD = rows("a", "b", "c").encode()
STAGED = HEAD.replace(b"b=1", b"b = 11")
EDITED = STAGED + b"# mine\n"
PLACED = [correct_all(data) for data in (HEAD, STAGED, EDITED)]
PLACED[0] = PLACED[0].replace(b"b = 1", b"b=1")

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")


@pytest.mark.parametrize("every", [pytest.param("1", marks=pytest.mark.long), "12"])
def test_a_spread_killed_at_any_step_loses_nothing_and_can_be_done_again(
    repo: Repository, every: str
) -> None:
    repo.commit("Begin")  # another branch is there, so that it is not of the stack
    repo.commit("Add a", {"a.py": rows("a")})
    repo.commit("Add c", {"a.py": HEAD})
    repo.write("a.py", STAGED)
    repo.git("add", "a.py")
    repo.write("a.py", EDITED)
    repo.write("untracked.py", b"u=1\n")
    add_refs(repo)
    before, others = state(repo), other_refs(repo, "main")
    correction = keep(repo, fix=correct_all)
    command = [sys.executable, "-m", "tests.interruption.kill_spread", str(repo.path), "spread"]
    ended = subprocess.run([*command, "", every], cwd=ROOT, capture_output=True, text=True)
    assert ended.returncode == 0, ended.stderr
    count = int(ended.stdout) + 1  # the last one came to its end
    assert count * int(every) >= 12
    heads = set()
    for number in range(count):
        killed = Repository(Path(f"{repo.path}-{number}"))
        heads.add(killed.head != before.head)
        assert other_refs(killed, "main") == others
        assert in_worktree(killed) in (EDITED, PLACED[2])
        assert in_index(killed) in (STAGED, PLACED[1])
        assert killed.read("untracked.py") == b"u=1\n"
        assert killed.git("worktree", "list").count("\n") == 0
        (killed.path / ".git" / "index.lock").unlink(missing_ok=True)
        killed.git("fsck", "--strict", "--no-dangling")
        again = Repository(Path(f"{killed.path}-again"))
        shutil.copytree(killed.path, again.path, symlinks=True)

        # Either it is done again …
        if again.head == before.head:
            spread_kept(again, correction)
        assert subjects(again)[3:] == ["fixup! Add a", "fixup! Add c"]
        assert [at_head(again), in_index(again), in_worktree(again)] == PLACED

        # … or it is taken back.
        if next(active_entries(killed.runner), None) is not None:
            undo(killed.runner)
        assert (killed.head, state(killed).index) == (before.head, before.index)
        assert in_worktree(killed) == EDITED
        assert other_refs(killed, "main") == others
        shutil.rmtree(again.path)
        shutil.rmtree(killed.path)
    assert heads == {False, True}
