"""Whether CI builds a pull request that comes from another repository."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from pathlib import Path


def is_from_fork(variables: Mapping[str, str]) -> bool:
    """Whether the variables of a CI server say that the branch it builds is that of a fork.

    The people of a fork name its branches, and may not know what the team has agreed. False where
    nothing is said of it; Bitbucket never says it.
    """
    return (
        # Only of a pull request from a fork do these two say anything.
        bool(variables.get("CHANGE_FORK") or variables.get("CIRCLE_PR_REPONAME"))
        or variables.get("SYSTEM_PULLREQUEST_ISFORK", "").lower() == "true"
        or _differ(variables, "CI_MERGE_REQUEST_SOURCE_PROJECT_ID", "CI_MERGE_REQUEST_PROJECT_ID")
        or _differ(variables, "BUILDKITE_PULL_REQUEST_REPO", "BUILDKITE_REPO")
        or _is_fork_on_github(variables)
    )


def _differ(variables: Mapping[str, str], *names: str) -> bool:
    source, own = (_repository(variables.get(name, "")) for name in names)
    return bool(source and own) and source != own


def _repository(place: str) -> str:
    """Give ``owner/name`` of any address of a repository, what is no address as it is."""
    words = re.split(r"[:/]+", place.strip("/").removesuffix(".git").casefold())
    return "/".join(words[-2:])


def _is_fork_on_github(variables: Mapping[str, str]) -> bool:
    """Read what GitHub writes of the event (docs.github.com, webhook pull_request)."""
    file = variables.get("GITHUB_EVENT_PATH", "")
    try:
        head = json.loads(Path(file).read_bytes())["pull_request"]["head"]
        # A fork that is deleted is null. The key "fork" is of no use: teams work in forks, too.
        name = str(head["repo"]["full_name"]) if head["repo"] else ""
    except (OSError, ValueError, LookupError, TypeError):
        return False
    return name.casefold() != variables.get("GITHUB_REPOSITORY", name).casefold()
