"""The variables of each CI server, set in a fresh clone: full, single-branch, and shallow."""

from __future__ import annotations

import json
import shlex
from pathlib import Path
from typing import Any

import pytest

from tests.ci.conftest import Cloning, Remote
from tests.ci.servers import PUSHES, REQUESTS, push, request
from tests.repository import Repository


def checked(repo: Repository, variables: dict[str, str], *args: str) -> tuple[int, dict[str, Any]]:
    """Give the exit status and the document of `hookkit ci`."""
    ended = repo.hookkit("ci", "--format", "json", *args, **variables)
    assert ended.stderr == ""
    printed: dict[str, Any] = json.loads(ended.stdout)
    assert printed["status"] == ended.returncode
    return ended.returncode, printed


def rules(printed: dict[str, Any]) -> set[str]:
    return {each["rule"] for each in printed["checks"]["findings"]}


@pytest.mark.parametrize("server", REQUESTS)
def test_a_merge_request_is_checked_from_its_merge_base(
    server: str, remote: Remote, cloned: Cloning, tmp_path: Path
) -> None:
    clone = cloned()
    status, printed = checked(clone, request(server, remote.facts, tmp_path))
    assert status == 1
    assert (printed["base"], printed["tip"]) == (remote.facts.base, remote.facts.tip)
    assert (printed["branch"], printed["target"]) == ("12-cart", "main")
    assert [file["path"] for file in printed["corrections"]["files"]] == ["cart.py"]
    assert rules(printed) == {"HK301", "HK601"}
    assert clone.git("for-each-ref", "refs/hookkit") == ""


def test_by_hand_a_branch_without_a_commit_is_told(repo: Repository) -> None:
    ended = repo.hookkit("ci")
    assert (ended.returncode, ended.stdout) == (3, "")
    assert ended.stderr.startswith("hookkit: there is no commit here yet\n")


@pytest.mark.parametrize("server", ["github", "azure", "travis", "gitlab"])
def test_the_merge_that_a_server_made_to_test_is_not_checked(
    server: str, remote: Remote, cloned: Cloning, tmp_path: Path
) -> None:
    clone = cloned()
    clone.git("checkout", "-q", "--detach", "origin/main")
    clone.git("merge", "-q", "--no-ff", "--no-edit", "origin/12-cart")
    more = {"GITHUB_SHA": clone.head, "CI_MERGE_REQUEST_SOURCE_BRANCH_SHA": remote.facts.tip}
    _, printed = checked(clone, {**request(server, remote.facts, tmp_path), **more})
    assert printed["tip"] == remote.facts.tip
    assert rules(printed) == {"HK301", "HK601"}


@pytest.mark.parametrize("server", REQUESTS)
def test_a_shallow_clone_is_unknown_and_its_repair_repairs(
    server: str, remote: Remote, cloned: Cloning, tmp_path: Path
) -> None:
    clone = cloned("--depth", "1")
    variables = request(server, remote.facts, tmp_path)
    status, printed = checked(clone, variables)
    assert status == (3 if "CI" in variables or server in ("azure", "jenkins") else 0)
    assert printed["corrections"] is None
    (found,) = printed["checks"]["findings"]
    assert found["answer"] == "unknown"
    assert checked(clone, variables, "--unknown", "pass")[0] == 0
    clone.git(*shlex.split(found["repair"])[1:])
    assert rules(checked(clone, variables)[1]) == {"HK301", "HK601"}


def test_a_clone_of_one_branch_is_unknown_and_its_repair_repairs(
    remote: Remote, cloned: Cloning, tmp_path: Path
) -> None:
    clone = cloned("--single-branch")
    variables = request("gitlab", remote.facts, tmp_path)
    status, printed = checked(clone, variables)
    (found,) = printed["checks"]["findings"]
    assert (status, found["answer"]) == (3, "unknown")
    assert found["repair"] == "git fetch origin +refs/heads/main:refs/remotes/origin/main"
    clone.git(*shlex.split(found["repair"])[1:])
    assert checked(clone, variables)[0] == 1


@pytest.mark.parametrize("server", PUSHES)
def test_a_push_to_a_protected_branch_is_checked_from_what_it_was(
    server: str, remote: Remote, cloned: Cloning, tmp_path: Path
) -> None:
    remote.repo.commit("Add tax", {"tax.py": "t=1\n"})
    clone = cloned(at="main")
    facts = remote.facts._replace(branch="main", tip=clone.head, before=remote.facts.base)
    status, printed = checked(clone, push(server, facts, tmp_path))
    assert status == 1
    assert [file["path"] for file in printed["corrections"]["files"]] == ["tax.py"]
    # CircleCI does not say what was before: its last commit is checked.
    known = clone.git("rev-parse", "HEAD^") if server == "circleci" else facts.before
    assert printed["base"] == known
    assert bool(printed["checks"]["notes"]) == (server == "circleci")


@pytest.mark.parametrize("server", ["github", "gitlab"])
def test_what_a_branch_was_before_is_unknown_in_a_shallow_clone(
    server: str, remote: Remote, cloned: Cloning, tmp_path: Path
) -> None:
    clone = cloned("--depth", "1", at="main")
    facts = remote.facts._replace(branch="main", tip=clone.head, before=remote.facts.base)
    variables = push(server, facts, tmp_path)
    status, printed = checked(clone, variables)
    (found,) = printed["checks"]["findings"]
    assert (status, found["answer"]) == (3, "unknown")
    clone.git(*shlex.split(found["repair"])[1:])
    assert checked(clone, variables)[1]["base"] == facts.before


def test_a_branch_of_a_fork_is_checked_without_its_name(
    remote: Remote, cloned: Cloning, tmp_path: Path
) -> None:
    variables = request("gitlab", remote.facts, tmp_path)
    ids = {"CI_MERGE_REQUEST_SOURCE_PROJECT_ID": "8", "CI_MERGE_REQUEST_PROJECT_ID": "7"}
    status, printed = checked(cloned(), {**variables, **ids})
    assert (status, printed["branch"]) == (1, None)
    assert rules(printed) == {"HK301", "HK601"}


def test_the_ends_can_be_named(remote: Remote, cloned: Cloning) -> None:
    clone = cloned()
    by_branch = checked(clone, {}, "--from-ref", "origin/main", "--to-ref", "origin/12-cart")[1]
    assert rules(by_branch) == {"HK301", "HK601"}
    by_id = checked(clone, {}, "--from-ref", remote.facts.base, "--to-ref", "HEAD")[1]
    assert (by_id["base"], rules(by_id)) == (remote.facts.base, {"HK601"})
    assert by_branch["subject"] == "HEAD for main"
    clone.git("remote", "rename", "origin", "up/stream")
    slash = checked(clone, {}, "--from-ref", "up/stream/main", "--to-ref", "up/stream/12-cart")[1]
    assert slash["subject"] == "HEAD for main"
    ended = clone.hookkit("ci", "--from-ref", "nowhere")
    assert (ended.returncode, "--from-ref nowhere is no commit" in ended.stderr) == (2, True)


def test_a_repair_for_a_person_stashes_nothing(
    remote: Remote, cloned: Cloning, tmp_path: Path
) -> None:
    remote.repo.git("branch", "develop")
    facts = remote.facts._replace(target="develop")
    printed = checked(cloned(), request("gitlab", facts, tmp_path))[1]
    repairs = [str(each["repair"]) for each in printed["checks"]["findings"]]
    assert any("rebase" in each for each in repairs)
    assert all("rebase --no-autostash" in each for each in repairs if "git rebase" in each)
