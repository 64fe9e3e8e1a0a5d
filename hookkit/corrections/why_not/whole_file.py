"""What keeps hookkit, or only its hooks, from a file as a whole."""

from __future__ import annotations

import os
import re
import shlex
from collections.abc import Callable
from pathlib import Path

from hookkit.corrections.why_not.answer import Explanation, FileExplanation
from hookkit.corrections.why_not.case import Case
from hookkit.corrections.why_not.configuration import place_of
from hookkit.errors import WrongUsage
from hookkit.git.changes import pathspecs
from hookkit.git.index import read_index
from hookkit.git.runner import Git
from hookkit.phrases import in_one_line
from hookkit.settings.reader import settings_in_force


def explain_missing(git: Git, name: str) -> FileExplanation:
    """Answer for a file that git knows and the worktree lacks. Raises WrongUsage for any other."""
    if git.top is None:
        raise WrongUsage(f"there is no file {in_one_line(name)} here", "git ls-files")
    place = os.path.join(os.path.realpath(os.path.dirname(name) or "."), os.path.basename(name))
    path = os.fsencode(Path(os.path.relpath(place, os.path.realpath(git.top))).as_posix())
    staged = None if path.startswith(b"../") else read_index(git, [path]).get(path)
    if staged is None:
        raise WrongUsage(f"there is no file {in_one_line(name)} here", "git ls-files")
    flags = ["--ignore-skip-worktree-bits"] if staged.is_skipped else []
    command = shlex.join(["git", "restore", *flags, "--", name])
    return FileExplanation(
        None, Explanation("alone", "is not in the worktree", "bring it back", command), ()
    )


def explain_file(case: Case) -> Explanation | None:
    """Say what keeps hookkit from the file, or only its hooks; None where nothing does."""
    if not case.path.endswith(b".py"):
        return _passed_over(case, "is no .py file")
    if case.outcome.skipped is not None:
        return _left_alone(case, case.outcome.skipped)
    ignored = _ignored_by_git(case)
    if ignored is not None:
        return _passed_over(case, ignored)
    if case.settings.include and not _is_included(case):
        return _passed_over(case, f"is not included by {_origin(case, 'include')}")
    return None


def _passed_over(case: Case, reason: str) -> Explanation:
    """Hooks pass over the file, and a run that names it does not."""
    if case.outcome.skipped is not None or not case.outcome.corrected:
        return Explanation("skipped by hooks", reason)
    return Explanation("skipped by hooks", reason, "correct it all the same", case.run())


def _ignored_by_git(case: Case) -> str | None:
    answer = case.git.ask("check-ignore", "-v", "-z", "--stdin", data=case.path + b"\0")
    if answer.code != 0:
        return None
    source, line, pattern, *_ = map(os.fsdecode, answer.out.split(b"\0"))
    return f"is ignored by git: {pattern} in {source}, line {line}"


def _is_included(case: Case) -> bool:
    specs = pathspecs(case.settings.include, ())
    listed = case.git.fields("ls-files", "-z", "--cached", "--others", *specs)
    return case.path in listed


def _origin(case: Case, key: str) -> str:
    found = next(each for each in settings_in_force(case.git) if each.key == key)
    return f"{key} ({found.origin})"


def _left_alone(case: Case, reason: str) -> Explanation:
    for pattern, answer in _ANSWERS.items():
        found = re.search(pattern, reason)
        if found is not None:
            change, command = answer(case, found)
            return Explanation("alone", reason, change, command)
    return Explanation("alone", reason)


def _unset(case: Case, key: str, value: str) -> tuple[str, str]:
    name = f"HOOKKIT_{key.upper()}"
    return f"ignore {_origin(case, key)}", f"{name}={value} {case.run()}"


def _not_excluded(case: Case, _: re.Match[str]) -> tuple[str, str]:
    return _unset(case, "exclude", ",")


def _larger(case: Case, found: re.Match[str]) -> tuple[str, str]:
    return _unset(case, "max_bytes", found[1])


def _more_lines(case: Case, found: re.Match[str]) -> tuple[str, str]:
    return _unset(case, "max_lines", found[1])


def _longer(case: Case, found: re.Match[str]) -> tuple[str, str]:
    return _unset(case, "time_limit", f"{float(found[1]) * 10:g}")


def _attributes(case: Case, _: re.Match[str]) -> tuple[str, str]:
    command = shlex.join(["git", "check-attr", "--all", "--", case.name])
    return "look at its attributes", command


def _pep8_exclude(case: Case, _: re.Match[str]) -> tuple[str, str]:
    shown, command = place_of(case.configured, "exclude")
    return f"take it out of exclude in {shown}", command


def _syntax(case: Case, found: re.Match[str]) -> tuple[str, str]:
    return "mend it by hand", case.edit(int(found[1] or 1))


_ANSWERS: dict[str, Callable[[Case, re.Match[str]], tuple[str, str]]] = {
    r"^does not parse: (?:line (\d+))?": _syntax,
    r"^is excluded by hookkit's settings": _not_excluded,
    r"^is excluded by autopep8's": _pep8_exclude,
    r"^has (\d+) bytes": _larger,
    r"^has (\d+) lines": _more_lines,
    r"longer than (\S+) seconds": _longer,
    r"\(\.gitattributes\)": _attributes,
}
"""For the reason why a file is left alone: what would change that, in words and as a command."""
