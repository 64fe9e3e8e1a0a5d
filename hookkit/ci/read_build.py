"""Read the build from the variables of a CI server: its branch, target and commits."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from hookkit.history.refs.ci_variables import ci_branch, ci_target

Variables = Mapping[str, str]


class Build(NamedTuple):
    """A build as the CI server describes it.

    ``server`` is the server's name for reports. ``branch`` is the branch that is built, and
    ``target`` the target of a merge request, each "" if the server does not say. ``tip`` is the id
    of the branch's newest commit, "" if that is HEAD. ``commit_before_push`` is the commit of the
    branch before a push, all zeros if the branch did not exist, "" if it is unknown.
    ``full_clone_setting`` is the setting that gives the next build a full clone.
    """

    server: str
    branch: str = ""
    target: str = ""
    tip: str = ""
    commit_before_push: str = ""
    full_clone_setting: str = ""


class _Server(NamedTuple):
    """A server: a variable that it always sets, its name, and its setting for a full clone.

    ``commits`` reads a build's ``tip`` and ``commit_before_push`` from the variables.
    """

    variable: str
    name: str
    full_clone_setting: str
    commits: Callable[[Variables], tuple[str, str]]


def read_build(variables: Variables) -> Build | None:
    """Read the build from the variables of the CI server; None if no known server runs this."""
    for server in _SERVERS:
        if variables.get(server.variable):
            tip, commit_before_push = server.commits(variables)
            branch, target = ci_branch(variables) or "", ci_target(variables) or ""
            return Build(
                server.name, branch, target, tip, commit_before_push, server.full_clone_setting
            )
    return None


def _read_github_commits(variables: Variables) -> tuple[str, str]:
    """Read the commits from the event (docs.github.com: pull_request, merge_group, push)."""
    event = _read_github_event(variables)
    for kind in ("pull_request", "merge_group"):
        tip = _id_at(event, kind, "head", "sha") or _id_at(event, kind, "head_sha")
        if tip:
            return tip, ""
    return "", _id_at(event, "before")


def _read_github_event(variables: Variables) -> object:
    try:
        return json.loads(Path(variables.get("GITHUB_EVENT_PATH", "")).read_bytes())
    except (OSError, ValueError):
        return {}


def _id_at(value: Any, *keys: str) -> str:
    """Give the commit id at a path of keys in a document, "" if there is none."""
    for key in keys:
        value = value.get(key) if isinstance(value, dict) else None
    return value if isinstance(value, str) and _ID_PATTERN.fullmatch(value) else ""


_ID_PATTERN = re.compile("[0-9a-f]{40}|[0-9a-f]{64}")


def _commit_reader(
    tip: str = "", commit_before_push: str = ""
) -> Callable[[Variables], tuple[str, str]]:
    """Give a function that reads the two commits from the variables with these names."""

    def read(variables: Variables) -> tuple[str, str]:
        found = (variables.get(name, "") for name in (tip, commit_before_push))
        newest, old = (each if _ID_PATTERN.fullmatch(each) else "" for each in found)
        return newest, old

    return read


def _read_travis_commits(variables: Variables) -> tuple[str, str]:
    """Read the commits; a push has the range ``OLD...NEW``, whose old end can be gone or empty."""
    tip, _ = _commit_reader("TRAVIS_PULL_REQUEST_SHA")(variables)
    commit_before_push = variables.get("TRAVIS_COMMIT_RANGE", "").partition("...")[0]
    is_push = variables.get("TRAVIS_PULL_REQUEST", "false") == "false"
    return tip, (
        commit_before_push if is_push and re.fullmatch("[0-9a-f]{7,64}", commit_before_push) else ""
    )


_SERVERS = (
    _Server(
        "GITHUB_ACTIONS",
        "GitHub Actions",
        "fetch-depth: 0 for actions/checkout",
        _read_github_commits,
    ),
    _Server(
        "GITLAB_CI",
        "GitLab CI",
        'the variable GIT_DEPTH: "0"',
        _commit_reader("CI_MERGE_REQUEST_SOURCE_BRANCH_SHA", "CI_COMMIT_BEFORE_SHA"),
    ),
    _Server(
        "BITBUCKET_BUILD_NUMBER",
        "Bitbucket Pipelines",
        "clone: depth: full",
        _commit_reader("BITBUCKET_COMMIT"),
    ),
    _Server(
        "TF_BUILD",
        "Azure Pipelines",
        "fetchDepth: 0 for checkout",
        _commit_reader("SYSTEM_PULLREQUEST_SOURCECOMMITID"),
    ),
    _Server("CIRCLECI", "CircleCI", "the method full for checkout", _commit_reader("CIRCLE_SHA1")),
    _Server(
        "BUILDKITE", "Buildkite", "no --depth for git clone", _commit_reader("BUILDKITE_COMMIT")
    ),
    _Server("TRAVIS", "Travis CI", "git: depth: false", _read_travis_commits),
    _Server(
        "JENKINS_URL",
        "Jenkins",
        "no shallow clone for checkout",
        _commit_reader(commit_before_push="GIT_PREVIOUS_SUCCESSFUL_COMMIT"),
    ),
)
"""The known servers, Jenkins last: it may start the runners of other servers."""
