"""The branch names that mean the same everywhere: of long-lived branches, bots, GUIs and queues."""

from __future__ import annotations

import re

from hookkit.named_tuple import NamedTuple


class WellKnownName(NamedTuple):
    """A pattern for whole names, and who has such names: a tool or a kind of branch."""

    pattern: str
    owner: str


WELL_KNOWN_NAMES = (
    # Long-lived branches
    WellKnownName(r"develop(ment)?|trunk|next", "a long-lived branch"),
    WellKnownName(r"release/.+", "a release"),
    WellKnownName(r"hotfix/.+", "a hotfix"),
    WellKnownName(r"gh-pages", "GitHub Pages"),
    # Bots
    WellKnownName(r"dependabot/.+", "Dependabot"),
    WellKnownName(r"renovate/.+", "Renovate"),
    WellKnownName(r"pre-commit-ci-update-config", "pre-commit.ci"),
    WellKnownName(r"create-pull-request/.+", "create-pull-request"),
    WellKnownName(r"release-please--.+", "Release Please"),
    WellKnownName(r"changeset-release/.+", "Changesets"),
    WellKnownName(r"snyk-.+", "Snyk"),
    WellKnownName(r"imgbot", "ImgBot"),
    WellKnownName(r"allcontributors/.+", "All Contributors"),
    WellKnownName(r"copilot/.+", "GitHub Copilot"),
    WellKnownName(r"claude/.+", "Claude"),
    WellKnownName(r"codex/.+", "Codex"),
    WellKnownName(r"cursor/.+", "Cursor"),
    # GUIs: a button creates the branch
    WellKnownName(r"[A-Za-z0-9-]+-patch-[0-9]+", "GitHub's editor"),
    WellKnownName(r"revert-[0-9]+-.+", "GitHub's Revert button"),
    WellKnownName(r"revert-[0-9a-f]{8}", "GitLab's Revert button"),
    WellKnownName(r"cherry-pick-[0-9a-f]{8}", "GitLab's Cherry-pick button"),
    # Queues and CI servers
    WellKnownName(r"gh-readonly-queue/.+", "GitHub's merge queue"),
    WellKnownName(r"mergify/.+", "Mergify"),
    WellKnownName(r"staging|trying", "bors"),
    WellKnownName(r"PR-[0-9]+(-(head|merge))?", "Jenkins"),
)
"""The well-known names: the check of names leaves them out."""

_ANY_PATTERN = "|".join(f"(?:{each.pattern})" for each in WELL_KNOWN_NAMES)


def owner_of_name(name: str) -> str | None:
    """Say who has names such as ``name``, None if a person seems to have chosen it."""
    if re.fullmatch(_ANY_PATTERN, name) is None:
        return None
    return next((each.owner for each in WELL_KNOWN_NAMES if re.fullmatch(each.pattern, name)), None)


_LONG_LIVED_OWNERS = ("a long-lived branch", "a release", "GitHub Pages", "bors")


def is_long_lived(name: str) -> bool:
    """Whether branches with such a name are kept and others are merged into them."""
    return owner_of_name(name) in _LONG_LIVED_OWNERS


_QUEUE_PATTERN = r"gh-readonly-queue/.+|mergify/merge-queue/.+"


def is_merge_queue(name: str) -> bool:
    """Whether a merge queue makes branches with such a name; they have the target's next merges."""
    return re.fullmatch(_QUEUE_PATTERN, name) is not None
