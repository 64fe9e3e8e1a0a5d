"""Trees read and written, compared with what git itself reads and writes."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

import hookkit.git.trees as tree_module
from hookkit.corrections.files_and_lines_to_fix import pathspecs
from hookkit.errors import GitFailed
from hookkit.git.changed_python_files import commit_changes, parse_raw_diff
from hookkit.git.runner import Git
from hookkit.git.trees import (
    REMOVED_MODE,
    TREE_MODE,
    TreeEntry,
    changed_entries,
    file_contents,
    tree_entries,
)
from hookkit.git.write_blob_tree_commit import write_blob, write_tree
from tests.repository import Repository

NAMES = [b"a", b"a.py", b"a-b.py", b"a0", b"b.py", b"c\n.py", b"\xff.py", b"d", b"ab"]
MODES = ["100644", "100755", "120000"]


def random_files(rng: random.Random, blobs: list[str]) -> dict[bytes, TreeEntry]:
    """Some files in some folders; what is a folder is no file."""
    files: dict[bytes, TreeEntry] = {}
    for _ in range(rng.randrange(12)):
        path = b"/".join(rng.choice(NAMES) for _ in range(rng.choice([1, 1, 2, 3])))
        above = [path[:at] for at, sign in enumerate(path) if sign == ord("/")]
        if not any(each in files for each in above) and not any(
            each.startswith(path + b"/") for each in files
        ):
            files[path] = TreeEntry(path, rng.choice(MODES), rng.choice(blobs))
    return files


def tree_of_git(repo: Repository, folder: Path, files: dict[bytes, TreeEntry]) -> str:
    index = str(folder / "index")
    Path(index).unlink(missing_ok=True)
    data = b"".join(each.index_info for each in files.values())
    repo.git("update-index", "-z", "--add", "--index-info", data=data, GIT_INDEX_FILE=index)
    return repo.git("write-tree", GIT_INDEX_FILE=index)


@pytest.mark.parametrize("form", ["sha1", "sha256"])
def test_trees_are_those_of_git(tmp_path: Path, form: str) -> None:
    repo = Repository.init(tmp_path / "repo", f"--object-format={form}")
    git, rng = repo.runner, random.Random(form)
    blobs = [write_blob(git, b"%d\n" % number) for number in range(3)]
    for _ in range(10):
        old, new = random_files(rng, blobs), random_files(rng, blobs)
        old_tree, new_tree = (tree_of_git(repo, tmp_path, each) for each in (old, new))
        removed = [TreeEntry(path, REMOVED_MODE, git.null_id) for path in old.keys() - new.keys()]
        assert write_tree(git, old_tree, [*removed, *new.values()]) == new_tree
        assert write_tree(git, None, new.values()) == new_tree
        paths = [*old, *new, b"none", b"a/none", b"d/none/none"]
        assert tree_entries(git, new_tree, paths) == new
        contents = git.object_contents(each.blob for each in new.values())
        assert file_contents(git, new_tree, paths) == {
            path: contents[each.blob] for path, each in new.items()
        }
        one = git.line("commit-tree", old_tree, "-m", "x")
        check_changes(git, git.line("commit-tree", new_tree, "-m", "x", "-p", one))
        other = git.line("commit-tree", tree_of_git(repo, tmp_path, random_files(rng, blobs)))
        command = ("commit-tree", new_tree, "-m", "x", "-p", one, "-p", other)
        check_changes(git, git.line(*command))
        check_changes(git, one)


def check_changes(git: Git, commit: str) -> None:
    """Compare with git's diff-tree, which is asked where a pattern is given."""
    options = ("--root", "-c", "--no-commit-id", "--raw", "-z", "-r", "--no-renames", "--no-abbrev")
    expected = parse_raw_diff(git.fields("diff-tree", *options, commit, "--", "*.py"))
    assert commit_changes(git, commit, pathspecs((), ())) == expected
    assert commit_changes(git, commit, pathspecs(("*.py",), ("none",))) == expected


def test_only_what_is_on_the_way_is_read_and_written(repo: Repository) -> None:
    repo.commit("Begin", {f"d{n}/e/{m}.py": f"{n}\n" for n in range(5) for m in range(3)})
    git = repo.runner
    for name in ("HEAD:d0", "HEAD:d1/e"):
        blob = repo.git("rev-parse", name)
        (repo.path / ".git" / "objects" / blob[:2] / blob[2:]).unlink()
    new = write_tree(git, "HEAD", [TreeEntry(b"d3/e/1.py", "100644", write_blob(git, b"new\n"))])
    assert repo.blob(f"{new}:d3/e/1.py") == b"new\n"
    assert repo.git("rev-parse", f"{new}:d4") == repo.git("rev-parse", "HEAD:d4")
    with pytest.raises(GitFailed, match="is not here"):
        write_tree(git, "HEAD", [TreeEntry(b"d1/e/1.py", "100644", git.null_id)])
    with pytest.raises(GitFailed, match="is not here"):
        tree_entries(git, "HEAD", [b"d1/e/1.py"])


@pytest.mark.parametrize("path", [b"a.py/x.py", b"d"])
def test_a_file_is_not_put_in_the_place_of_a_folder(repo: Repository, path: bytes) -> None:
    repo.commit("Begin", {"a.py": "a\n", "d/b.py": "b\n"})
    with pytest.raises(GitFailed, match="in the way"):
        write_tree(repo.runner, "HEAD", [TreeEntry(path, "100644", repo.runner.null_id)])


def test_old_modes_are_read_as_git_reads_them(repo: Repository) -> None:
    blob = write_blob(repo.runner, b"x\n")
    modes = [b"100664", b"100775", b"100600", b"120777", b"160000", b"040000"]
    names = [b"%d" % number for number, _ in enumerate(modes)]
    data = b"".join(
        b"%s %s\0%s" % (mode, name, bytes.fromhex(blob))
        for mode, name in zip(modes, names, strict=True)
    )
    read = tree_module.parse_tree(data, len(blob))
    assert [read[name][0] for name in names] == [
        *("100644", "100755", "100644", "120000", "160000", TREE_MODE),
    ]


def test_a_large_tree_is_left_to_git(repo: Repository, monkeypatch: pytest.MonkeyPatch) -> None:
    repo.commit("Begin", {"a.py": "a\n", "b.py": "b\n"})
    before = commit_changes(repo.runner, repo.head, pathspecs((), ()))
    monkeypatch.setattr(tree_module, "MAX_PARSED_BYTES", 40)
    assert changed_entries(repo.runner, "HEAD^{tree}", []) is None
    assert commit_changes(repo.runner, repo.head, pathspecs((), ())) == before
