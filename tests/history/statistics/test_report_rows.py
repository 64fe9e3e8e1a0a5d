"""The report on a history, for each who reads it."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from hookkit import __version__
from hookkit.formats.registry import HISTORY_FORMATS
from hookkit.git.log import LogCommit
from hookkit.history.checks.commit_verdicts import CommitVerdict
from hookkit.history.statistics.history_counts import (
    BranchStatistics,
    CommitCounts,
    MergedBranch,
    Percentiles,
    Period,
    Tally,
    Totals,
)
from hookkit.history.statistics.history_report import HistoryReport, MissingTickets
from hookkit.history.statistics.report_rows import report_rows
from hookkit.terminal.bars import bar
from hookkit.terminal.output import plain_lines

DAY = 86_400
NONE = Tally(0, None)
PAGE = "https://github.com/hookkit/hookkit/blob/main/docs/rules.md"


def commit(letter: str, subject: str, committed: int = DAY) -> LogCommit:
    """A commit whose id is a letter."""
    return LogCommit(
        ">", letter * 40, "t", ("p", "q"), "Ann", "ann@x", "ann@x", 0, committed, subject
    )


def verdicts(**found: Tally) -> dict[CommitVerdict, Tally]:
    """All verdicts, those that are not named without a commit."""
    names: list[CommitVerdict] = ["semi-linear", "direct", "foxtrot", "not-rebased", "inner-merge"]
    names += ["octopus", "evil-merge", "unrelated", "unknown"]
    return {name: found.get(name.replace("-", "_"), NONE) for name in names}


MERGE = commit("a", "Merge branch '12-add'")
REPORT = HistoryReport(
    range_description="origin/main, its last year",
    branch="main",
    totals=Totals(1_204, 210, 14, 0, 300 * DAY),
    commit_counts=CommitCounts(260, 0, 944, 0),
    verdicts=verdicts(
        semi_linear=Tally(160, MERGE),
        direct=Tally(50, commit("b", "Fix *it*", 2 * DAY)),
        not_rebased=Tally(50, commit("c", "Merge branch 'x'", 3 * DAY)),
    ),
    direct_with_pull_request_count=12,
    fixups=Tally(3, commit("d", "fixup! x")),
    missing_tickets=MissingTickets(Tally(1, commit("e", "y")), 1_000),
    branches=BranchStatistics(
        208,
        Percentiles(DAY * 1.5, DAY * 30),
        Percentiles(3, 11),
        (
            MergedBranch(MERGE, "12-add", 12, 34 * DAY, ("Ann", "Bob")),
            MergedBranch(commit("c", "words"), "", 1, 3 * DAY, ("Ann",)),
        ),
    ),
    period_length="month",
    periods=(Period("1970-01", 1_000, 210, 160, 3, 0), Period("1970-02", 204, 0, 0, 0, 1)),
    is_shallow=False,
)
EMPTY = HistoryReport(
    *("main..main", "main", Totals(0, 0, 0, None, None), CommitCounts(0, 0, 0, 0)),
    *(verdicts(), 0, NONE, None),
    branches=BranchStatistics(0, None, None, ()),
    period_length="week",
    periods=(),
    is_shallow=False,
)
LINEAR = EMPTY._replace(
    range_description="all of main",
    totals=Totals(3, 0, 1, 0, 0),
    commit_counts=CommitCounts(2, 1, 0, 0),
    verdicts=verdicts(direct=Tally(2, commit("b", "Two (#2)"))),
    direct_with_pull_request_count=1,
    missing_tickets=MissingTickets(NONE, 3),
    periods=(Period("1970-W01", 3, 0, 0, 0, 0),),
    is_shallow=True,
)


def rows(report: HistoryReport) -> str:
    """The report as plain text."""
    return "\n".join(plain_lines(report_rows(report, lambda count, of: ""))) + "\n"


def test_rows() -> None:
    assert rows(REPORT) == ("""\
hookkit history-report of origin/main, its last year
  1,204 commits by 14 authors: 1970-01-01 to 1970-10-28
  260 on main itself, 944 brought in by merges

76% of 210 merges on main are semi-linear
  semi-linear  160   76%         newest aaaaaaa  "Merge branch '12-add'"
  not-rebased   50   24%  HK403  newest ccccccc  "Merge branch 'x'"
50 other commits on main
  direct        50        HK401  newest bbbbbbb  "Fix *it*"

  3 fixups slipped through  newest ddddddd  "fixup! x"
  1 of 1,000 commits that need a ticket has none  newest eeeeeee  "y"

208 branches, of 210 merges
  first commit to merge  median 36 hours, 90% within 30 days
  size                   median 3 commits, 90% at most 11
  longest-lived
       34 days   12 commits  12-add             by Ann, Bob
        3 days     1 commit  merged by ccccccc  by Ann

By month   commits  merges  semi-linear  fixups  no ticket
  1970-01    1,000     210          76%       3          0
  1970-02      204       0                    0          1
note  12 direct commits name a pull or merge request: squashed or rebased by a server
look closer  hookkit graph --unfold ccccccc^..ccccccc  the newest not-rebased
""")


def test_bars_are_as_wide_as_the_column() -> None:
    drawn = list(plain_lines(report_rows(REPORT, bar)))
    assert drawn[5:9] == [
        "  semi-linear  160   76%  ████████████▏            newest aaaaaaa",
        "  not-rebased   50   24%  ███▊              HK403  newest ccccccc",
        "50 other commits on main",
        "  direct        50                          HK401  newest bbbbbbb",
    ]
    assert drawn[21:23] == [
        "  1970-01    1,000     210          76%  ████████████▏          3          0",
        "  1970-02      204       0                                      0          1",
    ]


def test_a_linear_history_and_a_shallow_clone_are_told() -> None:
    assert rows(LINEAR) == ("""\
hookkit history-report of all of main
  3 commits by 1 author: 1970-01-01
  3 on main itself, 0 brought in by merges

No merge on main
3 commits on main
  direct        2  HK401  newest bbbbbbb  "Two (#2)"
  first commit  1

  no fixup slipped through
  no commit without a ticket

By week     commits  merges  semi-linear  fixups  no ticket
  1970-W01        3       0                    0          0
note  the history is linear: what was a branch cannot be seen
note  1 direct commit names a pull or merge request: squashed or rebased by a server
note  this clone is shallow: what lies below its oldest commits is unknown
look closer  hookkit graph --unfold bbbbbbb^..bbbbbbb  the newest direct
know more    git fetch --unshallow
""")


def test_nothing_is_told_of_nothing() -> None:
    assert rows(EMPTY) == (
        "hookkit history-report of main..main\n  no commit\n"
        "note  tickets are not looked for: ticket_pattern is not set\n"
    )


def test_one_of_each_is_not_two() -> None:
    one = REPORT._replace(
        commit_counts=CommitCounts(1, 0, 0, 0),
        totals=Totals(1, 1, 1, 0, 0),
        verdicts=verdicts(semi_linear=Tally(1, MERGE)),
        direct_with_pull_request_count=0,
        branches=BranchStatistics(
            1, Percentiles(60, 60), Percentiles(1, 1), REPORT.branches.longest[:1]
        ),
    )
    text = rows(one).splitlines()
    assert text[1:6] == [
        "  1 commit by 1 author: 1970-01-01",
        "  1 on main itself, 0 brought in by merges",
        "",
        "100% of 1 merge on main is semi-linear",
        "  semi-linear  1  100%         newest aaaaaaa  \"Merge branch '12-add'\"",
    ]
    assert text[10:13] == [
        "1 branch",
        "  first commit to merge  median 1 minute, 90% within 1 minute",
        "  size                   median 1 commit, 90% at most 1",
    ]


def test_markdown() -> None:
    rule = "hk403-merge-of-a-branch-that-is-not-rebased"
    assert HISTORY_FORMATS["markdown"](REPORT).decode() == (f"""\
## History of origin/main, its last year

1,204 commits by 14 authors: 1970-01-01 to 1970-10-28. 260 on main itself, 944 brought in by merges.

**76% of 210 merges on main are semi\\-linear.**

| on main | commits | share of the merges | newest |
| --- | --: | --: | --- |
| semi-linear | 160 | 76% | `aaaaaaa` "Merge branch '12\\-add'" |
| [not-rebased]({PAGE}#{rule}) | 50 | 24% | `ccccccc` "Merge branch 'x'" |
| [direct]({PAGE}#hk401-direct-commit) | 50 |  | `bbbbbbb` "Fix \\*it\\*" |

| left behind | commits | newest |
| --- | --: | --- |
| fixups | 3 | `ddddddd` "fixup\\! x" |
| without a ticket | 1 of 1,000 that need one | `eeeeeee` "y" |

208 branches, of 210 merges. First commit to merge: median 36 hours, 90% within 30 days. Size: \
median 3 commits, 90% at most 11.

| longest-lived | commits | first commit to merge | by |
| --- | --: | --: | --- |
| 12\\-add | 12 | 34 days | Ann, Bob |
| merged by ccccccc | 1 | 3 days | Ann |

| month | commits | merges | semi-linear | fixups | no ticket |
| --- | --: | --: | --: | --: | --: |
| 1970-01 | 1,000 | 210 | 76% | 3 | 0 |
| 1970-02 | 204 | 0 |  | 0 | 1 |

- 12 direct commits name a pull or merge request: squashed or rebased by a server
""")


@pytest.mark.parametrize("name", ["a|b", "<img src=x>", "@team", "#12", "`x`", "a\x1b[31m\nb"])
def test_no_name_is_more_than_text_in_markdown(name: str) -> None:
    unusual = REPORT.branches.longest[0]._replace(name=name, authors=(name,))
    report = REPORT._replace(
        branches=REPORT.branches._replace(longest=(unusual,)),
        fixups=Tally(1, commit("d", name)),
        range_description=name,
    )
    text = HISTORY_FORMATS["markdown"](report).decode()
    plain = HISTORY_FORMATS["markdown"](REPORT).decode()
    assert len(text.splitlines()) == len(plain.splitlines()) - 1
    assert "\x1b" not in text
    # Whatever would act is escaped.
    assert not any(each in text.replace("\\", "\0") for each in (" <img", " @team", " #12", "a|b"))


def test_json() -> None:
    assert json.loads(HISTORY_FORMATS["json"](LINEAR)) == {
        "version": 1,
        "tool": {"name": "hookkit", "version": __version__},
        "subject": "all of main",
        "branch": "main",
        "is_shallow": True,
        "commits": 3,
        "merges": 0,
        "authors": 1,
        "first": 0,
        "last": 0,
        "line": 2,
        "first_commit": 1,
        "merged": 0,
        "beside": 0,
        "semi_linear_share": None,
        "verdicts": [
            _verdict("semi-linear", None, None),
            {
                "verdict": "direct",
                "rule": "HK401",
                "link": f"{PAGE}#hk401-direct-commit",
                "count": 2,
                "newest": {"commit": "b" * 40, "subject": "Two (#2)", "when": DAY},
            },
            _verdict("foxtrot", "HK402", "hk402-first-parents-turned-round"),
            _verdict("not-rebased", "HK403", "hk403-merge-of-a-branch-that-is-not-rebased"),
            _verdict("inner-merge", "HK404", "hk404-merge-with-a-merge-inside"),
            _verdict("octopus", "HK405", "hk405-merge-of-several-branches"),
            _verdict("evil-merge", "HK406", "hk406-merge-with-changes-of-its-own"),
            _verdict("unrelated", "HK407", "hk407-history-of-another-project"),
            _verdict("unknown", None, None),
        ],
        "requests": 1,
        "fixups": {"count": 0, "newest": None},
        "tickets": {"of": 3, "without": {"count": 0, "newest": None}},
        "branches": {"count": 0, "seconds": None, "commits": None, "longest": []},
        "by": "week",
        "periods": [
            {
                **{"name": "1970-W01", "commits": 3, "merges": 0, "semi_linear": 0},
                **{"fixups": 0, "without_ticket": 0},
            }
        ],
    }
    full = json.loads(HISTORY_FORMATS["json"](REPORT))
    assert full["semi_linear_share"] == 0.7619
    assert full["branches"] == {
        "count": 208,
        "seconds": {"median": 1.5 * DAY, "p90": 30 * DAY},
        "commits": {"median": 3, "p90": 11},
        "longest": [
            {
                "branch": "12-add",
                "merge": {"commit": "a" * 40, "subject": "Merge branch '12-add'", "when": DAY},
                "commits": 12,
                "seconds": 34 * DAY,
                "authors": ["Ann", "Bob"],
            },
            {
                "branch": None,
                "merge": {"commit": "c" * 40, "subject": "words", "when": DAY},
                "commits": 1,
                "seconds": 3 * DAY,
                "authors": ["Ann"],
            },
        ],
    }
    assert json.loads(HISTORY_FORMATS["json"](EMPTY))["tickets"] is None


def test_the_page_of_formats_names_every_key() -> None:
    page = (Path(__file__).parents[3] / "docs" / "formats.md").read_text(encoding="utf-8")
    section = page.partition("## A history report\n")[2].partition("\n## ")[0]
    rows = re.findall(r"^\| (`.+?) \|", section, re.MULTILINE)
    named = [name for cell in rows for name in re.findall(r"`(\w+)`", cell)]
    keys = [*json.loads(HISTORY_FORMATS["json"](REPORT))]
    assert named == keys[2:], "but for version and tool, which all documents have"


def test_without_tickets_there_is_no_column_of_them() -> None:
    text = rows(REPORT._replace(missing_tickets=None)).splitlines()
    assert "By month   commits  merges  semi-linear  fixups" in text
    assert "  1970-01    1,000     210          76%       3" in text


def _verdict(name: str, rule: str | None, anchor: str | None) -> dict[str, object]:
    link = anchor and f"{PAGE}#{anchor}"
    return {"verdict": name, "rule": rule, "link": link, "count": 0, "newest": None}
