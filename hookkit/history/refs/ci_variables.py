"""The variables of CI servers: which branch is built, its target, and whether it is of a fork."""

from __future__ import annotations

import re
from collections.abc import Mapping

from hookkit.git.refs import HEADS

CI_NAMES = (
    "GITHUB_HEAD_REF",
    "CI_MERGE_REQUEST_SOURCE_BRANCH_NAME",
    "CI_COMMIT_BRANCH",
    "BITBUCKET_BRANCH",
    "CHANGE_BRANCH",
    "SYSTEM_PULLREQUEST_SOURCEBRANCH",
    "BUILDKITE_BRANCH",
    "CIRCLE_BRANCH",
    "TRAVIS_PULL_REQUEST_BRANCH",
)
"""The variables in which CI servers name the branch that they build, the surest first."""


def ci_branch(variables: Mapping[str, str]) -> str | None:
    """Give the branch that a CI server says it builds, None where it says nothing of one."""
    names = [variables.get(name, "").removeprefix(HEADS) for name in CI_NAMES]
    # In a pull request this would be `26/merge`.
    if variables.get("GITHUB_REF", "").startswith(HEADS):
        names.append(variables.get("GITHUB_REF_NAME", ""))
    if not _is_travis_request(variables):
        names.append(variables.get("TRAVIS_BRANCH", ""))
    return next((name for name in names if name), None)


def ci_target(variables: Mapping[str, str]) -> str | None:
    """Give the branch that a CI server says the built one will be merged into, None without."""
    names = (
        "GITHUB_BASE_REF",
        "CI_MERGE_REQUEST_TARGET_BRANCH_NAME",
        "BITBUCKET_PR_DESTINATION_BRANCH",
        "CHANGE_TARGET",
        "SYSTEM_PULLREQUEST_TARGETBRANCH",
        "BUILDKITE_PULL_REQUEST_BASE_BRANCH",
    )
    given = [variables.get(name, "").removeprefix(HEADS) for name in names]
    if _is_travis_request(variables):
        given.append(variables.get("TRAVIS_BRANCH", ""))
    return next((name for name in given if name), None)


def _is_travis_request(variables: Mapping[str, str]) -> bool:
    """Whether Travis builds a pull request: TRAVIS_BRANCH is its target then."""
    return variables.get("TRAVIS_PULL_REQUEST", "false") not in ("", "false")


def is_from_fork(variables: Mapping[str, str]) -> bool:
    """Whether the variables of a CI server say that the branch it builds is that of a fork.

    The branch names of a fork are not those of the team. False where the variables do not tell;
    those of Bitbucket never do.
    """
    return (
        # Only of a pull request from a fork do these two say anything.
        bool(variables.get("CHANGE_FORK") or variables.get("CIRCLE_PR_REPONAME"))
        or variables.get("SYSTEM_PULLREQUEST_ISFORK", "").lower() == "true"
        or _differ(variables, "CI_MERGE_REQUEST_SOURCE_PROJECT_ID", "CI_MERGE_REQUEST_PROJECT_ID")
        or _differ(variables, "BUILDKITE_PULL_REQUEST_REPO", "BUILDKITE_REPO")
        or _differ(variables, "TRAVIS_PULL_REQUEST_SLUG", "TRAVIS_REPO_SLUG")
        or _is_fork_on_github(variables)
    )


def _differ(variables: Mapping[str, str], *names: str) -> bool:
    source, own_repository = (_repository(variables.get(name, "")) for name in names)
    return bool(source and own_repository) and source != own_repository


def _repository(place: str) -> str:
    """Give ``owner/name`` of the URL of a repository; any other text is unchanged."""
    words = re.split(r"[:/]+", place.strip("/").removesuffix(".git").casefold())
    return "/".join(words[-2:])


def _is_fork_on_github(variables: Mapping[str, str]) -> bool:
    """Read the file of the event that GitHub writes (docs.github.com, webhook pull_request)."""
    place = variables.get("GITHUB_EVENT_PATH", "")
    if not place:
        return False
    import json

    try:
        with open(place, "rb") as file:
            head = json.load(file)["pull_request"]["head"]
        # A fork that is deleted is null. The key "fork" is of no use: teams work in forks, too.
        name = str(head["repo"]["full_name"]) if head["repo"] else ""
    except (OSError, ValueError, LookupError, TypeError):
        return False
    return name.casefold() != variables.get("GITHUB_REPOSITORY", name).casefold()
