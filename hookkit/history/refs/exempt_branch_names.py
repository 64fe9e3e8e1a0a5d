"""Names of branches that are not checked: long-lived ones, and those by bots, GUIs and queues."""

from __future__ import annotations

import re

from hookkit.named_tuple import NamedTuple


class ExemptName(NamedTuple):
    """A pattern for whole names, and who has such names: a tool or a kind of branch."""

    pattern: str
    owner: str


EXEMPT_NAMES = (
    # Long-lived branches
    ExemptName(r"develop(ment)?|trunk|next", "a long-lived branch"),
    ExemptName(r"release/.+", "a release"),
    ExemptName(r"hotfix/.+", "a hotfix"),
    ExemptName(r"gh-pages", "GitHub Pages"),
    # Bots
    ExemptName(r"dependabot/.+", "Dependabot"),
    ExemptName(r"renovate/.+", "Renovate"),
    ExemptName(r"pre-commit-ci-update-config", "pre-commit.ci"),
    ExemptName(r"create-pull-request/.+", "create-pull-request"),
    ExemptName(r"release-please--.+", "Release Please"),
    ExemptName(r"changeset-release/.+", "Changesets"),
    ExemptName(r"snyk-.+", "Snyk"),
    ExemptName(r"imgbot", "ImgBot"),
    ExemptName(r"allcontributors/.+", "All Contributors"),
    ExemptName(r"copilot/.+", "GitHub Copilot"),
    ExemptName(r"claude/.+", "Claude"),
    ExemptName(r"codex/.+", "Codex"),
    ExemptName(r"cursor/.+", "Cursor"),
    # GUIs: a button creates the branch
    ExemptName(r"[A-Za-z0-9-]+-patch-[0-9]+", "GitHub's editor"),
    ExemptName(r"revert-[0-9]+-.+", "GitHub's Revert button"),
    ExemptName(r"revert-[0-9a-f]{8}", "GitLab's Revert button"),
    ExemptName(r"cherry-pick-[0-9a-f]{8}", "GitLab's Cherry-pick button"),
    # Queues and CI servers
    ExemptName(r"gh-readonly-queue/.+", "GitHub's merge queue"),
    ExemptName(r"mergify/.+", "Mergify"),
    ExemptName(r"staging|trying", "bors"),
    ExemptName(r"PR-[0-9]+(-(head|merge))?", "Jenkins"),
)
"""The patterns of names that are not checked."""

_ANY_PATTERN = "|".join(f"(?:{each.pattern})" for each in EXEMPT_NAMES)


def owner_of_name(name: str) -> str | None:
    """Say who has names such as ``name``, None if a person seems to have chosen it."""
    if re.fullmatch(_ANY_PATTERN, name) is None:
        return None
    return next((each.owner for each in EXEMPT_NAMES if re.fullmatch(each.pattern, name)), None)


_LONG_LIVED_OWNERS = ("a long-lived branch", "a release", "GitHub Pages", "bors")


def is_long_lived(name: str) -> bool:
    """Whether branches with such a name are kept and others are merged into them."""
    return owner_of_name(name) in _LONG_LIVED_OWNERS


_QUEUE_PATTERN = r"gh-readonly-queue/.+|mergify/merge-queue/.+"


def is_merge_queue(name: str) -> bool:
    """Whether a merge queue makes branches with such a name; they have the target's next merges."""
    return re.fullmatch(_QUEUE_PATTERN, name) is not None
