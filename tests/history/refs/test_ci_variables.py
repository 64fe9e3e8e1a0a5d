"""What CI servers tell of a build: branch, target, commit, and whether it is a fork's."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from hookkit.history.refs.ci_variables import ci_branch, ci_target, is_from_fork, revision_to_check
from tests.repository import Repository

FROM_FORK = [
    {"CI_MERGE_REQUEST_SOURCE_PROJECT_ID": "7", "CI_MERGE_REQUEST_PROJECT_ID": "1"},
    {"SYSTEM_PULLREQUEST_ISFORK": "True"},
    {"CIRCLE_PR_REPONAME": "hookkit"},
    {"CHANGE_FORK": "ann"},
    {
        "BUILDKITE_PULL_REQUEST_REPO": "git://github.com/ann/hookkit.git",
        "BUILDKITE_REPO": "git@github.com:team/hookkit.git",
    },
    {"TRAVIS_PULL_REQUEST_SLUG": "ann/hookkit", "TRAVIS_REPO_SLUG": "team/hookkit"},
]
OWN = [
    {},
    {"CI_MERGE_REQUEST_SOURCE_PROJECT_ID": "1", "CI_MERGE_REQUEST_PROJECT_ID": "1"},
    {"CI_MERGE_REQUEST_PROJECT_ID": "1"},
    {"SYSTEM_PULLREQUEST_ISFORK": "False"},
    {"CIRCLE_PR_REPONAME": "", "CHANGE_FORK": ""},
    {"BITBUCKET_BRANCH": "topic", "BITBUCKET_PR_ID": "3"},
    {"BUILDKITE_PULL_REQUEST_REPO": "", "BUILDKITE_REPO": "git@github.com:team/hookkit.git"},
    {
        "BUILDKITE_PULL_REQUEST_REPO": "git://github.com/team/hookkit.git",
        "BUILDKITE_REPO": "git@github.com:Team/hookkit",
    },
]


def named(variables: dict[str, str]) -> str:
    """Name a case by its variables."""
    return ", ".join(f"{name}={value}" for name, value in variables.items()) or "nothing"


@pytest.mark.parametrize("variables", FROM_FORK, ids=named)
def test_a_server_says_that_a_branch_comes_from_a_fork(variables: dict[str, str]) -> None:
    assert is_from_fork(variables)


def test_travis_names_the_target_of_a_request_as_it_names_the_branch_of_a_push() -> None:
    pushed = {"TRAVIS_PULL_REQUEST": "false", "TRAVIS_BRANCH": "main"}
    assert (ci_branch(pushed), ci_target(pushed)) == ("main", None)
    request = {**pushed, "TRAVIS_PULL_REQUEST": "7", "TRAVIS_PULL_REQUEST_BRANCH": "12-cart"}
    assert (ci_branch(request), ci_target(request)) == ("12-cart", "main")


@pytest.mark.parametrize("variables", OWN, ids=named)
def test_a_branch_of_the_repository_itself_is_none_of_a_fork(variables: dict[str, str]) -> None:
    assert not is_from_fork(variables)


@pytest.mark.parametrize(
    ("event", "is_fork"),
    [
        ({"pull_request": {"head": {"repo": {"full_name": "ann/hookkit"}}}}, True),
        ({"pull_request": {"head": {"repo": None}}}, True),
        # The team itself works in a fork.
        ({"pull_request": {"head": {"repo": {"full_name": "Team/hookkit", "fork": True}}}}, False),
        ({"pull_request": {}}, False),
        ({"pull_request": None}, False),
        ({"ref": "refs/heads/main"}, False),
        ([], False),
    ],
    ids=repr,
)
def test_github_tells_it_in_the_event(tmp_path: Path, event: object, is_fork: bool) -> None:
    file = tmp_path / "event.json"
    file.write_text(json.dumps(event))
    variables = {"GITHUB_EVENT_PATH": str(file), "GITHUB_REPOSITORY": "team/hookkit"}
    assert is_from_fork(variables) is is_fork


@pytest.mark.parametrize("content", [None, b"", b"{", b"\xff"], ids=repr)
def test_an_event_that_cannot_be_read_says_nothing(tmp_path: Path, content: bytes | None) -> None:
    file = tmp_path / "event.json"
    if content is not None:
        file.write_bytes(content)
    variables = {"GITHUB_EVENT_PATH": str(file), "GITHUB_REPOSITORY": "team/hookkit"}
    assert not is_from_fork(variables)


def test_github_names_a_pull_request_by_its_number() -> None:
    pull = {"GITHUB_REF": "refs/pull/26/merge", "GITHUB_REF_NAME": "26/merge"}
    assert ci_branch(pull) is None
    assert ci_branch({**pull, "GITHUB_HEAD_REF": "topic"}) == "topic"
    assert ci_branch({"GITHUB_REF": "refs/heads/topic", "GITHUB_REF_NAME": "topic"}) == "topic"
    assert ci_branch({"GITHUB_REF": "refs/tags/v1", "GITHUB_REF_NAME": "v1"}) is None


def test_ci_names_the_target() -> None:
    assert ci_target({"GITHUB_BASE_REF": "main", "CHANGE_TARGET": "x"}) == "main"
    assert ci_target({"CI_MERGE_REQUEST_TARGET_BRANCH_NAME": "main"}) == "main"
    assert ci_target({"SYSTEM_PULLREQUEST_TARGETBRANCH": "refs/heads/main"}) == "main"
    assert ci_target({"GITHUB_BASE_REF": ""}) is None


def test_of_the_merge_that_github_makes_the_second_parent_is_judged(repo: Repository) -> None:
    repo.commit("begin")
    repo.git("switch", "-q", "-c", "topic")
    mine = repo.commit("mine")
    repo.git("switch", "-q", "--detach", "main")
    repo.git("merge", "-q", "--no-ff", "-m", "Merge topic into main", "topic")
    pull = {"GITHUB_REF": "refs/pull/26/merge", "GITHUB_SHA": repo.head}
    assert repo.git("rev-parse", revision_to_check(repo.runner, pull)) == mine
    assert revision_to_check(repo.runner, {}) == "HEAD"
    assert (
        revision_to_check(repo.runner, {"GITHUB_REF": "refs/heads/main", "GITHUB_SHA": repo.head})
        == "HEAD"
    )
    # The workflow has checked out the branch itself.
    repo.git("switch", "-q", "topic")
    assert revision_to_check(repo.runner, pull) == "HEAD"
