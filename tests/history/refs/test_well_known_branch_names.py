"""Branch names that tools generate, one of each kind, and names that only look like them."""

from __future__ import annotations

import pytest

from hookkit.history.refs.naming_patterns import NamingPatterns
from hookkit.history.refs.well_known_branch_names import (
    WELL_KNOWN_NAMES,
    is_long_lived,
    owner_of_name,
)

EXAMPLES = {
    "develop": "a long-lived branch",
    "trunk": "a long-lived branch",
    "release/1.2": "a release",
    "release/2024/05": "a release",
    "hotfix/login": "a hotfix",
    "gh-pages": "GitHub Pages",
    "dependabot/npm_and_yarn/lodash-4.17.21": "Dependabot",
    "dependabot/pip/requests-2.32.0": "Dependabot",
    "renovate/pytest-8.x": "Renovate",
    "renovate/configure": "Renovate",
    "pre-commit-ci-update-config": "pre-commit.ci",
    "create-pull-request/patch": "create-pull-request",
    "create-pull-request/1f2e3d4c": "create-pull-request",
    "release-please--branches--main": "Release Please",
    "release-please--branches--main--components--api": "Release Please",
    "changeset-release/main": "Changesets",
    "snyk-fix-0123456789abcdef": "Snyk",
    "snyk-upgrade-0123456789abcdef": "Snyk",
    "imgbot": "ImgBot",
    "allcontributors/add-alice": "All Contributors",
    "copilot/fix-12": "GitHub Copilot",
    "claude/issue-12": "Claude",
    "codex/add-tests": "Codex",
    "cursor/fix-login": "Cursor",
    "alice-patch-1": "GitHub's editor",
    "alice-b-patch-12": "GitHub's editor",
    "revert-12-foo": "GitHub's Revert button",
    "revert-12-feature/ABC-1-words": "GitHub's Revert button",
    "revert-0a1b2c3d": "GitLab's Revert button",
    "cherry-pick-0a1b2c3d": "GitLab's Cherry-pick button",
    "gh-readonly-queue/main/pr-1": "GitHub's merge queue",
    "gh-readonly-queue/main/pr-104-f1e2d3c4": "GitHub's merge queue",
    "mergify/merge-queue/0a1b2c3d4e": "Mergify",
    "mergify/bp/release-1/pr-12": "Mergify",
    "staging": "bors",
    "trying": "bors",
    "PR-47": "Jenkins",
    "PR-47-head": "Jenkins",
}

LOOKALIKES = (
    *("mainframe", "domain", "my-main", "main2", "masterpiece", "released", "release", "release/"),
    *("chore/", "chore/update", "dependabot", "dependabot/", "mydependabot/pip", "renovate"),
    *("imgbots", "PR-", "PR-47x", "XPR-47", "revert-", "revert-12", "revert-0a1b2c3", "revert-xyz"),
    *("alice-patch-", "feature/x-patch-1", "patch-1", "staging2", "pre-commit-ci", "snyk"),
    *("gh-readonly-queue", "cherry-pick-0a1b2c3d4", "claude", "develop/x", "main\n", "imgbot\n"),
)


@pytest.mark.parametrize(("name", "who"), EXAMPLES.items(), ids=str)
def test_a_name_that_no_person_chose_is_known(name: str, who: str) -> None:
    assert owner_of_name(name) == who
    assert NamingPatterns("{type}/{slug}", "", ()).is_exempt(name)


@pytest.mark.parametrize("name", LOOKALIKES, ids=repr)
def test_a_name_that_only_looks_so_is_judged(name: str) -> None:
    assert owner_of_name(name) is None
    assert not NamingPatterns("", "", ("main", "master", "release/?*")).is_exempt(name)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("develop", True),
        ("next", True),
        ("release/1", True),
        ("gh-pages", True),
        ("staging", True),
        ("hotfix/login", False),
        ("renovate/configure", False),
        ("developer", False),
        ("topic", False),
    ],
)
def test_some_names_are_those_of_branches_that_are_kept(name: str, expected: bool) -> None:
    assert is_long_lived(name) is expected


def test_each_shape_has_an_example() -> None:
    assert {each.owner for each in WELL_KNOWN_NAMES} == set(EXAMPLES.values())
