"""The page of a picture, as text."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from hookkit.git.changed_line_counts import FileLineCounts
from hookkit.graph import page_data
from hookkit.graph.page import STATIC_ROWS, graph_page
from hookkit.graph.page_data import PageContext
from hookkit.history.forge_links import ForgeLinks, forge_repository_of
from tests.graph.scenarios import LONG, hostile, long, usual


def data_of(text: str) -> dict[str, Any]:
    """What the script of a page reads."""
    found = re.search(r'<script type="application/json" id="data">(.*?)</script>', text)
    assert found
    data: dict[str, Any] = json.loads(found[1])
    return data


def details(data: dict[str, Any], title: str) -> dict[str, Any]:
    """What the page has of a commit beside its title."""
    found: dict[str, Any] = next(
        each[5] for each in data["commits"] if each[3] == title and each[5:]
    )
    return found


def test_the_page_has_every_commit_and_is_the_same_each_time(tmp_path: Path) -> None:
    picture = usual(tmp_path)
    text = graph_page(picture, "", [])
    assert graph_page(picture, "", []) == text
    data = data_of(text)
    commits = [each for row in picture.rows for each in (row.commit, *row.merged_commits)]
    assert [each[0] for each in data["commits"]] == [each.id for each in commits]
    names = [data["authors"][each[1]] for each in data["commits"]]
    assert names == [each.parsed_commit.detailed_commit.author for each in commits]
    assert [row[4:5] for row in data["rows"]] == [
        [len(row.merged_commits)] if row.merged_commits else [] for row in picture.rows
    ]
    assert re.findall(r"<li><b>([\d,/]+)</b> ([a-z -]+)</li>", text) == [
        (str(len(commits)), "commits"),
        ("4", "authors"),
        ("3/5", "merges semi-linear"),
    ]
    words = {short_name: rule for _, _, rules in data["verdicts"] for short_name, rule, _ in rules}
    assert words == {
        **{"octopus": "HK405", "direct": "HK401", "semi-linear": "", "not rebased": "HK403"}
    }
    assert details(data, "14-search")["subject"] == "Merge branch '14-search'"
    assert details(data, "14-search")["merged"] == "2 commits"


def test_branches_of_one_form_share_their_lanes(tmp_path: Path) -> None:
    data = data_of(graph_page(long(tmp_path), "", []))
    assert {row[5] for row in data["rows"]} == {0}
    # The merge, its commit, and the row in which that joins: lane, ends, begins, passing, goes on.
    assert data["forms"] == [
        [[0, [], [0, 1], [], False], [1, [1], [1], [0], False], [0, [0, 1], [], [], False]]
    ]


def test_nothing_of_a_stranger_becomes_markup(tmp_path: Path) -> None:
    text = graph_page(hostile(tmp_path), "<b>", ["<b>"])
    assert "<img" not in text and "<b>&lt;" not in text
    assert text.count("</script>") == 2 and text.count("</style>") == 1
    assert "\u202e" not in text and "\\u202e" in text
    assert "<" not in text.partition('id="data">')[2].partition("</script>")[0]


def test_a_long_page_has_its_first_rows_without_a_script(tmp_path: Path) -> None:
    picture = long(tmp_path)
    assert picture.has_older_commits
    text = graph_page(picture, "a b", ["a b"])
    plain = text.partition('<pre class="plain"')[2].partition("</pre>")[0]
    assert plain.count("-topic") == STATIC_ROWS and len(data_of(text)["rows"]) == LONG
    assert f"{LONG - STATIC_ROWS} more rows need a script." in text
    assert "<code>hookkit graph &#39;a b&#39; --limit 0 --open</code>" in text
    unfolded = graph_page(picture, "", [], is_unfolded=True)
    assert data_of(unfolded)["unfolded"] is True
    assert f"{2 * LONG - STATIC_ROWS} more rows need a script." in unfolded


def test_the_page_links_to_the_forge_and_the_tickets(tmp_path: Path) -> None:
    links = ForgeLinks(
        forge_repository_of("git@gitlab.com:shop/till.git"), "https://example.com/{ticket}"
    )
    picture = usual(tmp_path)
    data = data_of(graph_page(picture, "", [], context=PageContext(links)))
    assert data["page"] == "https://gitlab.com/shop/till/-/commit/"
    assert data["forge"] == "GitLab"
    assert details(data, "14-search")["tickets"] == [["#14", "https://example.com/14"]]
    bare = data_of(graph_page(picture, "", []))
    assert (bare["page"], bare["forge"]) == ("", "")
    assert details(bare, "14-search")["tickets"] == [["#14", ""]]


def test_the_newest_commits_have_their_files_and_messages(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    picture = usual(tmp_path)
    first, second = picture.rows[0].commit, picture.rows[1].commit
    files = [FileLineCounts(f"{number}\u202e.py", 1, None) for number in range(102)]
    context = PageContext(files={first.id: files, second.id: []})
    data = data_of(graph_page(picture, "", [], context=context))
    more = {each[0]: each[5] for each in data["commits"] if each[5:]}
    assert more[first.id]["files"][0] == ["0\\u202e.py", 1, None, ""]
    assert (len(more[first.id]["files"]), more[first.id]["unlisted"]) == (100, 2)
    assert more[second.id]["files"] == [] and "unlisted" not in more[second.id]
    text = first.parsed_commit.detailed_commit._replace(
        message="Subject\n\nBody\x1b\n\n\tmore \u4e2d\n"
    )
    row = picture.rows[0]._replace(
        commit=first._replace(parsed_commit=first.parsed_commit._replace(detailed_commit=text))
    )
    changed = picture._replace(rows=(row, *picture.rows[1:]))
    assert "Body\\\\x1b\\n\\n\\tmore \\u4e2d" in graph_page(changed, "", [])
    monkeypatch.setattr(page_data, "MAX_PAGE_CHARACTERS", 5)
    bare = {each[0]: each for each in data_of(graph_page(changed, "", []))["commits"]}
    assert bare[first.id][4] & 16 and "body" not in bare[first.id][5]
