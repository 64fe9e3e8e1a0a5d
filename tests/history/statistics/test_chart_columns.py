"""The charts of a history report: their columns, the SVG, and the page as text."""

from __future__ import annotations

import re
from xml.etree import ElementTree

import pytest

from hookkit.history.statistics.chart_columns import MAX_COLUMNS, chart_columns
from hookkit.history.statistics.history_counts import Period, PeriodLength, Tally
from hookkit.history.statistics.history_report import HistoryReport
from hookkit.history.statistics.html_page import history_page, shown_ids
from hookkit.history.statistics.svg_charts import history_svg
from hookkit.terminal.write_html_or_svg_file import SVG_GENERATOR
from tests.history.statistics.test_report_rows import EMPTY, LINEAR, REPORT, commit

BAD = "</title></style><script>alert(1)</script>\u202e"


def over(by: PeriodLength, *names: str) -> HistoryReport:
    """A report in which one merge came in each of some periods."""
    return REPORT._replace(
        period_length=by, periods=tuple(Period(name, 3, 1, 0, 0, 0) for name in names)
    )


@pytest.mark.parametrize(
    ("by", "first", "last", "names"),
    [
        ("month", "2024-11", "2025-02", ["2024-11", "2024-12", "2025-01", "2025-02"]),
        ("quarter", "2024-Q3", "2025-Q1", ["2024-Q3", "2024-Q4", "2025-Q1"]),
        ("week", "2020-W52", "2021-W01", ["2020-W52", "2020-W53", "2021-W01"]),
        ("week", "9999-W51", "9999-W52", ["9999-W51", "9999-W52"]),
        ("month", "2024-11", "2024-11", ["2024-11"]),
    ],
)
def test_the_periods_without_a_commit_have_a_place(
    by: PeriodLength, first: str, last: str, names: list[str]
) -> None:
    columns = chart_columns(over(by, *dict.fromkeys((first, last))))
    assert [each.name for each in columns] == names
    assert [each.commit_count for each in columns][:1] == [3]
    assert sum(each.other_merge_count for each in columns) == len({first, last})


def test_periods_that_lie_too_far_apart_stand_side_by_side() -> None:
    assert [each.name for each in chart_columns(over("week", "1970-W01", "9999-W52"))] == [
        "1970-W01",
        "9999-W52",
    ]
    most = chart_columns(over("month", "1970-01", f"{1970 + MAX_COLUMNS // 12 - 1}-12"))
    assert len(most) == MAX_COLUMNS
    assert chart_columns(EMPTY) == []


def hostile() -> HistoryReport:
    """A report in which all that a stranger can write is an attack."""
    unusual = REPORT.branches.longest[0]._replace(name=BAD, authors=(BAD,))
    return REPORT._replace(
        range_description=BAD,
        branch=BAD,
        branches=REPORT.branches._replace(longest=(unusual,)),
        fixups=Tally(1, commit("d", BAD)),
    )


@pytest.mark.parametrize("report", [REPORT, LINEAR, EMPTY, hostile()])
def test_the_svg_is_well_formed_and_says_what_it_shows(report: HistoryReport) -> None:
    text = history_svg(report)
    assert text == history_svg(report) and SVG_GENERATOR in text[:4096]
    root = ElementTree.fromstring(text)
    names = {each.tag.rpartition("}")[2] for each in root.iter()}
    assert names <= {"svg", "title", "desc", "style", "rect", "g", "text"}
    ids = [each.get("id") for each in root.iter() if each.get("id")]
    assert ids == str(root.get("aria-labelledby")).split()
    assert "\u202e" not in text and not re.search(r"https?:(?!//www\.w3\.org)", text)
    for each in root.iter("{http://www.w3.org/2000/svg}rect"):
        assert float(each.get("width", 0)) >= 0 and float(each.get("height", 0)) >= 0


def test_the_svg_tells_the_numbers() -> None:
    text = history_svg(REPORT)
    for phrase in (
        "76% of 210 merges on main are semi-linear. 160 semi-linear, 50 not-rebased, 50 direct.",
        "<title>1970-01: 1,000 commits, 210 merges</title>",
        ">208 branches, of 210 merges: median 36 hours, 90% within 30 days to the merge<",
        ">34 days<",
    ):
        assert phrase in text


def test_one_period_has_no_chart() -> None:
    for report, is_drawn in ((REPORT, True), (LINEAR, False)):
        assert ("<figure>" in history_page(report, {})) == is_drawn
        assert ("at most" in history_svg(report)) == is_drawn


def test_the_page_has_all_that_the_rows_tell() -> None:
    text = history_page(REPORT, {"a" * 40: "https://forge.example/commit/aaa"})
    assert text == history_page(REPORT, {"a" * 40: "https://forge.example/commit/aaa"})
    plain = " ".join(re.sub(r"<[^>]*>", " ", text.partition("<body>")[2]).split())
    for phrase in (
        "1,204 commits by 14 authors: 1970-01-01 to 1970-10-28. 260 on main itself, 944 brought in",
        "not-rebased HK403 newest ccccccc &#34;Merge branch &#39;x&#39;&#34; 50 24%",
        "50 other commits on main",
        "1970-02 204 0 0 1",
        "12-add 12 commits by Ann, Bob, merged by aaaaaaa 34 days",
        "12 direct commits name a pull or merge request",
    ):
        assert phrase in plain, plain
    assert text.count('href="https://forge.example/commit/aaa"') == 2
    assert "rules.md#hk403" in text


@pytest.mark.parametrize("report", [LINEAR, EMPTY, hostile()])
def test_nothing_of_a_stranger_becomes_markup(report: HistoryReport) -> None:
    text = history_page(report, {})
    assert "<script" not in text and "\u202e" not in text
    assert text.count("</style>") == 1 and " style=" not in text
    assert set(re.findall(r'href="(https?://[^"#]*)', text)) <= {
        "https://github.com/hookkit/hookkit/blob/main/docs/rules.md"
    }


def test_each_commit_of_the_page_is_asked_for_a_link() -> None:
    assert sorted(shown_ids(REPORT)) == [each * 40 for each in "aabccde"]
