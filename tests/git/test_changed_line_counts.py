"""The files of many commits, against what each of them changed."""

from __future__ import annotations

from pathlib import Path

from hookkit.git.changed_line_counts import FileLineCounts, changed_line_counts
from tests.repository import Repository


def add(repo: Repository, message: str) -> str:
    """Commit all that is there, and give the id."""
    repo.git("add", "--all")
    repo.git("commit", "-q", "--allow-empty", "-m", message)
    return repo.head


def test_each_commit_has_its_files_and_a_merge_what_it_brought_in(repo: Repository) -> None:
    repo.write("a.txt", "1\n2\n3\n4\n")
    repo.write("b\tc\n\u00e9.txt", "x\n")
    repo.write("d.bin", "\0")
    root = add(repo, "one")
    repo.git("switch", "-qc", "topic")
    (repo.path / "folder").mkdir()
    repo.git("mv", "a.txt", "folder/a.txt")
    moved = add(repo, "move")
    repo.git("switch", "-q", "-")
    empty = add(repo, "empty")
    repo.git("merge", "-q", "--no-ff", "-m", "Merge", "topic")
    rename = (FileLineCounts("folder/a.txt", 0, 0, "a.txt"),)
    files = changed_line_counts(repo.runner, [repo.head, moved, empty, root])
    assert files == {
        repo.head: rename,
        moved: rename,
        empty: (),
        root: (
            FileLineCounts("a.txt", 4, 0),
            FileLineCounts("b\tc\n\u00e9.txt", 1, 0),
            FileLineCounts("d.bin", None, None),
        ),
    }
    assert list(files) == [repo.head, moved, empty, root]


def test_what_is_unknown_is_left_out(repo: Repository) -> None:
    commit = add(repo, "one")
    assert changed_line_counts(repo.runner, []) == {}
    assert changed_line_counts(repo.runner, ["ab" * 20]) == {}
    repo.git("config", "remote.origin.promisor", "true")
    assert changed_line_counts(repo.runner, [commit]) == {}


def test_where_a_shallow_clone_ends_it_is_unknown_what_was_changed(
    repo: Repository, tmp_path: Path
) -> None:
    for name in ("a", "b", "c"):
        repo.write(name, "x\n")
        add(repo, name)
    clone = Repository(tmp_path / "clone")
    repo.git("clone", "-q", "--depth=2", repo.path.as_uri(), str(clone.path))
    ids = clone.git("rev-list", "HEAD").split()
    assert changed_line_counts(clone.runner, ids) == {ids[0]: (FileLineCounts("c", 1, 0),)}
    assert changed_line_counts(clone.runner, ids[1:]) == {}
