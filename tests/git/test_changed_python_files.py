"""What a commit changed, as git has it."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from hookkit.corrections.files_and_lines_to_fix import pathspecs
from hookkit.errors import Refused
from hookkit.git.changed_python_files import (
    all_python_files,
    changes_between,
    commit_changes,
    paths_changed_by,
    staged_changes,
)
from hookkit.git.trees import empty_tree
from tests.repository import Repository

ALL = pathspecs((), ())


def names(repo: Repository, commit: str = "HEAD") -> list[bytes]:
    """The paths that a commit changed."""
    git = repo.runner
    return [change.path for change in commit_changes(git, repo.git("rev-parse", commit), ALL)]


def test_added_copied_and_modified_files_count_and_deleted_ones_do_not(repo: Repository) -> None:
    body = "".join(f"line_{n} = {n}\n" for n in range(20))
    repo.commit("Begin", {"gone.py": "g = 1\n", "mod.py": "m = 1\n", "kept.py": body})
    repo.git("rm", "-q", "gone.py")
    repo.commit("Much", {"mod.py": "m=2\n", "new.py": "n=1\n", "copy.py": body, "no.txt": "x"})
    assert names(repo) == [b"copy.py", b"mod.py", b"new.py"]


def test_a_change_has_mode_blob_and_what_was_before(repo: Repository) -> None:
    repo.commit("Begin", {"a.py": "a = 1\n"})
    before = repo.git("rev-parse", "HEAD:a.py")
    repo.write("a.py", "a=2\n").chmod(0o755)
    repo.write("b.py", "b=2\n")
    repo.git("add", ".")
    commit = repo.commit("Change")
    git = repo.runner
    first, second = commit_changes(git, commit, ALL)
    assert (first.mode, first.blob, first.parent_blobs) == (
        "100755",
        repo.git("rev-parse", "HEAD:a.py"),
        (before,),
    )
    assert (second.mode, second.parent_blobs) == ("100644", (git.null_id,))


def test_a_renamed_file_counts_under_its_new_name(repo: Repository) -> None:
    repo.git("config", "diff.renames", "copies")
    repo.commit("Begin", {"old.py": "a = 1\n" * 20})
    repo.git("mv", "old.py", "new.py")
    repo.commit("Rename")
    assert names(repo) == [b"new.py"]


def test_a_change_of_the_mode_alone_is_a_change_with_the_blob_that_was(repo: Repository) -> None:
    repo.commit("Begin", {"a.py": "a = 1\n"})
    repo.git("update-index", "--chmod=+x", "a.py")
    repo.git("commit", "-q", "-m", "Executable")
    (change,) = commit_changes(repo.runner, repo.head, ALL)
    assert change.parent_blobs == (change.blob,)
    assert change.mode == "100755"


def test_links_and_submodules_are_no_python_files(repo: Repository) -> None:
    repo.commit("Begin")
    repo.write("real.py", "r = 1\n")
    (repo.path / "link.py").symlink_to("real.py")
    inner = Repository.init(repo.path / "sub.py")
    inner.commit("Inner")
    repo.git("-c", "advice.addEmbeddedRepo=false", "add", ".")
    repo.git("commit", "-q", "-m", "Odd")
    assert names(repo) == [b"real.py"]


def test_a_link_that_became_a_file_is_one(repo: Repository) -> None:
    (repo.path / "a.py").symlink_to("elsewhere")
    repo.git("add", ".")
    repo.commit("Link")
    (repo.path / "a.py").unlink()
    repo.commit("File", {"a.py": "a = 1\n"})
    assert names(repo) == [b"a.py"]


def test_names_of_any_bytes_are_read(repo: Repository) -> None:
    odd = [b"a\nb.py", b"c\td.py", b'"e".py', b"\xff\xfe.py", b"-f.py", "ü/ö.py".encode(), b":g.py"]
    for name in odd:
        repo.write(name, "x = 1\n")
    repo.git("add", "--all")
    repo.commit("Odd names")
    assert sorted(names(repo)) == sorted(odd)
    assert paths_changed_by(repo.runner, [repo.head], ALL) == set(odd)


def test_a_first_commit_has_all_its_files(repo: Repository) -> None:
    repo.commit("Root", {"a.py": "a = 1\n", "b/c.py": "c = 1\n"})
    assert names(repo) == [b"a.py", b"b/c.py"]


def test_a_merge_has_only_what_differs_from_all_its_parents(repo: Repository) -> None:
    body = "".join(f"x{n} = {n}\n" for n in range(30))
    repo.commit("Begin", {"both.py": body, "main.py": "m = 1\n"})
    repo.git("checkout", "-q", "-b", "topic")
    repo.commit("Topic", {"both.py": body + "end = 1\n", "topic.py": "t = 1\n"})
    repo.git("checkout", "-q", "main")
    repo.commit("Main", {"both.py": "start = 1\n" + body, "main.py": "m = 2\n"})
    repo.git("merge", "-q", "--no-ff", "--no-edit", "topic")
    (change,) = commit_changes(repo.runner, repo.head, ALL)
    assert change.path == b"both.py"
    assert change.parent_blobs == (
        repo.git("rev-parse", "HEAD^1:both.py"),
        repo.git("rev-parse", "HEAD^2:both.py"),
    )


def test_what_an_evil_merge_added_counts(repo: Repository) -> None:
    repo.commit("Begin")
    for name in ("one", "two"):
        repo.git("checkout", "-q", "-b", name, "main")
        repo.commit(name, {f"{name}.py": "x = 1\n"})
    repo.git("checkout", "-q", "main")
    repo.git("merge", "-q", "--no-ff", "--no-commit", "one", "two")
    repo.write("evil.py", "e=1\n")
    repo.git("add", "evil.py")
    repo.git("commit", "-q", "-m", "Octopus")
    (change,) = commit_changes(repo.runner, repo.head, ALL)
    assert change.path == b"evil.py"
    assert len(change.parent_blobs) == 3


def test_at_the_edge_of_a_shallow_clone_what_changed_is_unknown(
    repo: Repository, tmp_path: Path
) -> None:
    repo.commit("One", {"a.py": "a = 1\n", "old.py": "o = 1\n"})
    repo.commit("Two", {"a.py": "a = 2\n"})
    repo.commit("Three", {"a.py": "a = 3\n"})
    clone = tmp_path / "clone"
    repo.git("clone", "-q", "--depth=2", f"file://{repo.path}", str(clone))
    shallow = Repository(clone)
    assert names(shallow) == [b"a.py"]
    with pytest.raises(Refused, match="unknown") as caught:
        names(shallow, "HEAD^")
    assert caught.value.repair
    shallow.git(*caught.value.repair.split()[1:])
    assert names(shallow, "HEAD^") == [b"a.py"]


def test_a_first_commit_in_a_shallow_clone_is_known(repo: Repository, tmp_path: Path) -> None:
    repo.commit("One", {"a.py": "a = 1\n"})
    repo.git("clone", "-q", "--depth=5", f"file://{repo.path}", str(tmp_path / "clone"))
    assert names(Repository(tmp_path / "clone")) == [b"a.py"]


def test_a_sha256_repository_is_like_any_other(tmp_path: Path) -> None:
    repo = Repository.init(tmp_path / "repo", "--object-format=sha256")
    repo.commit("Begin", {"a.py": "a = 1\n"})
    (change,) = commit_changes(repo.runner, repo.head, ALL)
    assert len(change.blob) == 64
    assert change.parent_blobs == (repo.runner.null_id,)
    assert len(empty_tree(repo.runner)) == 64


@pytest.mark.parametrize(
    ("include", "exclude", "found"),
    [
        ((), (), ["a.py", "src/b.py", "src/deep/c.py", "tests/d.py"]),
        (("src",), (), ["src/b.py", "src/deep/c.py"]),
        (("src/*.py",), (), ["src/b.py", "src/deep/c.py"]),
        ((":(glob)src/*.py",), (), ["src/b.py"]),
        ((), ("tests",), ["a.py", "src/b.py", "src/deep/c.py"]),
        ((), ("*/c.py", "tests/*"), ["a.py", "src/b.py"]),
        (("src", "tests"), ("src/deep",), ["src/b.py", "tests/d.py"]),
        (("*.txt",), (), []),
    ],
)
def test_settings_choose_the_files(
    repo: Repository, include: tuple[str, ...], exclude: tuple[str, ...], found: list[str]
) -> None:
    every = ("a.py", "src/b.py", "src/deep/c.py", "tests/d.py", "e.txt")
    repo.commit("Much", dict.fromkeys(every, "x = 1\n"))
    changes = commit_changes(repo.runner, repo.head, pathspecs(include, exclude))
    assert [os.fsdecode(change.path) for change in changes] == found


def test_the_persons_settings_of_diff_change_nothing(repo: Repository) -> None:
    repo.git("config", "diff.noprefix", "true")
    repo.git("config", "diff.external", "false")
    repo.git("config", "core.quotePath", "true")
    repo.git("config", "diff.orderFile", "order")
    repo.write("order", "z.py\n")
    repo.commit("Much", {"ä.py": "a = 1\n", "z.py": "z = 1\n"})
    assert sorted(names(repo)) == [b"z.py", "ä.py".encode()]


def test_what_is_staged_is_compared_with_head(repo: Repository) -> None:
    repo.write("a.py", "a = 1\n")
    repo.git("add", ".")
    assert [change.path for change in staged_changes(repo.runner, ALL)] == [b"a.py"]
    repo.commit("Begin")
    assert staged_changes(repo.runner, ALL) == []
    repo.write("a.py", "a=2\n")
    assert staged_changes(repo.runner, ALL) == []
    repo.git("add", "a.py")
    (change,) = staged_changes(repo.runner, ALL)
    assert change.blob == repo.git("rev-parse", ":a.py")
    assert change.parent_blobs == (repo.git("rev-parse", "HEAD:a.py"),)


def test_a_range_and_a_tree_are_seen_from_their_end(repo: Repository) -> None:
    old = repo.commit("Begin", {"a.py": "a = 1\n", "b.py": "b = 1\n"})
    repo.commit("More", {"a.py": "a = 2\n"})
    repo.commit("Most", {"c.py": "c = 2\n"})
    git = repo.runner
    changed, files = changes_between(git, old, repo.head, ALL), all_python_files(
        git, repo.head, ALL
    )
    assert [change.path for change in changed] == [b"a.py", b"c.py"]
    assert [change.path for change in files] == [b"a.py", b"b.py", b"c.py"]
