"""kill -9 at every step of a placement and of undo, and a disk without room at every size."""

from __future__ import annotations

import os
import resource
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from hookkit.errors import HookkitError
from hookkit.git.compute_object_ids import compute_blob_id
from hookkit.operation_log.entry_file_format import decode_entry
from hookkit.operation_log.stored_entries import active_entries
from hookkit.undo.undo_or_redo import undo
from tests.interruption.placement_scenario import (
    SLOPPY,
    State,
    add_refs,
    at_head,
    check_tidy,
    correct,
    faults_in,
    in_index,
    in_worktree,
    keep,
    other_refs,
    place,
    sloppy,
    state,
)
from tests.long_runs import some
from tests.repository import Repository
from tests.small_disk import small_disk

__all__ = ["small_disk"]

ROOT = Path(__file__).parents[2]
STAGED = SLOPPY.replace(b"import os\n", b"import os\nimport sys\n")
UNSTAGED = STAGED.replace(b"y=2", b"y=22")
WANTED = {b"    x=1", b"    z=3"}

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")


EVERY = pytest.mark.parametrize("every", some([1, 3], [3]))
"""At each step, and at every third."""


def prepare(repo: Repository) -> State:
    """A sloppy commit with staged, unstaged and untracked edits beside it."""
    sloppy(repo)
    repo.write("a.py", STAGED)
    repo.git("add", "a.py")
    repo.write("a.py", UNSTAGED)
    repo.write("untracked.py", b"u=1\n")
    add_refs(repo)
    return state(repo)


def kill_at_steps(repo: Repository, action: str, every: int, shared: str = "") -> list[Repository]:
    """The repositories in which the action was killed, one for each state left behind.

    It is killed at each so many-th step.
    """
    program = [sys.executable, "-m", "tests.interruption.kill_placement"]
    ended = subprocess.run(
        [*program, str(repo.path), action, shared, str(every)],
        cwd=ROOT,
        capture_output=True,
        text=True,
    )
    assert ended.returncode == 0, ended.stderr
    count = int(ended.stdout)
    assert count * every >= 7
    found: dict[object, Repository] = {}
    for number in range(count):
        left = Repository(Path(f"{repo.path}-{number}"))
        if found.setdefault(left_behind(left), left) is not left:
            shutil.rmtree(left.path)
    return list(found.values())


def left_behind(repo: Repository) -> tuple[object, ...]:
    """What a person would notice, whatever names and times hookkit gave to it."""
    seen = state(repo)
    refs = repo.git("for-each-ref", "--format=%(refname:lstrip=1)").split("\n")
    temporary = [name.startswith(".hookkit-") for name in sorted(seen.worktree)]
    is_locked = (repo.path / ".git" / "index.lock").exists()
    log = len(repo.git("log", "--oneline", "HEAD").split("\n"))
    return len(refs), log, tuple(seen.index), in_worktree(repo), tuple(temporary), is_locked


def reachable(repo: Repository) -> set[str]:
    """Every object that a ref keeps, or the index."""
    listing = repo.git(
        "rev-list", "--objects", "--no-object-names", "--all", "HEAD", "--indexed-objects"
    )
    return set(listing.split("\n"))


def logged(repo: Repository) -> set[bytes]:
    """Every content that the operation log has, whatever becomes of its entries."""
    places = (repo.path / ".git/hookkit/undo").glob("*.*")
    read = [decode_entry(place.read_bytes())[0] for place in places if place.suffix != ".new"]
    files = [each for record in read for each in record.files]
    pairs = [pair for each in files for pair in (each.worktree, each.index) if pair]
    return {content for pair in pairs for content in pair}


def check_nothing_is_lost(repo: Repository, before: State) -> None:
    """Each byte of the person is in its place, or has only got the fix and is in the log."""
    old, now = before.worktree["a.py"][2], in_worktree(repo)
    assert now is not None
    # Between old and new: no line of the person has gone, no other has come.
    assert correct(now) == correct(old)
    contents = logged(repo)
    kept = reachable(repo) | {compute_blob_id(repo.runner, content) for content in contents}
    if now != old:
        assert old in contents
    for entry in before.index:
        assert not entry or entry.split(" ")[2] in kept
    assert before.head in kept
    assert repo.read("untracked.py") == b"u=1\n"


def unlock(repo: Repository) -> bool:
    """Remove a lock that was left behind, as doctor says."""
    lock = repo.path / ".git" / "index.lock"
    was_locked = lock.exists()
    lock.unlink(missing_ok=True)
    return was_locked


@EVERY
@pytest.mark.parametrize("mode", ["worktree", "fixup"])
def test_a_placement_killed_at_any_step_loses_nothing_and_can_be_done_again(
    repo: Repository, mode: str, every: int
) -> None:
    before = prepare(repo)
    others, locked = other_refs(repo, "main"), 0
    for killed in kill_at_steps(repo, mode, every):
        assert other_refs(killed, "main") == others
        check_nothing_is_lost(killed, before)
        locked += unlock(killed)
        killed.git("status")
        killed.git("fsck", "--strict", "--no-dangling")
        copy = Repository(Path(f"{killed.path}-again"))
        shutil.copytree(killed.path, copy.path, symlinks=True)

        # Either it is done again …
        if mode == "fixup" and copy.head != before.head:
            assert copy.git("rev-parse", "HEAD^") == before.head
        else:
            place(copy, mode, keep(copy))
        assert in_worktree(copy) == correct(UNSTAGED, WANTED)
        if mode == "fixup":
            assert in_index(copy) == correct(STAGED, WANTED)
            assert at_head(copy) == correct(SLOPPY, WANTED)
        check_nothing_is_lost(copy, before)

        # … or it is taken back.
        if next(active_entries(killed.runner), None) is not None:
            undo(killed.runner)
        assert killed.head == before.head
        assert in_worktree(killed) == UNSTAGED
        assert in_index(killed) == STAGED
        assert other_refs(killed, "main") == others
        shutil.rmtree(copy.path)
        shutil.rmtree(killed.path)
    assert bool(locked) == (mode == "fixup")


@EVERY
def test_undo_killed_at_any_step_loses_nothing_and_can_be_done_again(
    repo: Repository, every: int
) -> None:
    before = prepare(repo)
    place(repo, "fixup", keep(repo))
    later = correct(UNSTAGED, WANTED) + b"# later\n"
    repo.write("a.py", later)
    placed, others = state(repo), other_refs(repo, "main")
    for killed in kill_at_steps(repo, "undo", every):
        assert other_refs(killed, "main") == others
        if next(active_entries(killed.runner), None) is not None:  # else it had come to its end
            check_nothing_is_lost(killed, placed)
        unlock(killed)
        if next(active_entries(killed.runner), None) is not None:
            undo(killed.runner)
        assert killed.head == before.head
        assert in_worktree(killed) == UNSTAGED + b"# later\n"
        assert in_index(killed) == STAGED
        assert faults_in(at_head(killed) or b"") == faults_in(SLOPPY)
        assert other_refs(killed, "main") == others
        shutil.rmtree(killed.path)


def test_doctor_names_a_lock_that_was_left_behind(repo: Repository) -> None:
    prepare(repo)
    lock = repo.path / ".git" / "index.lock"
    lock.write_bytes(b"")
    os.utime(lock, (1, 1))
    ended = repo.hookkit("doctor")
    assert str(lock) in ended.stdout


@pytest.mark.parametrize("mode", ["worktree", "fixup", "commit", "amend"])
def test_a_file_that_may_not_grow_stays_as_it_is(repo: Repository, mode: str) -> None:
    """A limit on the size of files: git's objects are small enough, the file is not."""
    data = SLOPPY + b"# " + b"x" * 200_000 + b"\n"
    correction = sloppy(repo, data=data)
    before = state(repo)
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, limits[1]))
    try:
        if mode == "worktree":
            placed = place(repo, mode, correction)
            reasons = [each.reason for each in placed.dropped[b"a.py"]]
            assert reasons == ["the file cannot be written: File too large"]
        else:
            with pytest.raises(HookkitError, match="File too large"):
                place(repo, mode, correction)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    assert state(repo) == before
    check_tidy(repo.runner)
    place(repo, mode, correction)
    assert in_worktree(repo) == correct(data)


@EVERY
@pytest.mark.parametrize("mode", some(["worktree", "fixup"], ["worktree"]))
def test_a_placement_killed_at_any_step_leaves_a_hard_link_as_it_is_and_undo_is_exact(
    repo: Repository, mode: str, every: int
) -> None:
    """A backup made by `cp -al`, and a file that is whole at every step."""
    prepare(repo)
    for killed in kill_at_steps(repo, mode, every, "a.py"):
        assert in_worktree(killed) in (UNSTAGED, correct(UNSTAGED, WANTED))
        unlock(killed)
        if next(active_entries(killed.runner), None) is not None:
            undo(killed.runner)
        assert in_worktree(killed) == UNSTAGED
        shutil.rmtree(killed.path)
    assert in_worktree(repo) == UNSTAGED


@pytest.mark.parametrize("step", some([8192, 24576], [24576]))
@pytest.mark.parametrize("mode", ["worktree", "fixup"])
def test_a_full_disk_at_any_point_loses_nothing(small_disk: Path, mode: str, step: int) -> None:
    repo = Repository.init(small_disk / "repo", "--template=")
    before = prepare(repo)
    correction = keep(repo)
    filler = small_disk / "filler"
    endings: set[bool | str] = set()
    for room in range(0, 200_000, step):
        free = os.statvfs(small_disk).f_bavail * os.statvfs(small_disk).f_frsize
        filler.write_bytes(b"x" * (free - room))
        try:
            endings.add(place(repo, mode, correction).is_empty)
        except HookkitError as error:
            endings.add(type(error).__name__)
        filler.unlink()
        check_nothing_is_lost(repo, before)
        check_tidy(repo.runner)
        if next(active_entries(repo.runner), None) is not None:
            undo(repo.runner)
        assert state(repo) == before
    assert False in endings
    assert endings - {False}
