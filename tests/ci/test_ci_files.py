"""The files of docs/ci: by the schemas of the servers, and run with their variables faked."""

from __future__ import annotations

import importlib.util
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from tests.ci.actionlint import messages, with_actionlint
from tests.ci.conftest import Cloning, Remote
from tests.ci.servers import request

FOLDER = Path(__file__).parents[2] / "docs" / "ci"

SCHEMAS = {
    "action.yml": "github-actions",
    "github-workflow.yml": "github-workflows",
    "gitlab-ci.yml": "gitlab-ci",
    "travis.yml": "travis",
    "azure-pipelines.yml": "azure-pipelines",
    "bitbucket-pipelines.yml": "bitbucket-pipelines",
    "circleci.yml": "circle-ci",
    "buildkite.yml": "buildkite",
    "github-shards.yml": "github-workflows",
    "gitlab-shards.yml": "gitlab-ci",
}
SHARDS = {"github-shards.yml": "github", "gitlab-shards.yml": "gitlab"}
"""Those with several jobs, the last of which joins what the others have found."""

SERVERS = {
    **{"action.yml": "github", "github-workflow.yml": "github", "gitlab-ci.yml": "gitlab"},
    **{"travis.yml": "travis", "azure-pipelines.yml": "azure", "circleci.yml": "circleci"},
    **{"bitbucket-pipelines.yml": "bitbucket", "buildkite.yml": "buildkite"},
    "Jenkinsfile": "jenkins",
}
WITH_ONE_BRANCH = {"gitlab-ci.yml", "travis.yml", "bitbucket-pipelines.yml", "Jenkinsfile"}
"""Those whose servers clone one branch: they fetch the target themselves."""

# What the files install and run, as links to the hookkit of the tests.
TOOLS = {
    "hookkit": f'exec "{sys.executable}" -m hookkit "$@"',
    "pip": "exit 0",
    "pipx": 'shift; exec "$@"',
    "python": 'mkdir -p "$3/bin" && cp "$(dirname "$0")/hookkit" "$(dirname "$0")/pip" "$3/bin"',
    "python3": 'exec "$(dirname "$0")/python" "$@"',
}


def test_every_file_is_here() -> None:
    names = {path.name for path in FOLDER.iterdir()}
    assert names == {*SERVERS, *SHARDS, "README.md"}
    assert set(SCHEMAS) == {*SERVERS, *SHARDS} - {"Jenkinsfile"}


@pytest.mark.skipif(
    importlib.util.find_spec("check_jsonschema") is None, reason="check-jsonschema is not here"
)
@pytest.mark.parametrize("name", SCHEMAS)
def test_a_file_is_as_the_schema_of_its_server_says(name: str) -> None:
    command = [sys.executable, "-m", "check_jsonschema", "--regex-variant", "python"]
    command += ["--builtin-schema", f"vendor.{SCHEMAS[name]}", str(FOLDER / name)]
    ended = subprocess.run(command, capture_output=True, text=True)
    assert ended.returncode == 0, ended.stdout + ended.stderr


@with_actionlint
@pytest.mark.parametrize("workflow", ["github-workflow.yml", "github-shards.yml"])
def test_actionlint_finds_nothing_in_a_workflow(workflow: str) -> None:
    assert messages(FOLDER / workflow) == []


def scripts(name: str) -> list[str]:
    """Give what a file has the shell run, in order."""
    text = (FOLDER / name).read_text("utf-8")
    if name == "Jenkinsfile":
        return re.findall(r"sh '''\n(.*?)'''", text, re.S)
    document = yaml.safe_load(text)
    if name == "gitlab-ci.yml":
        return [str(each) for each in document["hookkit"]["script"]]
    if name == "travis.yml":
        return [str(document[key]) for key in ("install", "before_script", "script")]
    if name == "buildkite.yml":
        return [str(each) for each in document["steps"][0]["command"]]
    if name == "azure-pipelines.yml":
        return [str(each["script"]) for each in document["steps"] if "script" in each]
    if name == "bitbucket-pipelines.yml":
        step = document["pipelines"]["pull-requests"]["**"][0]["step"]
        return [str(each) for each in step["script"]]
    if name == "circleci.yml":
        steps = document["jobs"]["hookkit"]["steps"]
        return [str(each["run"]) for each in steps if "run" in each]
    steps = document["runs" if name == "action.yml" else "jobs"]
    steps = steps["steps"] if name == "action.yml" else steps["hookkit"]["steps"]
    return [str(each["run"]) for each in steps if "run" in each]


def tools(folder: Path) -> Path:
    """Make the programs that the files call."""
    folder.mkdir()
    for name, line in TOOLS.items():
        (folder / name).write_text(f"#!/bin/sh\n{line}\n")
        (folder / name).chmod(0o755)
    return folder


@pytest.mark.parametrize("name", SERVERS)
def test_a_file_checks_a_merge_request(
    name: str, remote: Remote, cloned: Cloning, tmp_path: Path
) -> None:
    clone = cloned(*(["--single-branch"] if name in WITH_ONE_BRANCH else []))
    inputs = {"REQUIREMENT": "hookkit", "ARGUMENTS": "", "PATCH": "hookkit.patch"}
    path = f"{tools(tmp_path / 'tools')}{os.pathsep}{os.environ['PATH']}"
    variables = {**request(SERVERS[name], remote.facts, tmp_path), **inputs}
    ended = subprocess.run(
        ["bash", "-e", "-c", "\n".join(scripts(name))],
        cwd=clone.path,
        env={**os.environ, **variables, "PATH": path, "RUNNER_TEMP": str(tmp_path / "runner")},
        capture_output=True,
        text=True,
    )
    assert ended.returncode == 1, ended.stderr
    assert "HK601" in ended.stdout
    if "hookkit.patch" in (FOLDER / name).read_text("utf-8"):
        clone.git("apply", "--check", "hookkit.patch")


def run_script(
    script: str, folder: Path, variables: dict[str, str]
) -> subprocess.CompletedProcess[str]:
    """Run what a file has the shell run."""
    return subprocess.run(
        ["bash", "-e", "-c", script],
        cwd=folder,
        env={**os.environ, **variables},
        capture_output=True,
        text=True,
    )


@pytest.mark.parametrize("name", SHARDS)
def test_shards_check_a_merge_request(
    name: str, remote: Remote, cloned: Cloning, tmp_path: Path
) -> None:
    clone = cloned(*(["--single-branch"] if name == "gitlab-shards.yml" else []))
    document = yaml.safe_load((FOLDER / name).read_text("utf-8"))
    path = f"{tools(tmp_path / 'tools')}{os.pathsep}{os.environ['PATH']}"
    variables = {**request(SHARDS[name], remote.facts, tmp_path), "PATH": path}
    if name == "github-shards.yml":
        numbers = document["jobs"]["shard"]["strategy"]["matrix"]["shard"]
        steps = [document["jobs"][job]["steps"] for job in ("shard", "hookkit")]
        part, whole = (next(str(e["run"]) for e in each if "run" in e) for each in steps)
    else:
        numbers = list(range(1, document["hookkit-shard"]["parallel"] + 1))
        part, whole = ("\n".join(document[job]["script"]) for job in ("hookkit-shard", "hookkit"))
    for number in map(str, numbers):
        node = {"CI_NODE_INDEX": number, "CI_NODE_TOTAL": str(len(numbers)), "SHARD": number}
        ended = run_script(part, clone.path, {**variables, **node})
        assert ended.returncode == 0, ended.stderr
    ended = run_script(whole, clone.path, variables)
    assert ended.returncode == 1, ended.stderr
    assert "HK601" in ended.stdout and "would correct 1 fault in 1 file" in ended.stdout
