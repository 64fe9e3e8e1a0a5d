"""``hookkit run --format``: the same run, told to another program."""

from __future__ import annotations

import json
import xml.etree.ElementTree as ET
from collections.abc import Callable

import pytest

from tests.repository import Repository
from tests.repository_with_hooks import FIXED, SLOPPY, run_here


def json_codes(text: str) -> list[str]:
    """The codes that a run corrects, as JSON tells them."""
    (file,) = json.loads(text)["files"]
    return [fault["code"] for fault in file["faults"]]


def sarif_codes(text: str) -> list[str]:
    """The codes that a run corrects, as SARIF tells them."""
    (run,) = json.loads(text)["runs"]
    return [result["ruleId"] for result in run["results"]]


def github_codes(text: str) -> list[str]:
    """The codes that a run corrects, as GitHub's annotations tell them."""
    return [line.split("title=")[1].split()[0].split(":")[0] for line in text.splitlines()]


def junit_codes(text: str) -> list[str]:
    """The codes that a run corrects, as JUnit tells them."""
    failures = ET.fromstring(text).iter("failure")
    return [line.split()[1] for each in failures for line in (each.text or "").splitlines()]


READERS = [
    pytest.param("json", json_codes, id="json"),
    pytest.param("sarif", sarif_codes, id="sarif"),
    pytest.param("github", github_codes, id="github"),
    pytest.param("junit", junit_codes, id="junit"),
]


@pytest.mark.parametrize("check", [True, False])
@pytest.mark.parametrize(("form", "codes"), READERS)
def test_a_run_is_told_in_each_format(
    repo: Repository, form: str, codes: Callable[[str], list[str]], check: bool
) -> None:
    repo.commit("Add a", {"a.py": SLOPPY})
    ended = run_here(repo, "run", "--format", form, *(["--check"] if check else []))
    assert (ended.status, ended.err) == (int(check), "")
    assert sorted(codes(ended.out)) == ["E225", "E231", "E401"]
    assert repo.read("a.py").decode() == (SLOPPY if check else FIXED)


@pytest.mark.parametrize("form", ["json", "sarif", "github", "junit"])
def test_a_clean_run_is_told_as_well(repo: Repository, form: str) -> None:
    repo.commit("Add a", {"a.py": FIXED})
    ended = run_here(repo, "run", "--format", form, "--check")
    assert (ended.status, ended.err) == (0, "")
    assert "E2" not in ended.out


def test_a_patch_has_no_other_format(repo: Repository) -> None:
    ended = run_here(repo, "run", "--diff", "--format", "json")
    assert (ended.status, ended.out) == (2, "")
    assert ended.err.startswith("hookkit: --diff and --format exclude each other\n")
