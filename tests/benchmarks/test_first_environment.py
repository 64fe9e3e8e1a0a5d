"""The benchmark of the first environment: what it compares, and its table."""

from __future__ import annotations

from benchmarks.first_environment import FLOOR, Built, rows
from hookkit.settings.settings_file import parse_toml
from tests.documentation_pages import ROOT


def test_hookkit_stands_on_what_it_is_compared_with() -> None:
    project = parse_toml((ROOT / "pyproject.toml").read_text(encoding="utf-8"), ROOT)["project"]
    assert isinstance(project, dict)
    declared = {each.partition(">")[0] for each in project["dependencies"]}
    assert {each.lower() for each in FLOOR} <= declared


def test_the_rows_are_those_of_the_page() -> None:
    found = {"hookkit": Built(30, 1935, 28_400_000, 1.0)}
    (row,) = rows(found, "uv")
    assert row == "| hookkit, by uv | 30 | 1,935 | 28.4 | 1.0 |"
    page = (ROOT / "docs" / "frameworks.md").read_text(encoding="utf-8")
    assert "| environment | packages | files | MB | seconds of the processor |" in page
