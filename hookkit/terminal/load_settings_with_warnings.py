"""Settings with warnings: wrong settings are reported on stderr and ignored.

A command that changes nothing reads its settings in this way.
"""

from __future__ import annotations

from collections.abc import Sequence

from hookkit.errors import HookkitError
from hookkit.git.runner import Git
from hookkit.settings.definitions import Settings
from hookkit.settings.effective_settings import Setting, load_valid_settings, valid_settings


def load_settings_with_warnings(git: Git) -> Settings:
    """Give the settings, and print on stderr which of them are ignored. Raises GitFailed."""
    settings, rejected = load_valid_settings(git)
    print_rejected_settings(rejected)
    return settings


def list_settings_with_warnings(git: Git) -> tuple[Setting, ...]:
    """Give each setting with its origin, as ``load_settings_with_warnings`` does."""
    settings, rejected = valid_settings(git)
    print_rejected_settings(rejected)
    return settings


def print_rejected_settings(rejected: Sequence[HookkitError]) -> None:
    """Print on stderr why some settings are not used."""
    if rejected:
        from hookkit.terminal.error_messages import print_error

        for each in rejected:
            print_error(each)
