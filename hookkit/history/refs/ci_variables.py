"""The variables of CI servers: the branch that is built, its target and commit, and whether it is
a fork's."""

from __future__ import annotations

import re
from collections.abc import Mapping

from hookkit.git.refs import HEADS
from hookkit.git.runner import Git

BRANCH_VARIABLES = (
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
"""The variables in which CI servers name the branch that they build, the most reliable first."""


def ci_branch(variables: Mapping[str, str]) -> str | None:
    """Give the branch that a CI server builds, None if the variables name no branch."""
    names = [variables.get(name, "").removeprefix(HEADS) for name in BRANCH_VARIABLES]
    # In a pull request, GITHUB_REF_NAME would be `26/merge`.
    if variables.get("GITHUB_REF", "").startswith(HEADS):
        names.append(variables.get("GITHUB_REF_NAME", ""))
    if not _is_travis_request(variables):
        names.append(variables.get("TRAVIS_BRANCH", ""))
    return next((name for name in names if name), None)


def ci_target(variables: Mapping[str, str]) -> str | None:
    """Give the target of the branch that a CI server builds, None if the variables name none."""
    names = (
        "GITHUB_BASE_REF",
        "CI_MERGE_REQUEST_TARGET_BRANCH_NAME",
        "BITBUCKET_PR_DESTINATION_BRANCH",
        "CHANGE_TARGET",
        "SYSTEM_PULLREQUEST_TARGETBRANCH",
        "BUILDKITE_PULL_REQUEST_BASE_BRANCH",
    )
    targets = [variables.get(name, "").removeprefix(HEADS) for name in names]
    if _is_travis_request(variables):
        targets.append(variables.get("TRAVIS_BRANCH", ""))
    return next((name for name in targets if name), None)


def _is_travis_request(variables: Mapping[str, str]) -> bool:
    """Whether Travis builds a pull request: TRAVIS_BRANCH is then the target of the request."""
    return variables.get("TRAVIS_PULL_REQUEST", "false") not in ("", "false")


def is_from_fork(variables: Mapping[str, str]) -> bool:
    """Whether the variables of a CI server say that it builds the branch of a fork.

    The branch names of a fork are not chosen by the team. False if the variables do not tell;
    Bitbucket's variables never do.
    """
    return (
        # These two are only set for a pull request from a fork.
        bool(variables.get("CHANGE_FORK") or variables.get("CIRCLE_PR_REPONAME"))
        or variables.get("SYSTEM_PULLREQUEST_ISFORK", "").lower() == "true"
        or _are_different_repositories(
            variables, "CI_MERGE_REQUEST_SOURCE_PROJECT_ID", "CI_MERGE_REQUEST_PROJECT_ID"
        )
        or _are_different_repositories(variables, "BUILDKITE_PULL_REQUEST_REPO", "BUILDKITE_REPO")
        or _are_different_repositories(variables, "TRAVIS_PULL_REQUEST_SLUG", "TRAVIS_REPO_SLUG")
        or _is_fork_on_github(variables)
    )


def _are_different_repositories(variables: Mapping[str, str], *names: str) -> bool:
    source_repository, own_repository = (_repository(variables.get(name, "")) for name in names)
    return bool(source_repository and own_repository) and source_repository != own_repository


def _repository(url: str) -> str:
    """Give ``owner/name`` from the URL of a repository, in lower case."""
    parts = re.split(r"[:/]+", url.strip("/").removesuffix(".git").casefold())
    return "/".join(parts[-2:])


def _is_fork_on_github(variables: Mapping[str, str]) -> bool:
    """Read the event file that GitHub writes (docs.github.com, webhook pull_request)."""
    path = variables.get("GITHUB_EVENT_PATH", "")
    if not path:
        return False
    import json

    try:
        with open(path, "rb") as file:
            head = json.load(file)["pull_request"]["head"]
        # The repository is null if the fork was deleted. The key "fork" is of no use: a team's own
        # repository may be a fork too.
        source_repository = str(head["repo"]["full_name"]) if head["repo"] else ""
    except (OSError, ValueError, LookupError, TypeError):
        return False
    return (
        source_repository.casefold()
        != variables.get("GITHUB_REPOSITORY", source_repository).casefold()
    )


def revision_to_check(git: Git, variables: Mapping[str, str]) -> str:
    """Give the revision to check: HEAD, or HEAD^2 for the test merge that GitHub makes.

    The first parent of the test merge is the target, so every branch would look rebased. In a
    shallow clone without the parents of the merge, HEAD^2 does not exist.
    """
    is_test_merge = re.fullmatch(r"refs/pull/[0-9]+/merge", variables.get("GITHUB_REF", ""))
    if not is_test_merge or git.resolve("HEAD") != variables.get("GITHUB_SHA"):
        return "HEAD"
    return "HEAD^2"
