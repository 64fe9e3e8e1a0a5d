"""The jobs of a run, as values."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from hookkit.corrections import worktree_files_to_fix
from hookkit.corrections.files_and_lines_to_fix import (
    FilesToFix,
    all_files_of_commit,
    files_of_commit,
    files_of_index,
    files_of_range,
    files_of_rebase,
)
from hookkit.errors import EnvironmentFailed, WrongUsage
from hookkit.git.refs import require_commit
from hookkit.settings.definitions import Settings
from tests.repository import Repository

SETTINGS = Settings()
LINES = Settings(scope="lines")


@pytest.fixture
def two_commits(repo: Repository) -> Repository:
    """A repository with two commits."""
    repo.commit("begin", {"a.py": "x = 1\n", "doc.txt": "1\n"})
    repo.commit("Add b", {"b.py": "y = 1\n", "a.py": "x = 2\n"})
    return repo


def names(files_to_fix: FilesToFix) -> list[bytes]:
    return [change.path for change in files_to_fix.changes]


def contents(files_to_fix: FilesToFix) -> list[bytes]:
    return [files_to_fix.contents[change.blob] for change in files_to_fix.changes]


def test_a_commit(two_commits: Repository) -> None:
    files_to_fix = files_of_commit(two_commits.runner, SETTINGS, "HEAD")
    assert files_to_fix.commit is not None and files_to_fix.commit.id == two_commits.head
    assert (names(files_to_fix), contents(files_to_fix)) == (
        [b"a.py", b"b.py"],
        [b"x = 2\n", b"y = 1\n"],
    )
    whole = files_of_commit(two_commits.runner, Settings(scope="file"), "HEAD")
    assert len(whole.contents) == 2


@pytest.mark.parametrize("settings", [SETTINGS, LINES])
def test_the_contents_before_are_read_where_lines_count(
    settings: Settings, two_commits: Repository
) -> None:
    files_to_fix = files_of_commit(two_commits.runner, settings, "HEAD")
    assert b"x = 1\n" in files_to_fix.contents.values()


def test_a_range_is_seen_from_where_it_left(two_commits: Repository) -> None:
    two_commits.git("branch", "topic")
    two_commits.commit("main", {"m.py": "m = 1\n"})
    two_commits.git("checkout", "-q", "topic")
    two_commits.commit("topic", {"t.py": "t = 1\n"})
    files_to_fix = files_of_range(two_commits.runner, SETTINGS, "main", "topic")
    assert names(files_to_fix) == [b"t.py"]
    assert files_to_fix.commit is not None and files_to_fix.commit.id == two_commits.head


def test_a_range_without_a_common_commit_is_unknown(two_commits: Repository) -> None:
    two_commits.git("checkout", "-q", "--orphan", "other")
    two_commits.commit("other", {"o.py": "o = 1\n"})
    with pytest.raises(EnvironmentFailed, match="what changed is unknown") as caught:
        files_of_range(two_commits.runner, SETTINGS, "main", "other")
    assert caught.value.repair == "git log --oneline --all"


def test_a_range_in_a_shallow_clone_is_unknown(two_commits: Repository) -> None:
    two_commits.git("checkout", "-q", "--orphan", "other")
    two_commits.commit("other", {"o.py": "o = 1\n"})
    two_commits.git(
        "clone", "-q", "--depth=1", "--no-single-branch", two_commits.path.as_uri(), "../shallow"
    )
    shallow = Repository(two_commits.path.parent / "shallow")
    with pytest.raises(EnvironmentFailed, match="what changed is unknown") as caught:
        files_of_range(shallow.runner, SETTINGS, "origin/main", "origin/other")
    assert caught.value.repair == "git fetch --unshallow"


def test_what_a_rebase_made(two_commits: Repository) -> None:
    two_commits.commit("more", {"c.py": "z = 1\n"})
    made = [two_commits.head, two_commits.git("rev-parse", "HEAD^")]
    assert names(files_of_rebase(two_commits.runner, SETTINGS, made[:1])) == [b"c.py"]
    assert names(files_of_rebase(two_commits.runner, SETTINGS, made)) == [
        b"a.py",
        b"b.py",
        b"c.py",
    ]
    assert names(files_of_rebase(two_commits.runner, SETTINGS, [])) == []


def test_a_file_that_a_later_commit_removed_is_gone(two_commits: Repository) -> None:
    two_commits.git("rm", "-q", "b.py")
    two_commits.git("commit", "-q", "-m", "remove")
    made = [two_commits.git("rev-parse", "HEAD^"), two_commits.head]
    assert names(files_of_rebase(two_commits.runner, SETTINGS, made)) == [b"a.py"]


@pytest.mark.parametrize("folder", ["rebase-merge", "rebase-apply"])
def test_what_a_rebase_was_laid_on_is_not_made_by_it(two_commits: Repository, folder: str) -> None:
    two_commits.commit("more", {"c.py": "z = 1\n"})
    (two_commits.path / ".git" / folder).mkdir()
    below = two_commits.git("rev-parse", "HEAD^")
    (two_commits.path / ".git" / folder / "onto").write_text(f"{below}\n")
    (two_commits.path / ".git" / folder / "orig-head").write_text(f"{below}\n")
    assert names(files_of_rebase(two_commits.runner, SETTINGS, [below, two_commits.head])) == [
        b"c.py"
    ]


def test_everything(two_commits: Repository) -> None:
    assert names(all_files_of_commit(two_commits.runner, SETTINGS)) == [b"a.py", b"b.py"]


def test_the_index(two_commits: Repository) -> None:
    two_commits.write("c.py", "z = 1\n")
    two_commits.git("add", "c.py")
    files_to_fix = files_of_index(two_commits.runner, SETTINGS)
    assert (files_to_fix.commit, files_to_fix.description, names(files_to_fix)) == (
        None,
        "the index",
        [b"c.py"],
    )


@pytest.mark.parametrize(
    ("paths", "found"),
    [
        (["a.py"], [b"a.py"]),
        (["."], [b"a.py", b"b.py", b"new.py"]),
        (["new.py", "new.py", "."], [b"new.py", b"a.py", b"b.py"]),
    ],
)
def test_paths(
    two_commits: Repository,
    monkeypatch: pytest.MonkeyPatch,
    paths: Sequence[str],
    found: list[bytes],
) -> None:
    monkeypatch.chdir(two_commits.path)
    two_commits.write("new.py", "n = 1\n")
    files_to_fix = worktree_files_to_fix.files_at_paths(two_commits.runner, SETTINGS, paths)
    assert (files_to_fix.commit, files_to_fix.description, names(files_to_fix)) == (
        None,
        "the worktree",
        found,
    )
    assert [change.mode for change in files_to_fix.changes] == ["100644"] * len(found)


def test_a_program_keeps_its_mode(two_commits: Repository, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(two_commits.path)
    two_commits.write("tool", "x = 1\n").chmod(0o755)
    assert (
        worktree_files_to_fix.files_at_paths(two_commits.runner, SETTINGS, ["tool"]).changes[0].mode
        == "100755"
    )


def test_a_link_is_no_file(two_commits: Repository, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(two_commits.path)
    (two_commits.path / "link.py").symlink_to("a.py")
    (two_commits.path / "dangling.py").symlink_to("nowhere.py")
    for name in ("link.py", "dangling.py"):
        with pytest.raises(WrongUsage, match="is not a regular file"):
            worktree_files_to_fix.files_at_paths(two_commits.runner, SETTINGS, [name])
    assert b"link.py" not in names(
        worktree_files_to_fix.files_at_paths(two_commits.runner, SETTINGS, ["."])
    )


def test_excluded_files_are_kept_out_with_the_reason(
    two_commits: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(two_commits.path)
    settings = Settings(exclude=("b*", "x*"))
    two_commits.write("[x].py", "n = 1\n")
    two_commits.write("x.py", "n = 1\n")
    named = ["a.py", "b.py", "[x].py", "x.py"]
    files_to_fix = worktree_files_to_fix.files_at_paths(two_commits.runner, settings, named)
    assert names(files_to_fix) == [name.encode() for name in named]
    assert files_to_fix.left_alone_reasons == dict.fromkeys(
        [b"b.py", b"x.py"], "is excluded by hookkit's settings"
    )


def test_whether_there_is_a_commit(repo: Repository) -> None:
    with pytest.raises(EnvironmentFailed, match="no commit here yet"):
        require_commit(repo.runner)
    repo.commit("begin")
    require_commit(repo.runner)
