"""Objects written by plumbing: the bytes that were given, and the person who runs hookkit."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from hookkit.errors import GitFailed
from hookkit.git.commits import read_commit
from hookkit.git.compute_object_ids import NewObject, object_id
from hookkit.git.runner import Git
from hookkit.git.trees import TreeEntry
from hookkit.git.write_blob_tree_commit import (
    author_variables,
    new_commit,
    write_blob,
    write_commit,
    write_objects,
    write_tree,
)
from tests.repository import Repository


@pytest.mark.parametrize("data", [b"", b"a\r\nb\n", b"\0\xff", b"$Id$\n", b"x" * 1_000_000])
def test_a_blob_has_the_bytes_that_were_given(repo: Repository, data: bytes) -> None:
    repo.git("config", "core.autocrlf", "input")
    repo.write(".gitattributes", "* text ident\n")
    assert repo.blob(write_blob(repo.runner, data)) == data


def test_a_tree_is_another_one_with_some_files_in_place(repo: Repository) -> None:
    repo.commit("Begin", {"a.py": "a\n", "d/b.py": "b\n", "d/c.txt": "c\n"})
    git = repo.runner
    blob = write_blob(git, b"new\n")
    entries = [TreeEntry(b"d/b.py", "100755", blob), TreeEntry(b"new\n\xff/x.py", "100644", blob)]
    tree = write_tree(git, repo.head, entries)
    listed = git.fields("ls-tree", "-r", "-z", tree)
    old = {line.split(b"\t")[1]: line for line in git.fields("ls-tree", "-r", "-z", "HEAD")}
    assert listed == [
        old[b"a.py"],
        b"100755 blob %s\td/b.py" % blob.encode(),
        old[b"d/c.txt"],
        b"100644 blob %s\tnew\n\xff/x.py" % blob.encode(),
    ]


@pytest.mark.parametrize("settings", [(), ("core.splitIndex",), ("index.sparse",)])
def test_the_persons_index_stays_out_of_it(repo: Repository, settings: tuple[str, ...]) -> None:
    for name in settings:
        repo.git("config", name, "true")
    repo.commit("Begin", {"a.py": "a\n"})
    repo.write("staged.txt", "s\n")
    repo.git("add", ".")
    before = sorted(each.name for each in (repo.path / ".git").iterdir())
    index = (repo.path / ".git" / "index").read_bytes()
    git = repo.runner
    tree = write_tree(git, "HEAD", [TreeEntry(b"a.py", "100644", write_blob(git, b"b\n"))])
    assert repo.git("ls-tree", "-r", "--name-only", tree) == "a.py"
    assert (repo.path / ".git" / "index").read_bytes() == index
    assert sorted(each.name for each in (repo.path / ".git").iterdir()) == before


def test_a_tree_of_nothing_is_the_empty_one(repo: Repository) -> None:
    empty = repo.git("hash-object", "-t", "tree", "--stdin")
    assert write_tree(repo.runner, None, []) == empty


MESSAGES = [b"", b"x", b"x\n", b"\n\n x \n\n\n", b"# not a comment\n", "ü\n".encode(), b"-m\n"]


@pytest.mark.parametrize("message", MESSAGES)
def test_a_commit_has_the_message_byte_for_byte(repo: Repository, message: bytes) -> None:
    git = repo.runner
    made = write_commit(git, write_tree(git, None, []), [], message)
    assert read_commit(git, made).message == message


def test_a_commit_keeps_an_encoding_and_its_bytes(repo: Repository) -> None:
    git = repo.runner
    made = write_commit(git, write_tree(git, None, []), [], b"Gr\xf6\xdfe\n", "ISO-8859-1")
    commit = read_commit(git, made)
    assert (commit.encoding, commit.message) == ("ISO-8859-1", b"Gr\xf6\xdfe\n")


@pytest.mark.parametrize(
    "line",
    [
        b"A U Thor <a@b.c> 1234567890 +0000",
        "Ünï Cödé <ü@b.c> 1234567890 -0730".encode(),
        b'O\'Neil "Q" $x <a@b.c> 1 +1400',
        b"A <> 1234567890 +0100",
        b"A  B <a@b.c> 0 +0000",
    ],
)
def test_an_author_is_written_again_as_it_was_read(repo: Repository, line: bytes) -> None:
    git = repo.runner
    tree = write_tree(git, None, [])
    made = write_commit(git, tree, [], b"x\n", author=author_variables(line))
    assert read_commit(git, made).author == line


def test_an_author_in_another_encoding_is_written_again_as_it_was_read(repo: Repository) -> None:
    git = repo.runner
    line = b"J\xf6rg <j@b.c> 1234567890 +0100"
    tree = write_tree(git, None, [])
    made = write_commit(git, tree, [], b"x\n", "latin-1", author_variables(line))
    assert read_commit(git, made).author == line


def test_who_runs_hookkit_makes_the_commit(
    repo: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    """git tells its hooks who is the author of the commit under way."""
    monkeypatch.setenv("GIT_AUTHOR_NAME", "Somebody else")
    monkeypatch.setenv("GIT_AUTHOR_DATE", "@1 +0000")
    monkeypatch.setenv("GIT_COMMITTER_DATE", "@1 +0000")
    git = repo.runner
    made = write_commit(git, write_tree(git, None, []), [], b"x\n")
    author = read_commit(git, made).author
    assert author.startswith(b"hookkit tests <tests@hookkit.invalid> ")
    assert not author.endswith(b" 1 +0000")


def test_a_commit_is_signed_only_when_it_is_told_to(repo: Repository) -> None:
    repo.git("config", "commit.gpgSign", "true")
    repo.git("config", "gpg.program", "false")
    git = repo.runner
    tree = write_tree(git, None, [])
    write_commit(git, tree, [], b"x\n")
    with pytest.raises(GitFailed, match="failed to sign"):
        write_commit(git, tree, [], b"x\n", sign=True)


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
def test_permissions_are_those_of_the_repository(repo: Repository, shared: str, mode: int) -> None:
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
