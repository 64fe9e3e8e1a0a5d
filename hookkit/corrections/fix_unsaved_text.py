"""Fix a text that an editor or another program gives as the content of a file."""

from __future__ import annotations

from collections.abc import Mapping

from hookkit.corrections.fix_files import prepare_tasks, reason_to_leave_alone
from hookkit.corrections.worktree_files_to_fix import file_of_text
from hookkit.git.runner import Git
from hookkit.git.worktree_paths_and_checks import repository_of
from hookkit.named_tuple import NamedTuple
from hookkit.pep8.fix_file import fix_within_limits
from hookkit.pep8.fix_task_and_outcome import FileFix, FileOutcome, FixTask
from hookkit.pep8.time_limit import Limits
from hookkit.settings import effective_settings
from hookkit.settings.autopep8.option_finder import OptionFinder
from hookkit.settings.definitions import Settings


class TextContext(NamedTuple):
    """The path of a given text, and the settings that apply there.

    ``git`` is the repository of the path, None if the path is in no repository.
    """

    path: str
    git: Git | None
    settings: Settings


def read_text_context(path: str, overrides: Mapping[str, object]) -> TextContext:
    """Read the repository and the settings for a file, which need not exist.

    ``overrides`` are settings by name; a setting that is None counts as not given. Raises
    WrongUsage for wrong settings, and EnvironmentFailed if git cannot use the repository.
    """
    git = repository_of(path)
    settings = (
        effective_settings.load_settings_without_repository(overrides)
        if git is None
        else effective_settings.load_settings(git, overrides)
    )
    return TextContext(path, git, settings)


def fix_unsaved_text(context: TextContext, data: bytes) -> FileFix:
    """Fix a text as ``hookkit run`` would fix the file. Nothing is written or cached.

    Raises WrongUsage for a wrong configuration of autopep8.
    """
    if context.git is None:
        return _fix_without_repository(context, data)
    with context.git.batch_session():
        files_to_fix = file_of_text(context.git, context.settings, context.path, data)
        left_alone_reasons, tasks = prepare_tasks(context.git, context.settings, files_to_fix)
    limits = Limits(context.settings.time_limit)
    for task in tasks:
        return fix_within_limits(task, limits)
    ((path, reason),) = left_alone_reasons.items()
    return FileFix(data, FileOutcome(path, left_alone_reason=reason))


def _fix_without_repository(context: TextContext, data: bytes) -> FileFix:
    path, settings = context.path.encode("utf-8", "surrogateescape"), context.settings
    options = OptionFinder().find(context.path).options
    reason = reason_to_leave_alone(settings, options, context.path, data)
    if reason is not None:
        return FileFix(data, FileOutcome(path, left_alone_reason=reason))
    return fix_within_limits(
        FixTask(path, data, options, settings.safety), Limits(settings.time_limit)
    )
