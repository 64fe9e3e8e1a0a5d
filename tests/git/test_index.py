"""The index read, and changed behind git's own lock."""

from __future__ import annotations

import errno
import os

import pytest

from hookkit.errors import EnvironmentFailed
from hookkit.git.index import IndexEntry, is_index_locked_after_wait, read_index
from hookkit.git.index_update import IndexLocked, locked_index, refresh_index
from hookkit.git.trees import TreeEntry
from tests.repository import Repository


@pytest.fixture
def staged(repo: Repository) -> Repository:
    """A repository with one file in the index."""
    repo.commit("Begin", {"a.py": "a = 1\n", "b.py": "b = 1\n"})
    return repo


def listing(repo: Repository) -> list[str]:
    """The index as git lists it, with the flags."""
    return repo.git("ls-files", "-s", "-v").split("\n")


FLAGS = [
    (),
    ("--skip-worktree",),
    ("--assume-unchanged",),
    ("--skip-worktree", "--assume-unchanged"),
]


@pytest.mark.parametrize("flags", FLAGS)
def test_an_entry_keeps_its_flags_when_its_content_changes(
    staged: Repository, flags: tuple[str, ...]
) -> None:
    for flag in flags:
        staged.git("update-index", flag, "a.py")
    before = listing(staged)
    git = staged.runner
    old = read_index(git, [b"a.py"])[b"a.py"]
    assert (old.is_skip_worktree, old.is_assume_unchanged) == (
        FLAGS[1][0] in flags,
        FLAGS[2][0] in flags,
    )
    blob = staged.git("hash-object", "-w", "--stdin", data=b"a = 2\n")
    with locked_index(git) as draft:
        draft.set_entries(
            [
                IndexEntry(
                    TreeEntry(b"a.py", "100644", blob),
                    old.is_skip_worktree,
                    old.is_assume_unchanged,
                )
            ]
        )
        draft.replace()
    assert listing(staged) == [before[0].replace(old.entry.blob, blob), before[1]]
    assert not is_index_locked_after_wait(git)


def test_several_entries_keep_their_flags(repo: Repository) -> None:
    names = ("a\nb.py", "c.py", "d.py")
    repo.commit("Begin", dict.fromkeys(names, "a = 1\n"))
    for flag in ("--skip-worktree", "--assume-unchanged"):
        repo.git("update-index", flag, *names[:2])
    before = listing(repo)
    entries = read_index(repo.runner, [name.encode() for name in names])
    with locked_index(repo.runner) as draft:
        draft.set_entries([*entries.values()])
        draft.replace()
    assert listing(repo) == before


def test_a_lock_that_comes_after_ours_is_not_ours(staged: Repository) -> None:
    lock = staged.path / ".git/index.lock"
    with locked_index(staged.runner) as draft:
        draft.set_entries([])
        draft.replace()
        lock.write_bytes(b"somebody's")
    assert lock.read_bytes() == b"somebody's"


def test_a_draft_that_cannot_be_written_is_named(
    staged: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(handle: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    before = listing(staged)
    monkeypatch.setattr(os, "fsync", fail)
    failed = pytest.raises(EnvironmentFailed, match="index cannot be written: No space left")
    with failed, locked_index(staged.runner):
        pass
    assert listing(staged) == before
    assert not is_index_locked_after_wait(staged.runner)


def test_a_touched_file_is_known_again(staged: Repository) -> None:
    os.utime(staged.path / "a.py", (1_000_000_000, 1_000_000_000))
    plumbing = ("diff-files", "--name-only")
    assert staged.git(*plumbing) == "a.py"
    refresh_index(staged.runner)
    assert staged.git(*plumbing) == ""


def test_a_draft_moves_files_of_which_one_was_touched(staged: Repository) -> None:
    old = staged.head
    new = staged.commit("Next", {"a.py": "a = 2\n"})
    staged.git("checkout", "-q", old)
    os.utime(staged.path / "a.py", (1_000_000_000, 1_000_000_000))
    with locked_index(staged.runner) as draft:
        draft.move(old, new, {})
        draft.replace()
    assert staged.read("a.py") == b"a = 2\n"


def test_a_draft_that_is_not_taken_changes_nothing(staged: Repository) -> None:
    git = staged.runner
    before = git.index.read_bytes()
    with locked_index(git) as draft:
        draft.set_entries(
            [
                IndexEntry(
                    TreeEntry(b"a.py", "100755", read_index(git, [b"b.py"])[b"b.py"].entry.blob),
                    False,
                    False,
                )
            ]
        )
    assert git.index.read_bytes() == before
    assert not is_index_locked_after_wait(git)
    assert not list(git.git_dir.glob("hookkit-*"))


def test_an_error_lets_go_of_the_index(staged: Repository) -> None:
    with pytest.raises(ZeroDivisionError), locked_index(staged.runner):
        raise ZeroDivisionError
    staged.git("add", "--renormalize", ".")


def test_git_waits_outside_while_the_index_is_held(staged: Repository) -> None:
    with locked_index(staged.runner):
        assert staged.attempt("add", "--renormalize", ".").returncode == 128
        refusal = pytest.raises(IndexLocked, match="another git command holds the index")
        with refusal, locked_index(staged.runner):
            pass
        assert is_index_locked_after_wait(staged.runner)
    staged.git("add", "--renormalize", ".")


def test_a_lock_that_goes_soon_is_waited_for(
    staged: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    lock = staged.path / ".git" / "index.lock"
    lock.touch()
    # Who waits sleeps for a moment: the lock goes then.
    monkeypatch.setattr("hookkit.git.index.time.sleep", lambda _: lock.unlink())
    with locked_index(staged.runner):
        pass


def test_the_index_keeps_its_permissions(staged: Repository) -> None:
    git = staged.runner
    git.index.chmod(0o664)
    with locked_index(git) as draft:
        draft.set_entries([read_index(git, [b"a.py"])[b"a.py"]])
        draft.replace()
    assert git.index.stat().st_mode & 0o777 == 0o664


def test_an_index_that_is_a_link_stays_one(staged: Repository) -> None:
    index = staged.path / ".git" / "index"
    target = staged.path.parent / "elsewhere"
    index.rename(target)
    index.symlink_to(target)
    git = staged.runner
    with locked_index(git) as draft:
        draft.set_entries([read_index(git, [b"a.py"])[b"a.py"]])
        draft.replace()
    assert index.is_symlink()
    assert staged.status == ""


def test_a_file_in_conflict_has_no_entry(staged: Repository) -> None:
    blob = staged.git("rev-parse", "HEAD:a.py")
    lines = [f"0 {'0' * 40}\ta.py", *(f"100644 {blob} {stage}\ta.py" for stage in (1, 2, 3))]
    staged.git("update-index", "--index-info", data="\n".join(lines).encode() + b"\n")
    assert list(read_index(staged.runner, [b"a.py", b"b.py", b"none.py"])) == [b"b.py"]


def test_names_are_literal_and_of_any_bytes(repo: Repository) -> None:
    names = [b"*.py", b"a\nb.py", b":(top)c.py", b"\xff.py", b"-d.py", b"[e].py", b"tab\t.py"]
    for name in [*names, b"e.py"]:
        repo.write(name, name)
    repo.git("add", "--all")
    assert sorted(read_index(repo.runner, names)) == sorted(names)


def test_a_thousand_names_are_read_at_once(repo: Repository) -> None:
    names = [f"{'d' * 200}/{'e' * 200}/{number}.py".encode() for number in range(1000)]
    blob = repo.git("hash-object", "-w", "--stdin", data=b"")
    entries = "".join(f"100644 {blob}\t{os.fsdecode(name)}\n" for name in names)
    repo.git("update-index", "--index-info", data=entries.encode())
    assert len(read_index(repo.runner, names)) == 1000


def test_a_split_index_keeps_its_shared_part(staged: Repository) -> None:
    staged.git("config", "core.splitIndex", "true")
    staged.git("update-index", "--split-index")
    assert list((staged.path / ".git").glob("sharedindex.*"))
    git = staged.runner
    blob = staged.git("hash-object", "-w", "--stdin", data=b"a = 2\n")
    with locked_index(git) as draft:
        draft.set_entries([IndexEntry(TreeEntry(b"a.py", "100644", blob), False, False)])
        draft.replace()
    assert staged.git("rev-parse", ":a.py") == blob
    staged.git("fsck", "--strict")


def test_without_an_index_there_is_an_empty_draft(repo: Repository) -> None:
    git = repo.runner
    blob = repo.git("hash-object", "-w", "--stdin", data=b"a = 1\n")
    with locked_index(git) as draft:
        draft.set_entries([IndexEntry(TreeEntry(b"a.py", "100644", blob), False, False)])
        draft.replace()
    assert repo.git("ls-files", "-s") == f"100644 {blob} 0\ta.py"
