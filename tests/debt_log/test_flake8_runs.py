"""flake8 on many contents: a content that stops flake8 is found, the others are linted."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from hookkit.debt.finding import line_digest
from hookkit.debt_log import flake8_runs
from hookkit.debt_log.content_findings import ContentFindings
from hookkit.debt_log.flake8_runs import ContentToLint, Flake8Runs, batches_of
from hookkit.errors import EnvironmentFailed

PLUGIN = """\
import os
class Plugin:
    name = version = "1"
    def __init__(self, tree, lines):
        self.text = "".join(lines)
    def run(self):
        print("a plugin that prints")
        if "crash" in self.text:
            raise RuntimeError("a bug")
        if "die" in self.text:
            os.kill(os.getpid(), 9)
        if "full" in self.text:
            raise OSError("No space left on device")
        if "always" in self.text:
            yield 1, 0, "XY1 a sentence\\nof two lines", Plugin
"""


@pytest.fixture
def config(tmp_path: Path) -> bytes:
    """A configuration with a plugin that prints, and stops at some contents."""
    (tmp_path / "plugins").mkdir()
    (tmp_path / "plugins" / "plug.py").write_text(PLUGIN)
    return (
        "[flake8]\nextend-select = XY\n[flake8:local-plugins]\nextension = XY = plug:Plugin\n"
        f"paths = {tmp_path / 'plugins'}\n"
    ).encode()


def looked(
    tmp_path: Path, config: bytes, texts: list[str], process_count: int = 2
) -> tuple[dict[str, ContentFindings], dict[str, str]]:
    """What is found in contents, named by their numbers."""
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    data = {
        ContentToLint(f"{at:040}", "module.py", b""): text.encode() for at, text in enumerate(texts)
    }
    runs = Flake8Runs(scratch, config, process_count, lambda: None)
    found: dict[str, ContentFindings] = {}
    sentences: dict[str, str] = {}
    for each in runs.findings_of(batches_of([*data], data.get, process_count)):
        found |= {str(int(content.blob)): one for content, one in each.findings}
        sentences |= each.message_by_code
    assert [*scratch.iterdir()] == []
    return dict(sorted(found.items())), sentences


def test_each_content_has_its_own_findings(tmp_path: Path, config: bytes) -> None:
    texts = ["x = 1\n", "x=1\ny=1\n", "def f(:\n", "", "# always\n"]
    found, sentences = looked(tmp_path, config, texts)
    e225 = Counter({("E225", line_digest(b"x=1")): 1, ("E225", line_digest(b"y=1")): 1})
    assert [*found.values()] == [
        ContentFindings(1, "", Counter()),
        ContentFindings(2, "", e225),
        ContentFindings(1, "syntax", Counter()),
        ContentFindings(0, "", Counter()),
        ContentFindings(1, "", Counter({("XY1", line_digest(b"# always")): 1})),
    ]
    assert sentences["XY1"] == "a sentence\nof two lines"


def test_a_content_at_which_flake8_stops_is_found(tmp_path: Path, config: bytes) -> None:
    texts = ["x=1\n"] * 3 + ["# crash\n"] + ["x=1\n"] * 2 + ["# die\n"]
    found, _ = looked(tmp_path, config, texts)
    expected = ["", "", "", "crash", "", "", "killed"]
    assert [each.problem for each in found.values()] == expected
    assert sum(each.findings.total() for each in found.values()) == 5


def test_a_content_that_is_nested_too_deeply_stops_no_other(tmp_path: Path, config: bytes) -> None:
    found, _ = looked(tmp_path, config, ["x=1\n", f"x = {'-' * 7_000}1\n", "y=1\n"])
    assert [each.problem for each in found.values()] == ["", "killed", ""]


def test_what_comes_from_the_system_is_no_property_of_a_content(
    tmp_path: Path, config: bytes
) -> None:
    with pytest.raises(EnvironmentFailed, match="No space left on device"):
        looked(tmp_path, config, ["x = 1\n", "# full\n"], process_count=1)


def test_a_configuration_that_flake8_refuses_is_an_error(tmp_path: Path) -> None:
    config = b"[flake8]\nper-file-ignores = nonsense nonsense\n"
    with pytest.raises(EnvironmentFailed, match="flake8 ended with status 1: .*per-file-ignores"):
        looked(tmp_path, config, ["x = 1\n", "y = 1\n"], process_count=1)


def test_contents_are_cut_into_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(flake8_runs, "MAX_CONTENTS", 3)
    monkeypatch.setattr(flake8_runs, "MAX_BYTES", 10)
    sizes = {"a": 2, "b": 2, "c": 2, "d": 9, "e": 2, "f": 99, "g": 1}

    def read(content: ContentToLint) -> bytes | None:
        return None if content.blob == "g" else b"x" * sizes[content.blob]

    contents = [ContentToLint(each, "module.py", b"") for each in sizes]
    found = ["".join(one.blob for one, _ in batch) for batch in batches_of(contents, read, 1)]
    assert found == ["abc", "d", "e", "f"]
    many = ["".join(one.blob for one, _ in batch) for batch in batches_of(contents, read, 4)]
    assert many[0] == "ab"
