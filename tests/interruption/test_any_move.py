"""Any two trees and any uncommitted work: a move does what it should, or nothing."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st

from hookkit.branches.checkout import check_out_with_edits
from hookkit.errors import Refused
from hookkit.undo.undo_or_redo import undo
from tests.interruption.move_scenario import topic_to
from tests.interruption.placement_scenario import check_sound
from tests.random_examples import examples
from tests.repository import Repository
from tests.repository_with_hooks import repository_content

NAMES = ("a", "b", "c", "d/e", "d/f", "d")
"""Files, some of which cannot be there together: d is a file or a folder."""

LINES = [f"line {number}\n" for number in range(12)]
contents = st.lists(st.sampled_from([0, 3, 6, 9]), max_size=3, unique=True)
trees = st.dictionaries(st.sampled_from(NAMES), contents, min_size=1)
edits = st.dictionaries(st.sampled_from(NAMES), st.none() | contents, max_size=3)


def text(changed: list[int], mark: str) -> str:
    """A file of twelve lines, some of which bear a mark."""
    return "".join(f"{mark} {line}" if at in changed else line for at, line in enumerate(LINES))


def write(repo: Repository, name: str, content: str) -> None:
    """Write a file, whatever stands in its way."""
    place = repo.path / name
    if place.is_dir():
        shutil.rmtree(place)
    if place.parent.is_file():
        place.parent.unlink()
    repo.write(name, content)


def commit(repo: Repository, tree: dict[str, list[int]], mark: str) -> str:
    """Commit a tree and nothing else."""
    for each in repo.path.iterdir():
        if each.name != ".git":
            shutil.rmtree(each) if each.is_dir() else each.unlink()
    for name, changed in sorted(tree.items()):
        write(repo, name, text(changed, mark))
    repo.write("always", "here\n")
    repo.git("add", "-A")
    return repo.commit(mark)


def remove(repo: Repository, name: str) -> None:
    """Remove a file if it is there."""
    place = repo.path / name
    if place.is_file():
        place.unlink()


def edit(repo: Repository, wanted: dict[str, list[int] | None], mark: str) -> None:
    """Edit or remove files of the worktree."""
    for name, changed in wanted.items():
        if changed is None:
            remove(repo, name)
        else:
            write(repo, name, text(changed, mark))


def marked(repo: Repository) -> list[str]:
    """The person's own lines, in the index and in the files."""
    staged = [
        repo.blob(field.split()[1]).decode() for field in repo.git("ls-files", "-s").splitlines()
    ]
    files = [data.decode() for _, data in repository_content(repo).files.values()]
    return sorted(line for each in (*staged, *files) for line in each.split("\n") if "mine" in line)


@settings(
    max_examples=examples(25),
    suppress_health_check=list(HealthCheck),
)
@given(old=trees, new=trees, staged=edits, unstaged=edits)
def test_any_move_is_whole_or_does_not_happen_and_is_taken_back(
    old: dict[str, list[int]],
    new: dict[str, list[int]],
    staged: dict[str, list[int] | None],
    unstaged: dict[str, list[int] | None],
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        repo = Repository.init(Path(folder) / "repo")
        repo.git("switch", "-q", "-c", "topic")
        first, second = commit(repo, old, "old"), commit(repo, new, "new")
        repo.git("reset", "-q", "--hard", first)
        edit(repo, staged, "mine")
        repo.git("add", "-A")
        edit(repo, unstaged, "mine too")
        before, mine = repository_content(repo), marked(repo)
        try:
            check_out_with_edits(repo.runner, topic_to(first, second))
        except Refused:
            event("refused")
            now = repository_content(repo)
            assert (now.files, now.index, now.head) == (before.files, before.index, before.head)
            assert now.refs == before.refs
            return
        event("moved")
        assert repo.head == second
        assert marked(repo) == mine
        if not staged and not unstaged:
            assert repo.status == ""
        check_sound(repo)
        undo(repo.runner)
        now = repository_content(repo)
        assert (now.files, now.index, now.head) == (before.files, before.index, before.head)
        check_sound(repo)
