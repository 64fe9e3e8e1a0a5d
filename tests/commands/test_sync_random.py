"""Any two histories: what comes out of a sync is what git itself makes of them, or nothing."""

from __future__ import annotations

import os
import random
import shutil
from collections import Counter
from collections.abc import Callable

import pytest

from tests.commands.repository_copies import copy
from tests.commands.sync_scenario import own_refs
from tests.repository import Repository
from tests.repository_with_hooks import repository_content, run_here

NAMES = ("a.txt", "a.txt", "b.txt", "d/e.txt")
LINES = "".join(f"{number}\n" for number in range(1, 13))
Step = Callable[[Repository, random.Random], None]


def edit(repo: Repository, chosen: random.Random) -> None:
    """Replace, add or delete a few lines of a file."""
    path = repo.path / chosen.choice(NAMES)
    if not path.is_file() or path.is_symlink():
        return
    lines = path.read_text().splitlines()
    at = chosen.randrange(len(lines) + 1)
    new = [f"line {chosen.randrange(50)}" for _ in range(chosen.randint(0, 2))]
    lines[at : at + chosen.randint(0, 2)] = new
    path.write_text("".join(f"{line}\n" for line in lines))


def move(repo: Repository, chosen: random.Random) -> None:
    """Rename a file, into a folder perhaps."""
    old, new = repo.path / chosen.choice(NAMES), repo.path / f"moved/{chosen.randrange(9)}.txt"
    if old.is_file() and not new.exists():
        new.parent.mkdir(exist_ok=True)
        old.rename(new)


def turn(repo: Repository, chosen: random.Random) -> None:
    """Make a folder, a link or nothing of a file, or a file of a folder."""
    path = repo.path / chosen.choice((*NAMES, "d"))
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    elif os.path.lexists(path):
        path.unlink()
    kind = chosen.choice(("file", "folder", "link", "none"))
    path.parent.mkdir(parents=True, exist_ok=True)
    if kind == "file":
        path.write_text(LINES)
    elif kind == "folder":
        path.mkdir()
        (path / "in.txt").write_text(LINES)
    elif kind == "link":
        path.symlink_to("a.txt")


def permit(repo: Repository, chosen: random.Random) -> None:
    """Make a file executable, or not."""
    path = repo.path / chosen.choice(NAMES)
    if path.is_file() and not path.is_symlink():
        path.chmod(chosen.choice((0o644, 0o755)))


def grow(repo: Repository, chosen: random.Random, branch: str, count: int) -> None:
    """Commit some random changes; the subjects name the branch, so that no two are one commit."""
    for number in range(count):
        for _ in range(chosen.randint(1, 2)):
            step: Step = chosen.choice((edit, edit, edit, edit, edit, move, turn, permit))
            try:
                step(repo, chosen)
            except (FileExistsError, NotADirectoryError):  # a folder is a file by now
                continue
        repo.git("add", "--all", ".")
        repo.git("commit", "-q", "--allow-empty", "-m", f"{branch} {number}")


def history(repo: Repository, seed: int) -> None:
    """A branch ``topic`` and a branch ``main`` that have both gone on, often with the same change.

    In the worktree of the branch there is work that nobody has committed.
    """
    chosen = random.Random(seed)
    repo.commit("Begin", dict.fromkeys((*NAMES, "quiet.txt"), LINES))
    repo.git("switch", "-q", "-c", "topic")
    grow(repo, chosen, "topic", chosen.randint(1, 4))
    picked = repo.git("rev-list", "main..topic").split()
    repo.git("switch", "-q", "main")
    grow(repo, chosen, "main", chosen.randint(1, 3))
    if chosen.random() < 0.4:
        pick = repo.attempt("cherry-pick", "--keep-redundant-commits", chosen.choice(picked))
        if pick.returncode != 0:
            repo.git("cherry-pick", "--abort")
    repo.git("switch", "-q", "topic")
    repo.write("quiet.txt", LINES + "mine\n")
    repo.write("untracked.txt", "mine\n")


@pytest.mark.parametrize("first", [100, 110])
def test_any_branch_comes_out_as_git_makes_it_or_stays(repo: Repository, first: int) -> None:
    outcomes: Counter[str] = Counter()
    for seed in range(first, first + 10):
        one = Repository.init(repo.path / str(seed))
        history(one, seed)
        outcomes[check(one)] += 1
        shutil.rmtree(one.path)
    assert outcomes["rebased"] >= 2, outcomes
    assert outcomes["conflict"] >= 2, outcomes


def check(repo: Repository) -> str:
    """Sync, let git rebase a copy, and compare."""
    plain = copy(repo, f"{repo.path.name}-plain")
    plain.git("checkout", "-q", "--", "quiet.txt")
    is_clean = plain.attempt("rebase", "-q", "main").returncode == 0
    before, branches = repository_content(repo), own_refs(repo)
    ended = run_here(repo, "sync")
    after = repository_content(repo)
    if ended.status == 0 and "found topic merged" not in ended.out:
        assert is_clean, ended.out
        form = "--format=%T %an %at %s"
        assert repo.git("log", form) == plain.git("log", form)
        plain.write("quiet.txt", LINES + "mine\n")
        assert after.files == repository_content(plain).files
        assert repo.status == " M quiet.txt\n?? untracked.txt"
        assert run_here(repo, "undo").status == 0
        after = repository_content(repo)
    elif ended.status == 0:
        assert is_clean
        assert plain.git("rev-parse", "HEAD^{tree}") == plain.git("rev-parse", "main^{tree}")
    else:
        assert ended.status == 1, ended.err
        assert not is_clean or "so that work may be missing" in ended.err, ended.err
    assert (after.files, after.index, after.head) == (before.files, before.index, before.head)
    assert own_refs(repo) == branches
    shutil.rmtree(plain.path)
    if ended.status == 0:
        return "merged" if "merged" in ended.out else "rebased"
    return "unlike" if is_clean else "conflict"
