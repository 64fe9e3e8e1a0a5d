"""The page of policies says what hookkit does: its example, what that shows, and its message."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.repository import Repository
from tests.repository_with_hooks import run_here
from tests.server.scenario import serve

PAGE = Path(__file__).parents[2] / "docs" / "server-policy.md"


def blocks(language: str) -> list[str]:
    """The examples of the page in a language."""
    text = PAGE.read_text(encoding="utf-8")
    return re.findall(rf"^```{language}\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)


@pytest.fixture
def shop(tmp_path: Path) -> Repository:
    """The bare repository of the page, below another root."""
    made = Repository(tmp_path / "srv" / "web" / "shop.git")
    made.path.mkdir(parents=True)
    made.git("init", "-q", "--bare")
    return made


def example(tmp_path: Path) -> Path:
    """The example of the page, with the root of the test."""
    place = tmp_path / "policy.toml"
    text = blocks("toml")[0].replace("/srv/git", str(tmp_path / "srv"))
    place.write_text(text.replace("2026", "2999"))
    place.chmod(0o644)
    return place


def test_the_example_shows_what_the_page_says(shop: Repository, tmp_path: Path) -> None:
    place = example(tmp_path)
    serve(shop, place)
    shown = shop.hookkit("server", "policy").stdout
    wanted = blocks("text")[0].replace("/etc/hookkit/policy.toml", str(place))
    assert shown == wanted.replace("2026", "2999")
    checked = shop.hookkit("server", "policy", "--check", "--policy", str(place))
    assert (checked.returncode, checked.stderr) == (0, "")


def test_the_input_is_checked_whoever_it_is_from(shop: Repository, tmp_path: Path) -> None:
    place = example(tmp_path)
    place.chmod(0o666)
    command = [sys.executable, "-m", "hookkit", "server", "policy", "--check", "--policy", "-"]
    with place.open("rb") as text:
        ended = subprocess.run(command, cwd=tmp_path, stdin=text, capture_output=True, text=True)
    assert (ended.returncode, ended.stderr) == (0, "")
    assert ended.stdout.startswith("the input: 2 [[policy]], 1 [[exception]]\n")


def test_a_wrong_name_has_the_message_of_the_page(shop: Repository, tmp_path: Path) -> None:
    place = example(tmp_path)
    place.write_text(place.read_text().replace("protected =", "protect ="))
    ended = shop.hookkit("server", "policy", "--check", "--policy", str(place))
    wanted = blocks("text")[1].split("hookkit: nothing")[0]
    said = ended.stderr.replace(str(place), "/etc/hookkit/policy.toml")
    assert (ended.returncode, said) == (2, wanted)


def test_the_line_of_the_page_is_read(repo: Repository, tmp_path: Path) -> None:
    (line,) = blocks("json")
    (tmp_path / "pushes.jsonl").write_text(line)
    words = ("server", "report", "--journal", str(tmp_path / "pushes.jsonl"), "--format", "json")
    found = json.loads(run_here(repo, *words).out)
    assert (found["pushes"], found["refused"], found["damaged_lines"]) == (1, 1, 0)


def test_the_report_looks_as_on_the_page(repo: Repository, tmp_path: Path) -> None:
    pushes = [
        ("web/shop", 1, "passed", {}),
        ("web/shop", 1, "refused", {"refused": ["HK401"]}),
        ("web/shop", 3, "passed", {"warning": ["HK401"]}),
        ("db/main", 2, "passed", {}),
        ("db/main", 2, "passed", {"warning": ["HK401"]}),
    ]
    common = {"version": 1, "who": "ann", "told_by": "GL_USER"}
    lines = [
        json.dumps(
            {**common, "time": f"2026-11-{day:02}T10:20:00Z", "repository": name, **more}
            | {"verdict": verdict}
        )
        for name, day, verdict, more in pushes
    ]
    (tmp_path / "pushes.jsonl").write_text("\n".join(lines) + "\n")
    words = ("server", "report", "--journal", str(tmp_path / "pushes.jsonl"), "--by", "repository")
    assert run_here(repo, *words).out == blocks("text")[2]
