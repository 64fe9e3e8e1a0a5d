"""Find the target of a topic, and give the error if the configured target is not here."""

from __future__ import annotations

from hookkit.errors import Refused
from hookkit.git.runner import Git
from hookkit.history.refs.explain_missing_target import missing_phrase, target_fetch_command
from hookkit.history.refs.target_branch import Target, find_target, target_of
from hookkit.settings.definitions import Settings


def find_topic_target(git: Git, settings: Settings, branch: str | None) -> Target | None:
    """Find the target of ``branch`` (None: the default).

    It is another protected branch if that is the upstream of ``branch``.
    """
    default_target = find_target(git, settings.target or None)
    return target_of(git, branch, settings.protected, default_target)


def missing_target_error(git: Git, settings: Settings, description: str) -> Refused:
    """Give the error for a configured target that is not here; ``description`` names its role."""
    sentence = f"{description} is unknown: {missing_phrase(git, settings.target)}"
    return Refused(sentence, target_fetch_command(git, settings.target))
