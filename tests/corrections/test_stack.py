"""The unpushed commits on top of a branch, what each did, and how git squashes them."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from hookkit.corrections.stack import WHOLE_FILE_EDITS, Edit, read_stack
from tests.repository import Repository


def stacked(repo: Repository, since: str | None = None) -> list[str]:
    """The subjects of the stack."""
    return [each.decoded_subject for each in read_stack(repo.runner, since, [b"a.py"]).commits]


@pytest.fixture
def four_commits(repo: Repository) -> Repository:
    """Four commits of one file."""
    for number in range(1, 5):
        repo.commit(f"c{number}", {"a.py": "".join(f"{n}\n" for n in range(number))})
    return repo


def test_all_of_a_branch_that_nobody_has(four_commits: Repository) -> None:
    assert stacked(four_commits) == ["c1", "c2", "c3", "c4"]


def test_above_what_is_pushed_and_above_the_range(four_commits: Repository) -> None:
    assert stacked(four_commits, "HEAD~1") == ["c4"]
    four_commits.git("update-ref", "refs/remotes/origin/main", "HEAD~2")
    assert stacked(four_commits) == stacked(four_commits, "HEAD~3") == ["c3", "c4"]
    four_commits.git("update-ref", "refs/remotes/origin/main", "HEAD")
    assert stacked(four_commits) == []


def test_above_the_newest_merge(four_commits: Repository) -> None:
    four_commits.git("checkout", "-q", "-b", "topic", "HEAD~1")
    four_commits.commit("topic", {"t.txt": "t\n"})
    four_commits.git("checkout", "-q", "main")
    four_commits.git("merge", "-q", "--no-ff", "-m", "merge", "topic")
    assert stacked(four_commits) == []
    four_commits.commit("c5", {"a.py": "5\n"})
    assert stacked(four_commits) == ["c5"]


def test_above_the_end_of_a_shallow_clone(four_commits: Repository, tmp_path: Path) -> None:
    four_commits.git(
        "clone", "-q", "--depth=2", f"file://{four_commits.path}", str(tmp_path / "clone")
    )
    clone = Repository(tmp_path / "clone")
    clone.git("remote", "remove", "origin")
    assert stacked(clone) == ["c4"]


def test_no_more_than_a_rebase_can_be_proved_in_a_moment(repo: Repository) -> None:
    lines = "".join(
        f"commit refs/heads/main\ncommitter a <a> {n} +0000\ndata 1\n{n % 10}\n" for n in range(230)
    )
    subprocess.run(
        ["git", "fast-import", "--quiet"], cwd=repo.path, input=lines.encode(), check=True
    )
    assert len(read_stack(repo.runner, None, []).commits) == 200


def test_what_each_commit_did_to_a_file(repo: Repository) -> None:
    repo.commit("Add", {"a.py": "1\n2\n3\n4\n5\n", "b.py": "1\n"})
    repo.commit("Change and insert", {"a.py": "1\ntwo\n3\n4\nnew\nnew\n5\n"})
    repo.commit("Take out", {"a.py": "1\ntwo\n5\n"})
    repo.git("update-index", "--chmod=+x", "a.py")
    repo.git("commit", "-q", "-m", "Mode")
    repo.commit("Nothing")
    repo.commit("Bytes", {"a.py": b"1\n\0\n5\n"})
    repo.git("rm", "-q", "--cached", "a.py")
    repo.commit("Delete")
    stack = read_stack(repo.runner, None, [b"a.py", b"b.py", b"nowhere.py"])
    assert stack.edits == (
        {b"a.py": (Edit(0, 0, 0, 5),), b"b.py": (Edit(0, 0, 0, 1),)},
        {b"a.py": (Edit(1, 2, 1, 2), Edit(4, 4, 4, 6))},
        {b"a.py": (Edit(2, 6, 2, 2),)},
        {},
        {},
        {b"a.py": (Edit(1, 2, 1, 2),)},
        {b"a.py": (Edit(0, 3, 0, 0),)},
    )
    assert stack.edits_of_file(b"b.py") == [(), (), (), (), (), (), (Edit(0, 0, 0, 1),)]


def test_a_link_that_became_a_file_is_all_new(repo: Repository) -> None:
    (repo.path / "a.py").symlink_to("b.py")
    repo.git("add", "a.py")
    repo.commit("Link")
    (repo.path / "a.py").unlink()
    repo.commit("File", {"a.py": "1\n"})
    assert read_stack(repo.runner, None, [b"a.py"]).edits[1] == {b"a.py": WHOLE_FILE_EDITS}


def test_no_setting_of_a_person_changes_what_is_read(four_commits: Repository) -> None:
    before = read_stack(four_commits.runner, None, [b"a.py"])
    for key, value in {
        "diff.noprefix": "true",
        "diff.external": "false",
        "diff.interHunkContext": "9",
        "diff.algorithm": "patience",
        "color.ui": "always",
        "core.quotePath": "true",
        "diff.x.textconv": "false",
        "log.showSignature": "true",
    }.items():
        four_commits.git("config", key, value)
    four_commits.write(".git/info/attributes", "*.py diff=x -text\n")
    assert read_stack(four_commits.runner, None, [b"a.py"]) == before


SQUASHED = [
    (["one", "two"], [0, 1]),
    (["one", "two", "fixup! one"], [0, 1, 0]),
    (["one", "squash! fixup! one", "amend!  one"], [0, 0, 0]),
    (["one", "fixup!  one", "fixup! \t fixup!   one"], [0, 0, 0]),
    (["one", "fixup! \u00a0one"], [0, 1]),
    (["fixup! one", "one"], [0, 1]),
    (["one", "one", "fixup! one"], [0, 1, 0]),
    (["one more", "one", "fixup! one"], [0, 1, 1]),
    (["one more", "fixup! one"], [0, 0]),
    (["one", "fixup! one more"], [0, 1]),
    (["one", "fixup! on", "fixup! fixup! on"], [0, 0, 0]),
    (["fixup! gone", "fixup! gone", "two"], [0, 1, 2]),
    (["one", "fixup! <0>", "fixup! <0:8>", "two"], [0, 0, 0, 3]),
]


@pytest.mark.parametrize(("titles", "expected"), SQUASHED)
def test_into_which_commit_git_squashes(
    repo: Repository, titles: list[str], expected: list[int]
) -> None:
    repo.commit("root")
    names: list[str] = []
    for number, title in enumerate(titles):
        title = title.replace("<0>", names[0] if names else "")
        title = title.replace("<0:8>", names[0][:8] if names else "")
        names.append(repo.commit(title, {f"f{number}": f"{number}\n"}))
    stack = read_stack(repo.runner, names[0] + "^", [])
    assert [*stack.squash_targets] == expected
    # git itself, by the files that each commit ends up with.
    repo.git(
        "rebase",
        "-q",
        "-i",
        "--autosquash",
        names[0] + "^",
        GIT_SEQUENCE_EDITOR="true",
        GIT_EDITOR="true",
    )
    shown = repo.git("log", "--reverse", "--format=%x00", "--name-only", names[0] + "^..")
    groups = [each.split() for each in shown.split("\0")[1:]]
    wanted: dict[int, list[str]] = {}
    for number, lead in enumerate(expected):
        wanted.setdefault(lead, []).append(f"f{number}")
    assert groups == [wanted[lead] for lead in sorted(wanted)]
