"""A correction squashed in a scratch repository."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from hookkit.dry_run.correction_squash import SquashFailure, dry_run_correction_squash
from hookkit.dry_run.scratch_repository import HOUR, scratch_repository
from hookkit.git.commits import Commit, read_commit
from tests.interruption.spread_scenario import add_failing_hooks
from tests.repository import Repository
from tests.repository_with_hooks import repository_content


def oldest(repo: Repository, name: str = "HEAD~2") -> Commit:
    """A commit as a value."""
    return read_commit(repo.runner, name)


def tried(repo: Repository, **options: object) -> SquashFailure | None:
    """Rehearse what lies on top of the root commit."""
    tree = repo.git("rev-parse", "HEAD^{tree}")
    return dry_run_correction_squash(repo.runner, repo.head, tree, oldest(repo), [b"fixup! one"])


@pytest.fixture
def sound(repo: Repository) -> Repository:
    """A fixup! that squashes."""
    repo.commit("root", {"a.py": "1\n2\n3\n4\n5\n", "big": "b\n"})
    repo.commit("one", {"a.py": "one\n2\n3\n4\n5\n"})
    repo.commit("two", {"a.py": "one\n2\n3\n4\nfive\n"})
    repo.commit("fixup! one", {"a.py": "ONE\n2\n3\n4\nfive\n"})
    return repo


def test_what_squashes_is_proved_and_nothing_is_touched(sound: Repository) -> None:
    sound.write("a.py", "mine\n")
    ran = add_failing_hooks(sound)
    for key, value in {
        "commit.gpgSign": "true",
        "core.autocrlf": "true",
        "rebase.autoStash": "true",
        "rebase.missingCommitsCheck": "error",
        "core.hooksPath": str(sound.path / ".git" / "hooks"),
        "sequence.editor": "false",
        "merge.conflictStyle": "diff3",
    }.items():
        sound.git("config", key, value)
    before = repository_content(sound)
    root = read_commit(sound.runner, "HEAD~3")
    tree = sound.git("rev-parse", "HEAD^{tree}")
    assert (
        dry_run_correction_squash(sound.runner, sound.head, tree, oldest(sound), [b"fixup! one"])
        is None
    )
    assert dry_run_correction_squash(sound.runner, sound.head, tree, root, [b"fixup! one"]) is None
    assert repository_content(sound) == before
    assert not ran.exists()
    assert [each for each in (sound.path / ".git").iterdir() if each.name[:8] == "hookkit-"] == []


def test_other_files_are_no_proof(sound: Repository) -> None:
    tree = sound.git("rev-parse", "HEAD~1^{tree}")
    unproven = dry_run_correction_squash(sound.runner, sound.head, tree, oldest(sound), [])
    assert unproven == SquashFailure(frozenset(), "it would end in other files")


def test_a_fixup_that_is_left_is_no_proof(sound: Repository) -> None:
    tree = sound.git("rev-parse", "HEAD^{tree}")
    unproven = dry_run_correction_squash(
        sound.runner, sound.head, tree, oldest(sound, "HEAD~1"), [b"fixup! one"]
    )
    assert unproven == SquashFailure(frozenset(), "a fixup! commit would be left")


def test_a_conflict_is_no_proof(sound: Repository) -> None:
    sound.git("commit", "-q", "--amend", "-m", "fixup! two")
    sound.commit("fixup! one", {"a.py": "ONE\n2\n3\n4\nFIVE\n", "big": "B\n"})
    before = repository_content(sound)
    unproven = tried_from(sound, "HEAD~3")
    assert unproven is not None and unproven.paths == {b"a.py"}
    assert unproven.message.startswith("Could not apply ")
    assert repository_content(sound) == before


def tried_from(repo: Repository, name: str) -> SquashFailure | None:
    """Rehearse what lies on top of the parent of a commit."""
    tree = repo.git("rev-parse", "HEAD^{tree}")
    return dry_run_correction_squash(repo.runner, repo.head, tree, oldest(repo, name), [])


def test_in_a_hook_the_scratch_repository_is_the_one_that_is_used(
    sound: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GIT_DIR", str(sound.path / ".git"))
    monkeypatch.setenv("GIT_INDEX_FILE", str(sound.path / ".git" / "index"))
    runner = sound.runner
    monkeypatch.undo()
    before = repository_content(sound)
    tree = sound.git("rev-parse", "HEAD^{tree}")
    assert (
        dry_run_correction_squash(runner, sound.head, tree, oldest(sound), [b"fixup! one"]) is None
    )
    assert repository_content(sound) == before


def test_in_a_linked_worktree_and_with_objects_elsewhere(sound: Repository, tmp_path: Path) -> None:
    sound.git("worktree", "add", "-q", "--detach", str(tmp_path / "linked"))
    assert tried(Repository(tmp_path / "linked")) is None
    sound.git("clone", "-q", "--shared", str(sound.path), str(tmp_path / "shared"))
    assert tried(Repository(tmp_path / "shared")) is None


def test_with_long_ids(tmp_path: Path) -> None:
    repo = Repository.init(tmp_path / "long", "--object-format=sha256")
    repo.commit("root", {"a.py": "1\n2\n3\n"})
    repo.commit("one", {"a.py": "one\n2\n3\n"})
    repo.commit("two", {"a.py": "one\n2\nthree\n"})
    repo.commit("fixup! one", {"a.py": "ONE\n2\nthree\n"})
    assert tried(repo) is None


def test_what_a_kill_left_behind_is_swept_an_hour_later(sound: Repository) -> None:
    for name, age in (("hookkit-old", HOUR + 9), ("hookkit-new", 9)):
        left = sound.path / ".git" / name / "borrowed"
        left.mkdir(parents=True)
        seen = left.stat()
        os.utime(left, (seen.st_atime - age, seen.st_mtime - age))
    with scratch_repository(sound.runner, sound.head) as scratch:
        assert scratch.resolve("HEAD") == sound.head
    names = {each.name for each in (sound.path / ".git").iterdir()}
    assert "hookkit-new" in names and "hookkit-old" not in names
