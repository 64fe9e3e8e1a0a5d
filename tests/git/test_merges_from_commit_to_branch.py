"""By which merges a commit came to a branch, in histories of every shape."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from hookkit.git.log import read_detailed_commits
from hookkit.git.merges_from_commit_to_branch import (
    SEARCH_MARGIN,
    MergeAndParent,
    MergesToBranch,
    find_merges,
)
from tests.random_examples import seeds
from tests.repository import Repository


def way(repo: Repository, commit: str, tip: str = "main") -> MergesToBranch:
    """Find the way of a commit, with the subjects of merges for their ids."""
    git = repo.runner
    name, top = git.resolve(commit), git.resolve(tip)
    assert name is not None and top is not None
    found = find_merges(git, name, top, read_detailed_commits(git, [name])[name].commit_time)
    said = {each.id: repo.git("log", "-1", "--format=%s", each.id) for each in found.merges}
    return found._replace(merges=tuple(each._replace(id=said[each.id]) for each in found.merges))


def summary(found: MergesToBranch) -> tuple[str, list[tuple[str, int]]]:
    """The answer, and the merges by their subjects with their sides."""
    return found.answer, [(each.id, each.parent_index) for each in found.merges]


def on(repo: Repository, branch: str, *subjects: str, at: str = "main") -> None:
    """Make a branch with commits."""
    repo.git("switch", "-q", "-c", branch, at)
    for subject in subjects:
        repo.commit(subject, {f"{branch}.txt": subject})


def merge(repo: Repository, into: str, *branches: str, subject: str = "") -> None:
    """Merge branches into one without a fast-forward."""
    repo.git("switch", "-q", into)
    repo.git("merge", "-q", "--no-ff", "-m", subject or f"Take {' '.join(branches)}", *branches)


@pytest.fixture
def begun(repo: Repository) -> Repository:
    """A main of one commit."""
    repo.commit("begin")
    return repo


@pytest.mark.parametrize(
    ("commit", "answer"),
    [
        ("a~1", ("yes", [("Take a", 1)])),
        ("a", ("yes", [("Take a", 1)])),
        ("main", ("yes", [])),
        ("main~1", ("yes", [])),
        ("main~2", ("yes", [])),
        ("b", ("no", [])),
    ],
)
def test_a_branch_that_was_merged(
    begun: Repository, commit: str, answer: tuple[str, list[tuple[str, int]]]
) -> None:
    on(begun, "a", "a1", "a2")
    merge(begun, "main", "a")
    begun.commit("after")
    on(begun, "b", "b1", at="main~1")
    assert summary(way(begun, commit)) == answer


def test_a_commit_that_is_newer_than_the_branch_is_not_in_it(begun: Repository) -> None:
    on(begun, "a", "a1")
    assert summary(way(begun, "a")) == ("no", [])


def test_merges_within_merges_come_innermost_first(begun: Repository) -> None:
    on(begun, "a", "a1")
    on(begun, "b", "b1", at="a")
    on(begun, "c", "c1", "c2", at="b")
    begun.git("switch", "-q", "b")
    merge(begun, "b", "c")
    merge(begun, "a", "b")
    merge(begun, "main", "a")
    assert summary(way(begun, "c~1")) == ("yes", [("Take c", 1), ("Take b", 1), ("Take a", 1)])
    assert summary(way(begun, "b^{/b1}")) == ("yes", [("Take b", 1), ("Take a", 1)])
    assert summary(way(begun, "a^{/a1}")) == ("yes", [("Take a", 1)])


def test_a_merge_of_main_into_the_branch_brings_nothing_into_main(begun: Repository) -> None:
    on(begun, "a", "a1")
    begun.git("switch", "-q", "main")
    begun.commit("theirs")
    merge(begun, "a", "main")
    begun.commit("a2")
    merge(begun, "main", "a", subject="Take all of a")
    assert summary(way(begun, "main^{/theirs}")) == ("yes", [])
    assert summary(way(begun, "main^{/a1}")) == ("yes", [("Take all of a", 1)])
    assert summary(way(begun, "main^{/a2}")) == ("yes", [("Take all of a", 1)])


def test_a_pull_that_swapped_the_sides(begun: Repository) -> None:
    on(begun, "a", "a1")
    merge(begun, "main", "a")
    on(begun, "mine", "mine1", at="main~1")
    merge(begun, "mine", "main", subject="Pull main")
    assert summary(way(begun, "a", "mine")) == ("yes", [("Take a", 1), ("Pull main", 1)])
    assert summary(way(begun, "mine^{/mine1}", "mine")) == ("yes", [])


def test_a_merge_of_three_tells_the_sides_apart(begun: Repository) -> None:
    begun.commit("more")
    on(begun, "a", "a1", at="main~1")
    on(begun, "b", "b1", at="main~1")
    merge(begun, "main", "a", "b")
    assert summary(way(begun, "a")) == ("yes", [("Take a b", 1)])
    assert summary(way(begun, "b")) == ("yes", [("Take a b", 2)])


def test_two_ways_lead_through_the_first_merge(begun: Repository) -> None:
    on(begun, "a", "a1")
    on(begun, "b", "b1", at="a")
    merge(begun, "main", "b")
    begun.git("switch", "-q", "a")
    begun.commit("a2")
    merge(begun, "main", "a")
    assert summary(way(begun, "a~1")) == ("yes", [("Take b", 1)])


def stream(links: list[list[int]], dates: list[int]) -> bytes:
    """Give a history for git fast-import; the commit n has the mark n + 1."""
    lines = []
    for at, (parents, date) in enumerate(zip(links, dates, strict=True)):
        lines.append(f"commit refs/heads/n{at}\nmark :{at + 1}")
        lines.append(f"committer me <me@hookkit.invalid> {date} +0000\ndata 0")
        lines += [
            f"{word} :{parent + 1}"
            for word, parent in zip(["from", *["merge"] * 3], parents, strict=False)
        ]
        lines.append("")
    return "\n".join(lines).encode()


def oracle(links: list[list[int]], commit: int, tip: int) -> tuple[str, list[tuple[int, int]]]:
    """Follow the definition: go down by first parents as long as they have the commit."""
    has: list[bool] = []
    for at, parents in enumerate(links):
        has.append(at == commit or any(has[each] for each in parents))
    steps: list[tuple[int, int]] = []
    while has[tip] and tip != commit:
        side = next(at for at, each in enumerate(links[tip]) if has[each])
        steps = [(tip, side), *steps] if side else steps
        tip = links[tip][side]
    return ("yes" if has[tip] else "no"), steps


@pytest.mark.parametrize("seed", seeds(6))
def test_any_history_with_dates_in_any_order(repo: Repository, seed: int) -> None:
    drawn = random.Random(seed)
    links: list[list[int]] = [[]]
    for at in range(1, 24):
        links.append(drawn.sample(range(max(0, at - 6), at), min(at, drawn.choice([1, 1, 2, 3]))))
    dates = [1_700_000_000 + at * 60 + drawn.choice([0, 0, -900, 900]) for at in range(24)]
    repo.git("fast-import", "--quiet", data=stream(links, dates))
    git = repo.runner
    ids = [repo.git("rev-parse", f"n{at}") for at in range(24)]
    for at in range(24):
        found = find_merges(git, ids[at], ids[-1], dates[at])
        steps = [(ids.index(each.id), each.parent_index) for each in found.merges]
        assert (found.answer, steps) == oracle(links, at, 23), at
        lacking = [each for each in range(23) if oracle(links, at, each)[0] == "no"][-3:]
        others = [ids[each] for each in lacking]
        assert find_merges(git, ids[at], ids[-1], dates[at], others) == found, at


def test_a_branch_that_was_merged_long_after_its_commits(repo: Repository) -> None:
    count = 2 * SEARCH_MARGIN
    links = [[], *([at] for at in range(count)), [0], [count, count + 1]]
    dates = [1_700_000_000 + at * 60 for at in range(count + 1)]
    repo.git("fast-import", "--quiet", data=stream(links, [*dates, dates[1] + 1, dates[-1]]))
    git = repo.runner
    commit, tip = (repo.git("rev-parse", f"n{at}") for at in (count + 1, count + 2))
    assert find_merges(git, commit, tip, dates[1]) == MergesToBranch(
        "yes", (MergeAndParent(tip, 1),)
    )
    assert find_merges(git, commit, f"{tip}^1", dates[1]) == MergesToBranch("no")


@pytest.fixture
def behind(begun: Repository, tmp_path: Path) -> Repository:
    """A clone of depth 4 of a main with one merge of a branch from before the cut."""
    for number in range(5):
        begun.commit(f"old {number}")
    on(begun, "a", "a1", "a2", "a3", at="main~4")
    merge(begun, "main", "a")
    begun.commit("after")
    url = f"file://{begun.path}"
    begun.git("clone", "-q", "--depth", "4", "--no-single-branch", url, str(tmp_path / "clone"))
    return Repository(tmp_path / "clone")


def test_a_shallow_clone_tells_what_it_lacks(behind: Repository) -> None:
    # The line of main is cut off before the commit's could be met.
    assert summary(way(behind, "origin/a")) == ("unknown", [("Take a", 1)])
    assert summary(way(behind, "main~1")) == ("yes", [])
    assert summary(way(behind, "origin/a", "main~2")) == ("unknown", [])


def test_a_full_clone_knows(behind: Repository) -> None:
    behind.git("fetch", "-q", "--unshallow")
    assert summary(way(behind, "origin/a")) == ("yes", [("Take a", 1)])
    assert summary(way(behind, "origin/a", "main~2")) == ("no", [])


def test_a_shallow_clone_is_sure_where_the_cut_is_below_the_commit(
    begun: Repository, tmp_path: Path
) -> None:
    for number in range(3):
        begun.commit(f"old {number}")
    on(begun, "a", "a1")
    merge(begun, "main", "a")
    url, place = f"file://{begun.path}", str(tmp_path / "clone")
    begun.git("clone", "-q", "--depth", "4", "--no-single-branch", url, place)
    assert summary(way(Repository(tmp_path / "clone"), "origin/a")) == ("yes", [("Take a", 1)])


def test_a_missing_commit_makes_it_unknown(begun: Repository) -> None:
    begun.commit("lost")
    lost = begun.head
    begun.commit("kept")
    (begun.path / ".git" / "objects" / lost[:2] / lost[2:]).unlink()
    git = begun.runner
    first = begun.git("hash-object", "-t", "tree", "-w", "--stdin", data=b"")
    other = begun.git("commit-tree", "-m", "other", first)
    assert find_merges(git, other, begun.head, 0) == MergesToBranch("unknown")
