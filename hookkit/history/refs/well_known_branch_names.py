"""Well-known names of branches: long-lived ones, and those made by bots, GUIs and queues."""

from __future__ import annotations

import re

from hookkit.named_tuple import NamedTuple


class NamePattern(NamedTuple):
    """A pattern for whole names, and who makes such names."""

    pattern: str
    creator: str


NAME_PATTERNS = (
    # Long-lived branches
    NamePattern(r"develop(ment)?|trunk|next", "a long-lived branch"),
    NamePattern(r"release/.+", "a release"),
    NamePattern(r"hotfix/.+", "a hotfix"),
    NamePattern(r"gh-pages", "GitHub Pages"),
    # Bots
    NamePattern(r"dependabot/.+", "Dependabot"),
    NamePattern(r"renovate/.+", "Renovate"),
    NamePattern(r"pre-commit-ci-update-config", "pre-commit.ci"),
    NamePattern(r"create-pull-request/.+", "create-pull-request"),
    NamePattern(r"release-please--.+", "Release Please"),
    NamePattern(r"changeset-release/.+", "Changesets"),
    NamePattern(r"snyk-.+", "Snyk"),
    NamePattern(r"imgbot", "ImgBot"),
    NamePattern(r"allcontributors/.+", "All Contributors"),
    NamePattern(r"copilot/.+", "GitHub Copilot"),
    NamePattern(r"claude/.+", "Claude"),
    NamePattern(r"codex/.+", "Codex"),
    NamePattern(r"cursor/.+", "Cursor"),
    # GUIs: a button creates the branch
    NamePattern(r"[A-Za-z0-9-]+-patch-[0-9]+", "GitHub's editor"),
    NamePattern(r"revert-[0-9]+-.+", "GitHub's Revert button"),
    NamePattern(r"revert-[0-9a-f]{8}", "GitLab's Revert button"),
    NamePattern(r"cherry-pick-[0-9a-f]{8}", "GitLab's Cherry-pick button"),
    # Queues and CI servers
    NamePattern(r"gh-readonly-queue/.+", "GitHub's merge queue"),
    NamePattern(r"mergify/.+", "Mergify"),
    NamePattern(r"staging|trying", "bors"),
    NamePattern(r"PR-[0-9]+(-(head|merge))?", "Jenkins"),
)
"""The patterns of names that are not checked."""

_ANY_PATTERN = "|".join(f"(?:{each.pattern})" for each in NAME_PATTERNS)


def creator_of(name: str) -> str | None:
    """Say who makes names such as ``name``, None if a person seems to have chosen it."""
    if re.fullmatch(_ANY_PATTERN, name) is None:
        return None
    return next((each.creator for each in NAME_PATTERNS if re.fullmatch(each.pattern, name)), None)


_LONG_LIVED_CREATORS = ("a long-lived branch", "a release", "GitHub Pages", "bors")


def is_long_lived(name: str) -> bool:
    """Whether branches with such a name are kept and others are merged into them."""
    return creator_of(name) in _LONG_LIVED_CREATORS


_QUEUE_PATTERN = r"gh-readonly-queue/.+|mergify/merge-queue/.+"


def is_merge_queue(name: str) -> bool:
    """Whether a merge queue makes branches with such a name; they have the target's next merges."""
    return re.fullmatch(_QUEUE_PATTERN, name) is not None
