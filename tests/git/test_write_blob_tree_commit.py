"""Objects written by plumbing: the bytes that were given, and the person who runs hookkit."""

from __future__ import annotations

import pytest

from hookkit.errors import GitFailed
from hookkit.git.commits import read_commit
from hookkit.git.trees import TreeEntry
from hookkit.git.write_blob_tree_commit import (
    author_variables,
    write_blob,
    write_commit,
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
