"""The variables that CI servers set for a merge request and for a push."""

from __future__ import annotations

import json
from pathlib import Path
from typing import NamedTuple


class Facts(NamedTuple):
    """What is built: the branch and its target, and the commits that a server knows."""

    branch: str
    target: str
    tip: str
    base: str
    before: str = ""


def request(server: str, facts: Facts, folder: Path) -> dict[str, str]:
    """Give the variables of a merge request; ``folder`` is for the file of an event."""
    branch, target, tip, base, _ = facts
    event = folder / "event.json"
    event.write_text(
        json.dumps({"pull_request": {"head": {"sha": tip, "repo": None}, "base": {"sha": base}}})
    )
    known = {
        "github": {
            **{"GITHUB_ACTIONS": "true", "CI": "true", "GITHUB_HEAD_REF": branch},
            **{"GITHUB_BASE_REF": target, "GITHUB_REF": "refs/pull/7/merge"},
            **{"GITHUB_EVENT_PATH": str(event), "GITHUB_EVENT_NAME": "pull_request"},
        },
        "gitlab": {
            **{"GITLAB_CI": "true", "CI": "true", "CI_COMMIT_SHA": tip},
            **{"CI_MERGE_REQUEST_SOURCE_BRANCH_NAME": branch, "CI_COMMIT_REF_NAME": branch},
            **{"CI_MERGE_REQUEST_TARGET_BRANCH_NAME": target},
            "CI_MERGE_REQUEST_DIFF_BASE_SHA": base,
        },
        "bitbucket": {
            **{"BITBUCKET_BUILD_NUMBER": "1", "CI": "true", "BITBUCKET_BRANCH": branch},
            **{"BITBUCKET_COMMIT": tip, "BITBUCKET_PR_ID": "7"},
            **{"BITBUCKET_PR_DESTINATION_BRANCH": target},
        },
        "azure": {
            **{"TF_BUILD": "True", "BUILD_SOURCEBRANCH": "refs/pull/7/merge"},
            **{"SYSTEM_PULLREQUEST_SOURCEBRANCH": f"refs/heads/{branch}"},
            **{"SYSTEM_PULLREQUEST_TARGETBRANCH": f"refs/heads/{target}"},
            "SYSTEM_PULLREQUEST_SOURCECOMMITID": tip,
        },
        "jenkins": {
            **{"JENKINS_URL": "http://ci.invalid/", "CHANGE_BRANCH": branch},
            **{"CHANGE_TARGET": target, "CHANGE_ID": "7", "BRANCH_NAME": "PR-7"},
        },
        "circleci": {
            **{"CIRCLECI": "true", "CI": "true", "CIRCLE_BRANCH": branch, "CIRCLE_SHA1": tip},
            "CIRCLE_PULL_REQUEST": "https://example.invalid/7",
        },
        "buildkite": {
            **{"BUILDKITE": "true", "CI": "true", "BUILDKITE_BRANCH": branch},
            **{"BUILDKITE_COMMIT": tip, "BUILDKITE_PULL_REQUEST": "7"},
            "BUILDKITE_PULL_REQUEST_BASE_BRANCH": target,
        },
        "travis": {
            **{"TRAVIS": "true", "CI": "true", "TRAVIS_PULL_REQUEST": "7"},
            **{"TRAVIS_BRANCH": target, "TRAVIS_PULL_REQUEST_BRANCH": branch},
            **{"TRAVIS_PULL_REQUEST_SHA": tip, "TRAVIS_COMMIT_RANGE": f"{base}...{tip}"},
        },
    }
    return known[server]


def push(server: str, facts: Facts, folder: Path) -> dict[str, str]:
    """Give the variables of a push to ``facts.branch``, which was at ``facts.before``."""
    branch, _, tip, _, before = facts
    event = folder / "event.json"
    event.write_text(json.dumps({"before": before, "after": tip}))
    known = {
        "github": {
            **{"GITHUB_ACTIONS": "true", "GITHUB_REF": f"refs/heads/{branch}"},
            **{"GITHUB_REF_NAME": branch, "GITHUB_EVENT_PATH": str(event)},
        },
        "gitlab": {
            **{"GITLAB_CI": "true", "CI_COMMIT_BRANCH": branch, "CI_COMMIT_SHA": tip},
            "CI_COMMIT_BEFORE_SHA": before,
        },
        "travis": {
            **{"TRAVIS": "true", "TRAVIS_PULL_REQUEST": "false", "TRAVIS_BRANCH": branch},
            "TRAVIS_COMMIT_RANGE": f"{before[:12]}...{tip[:12]}",
        },
        "circleci": {"CIRCLECI": "true", "CIRCLE_BRANCH": branch, "CIRCLE_SHA1": tip},
    }
    return known[server]


REQUESTS = (
    *("github", "gitlab", "bitbucket", "azure", "jenkins", "circleci", "buildkite", "travis"),
)
PUSHES = ("github", "gitlab", "travis", "circleci")
