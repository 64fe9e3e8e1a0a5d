"""Why hookkit, or only its hooks, leave a whole file alone."""

from __future__ import annotations

import os
import re
import shlex
from collections.abc import Callable
from pathlib import Path

from hookkit.corrections.files_and_lines_to_fix import pathspecs
from hookkit.corrections.why_not.autopep8_configuration import location_of_key
from hookkit.corrections.why_not.explanation import Explanation, FileExplanation
from hookkit.corrections.why_not.file_to_explain import FileToExplain
from hookkit.errors import WrongUsage
from hookkit.git.index import read_index
from hookkit.git.runner import Git
from hookkit.phrases import escape_unprintable
from hookkit.settings.effective_settings import settings_in_force


def explain_missing(git: Git, typed_path: str) -> FileExplanation:
    """Explain a file of the index that the worktree lacks. Raises WrongUsage for other paths."""
    if git.top is None:
        raise WrongUsage(f"there is no file {escape_unprintable(typed_path)} here", "git ls-files")
    folder, name = os.path.split(typed_path)
    real_path = os.path.join(os.path.realpath(folder or "."), name)
    path = os.fsencode(Path(os.path.relpath(real_path, os.path.realpath(git.top))).as_posix())
    staged = None if path.startswith(b"../") else read_index(git, [path]).get(path)
    if staged is None:
        raise WrongUsage(f"there is no file {escape_unprintable(typed_path)} here", "git ls-files")
    flags = ["--ignore-skip-worktree-bits"] if staged.is_skip_worktree else []
    command = shlex.join(["git", "restore", *flags, "--", typed_path])
    return FileExplanation(
        None, Explanation("left alone", "is not in the worktree", "bring it back", command), ()
    )


def explain_file(file: FileToExplain) -> Explanation | None:
    """Explain why hookkit, or only its hooks, leave the file alone; None if they do not."""
    if not file.path.endswith(b".py"):
        return _explain_skipped_by_hooks(file, "is no .py file")
    if file.outcome.left_alone_reason is not None:
        return _explain_left_alone(file, file.outcome.left_alone_reason)
    ignored = _ignored_by_git(file)
    if ignored is not None:
        return _explain_skipped_by_hooks(file, ignored)
    if file.settings.include and not _is_included(file):
        return _explain_skipped_by_hooks(file, f"is not included by {_origin(file, 'include')}")
    return None


def _explain_skipped_by_hooks(file: FileToExplain, reason: str) -> Explanation:
    """Explain that hooks skip the file, while a run that names the file does not."""
    if file.outcome.left_alone_reason is not None or not file.outcome.corrected:
        return Explanation("skipped by hooks", reason)
    return Explanation("skipped by hooks", reason, "correct it all the same", file.run_command())


def _ignored_by_git(file: FileToExplain) -> str | None:
    answer = file.git.try_run("check-ignore", "-v", "-z", "--stdin", data=file.path + b"\0")
    if answer.code != 0:
        return None
    source, line, pattern, *_ = map(os.fsdecode, answer.out.split(b"\0"))
    return f"is ignored by git: {pattern} in {source}, line {line}"


def _is_included(file: FileToExplain) -> bool:
    specs = pathspecs(file.settings.include, ())
    listed = file.git.fields("ls-files", "-z", "--cached", "--others", *specs)
    return file.path in listed


def _origin(file: FileToExplain, key: str) -> str:
    found = next(each for each in settings_in_force(file.git) if each.key == key)
    return f"{key} ({found.origin})"


def _explain_left_alone(file: FileToExplain, reason: str) -> Explanation:
    for pattern, remedy_of in _REMEDY_BY_REASON.items():
        found = re.search(pattern, reason)
        if found is not None:
            remedy, command = remedy_of(file, found)
            return Explanation("left alone", reason, remedy, command)
    return Explanation("left alone", reason)


def _override_remedy(file: FileToExplain, key: str, value: str) -> tuple[str, str]:
    command = f"HOOKKIT_{key.upper()}={value} {file.run_command()}"
    return f"ignore {_origin(file, key)}", command


def _autopep8_exclude_remedy(file: FileToExplain, _: re.Match[str]) -> tuple[str, str]:
    shown, command = location_of_key(file.configuration, "exclude")
    return f"take it out of exclude in {shown}", command


_REMEDY_BY_REASON: dict[str, Callable[[FileToExplain, re.Match[str]], tuple[str, str]]] = {
    r"^does not parse: (?:line (\d+))?": lambda file, found: (
        "mend it by hand",
        file.edit_command(int(found[1] or 1)),
    ),
    r"^is excluded by hookkit's settings": lambda file, _: _override_remedy(file, "exclude", ","),
    r"^is excluded by autopep8's": _autopep8_exclude_remedy,
    r"^has (\d+) bytes": lambda file, found: _override_remedy(file, "max_bytes", found[1]),
    r"^has (\d+) lines": lambda file, found: _override_remedy(file, "max_lines", found[1]),
    r"longer than (\S+) seconds": lambda file, found: _override_remedy(
        file, "time_limit", f"{float(found[1]) * 10:g}"
    ),
    r"\(\.gitattributes\)": lambda file, _: (
        "look at its attributes",
        shlex.join(["git", "check-attr", "--all", "--", file.typed_path]),
    ),
}
"""By the reason why a file is left alone: a function for the remedy, in words and as a command."""
