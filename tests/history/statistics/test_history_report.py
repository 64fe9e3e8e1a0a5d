"""The numbers of a history report."""

from __future__ import annotations

from pathlib import Path

import pytest

from hookkit.errors import EnvironmentFailed
from hookkit.history.statistics.history_counts import (
    SECONDS_PER_DAY,
    Percentiles,
    Period,
    PeriodLength,
    Totals,
)
from hookkit.history.statistics.history_report import HistoryReport, history_report
from hookkit.settings.definitions import Settings
from tests.history.checks.scenarios import branch, clone, grow, merge, watched
from tests.repository import Repository

# A Wednesday: 2025-01-01.
START = 1_735_689_600
USUAL = Settings()


def report(
    repo: Repository,
    name: str | None = None,
    by: PeriodLength | None = None,
    settings: Settings = USUAL,
) -> HistoryReport:
    """Report on a history."""
    return history_report(repo.runner, settings, {}, name, by)


class SetTime:
    """The clock of a test."""

    def __init__(self, patch: pytest.MonkeyPatch) -> None:
        """Take what sets the environment."""
        self._patch = patch

    def __call__(self, days: float) -> None:
        """Put the clock to a day."""
        for name in ("GIT_AUTHOR_DATE", "GIT_COMMITTER_DATE"):
            self._patch.setenv(name, f"@{START + int(days * SECONDS_PER_DAY)} +0000")


@pytest.fixture
def at(monkeypatch: pytest.MonkeyPatch) -> SetTime:
    """Let the next commit be made so many days after the start."""
    return SetTime(monkeypatch)


def counts(found: HistoryReport) -> dict[str, int]:
    """Give the verdicts that there are."""
    return {
        verdict: tally.commit_count
        for verdict, tally in found.verdicts.items()
        if tally.commit_count
    }


@pytest.fixture
def year(repo: Repository, at: SetTime) -> Repository:
    """Two years of work, of which a part is before the last one."""
    at(0)
    grow(repo, "begin")
    at(10)
    branch(repo, "1-old", "main", "o1")
    at(20)
    merge(repo, "1-old", title="Merge branch '1-old'")
    at(400)
    branch(repo, "2-long", "main", "l1", "l2")
    at(410)
    branch(repo, "3-short", "main", "s1", "fixup! s1")
    at(411)
    merge(repo, "3-short", title="Merge branch '3-short'")
    at(500)
    merge(repo, "2-long", title="Merge pull request #7 from ann/2-long")
    at(600)
    grow(repo, "Squashed (#8)", "direct")
    return repo


def test_the_last_year_of_the_target(year: Repository) -> None:
    found = report(year)
    assert (found.range_description, found.branch) == ("main, its last year", "main")
    # A minute for each commit.
    assert found.totals == Totals(
        8, 2, 1, START + 400 * SECONDS_PER_DAY + 60, START + 600 * SECONDS_PER_DAY + 120
    )
    assert counts(found) == {"semi-linear": 1, "direct": 2, "not-rebased": 1}
    assert (
        found.commit_counts.on_main_line,
        found.decided_merge_count,
        found.direct_with_pull_request_count,
    ) == (4, 2, 1)
    newest = found.verdicts["direct"].newest
    assert newest is not None and newest.subject == "direct"
    assert (found.fixups.commit_count, found.missing_tickets, found.is_shallow) == (1, None, False)


def test_all_of_a_branch_and_a_range(year: Repository) -> None:
    whole = report(year, "main")
    assert (whole.range_description, whole.totals.commits, whole.commit_counts.on_main_line) == (
        "all of main",
        11,
        5,
    )
    some = report(year, "main~3..main")
    assert (some.range_description, some.branch, some.commit_counts.on_main_line) == (
        "main~3..main",
        "main",
        3,
    )
    assert report(year, "main~3..").commit_counts.on_main_line == 3
    assert report(year, "main~3...main")._replace(range_description=some.range_description) == some


def test_the_branches_that_lived_longest(year: Repository) -> None:
    found = report(year, "main").branches
    shown = [
        (each.name, each.commit_count, each.seconds // SECONDS_PER_DAY, each.authors)
        for each in found.longest
    ]
    assert shown == [
        ("2-long", 2, 100, ("hookkit tests",)),
        ("1-old", 1, 10, ("hookkit tests",)),
        ("3-short", 2, 1, ("hookkit tests",)),
    ]
    assert (found.branch_count, found.commits) == (3, Percentiles(2, 2))
    assert found.seconds is not None and found.seconds.median // SECONDS_PER_DAY == 10
    for number in range(9):
        branch(year, f"b{number}", "main", f"b{number}")
        merge(year, f"b{number}")
    assert len(report(year, "main").branches.longest) == 5


@pytest.mark.parametrize(
    ("by", "names"),
    [
        ("quarter", ["2025-Q1", "2025-Q1", "2026-Q1", "2026-Q2", "2026-Q3"]),
        ("month", ["2025-01", "2025-01", "2026-02", "2026-05", "2026-08"]),
        ("week", ["2025-W01", "2025-W04", "2026-W08", "2026-W20", "2026-W35"]),
    ],
)
def test_over_time(year: Repository, by: PeriodLength, names: list[str]) -> None:
    found = report(year, "main", by)
    figures = [(1, 0, 0, 0), (2, 1, 1, 0), (3, 1, 1, 1), (3, 1, 0, 0), (2, 0, 0, 0)]
    if by != "week":  # the first commit and the first merge are in one period
        figures[:2], names = [(3, 1, 1, 0)], names[1:]
    expected = tuple(Period(name, *each, None) for name, each in zip(names, figures, strict=True))
    assert (found.period_length, found.periods) == (by, expected)


def assert_sums(found: HistoryReport) -> None:
    """Each number of the report is the sum of those that it is made of."""
    assert sum(found.commit_counts) == found.totals.commits == sum(p.commits for p in found.periods)
    assert (
        sum(each.commit_count for each in found.verdicts.values())
        == found.commit_counts.on_main_line
    )
    assert sum(each.merges for each in found.periods) == found.decided_merge_count
    good = sum(each.semi_linear for each in found.periods)
    assert good == found.verdicts["semi-linear"].commit_count
    assert sum(each.fixups for each in found.periods) == found.fixups.commit_count
    if found.missing_tickets is not None:
        without = sum(each.without_ticket or 0 for each in found.periods)
        assert without == found.missing_tickets.tally.commit_count


@pytest.mark.parametrize("name", [None, "main", "main~3..main", "2-long..main", "main..2-long"])
def test_the_numbers_agree_with_each_other(year: Repository, name: str | None) -> None:
    for pattern in ("", "[0-9]+"):
        assert_sums(report(year, name, settings=USUAL._replace(ticket_pattern=pattern)))


def test_the_numbers_of_odd_histories_agree(year: Repository, tmp_path: Path) -> None:
    year.git("checkout", "-q", "--orphan", "other")
    grow(year, "root of another")
    year.git("checkout", "-q", "main")
    year.git("merge", "-q", "--allow-unrelated-histories", "-m", "Add another", "other")
    merge(year, "main", into="3-short", title="Merge branch 'main' into 3-short")
    year.git("checkout", "-q", "main")
    year.git("merge", "-q", "--ff-only", "3-short")
    for name in ("main", "main~1..main", "main~2..main", "1-old..main", "other..main"):
        assert_sums(report(year, name))
    for depth in (1, 3, 4):
        shallow = clone(year, tmp_path / f"shallow{depth}", "bob", f"--depth={depth}")
        assert_sums(report(shallow, "main"))


def test_the_periods_fit_the_time(year: Repository) -> None:
    assert report(year, "main").period_length == report(year).period_length == "month"
    assert report(year, "main~1..main").period_length == "week"


def test_a_long_time_is_told_by_quarters(repo: Repository, at: SetTime) -> None:
    grow(repo, "begin")
    for day in (0, 800):
        at(day)
        grow(repo, f"d{day}")
    assert report(repo, "main").period_length == "quarter"


def test_a_ticket_may_be_that_of_the_commit_or_of_its_merge(repo: Repository) -> None:
    grow(repo, "begin")
    base = repo.head
    branch(repo, "12-named", "main", "a1", "a2")
    merge(repo, "12-named", title="Merge branch '12-named'")
    branch(repo, "b", "main", "b1")
    merge(repo, "b", title="Merge branch 'b' (#13)")
    branch(repo, "c", "main", "c1 (#14)", "c2", "fixup! c2")
    merge(repo, "c", title="Merge branch 'c'")
    repo.git("commit", "-q", "--allow-empty", "-m", "d\n\nTicket: 15")
    whole = report(repo, f"{base}..main", settings=USUAL._replace(ticket_pattern="[0-9]+"))
    found = whole.missing_tickets
    assert found is not None and found.tally.newest is not None
    assert (found.tally.commit_count, found.needing_count, found.tally.newest.subject) == (
        1,
        6,
        "c2",
    )
    assert [each.without_ticket for each in whole.periods] == [1]


def test_people_are_counted_by_their_addresses(repo: Repository) -> None:
    for name, address in (("Ann", "ann@x.invalid"), ("A.", "ANN@x.invalid"), ("Bob", "b@x")):
        repo.git("commit", "-q", "--allow-empty", "-m", name, f"--author={name} <{address}>")
    assert report(repo, "main").totals.authors == 2


def test_a_history_of_squashes_has_no_branches_to_see(repo: Repository) -> None:
    grow(repo, "begin", "One (#1)", "Two (#2)", "three")
    found = report(repo, "main")
    assert (counts(found), found.direct_with_pull_request_count, found.decided_merge_count) == (
        {"direct": 3},
        2,
        0,
    )
    assert found.branches == (0, None, None, ())
    assert [each.merges for each in found.periods] == [0]


def test_an_empty_range(year: Repository) -> None:
    found = report(year, "main..main")
    assert (found.totals, found.commit_counts.on_main_line, found.periods) == (
        Totals(0, 0, 0, None, None),
        0,
        (),
    )
    assert (counts(found), found.fixups.commit_count, found.branches.longest) == ({}, 0, ())


def test_the_target_is_where_the_remote_has_it(year: Repository, tmp_path: Path) -> None:
    copy = clone(year, tmp_path / "copy", "bob")
    grow(copy, "mine")
    found = report(copy)
    assert (found.range_description, found.branch) == ("origin/main, its last year", "main")
    assert found.totals == report(year).totals
    assert report(copy, "origin/main").branch == "main"


def test_a_tag_of_the_same_name_is_no_branch(year: Repository) -> None:
    year.git("tag", "main", "main~1")
    assert report(year, "main").totals.commits == 11
    assert report(year, "main").branch == "main"


def test_a_target_of_the_settings(year: Repository) -> None:
    year.git("branch", "develop", "main~1")
    found = report(year, settings=USUAL._replace(target="develop"))
    assert (found.range_description, found.commit_counts.on_main_line) == (
        "develop, its last year",
        3,
    )


def test_without_a_target_it_is_the_branch_of_head(repo: Repository) -> None:
    repo.git("symbolic-ref", "HEAD", "refs/heads/trunk")
    with pytest.raises(EnvironmentFailed, match="there is no commit here yet"):
        report(repo)
    grow(repo, "begin", "a")
    assert (report(repo).range_description, report(repo).branch) == ("trunk, all of it", "trunk")
    repo.git("checkout", "-q", "--detach")
    repo.git("branch", "-D", "trunk")
    assert (report(repo).range_description, report(repo).branch) == ("HEAD, all of it", "")


def test_a_name_that_means_nothing(year: Repository) -> None:
    for name in ("nowhere", "nowhere..main", "main..nowhere"):
        with pytest.raises(EnvironmentFailed, match="there is no commit 'nowhere' here"):
            report(year, name)


def test_a_shallow_clone_says_that_it_does_not_have_all(year: Repository, tmp_path: Path) -> None:
    shallow = clone(year, tmp_path / "shallow", "bob", "--depth=4")
    found = report(shallow, "main")
    assert found.is_shallow
    assert counts(found) == {"direct": 2, "unknown": 2}
    # What is above the end is all there.
    assert not report(shallow, "main~1..main").is_shallow


def test_a_bare_repository_and_one_of_other_ids(year: Repository, tmp_path: Path) -> None:
    year.git("clone", "-q", "--bare", ".", str(tmp_path / "bare.git"))
    assert report(Repository(tmp_path / "bare.git"), "main") == report(year, "main")
    other = Repository.init(tmp_path / "sha256", "--object-format=sha256")
    grow(other, "begin")
    branch(other, "t", "main", "t1")
    merge(other, "t")
    assert counts(report(other)) == {"semi-linear": 1}


def test_a_report_takes_a_handful_of_processes(year: Repository, tmp_path: Path) -> None:
    seen = watched(year, tmp_path)
    history_report(seen.runner, Settings(), {}, None)
    commands = ["for-each-ref", "cat-file", "log", "rev-list", "log"]
    assert seen.commands == commands


def test_the_median_and_the_90th_percentile() -> None:
    assert Percentiles.from_numbers([]) is None
    assert Percentiles.from_numbers([5]) == Percentiles(5, 5)
    assert Percentiles.from_numbers([4, 1, 3, 2]) == Percentiles(2.5, 4)
    assert Percentiles.from_numbers(list(range(1, 101))) == Percentiles(50.5, 90)


def test_of_commits_in_one_second_the_last_is_the_newest(repo: Repository, at: SetTime) -> None:
    at(0)
    for name in ("begin", "a", "b", "c"):
        repo.commit(name, {f"{name}.txt": "x\n"})
    newest = report(repo).verdicts["direct"].newest
    assert newest is not None and newest.subject == "c"
