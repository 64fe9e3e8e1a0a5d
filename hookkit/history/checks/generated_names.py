"""Names of branches that no person chose: names by bots, GUIs, queues and reverts."""

from __future__ import annotations

import re

from hookkit.named_tuple import NamedTuple


class KnownName(NamedTuple):
    """A pattern for whole names, and who makes such names."""

    pattern: str
    who: str


KNOWN_NAMES = (
    # Long-lived branches
    KnownName(r"develop(ment)?|trunk|next", "a long-lived branch"),
    KnownName(r"release/.+", "a release"),
    KnownName(r"hotfix/.+", "a hotfix"),
    KnownName(r"gh-pages", "GitHub Pages"),
    # Bots
    KnownName(r"dependabot/.+", "Dependabot"),
    KnownName(r"renovate/.+", "Renovate"),
    KnownName(r"pre-commit-ci-update-config", "pre-commit.ci"),
    KnownName(r"create-pull-request/.+", "create-pull-request"),
    KnownName(r"release-please--.+", "Release Please"),
    KnownName(r"changeset-release/.+", "Changesets"),
    KnownName(r"snyk-.+", "Snyk"),
    KnownName(r"imgbot", "ImgBot"),
    KnownName(r"allcontributors/.+", "All Contributors"),
    KnownName(r"copilot/.+", "GitHub Copilot"),
    KnownName(r"claude/.+", "Claude"),
    KnownName(r"codex/.+", "Codex"),
    KnownName(r"cursor/.+", "Cursor"),
    # GUIs: a button creates the branch
    KnownName(r"[A-Za-z0-9-]+-patch-[0-9]+", "GitHub's editor"),
    KnownName(r"revert-[0-9]+-.+", "GitHub's Revert button"),
    KnownName(r"revert-[0-9a-f]{8}", "GitLab's Revert button"),
    KnownName(r"cherry-pick-[0-9a-f]{8}", "GitLab's Cherry-pick button"),
    # Queues and CI servers
    KnownName(r"gh-readonly-queue/.+", "GitHub's merge queue"),
    KnownName(r"mergify/.+", "Mergify"),
    KnownName(r"staging|trying", "bors"),
    KnownName(r"PR-[0-9]+(-(head|merge))?", "Jenkins"),
)
"""The patterns of names that are not checked."""

_ANY_PATTERN = "|".join(f"(?:{each.pattern})" for each in KNOWN_NAMES)


def maker_of(name: str) -> str | None:
    """Say who makes names such as ``name``, None if a person seems to have chosen it."""
    if re.fullmatch(_ANY_PATTERN, name) is None:
        return None
    return next((each.who for each in KNOWN_NAMES if re.fullmatch(each.pattern, name)), None)


_LONG_LIVED_MAKERS = ("a long-lived branch", "a release", "GitHub Pages", "bors")


def is_long_lived(name: str) -> bool:
    """Whether branches with such a name are kept and others are merged into them."""
    return maker_of(name) in _LONG_LIVED_MAKERS


_QUEUE_PATTERN = r"gh-readonly-queue/.+|mergify/merge-queue/.+"


def is_merge_queue(name: str) -> bool:
    """Whether a merge queue makes branches with such a name; they have the target's next merges."""
    return re.fullmatch(_QUEUE_PATTERN, name) is not None
