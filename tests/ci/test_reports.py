"""The reports of `hookkit ci`: each by its schema, several at once, and cut where a forge cuts."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

from hookkit.ci.check_merge_request_or_push import CiResult
from hookkit.ci.github_reports import MAX_BYTES, ci_github, ci_markdown
from hookkit.ci.machine_readable_reports import MAX_RESULTS, ci_gitlab, ci_sarif
from hookkit.ci.range_to_check import RangeToCheck
from hookkit.corrections.run_outcome import Outcome
from hookkit.history.check_runs.check_result import CheckResult
from hookkit.history.finding import Finding
from hookkit.history.refs.current_branch import CurrentBranch
from hookkit.pep8.fix_task_and_outcome import Fault, FileOutcome
from tests.ci.conftest import Cloning, Remote
from tests.ci.servers import request

SCHEMA = Path(__file__).parents[2] / "docs" / "ci.schema.json"
FORMATS = ("json", "github", "markdown", "gitlab", "sarif", "junit")


def written(cloned: Cloning, remote: Remote, folder: Path, *options: str) -> dict[str, str]:
    """Write every format at once, in a clone as a server has it, and give the texts."""
    clone = cloned(*options)
    out = folder / "out"
    outputs = [word for name in FORMATS for word in ("--output", f"{name}={out / name}")]
    clone.hookkit("ci", *outputs, **request("gitlab", remote.facts, folder))
    return {name: (out / name).read_text() for name in FORMATS}


@pytest.mark.parametrize("options", [(), ("--depth", "1")], ids=["whole", "shallow"])
def test_json_is_as_its_schema_says(
    options: tuple[str, ...], remote: Remote, cloned: Cloning, tmp_path: Path
) -> None:
    jsonschema = pytest.importorskip("jsonschema")
    document = json.loads(written(cloned, remote, tmp_path, *options)["json"])
    schema = json.loads(SCHEMA.read_text())
    jsonschema.Draft202012Validator.check_schema(schema)
    jsonschema.Draft202012Validator(schema).validate(document)
    assert (document["corrections"] is None) == bool(options)


def test_new_debt_is_in_all_formats_where_the_settings_ask_for_it(
    remote: Remote, cloned: Cloning, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOOKKIT_CHECKS", "debt=warn")
    texts = written(cloned, remote, tmp_path)
    for name, text in texts.items():
        assert "HK911" in text and "E225 missing whitespace around operator" in text, name
    assert "::warning file=cart.py,line=2,col=2,title=HK911::E225" in texts["github"]
    issues = json.loads(texts["gitlab"])
    places = [each["location"] for each in issues if each["check_name"] == "HK911"]
    assert places == [{"path": "cart.py", "lines": {"begin": 2}}]
    document = json.loads(texts["json"])
    (found,) = [each for each in document["checks"]["findings"] if each["rule"] == "HK911"]
    assert (found["path"], found["line"], found["code"]) == ("cart.py", 2, "E225")


def test_all_formats_have_the_checks_and_the_faults(
    remote: Remote, cloned: Cloning, tmp_path: Path
) -> None:
    texts = written(cloned, remote, tmp_path)
    for name, text in texts.items():
        assert all(word in text for word in ("HK601", "HK301", "E225", "cart.py")), name
    (run,) = json.loads(texts["sarif"])["runs"]
    rules = [each["id"] for each in run["tool"]["driver"]["rules"]]
    assert all(rules[each["ruleIndex"]] == each["ruleId"] for each in run["results"])
    suites = ElementTree.fromstring(texts["junit"])
    assert [suite.attrib["failures"] for suite in suites] == ["2", "1"]
    issues = json.loads(texts["gitlab"])
    assert len({each["fingerprint"] for each in issues}) == len(issues) == 3
    keys = {"description", "check_name", "severity", "location", "fingerprint"}
    assert all(set(each) == keys for each in issues)


def test_github_gets_annotations_and_a_summary(
    remote: Remote, cloned: Cloning, tmp_path: Path
) -> None:
    summary = tmp_path / "summary.md"
    summary.write_text("of another step\n")
    variables = {"GITHUB_STEP_SUMMARY": str(summary)}
    clone = cloned()
    ended = clone.hookkit("ci", **request("github", remote.facts, tmp_path), **variables)
    assert ended.returncode == 1
    # First as a person reads it in the log, with what repairs it.
    assert ended.stdout.startswith("hookkit would correct 1 fault in 1 file")
    assert "    repair: hookkit sync\n" in ended.stdout
    assert "::error title=HK301 12-cart::it is not rebased on origin/main" in ended.stdout
    assert "::warning file=cart.py,line=2,title=E225::" in ended.stdout
    printed = summary.read_text()
    assert printed.startswith("of another step\n## hookkit: 12\\-cart for main\n")
    assert "**2 refused, 1 fault to correct in 1 file**" in printed


def test_an_unknown_that_fails_is_an_error(remote: Remote, cloned: Cloning, tmp_path: Path) -> None:
    clone = cloned("--depth", "1")
    variables = request("github", remote.facts, tmp_path)
    ended = clone.hookkit("ci", **variables)
    assert (ended.returncode, ended.stdout[:8]) == (3, "unknown ")
    assert "\n::error " in ended.stdout
    assert "fetch-depth: 0" in ended.stdout
    passed = clone.hookkit("ci", "--unknown", "pass", **variables)
    assert passed.returncode == 0
    assert "\n::notice " in passed.stdout
    alone = clone.hookkit("ci", "--unknown", "pass", "--format", "github", **variables)
    assert alone.stdout.startswith("::notice ")


def test_people_are_told_by_hand(remote: Remote, cloned: Cloning) -> None:
    ended = cloned().hookkit("ci", "--from-ref", "origin/main")
    assert "hookkit would correct 1 fault in 1 file" in ended.stdout
    assert "HK601" in ended.stdout
    assert ended.returncode == 1


def test_the_patch_is_the_correction(remote: Remote, cloned: Cloning, tmp_path: Path) -> None:
    clone = cloned()
    patch = tmp_path / "a" / "patch"
    command = ("ci", "--from-ref", "origin/main", "--propose", str(patch))
    assert clone.hookkit(*command).returncode == 1
    assert clone.status == ""
    clone.git("apply", "--index", str(patch))
    assert clone.read("cart.py") == b"y = 1\nz = 2\n"
    clone.git("commit", "-q", "-m", "fixup! Add the cart")
    clone.hookkit(*command)
    assert patch.read_bytes() == b""


def test_wrong_reports_are_wrong_usage(remote: Remote, cloned: Cloning, tmp_path: Path) -> None:
    clone = cloned()
    for given, said in (
        ("serif=x", "there is no format 'serif'; did you mean sarif?"),
        ("sarif", "--output sarif names no file"),
    ):
        ended = clone.hookkit("ci", "--output", given)
        assert (ended.returncode, said in ended.stderr) == (2, True), ended.stderr
    ended = clone.hookkit("ci", "--from-ref", "origin/main", "--output", f"json={tmp_path}")
    assert (ended.returncode, "could not be written" in ended.stderr) == (3, True)


def of(faults: int, findings: int = 0, must_know: bool = False) -> CiResult:
    """A result with many faults and findings."""
    many = tuple(Fault("E225", line, "missing whitespace") for line in range(1, faults + 1))
    found = Finding("HK601", "no", "refuse", "12-cart", "a fixup | is left\nhere", "hookkit tidy")
    current, tip = CurrentBranch("12-cart", "CI"), "1" * 40
    return CiResult(
        "GitHub Actions",
        RangeToCheck("12-cart for main", current, tip, "2" * 40, None),
        Outcome(tip, "Add", "worktree", files=(FileOutcome(b"a|b.py", corrected=many),)),
        (),
        CheckResult("12-cart", (found,) * findings),
        must_know,
    )


def test_of_each_level_ten_annotations_are_left_and_the_last_says_so() -> None:
    lines = ci_github(of(30, 11)).decode().splitlines()
    assert [
        sum(line.startswith(f"::{level} ") for line in lines) for level in ("error", "warning")
    ] == [10, 10]
    assert lines[9] == "::error title=hookkit::2 more errors: the summary of the job has all"
    assert lines[19] == "::warning title=hookkit::21 more warnings: the summary of the job has all"
    assert len(ci_github(of(10)).decode().splitlines()) == 10


def test_a_summary_is_cut_at_a_row() -> None:
    text = ci_markdown(of(20_000, 1)).decode()
    assert len(text.encode()) < MAX_BYTES + 200
    assert text.splitlines()[-1].endswith("more rows left out**: too many to show.")
    rows = [line for line in text.splitlines() if line.startswith("| a")]
    assert all(line.count("|") == 5 for line in rows)


def test_a_sarif_log_is_cut_and_says_so() -> None:
    (run,) = json.loads(ci_sarif(of(MAX_RESULTS + 7)))["runs"]
    assert len(run["results"]) == MAX_RESULTS
    notes = run["invocations"][0]["toolExecutionNotifications"]
    assert "7 more results are left out" in notes[-1]["message"]["text"]


def test_equal_faults_have_fingerprints_of_their_own() -> None:
    issues: list[dict[str, Any]] = json.loads(ci_gitlab(of(3)))
    assert len({each["fingerprint"] for each in issues}) == 3


def test_the_way_to_push_a_patch_works(remote: Remote, cloned: Cloning, tmp_path: Path) -> None:
    page = (SCHEMA.parent / "ci" / "README.md").read_text()
    script = page.partition("```sh\n")[2].partition("```")[0]
    clone = cloned()
    clone.hookkit("ci", "--from-ref", "origin/main", "--propose", "hookkit.patch")
    subprocess.run(["sh", "-e", "-c", script], cwd=clone.path, check=True, capture_output=True)
    assert clone.git("log", "-1", "--format=%s") == "Correct what the merge request changed"
