"""Many merges are checked with a few git processes, with the verdicts of single checks."""

from __future__ import annotations

from pathlib import Path

import pytest

from hookkit.history.checks import find_protected_or_unrelated_merges, history_of_protected_branch
from hookkit.history.checks.history_of_protected_branch import MAX_DRY_RUNS, check_history
from hookkit.history.finding import Finding
from tests.history.checks.scenarios import Watched, watched
from tests.repository import Repository

MERGES = 40


def history_of_merges(repo: Repository) -> None:
    """Build main with merges of topics from two merges before, one of a release now and then."""
    lines: list[str] = []

    def commit(mark: int, ref: str, parents: list[int], name: str) -> None:
        lines.extend(
            [
                f"commit {ref}",
                f"mark :{mark}",
                f"committer A <a@example.org> {1_700_000_000 + mark * 60} +0000",
                f"data {len(name)}",
                name,
                *(f"{word} :{each}" for word, each in zip(["from", *["merge"] * 9], parents)),
                f"M 100644 inline {name}.txt",
                f"data {len(name)}",
                name,
            ]
        )

    commit(1, "refs/heads/main", [], "root")
    commit(2, "refs/heads/release/1", [1], "release")
    line = [1, 1]
    for number in range(MERGES):
        topic, merge = 10 + 2 * number, 11 + 2 * number
        other = topic
        if number % 10 == 9:
            commit(topic, "refs/heads/release/1", [2 if number < 10 else topic - 20], f"r{number}")
        elif number == 4:
            commit(topic, "refs/heads/other", [], "foreign")
        else:
            commit(topic, f"refs/heads/t{number}", [line[-2]], f"t{number}")
        # What the second parent brings is named again, so that no merge changes anything itself.
        commit(merge, "refs/heads/main", [line[-1], other], _name_of(number))
        line.append(merge)
    repo.git("fast-import", "--quiet", "--force", data="\n".join(lines).encode() + b"\n")


def _name_of(number: int) -> str:
    if number % 10 == 9:
        return f"r{number}"
    return "foreign" if number == 4 else f"t{number}"


@pytest.fixture
def many(repo: Repository, tmp_path: Path) -> Watched:
    """The repository, and the processes that are started in it."""
    history_of_merges(repo)
    return watched(repo, tmp_path)


def judged(many: Watched, max_dry_runs: int = MAX_DRY_RUNS) -> list[Finding]:
    """Check all of main but its root."""
    runner = many.runner
    old, new = (runner.line("rev-parse", each) for each in ("main~40", "main"))
    return check_history(
        runner,
        old,
        new,
        branch="main",
        level="refuse",
        protected=["main", "release/*"],
        max_dry_runs=max_dry_runs,
    )


def test_many_merges_are_judged_as_each_of_them_alone(
    many: Watched, monkeypatch: pytest.MonkeyPatch
) -> None:
    together = judged(many, max_dry_runs=0)
    monkeypatch.setattr(find_protected_or_unrelated_merges, "MAX_SINGLE_LOOKUPS", MERGES)
    alone = judged(many, max_dry_runs=0)
    assert together == alone
    rules = [each.rule for each in together]
    assert rules.count("HK407") == 1
    assert 0 < rules.count("HK403") < MERGES - MERGES // 10, "those of the release are no fault"


def test_the_processes_do_not_grow_with_the_merges(many: Watched) -> None:
    found = judged(many, max_dry_runs=0)
    assert len(found) > 30
    assert len(many.started) < 30


def test_few_rebases_are_tried_and_each_finding_is_repaired(many: Watched) -> None:
    found = judged(many)
    tried = sum("rebase" in command[:40] for command in many.started)
    assert 0 < tried <= MAX_DRY_RUNS
    assert all(each.repair for each in found if each.rule == "HK403")


def test_no_long_rebase_is_tried(many: Watched, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(history_of_protected_branch, "MAX_REPLAYED", 1)
    found = judged(many)
    assert not any("rebase" in command[:40] for command in many.started)
    assert all(each.repair for each in found if each.rule == "HK403")


def test_only_the_newest_merges_are_made_again(many: Watched) -> None:
    runner = many.runner
    old, new = (runner.line("rev-parse", each) for each in ("main~40", "main"))
    everything = [each.rule for each in judged(many, max_dry_runs=0)]
    newest = check_history(
        runner, old, new, branch="main", level="refuse", max_dry_runs=0, max_repeated_merges=1
    )
    assert [each.rule for each in newest].count("HK406") <= everything.count("HK406") <= MERGES
