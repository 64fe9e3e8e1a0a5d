"""docs/library.md is what the docstrings say, and its script and examples work."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from scripts.render_library import PAGE, render
from tests.documentation_pages import ROOT, blocks, links
from tests.repository import Repository
from tests.repository_with_hooks import FIXED, SLOPPY, corrections

EXAMPLES = ROOT / "docs" / "examples"
JUPYTER = """\
class SVG:
    def __init__(self, data):
        self.data = data

def display(picture):
    print(picture.data)
"""


@pytest.fixture
def shop(repo: Repository) -> Repository:
    """A repository with a branch that has a sloppy file and a fixup."""
    repo.commit("Begin", {"shop/a.py": "x = 1\n", "tools/b.py": "y=1\nz=2\n"})
    repo.git("checkout", "-q", "-b", "topic")
    repo.commit("Add c", {"shop/c.py": SLOPPY})
    repo.commit("fixup! Add c", {"shop/d.py": "def f(:\n"})
    return repo


def ran(folder: Path, *args: str | Path) -> str:
    """Run Python in a folder, which must end with 0; give what it printed."""
    ended = subprocess.run(
        [sys.executable, *args],
        cwd=folder,
        capture_output=True,
        text=True,
        encoding="utf-8",
    )
    assert (ended.returncode, ended.stderr) == (0, "")
    return ended.stdout


def test_the_page_is_current() -> None:
    assert PAGE.read_text(encoding="utf-8") == render(), "run: python -m scripts.render_library"


@pytest.mark.parametrize("target", links(render()))
def test_each_link_leads_somewhere(target: str) -> None:
    assert (PAGE.parent / target).exists()


def test_a_script_of_20_lines_corrects_and_checks(shop: Repository, tmp_path: Path) -> None:
    script = tmp_path / "script.py"
    script.write_text(next(each.text for each in blocks(render()) if each.language == "python"))
    assert len(script.read_text().splitlines()) <= 20
    shop.git("checkout", "-q", "HEAD^")
    shop.git("checkout", "-q", "-B", "topic")
    shop.commit("fixup! Begin", {"shop/e.py": SLOPPY})
    lines = ran(shop.path, script).splitlines()
    assert lines[0] == "shop/e.py:1: E401 multiple imports on one line"
    assert lines[3] == f"kept: {corrections(shop)[shop.head]}"
    assert [line.split()[0] for line in lines[4:]] == ["HK602"]


def test_a_bot_posts_suggestions(shop: Repository) -> None:
    before = shop.git("for-each-ref")
    request = json.loads(ran(shop.path, EXAMPLES / "suggest.py", "main", "topic"))
    assert request["commit_id"] == shop.head and request["event"] == "REQUEST_CHANGES"
    assert [each["path"] for each in request["comments"]] == ["shop/c.py"]
    assert "import os\nimport sys\n" in request["comments"][0]["body"]
    assert "\n**HK601** main: main would get 1 commit" in request["body"]
    assert request["body"].endswith("Repair: `git switch topic && hookkit tidy`")
    assert shop.git("for-each-ref") == before


def test_a_monorepo_is_corrected_at_night(shop: Repository) -> None:
    out = ran(shop.path.parent, EXAMPLES / "nightly.py", shop.path.name)
    assert shop.git("symbolic-ref", "--short", "HEAD") == "nightly/pep8"
    assert out.splitlines() == [
        "shop/d.py: left alone: does not parse: line 1: invalid syntax",
        "shop: 3 faults corrected",
        "tools: 2 faults corrected",
        f"nightly/pep8: {shop.head}",
    ]
    assert shop.blob("HEAD:shop/c.py") == FIXED.encode()
    assert shop.git("log", "-1", "--format=%s") == "Correct PEP 8 faults in 2 files"
    assert shop.status == ""
    out = ran(shop.path.parent, EXAMPLES / "nightly.py", shop.path.name)
    assert out.splitlines()[-1] == "nightly/pep8: nothing to correct"


def test_a_cell_draws_the_history(
    shop: Repository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    package = tmp_path / "jupyter" / "IPython"
    package.mkdir(parents=True)
    package.joinpath("__init__.py").touch()
    package.joinpath("display.py").write_text(JUPYTER)
    monkeypatch.setenv("PYTHONPATH", str(package.parent), prepend=os.pathsep)
    drawn = ran(shop.path, EXAMPLES / "history_cell.py")
    assert drawn.startswith("<svg ") and "fixup! Add c" in drawn
