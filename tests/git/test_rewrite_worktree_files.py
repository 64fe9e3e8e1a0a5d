"""Files rewritten all or none, and what is said where one of them cannot be."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest

from hookkit.errors import GitFailed, Refused, StoppedHalfway
from hookkit.git import file_replacement
from hookkit.git.index_update import IndexDraft, locked_index
from hookkit.git.path_exchange import exchange_paths
from hookkit.git.read_worktree_file import read_file
from hookkit.git.rewrite_worktree_files import (
    FileRewrite,
    NotRewritten,
    files_rewritten,
    rewrite_and_move_head,
    write_all,
    write_each,
)
from tests.repository import Repository

OLD, NEW, MINE = b"old\n", b"new\n", b"mine\n"


def rewrites_of(top: Path, *names: str) -> list[FileRewrite]:
    """Plan the new content of files, which are made."""
    for name in names:
        (top / name).write_bytes(OLD)
    return [FileRewrite(read_file(top, os.fsencode(name)), NEW) for name in names]


def contents(top: Path) -> dict[str, bytes]:
    """Each file of a folder."""
    return {each.name: each.read_bytes() for each in sorted(top.iterdir())}


def test_all_files_are_written_and_nothing_is_left(tmp_path: Path) -> None:
    write_all(rewrites_of(tmp_path, "a", "b"))
    assert contents(tmp_path) == {"a": NEW, "b": NEW}


def test_a_file_that_has_its_content_already_is_not_touched(tmp_path: Path) -> None:
    (plan,) = rewrites_of(tmp_path, "a")
    before = (tmp_path / "a").stat().st_ino
    write_all([plan._replace(data=OLD)])
    assert (tmp_path / "a").stat().st_ino == before


def test_one_that_was_edited_keeps_all_as_they_were(tmp_path: Path) -> None:
    plans = rewrites_of(tmp_path, "a", "b")
    (tmp_path / "b").write_bytes(MINE)
    with pytest.raises(NotRewritten) as refused:
        write_all(plans)
    assert contents(tmp_path) == {"a": OLD, "b": MINE}
    reason = "b has just been edited"
    assert refused.value.reason == reason
    assert refused.value.message == f"{reason}: nothing was changed: a is as before"
    assert refused.value.repair == "git status"


def test_where_none_is_known_to_be_as_before_none_is_named(tmp_path: Path) -> None:
    plans = rewrites_of(tmp_path, "a")
    (tmp_path / "a").write_bytes(MINE)
    with pytest.raises(NotRewritten, match="^a has just been edited: nothing was changed$"):
        write_all(plans)


def test_several_are_as_before(tmp_path: Path) -> None:
    plans = rewrites_of(tmp_path, "a", "b", "c")
    (tmp_path / "c").unlink()
    with pytest.raises(NotRewritten, match=": nothing was changed: a, b are as before$"):
        write_all(plans)
    assert contents(tmp_path) == {"a": OLD, "b": OLD}


@pytest.mark.parametrize(
    ("number", "command"),
    [(errno.ENOSPC, "df -h ."), (errno.EDQUOT, "df -h ."), (errno.EACCES, "git status")],
)
def test_what_shows_what_is_in_the_way(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int, command: str
) -> None:
    def fail(first: str, second: str) -> bool:
        raise OSError(number, os.strerror(number))

    plans = rewrites_of(tmp_path, "a")
    monkeypatch.setattr(file_replacement, "exchange_paths", fail)
    with pytest.raises(NotRewritten) as refused:
        write_all(plans)
    assert refused.value.repair == command
    assert contents(tmp_path) == {"a": OLD}


def test_what_fails_meanwhile_takes_all_back(tmp_path: Path) -> None:
    plans = rewrites_of(tmp_path, "a", "b")
    with pytest.raises(KeyError, match="meanwhile"), files_rewritten(plans):
        assert set(contents(tmp_path).values()) == {OLD, NEW}
        raise KeyError("meanwhile")
    assert contents(tmp_path) == {"a": OLD, "b": OLD}


def fail_after_an_edit(top: Path, plans: list[FileRewrite], *edited: str) -> None:
    """Edit files while all have their new content, and fail then."""
    with files_rewritten(plans):
        for name in edited:
            (top / name).write_bytes(MINE)
        raise KeyError("meanwhile")


def test_an_edit_meanwhile_stays_and_what_else_is_back(tmp_path: Path) -> None:
    plans = rewrites_of(tmp_path, "a", "b")
    with pytest.raises(KeyError):
        fail_after_an_edit(tmp_path, plans, "b")
    assert contents(tmp_path) == {"a": OLD, "b": MINE}


@pytest.mark.parametrize(
    ("names", "said"),
    [
        (("a",), "stopped halfway, a is changed already"),
        (("a", "b"), "stopped halfway, a, b are changed already"),
    ],
)
def test_what_does_not_go_back_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, names: tuple[str, ...], said: str
) -> None:
    def fail(first: str, second: str) -> bool:
        raise PermissionError(errno.EACCES, "Permission denied")

    plans = rewrites_of(tmp_path, *names)
    with pytest.raises(StoppedHalfway, match=f"meanwhile.*: {said}$"), files_rewritten(plans):
        monkeypatch.setattr(file_replacement, "exchange_paths", fail)
        raise KeyError("meanwhile")


def test_what_is_back_is_named_beside_what_is_not(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = exchange_paths

    def fail_for_b(first: str, second: str) -> bool:
        if second.endswith("b"):
            raise PermissionError(errno.EACCES, "Permission denied")
        return real(first, second)

    plans = rewrites_of(tmp_path, "a", "b")
    said = "stopped halfway, b is changed already, a is as before$"
    with pytest.raises(StoppedHalfway, match=said), files_rewritten(plans):
        monkeypatch.setattr(file_replacement, "exchange_paths", fail_for_b)
        raise KeyError("meanwhile")
    assert (tmp_path / "a").read_bytes() == OLD
    assert (tmp_path / "b").read_bytes() == NEW


def test_each_that_can_be_written_is_and_of_the_others_it_is_said_why(tmp_path: Path) -> None:
    first, second, third = rewrites_of(tmp_path, "a", "b", "c")
    (tmp_path / "a").write_bytes(MINE)
    (tmp_path / "b").unlink()
    assert write_each({b"a": first, b"b": second, b"c": third}) == {
        b"a": "the file has just been edited",
        b"b": "the file is not in the worktree",
    }
    assert contents(tmp_path) == {"a": MINE, "c": NEW}


@pytest.fixture
def committed(repo: Repository) -> Repository:
    """A repository with two files."""
    repo.commit("Begin", {"a": OLD, "b": OLD})
    return repo


def plans_in(repo: Repository) -> list[FileRewrite]:
    """The next content of its files, of which one stays."""
    first, second = (FileRewrite(read_file(repo.path, name), NEW) for name in (b"a", b"b"))
    return [first, second._replace(data=OLD)]


def test_files_come_before_head(committed: Repository) -> None:
    seen: list[bytes] = []
    plans = plans_in(committed)
    rewrite_and_move_head(plans, None, lambda: seen.append(committed.read("a")))
    assert (seen, committed.read("b")) == ([NEW], OLD)


def refuse() -> None:
    """Be a ref that cannot be moved."""
    raise GitFailed(("update-ref",), 128, "fatal: elsewhere")


def test_where_head_cannot_move_it_is_said_what_has_changed(committed: Repository) -> None:
    with pytest.raises(StoppedHalfway) as stopped:
        rewrite_and_move_head(plans_in(committed), None, refuse)
    assert stopped.value.message.startswith("HEAD stayed where it was: ")
    assert stopped.value.message.endswith(": changed already: a")
    assert committed.read("a") == NEW


def test_the_index_is_named_with_the_files(committed: Repository) -> None:
    with locked_index(committed.runner) as draft, pytest.raises(StoppedHalfway) as stopped:
        rewrite_and_move_head(plans_in(committed), draft, refuse)
    assert stopped.value.message.endswith(": changed already: the index, a")


def test_where_nothing_was_to_be_changed_that_is_said(committed: Repository) -> None:
    with pytest.raises(StoppedHalfway, match=": changed already: nothing$"):
        rewrite_and_move_head([], None, refuse)


def test_an_index_that_cannot_be_replaced_takes_all_back(
    committed: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(draft: IndexDraft) -> None:
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))

    monkeypatch.setattr(IndexDraft, "replace", fail)
    moved: list[None] = []
    with locked_index(committed.runner) as draft, pytest.raises(Refused) as refused:
        rewrite_and_move_head(plans_in(committed), draft, lambda: moved.append(None))
    reason = "you have no permission there (Permission denied)"
    sentence = f"the index cannot be replaced: {reason}: nothing was changed"
    assert (refused.value.message, refused.value.repair) == (sentence, "git status")
    assert (committed.read("a"), moved) == (OLD, [])
