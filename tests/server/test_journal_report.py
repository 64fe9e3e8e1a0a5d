"""The report of a journal: what is counted, in which order, and lines that are none."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any

import pytest

from tests.repository import Repository
from tests.repository_with_hooks import run_here


def line(day: int, repository: str, who: str, verdict: str, **more: object) -> str:
    """A line of a journal."""
    found = {"version": 1, "time": f"2026-03-{day:02}T10:20:30Z", "repository": repository}
    told_by = "login" if who == "git" else "GL_USERNAME"
    return json.dumps(found | {"who": who, "told_by": told_by, "verdict": verdict} | more) + "\n"


LINES = [
    line(1, "web/shop", "ann", "passed"),
    line(1, "web/shop", "bob", "refused", refused=["HK401", "HK601"], warning=["HK701"]),
    line(2, "db/main", "ann", "passed", warning=["HK401"], exceptions=["2026-04-01: move"]),
    line(3, "db/main", "git", "failed", reason="configuration"),
    line(3, "web/shop", "ann", "unchecked"),
]


@pytest.fixture
def journal(tmp_path: Path) -> Path:
    """A journal of three files, the oldest of which has the highest number."""
    place = tmp_path / "pushes.jsonl"
    for end, lines in ((".2", LINES[:1]), (".1", LINES[1:3]), ("", LINES[3:])):
        place.with_name(place.name + end).write_text("".join(lines))
    place.with_name(f"{place.name}.lock").touch()
    return place


def report(repo: Repository, journal: Path, *words: str) -> list[str]:
    """The lines of a report."""
    ended = run_here(repo, "server", "report", "--journal", str(journal), *words)
    assert (ended.status, ended.err) == (0, "")
    return ended.out.splitlines()


def document(repo: Repository, journal: Path, *words: str) -> Any:
    """The report as JSON."""
    return json.loads("\n".join(report(repo, journal, "--format", "json", *words)))


def test_all_tables_from_all_files(repo: Repository, journal: Path) -> None:
    assert report(repo, journal) == [
        "5 pushes, 2026-03-01 to 2026-03-03: 1 refused, 2 warned, 1 unchecked, 1 failed, 1 by"
        " exception",
        "  repository  pushes  refused  warned  unchecked  failed  by exception  last push",
        "  web/shop         3        1       1          1       0             0  2026-03-03 10:20",
        "  db/main          2        0       1          0       1             1  2026-03-03 10:20",
        "  person       pushes  refused  warned  unchecked  failed  by exception  last push",
        "  bob               1        1       1          0       0             0  2026-03-01 10:20",
        "  ann               3        0       1          1       0             1  2026-03-03 10:20",
        "  git (login)       1        0       0          0       1             0  2026-03-03 10:20",
        "  rule   pushes  refused  warned  unchecked  failed  by exception  last push",
        "  HK401       2        1       1          0       0             1  2026-03-02 10:20",
        "  HK601       1        1       0          0       0             0  2026-03-01 10:20",
        "  HK701       1        0       1          0       0             0  2026-03-01 10:20",
        "  day         pushes  refused  warned  unchecked  failed  by exception  last push",
        "  2026-03-03       2        0       0          1       1             0  2026-03-03 10:20",
        "  2026-03-02       1        0       1          0       0             1  2026-03-02 10:20",
        "  2026-03-01       2        1       1          0       0             0  2026-03-01 10:20",
    ]


@pytest.mark.parametrize(
    ("words", "count"),
    [
        (("--since", "2026-03-02"), 3),
        (("--until", "2026-03-02"), 3),
        (("--since", "2026-03-02", "--until", "2026-03-02"), 1),
        (("--since", "2026-3-2", "--until", "2026-3-2"), 1),
        (("--repository", "web/*"), 3),
        (("--repository", "db/main.git"), 2),
        (("--person", "ann"), 3),
        (("--rule", "HK401"), 2),
        (("--rule", "HK401", "--person", "bob"), 1),
        (("--person", "nobody"), 0),
    ],
)
def test_of_some_alone(
    repo: Repository, journal: Path, words: tuple[str, ...], count: int
) -> None:
    assert document(repo, journal, *words)["pushes"] == count


def test_one_table_is_whole_and_of_all_ten_rows_are_shown(repo: Repository, journal: Path) -> None:
    journal.write_text("".join(line(1, f"r{number:02}", "ann", "passed") for number in range(13)))
    assert len(report(repo, journal, "--by", "repository")) == 2 + 13 + 2
    assert "  and 5 more, with --by repository" in report(repo, journal)


def test_as_csv_a_row_for_each_name_and_in_a_file(
    repo: Repository, journal: Path, tmp_path: Path
) -> None:
    journal.write_text(line(1, "=x", "a\x1b[31m", "passed"))
    rows = [*csv.reader(io.StringIO("\n".join(report(repo, journal, "--format", "csv"))))]
    head = ["by", "name", "pushes", "refused", "warned", "unchecked", "failed", "under_exception"]
    assert rows[0] == [*head, "last"]
    assert ["repository", "'=x", "1", "0", "0", "0", "0", "0", "2026-03-01T10:20:30Z"] in rows
    assert ["person", r"a\x1b[31m"] in [each[:2] for each in rows]
    place = tmp_path / "out.csv"
    report(repo, journal, "--by", "rule", "--output", f"csv={place}")
    assert len(place.read_text().splitlines()) == 1 + 3


def test_lines_that_are_none_are_counted(repo: Repository, journal: Path) -> None:
    broken = ["", "{", "[" * 100_000, "[]", "7", '{"version":1}']
    broken.append(line(1, "x", "y", "passed", refused="HK401"))
    text = "".join(each.strip() + "\n" for each in broken)
    journal.write_text(text + '{"version":2,"x":1}\n' + line(4, "x", "y", "passed"))
    found = document(repo, journal)
    assert (found["pushes"], found["damaged_lines"], found["newer_lines"]) == (4, 7, 1)
    assert report(repo, journal)[-2:] == [
        "note  7 lines could not be read",
        "note  1 line of a newer hookkit: pip install --upgrade hookkit",
    ]


def test_without_a_journal_or_a_push_that_is_said(repo: Repository, tmp_path: Path) -> None:
    place = tmp_path / "none"
    ended = run_here(repo, "server", "report", "--journal", str(place))
    assert (ended.status, ended.err) == (
        2,
        f"hookkit: there is no journal {place}\n  repair: hookkit server policy --check\n",
    )
    place.touch()
    assert report(repo, place) == [f"there is no such push in {place}"]
    policy = tmp_path / "policy.toml"
    policy.write_text("")
    policy.chmod(0o644)
    ended = run_here(repo, "server", "report", "--policy", str(policy))
    assert (ended.status, ended.err) == (
        2,
        f"hookkit: {policy} has no journal: name the journal\n"
        "  repair: hookkit server report --journal FILE\n",
    )
    ended = run_here(repo, "server", "report", "--journal", "x", "--since", "1.3.2026")
    assert (ended.status, ended.err.splitlines()[0]) == (
        2,
        "hookkit: '1.3.2026' is no day such as 2026-01-31",
    )


def test_the_journal_is_that_of_the_policy(repo: Repository, journal: Path) -> None:
    policy = journal.with_name("policy.toml")
    policy.write_text(f"[journal]\nfile = '{journal}'\n")
    policy.chmod(0o644)
    ended = run_here(repo, "server", "report", "--policy", str(policy), "--by", "day")
    assert ended.out.startswith("5 pushes, ")


def test_a_file_that_is_rotated_while_it_is_read_counts_once(
    repo: Repository, journal: Path
) -> None:
    journal.with_name(f"{journal.name}.3").hardlink_to(journal)
    assert document(repo, journal)["pushes"] == 5
