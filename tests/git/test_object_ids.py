"""Objects that are handed to git many at once: kept as git keeps its own."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from hookkit.errors import GitFailed
from hookkit.git.object_ids import NewObject, object_id, write_objects
from hookkit.git.runner import Git
from hookkit.git.write_blob_tree_commit import new_commit, write_blob, write_commit, write_tree
from tests.repository import Repository

SIZES = [0, 1, 15, 16, 17, 2047, 2048, 2049, 300_000]


@pytest.mark.parametrize("form", ["sha1", "sha256"])
def test_any_number_of_objects_in_one_process(tmp_path: Path, form: str) -> None:
    repo = Repository.init(tmp_path / "repo", f"--object-format={form}")
    trace = tmp_path / "trace"
    git = repo.runner.with_variables({"GIT_TRACE2_EVENT": str(trace)})
    blobs = [NewObject("blob", os.urandom(size)) for size in SIZES]
    write_objects(git, blobs)
    write_objects(git, blobs)
    assert trace.read_text().count('"event":"start"') == 1
    for each in blobs:
        assert repo.blob(object_id(git, each)) == each.data
        assert repo.git("hash-object", "--stdin", data=each.data) == object_id(git, each)
    assert repo.git("fsck", "--strict", "--no-dangling") == ""


@pytest.mark.parametrize(("shared", "mode"), [("umask", 0o444), ("group", 0o444), ("0640", 0o440)])
def test_permissions_are_those_of_the_repository(
    repo: Repository, shared: str, mode: int
) -> None:
    repo.git("config", "core.sharedRepository", shared)
    before = os.umask(0o027)
    try:
        ours = write_blob(repo.runner, b"ours\n")
        gits = repo.git("hash-object", "-w", "--stdin", data=b"git's\n")
    finally:
        os.umask(before)
    folder = repo.path / ".git" / "objects"
    places = [folder / name[:2] / name[2:] for name in (ours, gits)]
    modes = [[stat.S_IMODE(each.stat().st_mode) for each in (it, it.parent)] for it in places]
    assert modes[0] == modes[1]
    assert modes[0][0] | 0o044 == mode | 0o044


def test_what_an_alternate_has_is_not_written_again(repo: Repository, tmp_path: Path) -> None:
    name = repo.git("hash-object", "-w", "--stdin", data=b"there\n")
    repo.git("clone", "-q", "--shared", str(repo.path), str(tmp_path / "other"))
    other = Repository(tmp_path / "other")
    assert write_blob(other.runner, b"there\n") == name
    assert not (other.path / ".git" / "objects" / name[:2] / name[2:]).exists()


def test_a_store_that_cannot_be_written_is_an_error(repo: Repository) -> None:
    git = repo.runner.with_variables({"GIT_OBJECT_DIRECTORY": "/dev/null/none"})
    with pytest.raises(GitFailed, match="unpack-objects"):
        write_objects(git, [NewObject("blob", b"x\n")])


MESSAGES = [
    *(b"", b"x", b"x\n", b"\n\n x \n\n\n", b"# not a comment\n", "ü\n".encode(), b"-m\n"),
    *(b"no utf-8: \xff\n",),
]


@pytest.mark.parametrize("encoding", [None, "UTF-8", "utf8", "ISO-8859-1", "latin-1", "odd"])
@pytest.mark.parametrize("message", MESSAGES)
def test_a_commit_is_the_one_that_git_would_make(
    repo: Repository, monkeypatch: pytest.MonkeyPatch, message: bytes, encoding: str | None
) -> None:
    repo.commit("Begin", {"a.py": "a = 1\n"})
    git = repo.runner
    line = "Ünï Cödé <ü@b.c> 1234567890 -0730".encode()
    monkeypatch.setattr("hookkit.git.write_blob_tree_commit._committer", lambda git: line)
    dated = git.with_variables(
        {
            "GIT_COMMITTER_NAME": "Ünï Cödé",
            "GIT_COMMITTER_EMAIL": "ü@b.c",
            "GIT_COMMITTER_DATE": "@1234567890 -0730",
        }
    )
    tree = repo.git("rev-parse", "HEAD^{tree}")
    theirs = write_commit(dated, tree, [repo.head], message, encoding)
    ours = new_commit(git, tree, [repo.head], message, encoding)
    if ours is not None:
        assert object_id(git, ours) == theirs
    # git takes such a message for latin-1, and says so.
    assert (ours is None) == (b"\xff" in message and (encoding or "utf8")[:3].lower() == "utf")


def test_a_person_whom_git_does_not_know_is_told_to_say_who_they_are(repo: Repository) -> None:
    git: Git = repo.runner.with_variables({"GIT_COMMITTER_NAME": "", "GIT_CONFIG_GLOBAL": "/none"})
    with pytest.raises(Exception, match="does not know whose commit"):
        new_commit(git, write_tree(git, None, []), [], b"x\n")
