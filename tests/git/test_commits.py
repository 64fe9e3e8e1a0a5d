"""Commits as values, read from what git wrote."""

from __future__ import annotations

from pathlib import Path

import pytest

from hookkit.errors import EnvironmentFailed
from hookkit.git.commits import has_commit, is_pushed, parse_commit, read_commit, shallow_boundary
from tests.repository import Repository

MESSAGES = [
    b"Plain\n",
    b"Plain\n\nbody\n",
    b"No last line end",
    b"\n\n\nBlank lines first\n",
    b" \t\n\nBlanks in the blank lines\n",
    b"Two lines\nof subject\n\nbody\n",
    b"Two lines\n  indented\n \nbody behind a line of a blank\n",
    b"  leading blanks\n",
    b"trailing blanks   \n",
    b"carriage\r\nreturns\r\n\r\nbody\r\n",
    b"alone\rin the line\n",
    b"tab\tin it\n",
    b"form\x0cfeed\n",
    b"",
    b"\n",
    "Größe \u2028 geändert\n".encode(),
    b"fixup! Plain\n",
]


@pytest.mark.parametrize("message", MESSAGES)
def test_the_subject_is_the_one_that_git_shows(repo: Repository, message: bytes) -> None:
    tree = repo.git("write-tree")
    made = repo.git("commit-tree", tree, "-F", "-", data=message)
    shown = repo.attempt("log", "-1", "-z", "--format=%s", made).stdout.rstrip(b"\0")
    commit = read_commit(repo.runner, made)
    assert commit.subject == shown
    assert commit.message == message
    assert commit.decoded_subject == shown.decode()


@pytest.mark.parametrize(
    ("subject", "bare"),
    [
        (b"Add x", b"Add x"),
        (b"fixup! Add x", b"Add x"),
        (b"squash! Add x", b"Add x"),
        (b"fixup!  Add x", b"Add x"),
        (b"fixup! \xc2\xa0Add x", b"\xc2\xa0Add x"),
        (b"amend! Add x", b"Add x"),
        (b"fixup! squash! amend! fixup! Add x", b"Add x"),
        (b"fixup!Add x", b"fixup!Add x"),
        (b"fixup! ", b"fixup!"),
        (b"fix! Add x", b"fix! Add x"),
        (b"Fixup! Add x", b"Fixup! Add x"),
        (b"Add fixup! x", b"Add fixup! x"),
    ],
)
def test_fixup_and_its_like_are_taken_off(repo: Repository, subject: bytes, bare: bytes) -> None:
    made = repo.git("commit-tree", repo.git("write-tree"), "-F", "-", data=subject + b"\n")
    assert read_commit(repo.runner, made).bare_subject == bare


@pytest.mark.parametrize("encoding", ["latin-1", "ISO-8859-15", "utf-16-le-that-nobody-knows"])
def test_a_message_is_text_by_its_encoding(repo: Repository, encoding: str) -> None:
    data = "Größe".encode("latin-1")
    config = ("-c", f"i18n.commitEncoding={encoding}")
    made = repo.git(*config, "commit-tree", repo.git("write-tree"), "-F", "-", data=data)
    commit = read_commit(repo.runner, made)
    assert commit.encoding == encoding
    assert commit.subject == data
    assert commit.decoded_subject == (
        "Größe" if "8859" in encoding or "latin" in encoding else "Gr\ufffd\ufffde"
    )


def test_a_signature_and_a_merged_tag_are_headers_and_not_message(repo: Repository) -> None:
    tree = repo.git("write-tree")
    raw = (
        b"tree %s\nparent 1111111111111111111111111111111111111111\n"
        b"parent 2222222222222222222222222222222222222222\n"
        b"author A <a@b> 1 +0000\ncommitter C <c@d> 2 +0000\n"
        b"mergetag object 2222222222222222222222222222222222222222\n type commit\n tag v1\n"
        b" tagger T <t@t> 3 +0000\n \n author in the tag\n"
        b"gpgsig -----BEGIN PGP SIGNATURE-----\n \n abc\n -----END PGP SIGNATURE-----\n"
        b"\nSubject\n\nbody\n"
    ) % tree.encode()
    commit = parse_commit("f" * 40, raw)
    assert commit.parents == ("1" * 40, "2" * 40)
    assert commit.author == b"A <a@b> 1 +0000"
    assert commit.message == b"Subject\n\nbody\n"
    assert commit.has_mergetag


def test_a_commit_that_is_not_there_is_an_error_to_read(repo: Repository) -> None:
    with pytest.raises(EnvironmentFailed, match="there is no commit 'HEAD' here"):
        read_commit(repo.runner, "HEAD")
    repo.commit("Begin", {"a.txt": "a"})
    for name in ("nowhere", "HEAD:a.txt", "--all", ""):
        with pytest.raises(EnvironmentFailed):
            read_commit(repo.runner, name)


def test_a_tag_stands_for_its_commit(repo: Repository) -> None:
    repo.commit("Begin")
    repo.git("tag", "-a", "-m", "v1", "v1")
    assert read_commit(repo.runner, "v1").id == repo.head


def test_a_commit_is_here_or_not(repo: Repository) -> None:
    head = repo.commit("one")
    assert not has_commit(repo.runner, "1" * 40)
    assert has_commit(repo.runner, head)


def test_a_full_clone_is_cut_nowhere_and_a_shallow_one_at_its_end(
    repo: Repository, tmp_path: Path
) -> None:
    for name in ("one", "two", "three"):
        repo.commit(name)
    assert shallow_boundary(repo.runner) == frozenset()
    repo.git("clone", "-q", "--depth=2", repo.path.as_uri(), str(tmp_path / "shallow"))
    shallow = Repository(tmp_path / "shallow")
    assert shallow_boundary(shallow.runner) == {repo.git("rev-parse", "main~1")}
    shallow.git("worktree", "add", "-q", str(tmp_path / "linked"))
    linked = Repository(tmp_path / "linked")
    assert shallow_boundary(linked.runner) == shallow_boundary(shallow.runner)


def test_pushed_is_what_a_remote_branch_has(repo: Repository, tmp_path: Path) -> None:
    first = repo.commit("One")
    assert not is_pushed(repo.runner, first)
    bare = Repository.init(tmp_path / "remote", "--bare")
    repo.git("remote", "add", "origin", str(bare.path))
    repo.git("push", "-q", "origin", "main")
    second = repo.commit("Two")
    assert is_pushed(repo.runner, first)
    assert not is_pushed(repo.runner, second)
    # A push by the address alone leaves nothing here by which to know it.
    repo.git("push", "-q", str(bare.path), "main")
    assert not is_pushed(repo.runner, second)
    repo.git("fetch", "-q")
    assert is_pushed(repo.runner, second)
