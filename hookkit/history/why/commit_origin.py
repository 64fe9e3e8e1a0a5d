"""How a commit came into a branch: by which merges, from which branches, for which ticket."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from hookkit.errors import EnvironmentFailed, WrongUsage
from hookkit.git.blame import blamed_commit
from hookkit.git.commits import shallow_boundary
from hookkit.git.copies_of_commit import find_copy, original_in_message
from hookkit.git.log import DetailedCommit, read_detailed_commits
from hookkit.git.merges_from_commit_to_branch import MergesToBranch, find_merges
from hookkit.git.refs import HEADS, REMOTES, branches_containing, require_commit
from hookkit.git.runner import Git
from hookkit.history.refs.branch_names_and_protection import bare_name
from hookkit.history.refs.ci_variables import ci_target
from hookkit.history.refs.current_branch import find_current_branch
from hookkit.history.refs.target_branch import find_target
from hookkit.history.why.commit_tickets import NamedTicket, tickets_of
from hookkit.history.why.parsed_commit import ParsedCommit, parse_commit_message
from hookkit.phrases import escape_unprintable, shell_word
from hookkit.settings.definitions import Settings

_FILE_AND_LINE = re.compile(r"(.+?):([0-9]{1,9})(?::[0-9]*)?:?", re.DOTALL)
"""A file with a line, and perhaps with a column, as other tools print it."""

_MAX_BRANCHES = 3
"""If more branches than this have a commit, tickets are not read from their names."""

_UNSHALLOW = "git fetch --unshallow"


@dataclass(frozen=True, slots=True)
class CommitOrigin:
    """How a commit came into a branch.

    ``file_and_line`` is the file and line that was asked for, or "". ``branch`` is the branch that
    the report is about, "" if there is none; ``branch_has_commit`` says whether it has the commit,
    as ``answer`` in ``MergesToBranch``. ``branches_without_commit`` are the branches that were
    searched before ``branch`` and do not have the commit. ``merges`` begin with the innermost
    merge. If the target lacks the commit, ``branches_with_commit`` are the branches that have it,
    and ``copy_in_target`` is the id of its copy in the target after a rebase, or "". ``original``
    is the id of the commit that it was picked from, or ""; ``lacks_original`` says that this clone
    does not have that commit. ``problem`` says what is unknown and why, "" for nothing; ``repair``
    is the command that helps, "" for none. ``lacks_parents`` says that this shallow clone lacks the
    commit's parents.
    """

    parsed_commit: ParsedCommit
    file_and_line: str
    branch: str
    branch_has_commit: Literal["yes", "no", "unknown"]
    branches_without_commit: tuple[str, ...]
    merges: tuple[ParsedCommit, ...]
    branches_with_commit: tuple[str, ...]
    tickets: tuple[NamedTicket, ...]
    copy_in_target: str = ""
    original: str = ""
    lacks_original: bool = False
    problem: str = ""
    repair: str = ""
    lacks_parents: bool = False


def find_commit_origin(
    git: Git, settings: Settings, variables: Mapping[str, str], name: str
) -> CommitOrigin:
    """Find out how the commit ``name``, or the last commit of FILE:LINE, came into a branch.

    The branch is the target, or the branch of HEAD if the target lacks the commit or is unknown.
    Raises WrongUsage or EnvironmentFailed if ``name`` is no commit and no line of a file.
    """
    commit, file_and_line = _find_commit(git, name)
    commit_info = read_detailed_commits(git, [commit])[commit]
    branches = _branches_to_search(git, settings, variables)
    branch, branches_without_commit, merges_to_branch = _find_containing_branch(
        git, commit_info, branches
    )
    merges = _read_merges(git, merges_to_branch)
    parsed_commit = parse_commit_message(commit_info)
    is_missing_in_target = bool(branches_without_commit) or merges_to_branch.answer == "no"
    containing_refs = branches_containing(git, commit) if is_missing_in_target or not branch else []
    names = tuple(ref.removeprefix(HEADS).removeprefix(REMOTES) for ref in containing_refs)
    tickets = tickets_of(settings, parsed_commit, merges, _names_for_tickets(containing_refs))
    origin = CommitOrigin(
        parsed_commit,
        file_and_line,
        branch,
        merges_to_branch.answer,
        branches_without_commit,
        merges,
        names,
        tickets,
    )
    copy = (find_copy(git, commit_info, branches[0][1]) if is_missing_in_target else None) or ""
    return _with_problem(git, _with_copy(git, origin, copy))


def _with_copy(git: Git, origin: CommitOrigin, copy: str) -> CommitOrigin:
    """Add the copy of the commit in the target, or its original; ``copy`` is "" for none.

    The original is the commit that a message names as such; without such a message, it is the one
    that was committed earlier.
    """
    commit_info = origin.parsed_commit.detailed_commit
    original = original_in_message(commit_info.message)
    if copy and copy != original:
        copy_info = read_detailed_commits(git, [copy])[copy]
        if (
            original_in_message(copy_info.message) == commit_info.id
            or original
            or copy_info.commit_time >= commit_info.commit_time
        ):
            origin = replace(origin, copy_in_target=copy)
        else:
            original = copy
    lacks_original = bool(original) and original != copy and git.resolve(original) is None
    return replace(origin, original=original, lacks_original=lacks_original)


def _find_commit(git: Git, name: str) -> tuple[str, str]:
    """Give the commit that ``name`` stands for, and FILE:LINE if ``name`` is a line, else ""."""
    file_and_line = _FILE_AND_LINE.fullmatch(name)
    if git.paths.top is None:  # a bare repository has no worktree, so no files
        return _find_in_bare_repository(git, name, bool(file_and_line)), ""
    if file_and_line and os.path.isfile(file_and_line[1]):
        return _last_commit_of_line(git, file_and_line[1], int(file_and_line[2]))
    commit = _resolve_revision(git, name)
    if commit is not None:
        return commit, ""
    file = file_and_line[1] if file_and_line else name
    printable_file = escape_unprintable(file)
    if os.path.isdir(file):
        raise WrongUsage(
            f"{printable_file} is a folder: name a line of a file", "hookkit why --help"
        )
    if os.path.lexists(file):
        raise WrongUsage(f"{printable_file} is a file: name a line of it", _line_command(file))
    if git.resolve("HEAD") is None:
        raise EnvironmentFailed(f"there is no commit {name!r}: there is none yet", "git commit")
    if git.is_shallow:
        raise EnvironmentFailed(f"there is no commit {name!r} in this shallow clone", _UNSHALLOW)
    sentence = f"there is no commit {name!r} here, and no file and line"
    raise EnvironmentFailed(sentence, "git log --oneline --all")


def _line_command(file: str) -> str:
    return f"hookkit why {shell_word(f'{file}:1')}"


def _find_in_bare_repository(git: Git, name: str, is_file_and_line: bool) -> str:
    commit = _resolve_revision(git, name)
    if commit is not None:
        return commit
    if is_file_and_line:
        sentence = f"there is no commit {name!r} here, and a line of a file needs a worktree"
        raise EnvironmentFailed(sentence)
    require_commit(git)
    raise EnvironmentFailed(f"there is no commit {name!r} here", "git log --oneline --all")


def _last_commit_of_line(git: Git, file: str, line: int) -> tuple[str, str]:
    if line < 1:
        raise WrongUsage(f"there is no line {line}: the first line is 1", _line_command(file))
    return blamed_commit(git, file, line), f"{file}:{line}"


def _resolve_revision(git: Git, name: str) -> str | None:
    if not name.startswith(":/"):
        return git.resolve(name)
    # The rest is a text that git searches for in messages, so no suffix may be added.
    answer = git.try_run("rev-parse", "--verify", "--quiet", "--end-of-options", name)
    return os.fsdecode(answer.out).strip() if answer.code == 0 else None


def _branches_to_search(
    git: Git, settings: Settings, variables: Mapping[str, str]
) -> list[tuple[str, str]]:
    """Give names and commits of the branches to search: the target, then the branch of HEAD."""
    target = find_target(git, settings.target or ci_target(variables))
    refs = [target.ref, HEADS + target.name] if target else []
    named_commits = [
        (ref.removeprefix(HEADS).removeprefix(REMOTES), git.resolve(ref)) for ref in refs
    ]
    named_commits.append((find_current_branch(git, variables).name or "HEAD", git.resolve("HEAD")))
    names_by_commit: dict[str, str] = {}
    for name, commit in named_commits:
        if commit is not None:
            names_by_commit.setdefault(commit, name)
    return [(name, commit) for commit, name in names_by_commit.items()]


def _find_containing_branch(
    git: Git, commit_info: DetailedCommit, branches: Sequence[tuple[str, str]]
) -> tuple[str, tuple[str, ...], MergesToBranch]:
    """Give the first branch that has the commit, the branches before it, and the merges.

    If no branch has the commit, give the first branch.
    """
    for index, (name, tip) in enumerate(branches):
        searched_tips = [each for _, each in branches[:index]]
        merges_to_branch = find_merges(
            git, commit_info.id, tip, commit_info.commit_time, searched_tips
        )
        if merges_to_branch.answer != "no":
            return name, tuple(each for each, _ in branches[:index]), merges_to_branch
    return (
        (branches[0][0], (), MergesToBranch("no"))
        if branches
        else ("", (), MergesToBranch("unknown"))
    )


def _read_merges(git: Git, merges_to_branch: MergesToBranch) -> tuple[ParsedCommit, ...]:
    if not merges_to_branch.merges:
        return ()
    commits = read_detailed_commits(git, [each.id for each in merges_to_branch.merges])
    return tuple(
        parse_commit_message(commits[each.id], each.parent_index)
        for each in merges_to_branch.merges
    )


def _names_for_tickets(refs: Sequence[str]) -> list[str]:
    """Give the names of branches without remotes, each once; none if they are more than a few."""
    names = list(dict.fromkeys(filter(None, map(bare_name, refs))))
    return names if len(names) <= _MAX_BRANCHES else []


def _with_problem(git: Git, origin: CommitOrigin) -> CommitOrigin:
    """Add the sentence that says what is unknown and why, and the command that finds it out."""
    is_itself = origin.branch_has_commit == "yes" and not origin.merges
    if (
        origin.file_and_line or is_itself
    ) and origin.parsed_commit.detailed_commit.id in shallow_boundary(git):
        # A merge has no parents in this clone either.
        question = "whether the line is older" if origin.file_and_line else "whether it is a merge"
        problem = f"{question}: this shallow clone does not have what was before"
        return replace(origin, problem=problem, repair=_UNSHALLOW, lacks_parents=True)
    if origin.branch_has_commit != "unknown":
        return origin
    if not origin.branch:
        problem = "how it came in: there is no branch to ask"
        return replace(origin, problem=problem, repair="git branch --all")
    question = (
        "whether another merge was first" if origin.merges else f"whether {origin.branch} has it"
    )
    if git.is_shallow:
        problem = f"{question}: this shallow clone lacks a part of {origin.branch}"
        return replace(origin, problem=problem, repair=_UNSHALLOW)
    problem = f"{question}: a commit below {origin.branch} is missing here"
    return replace(origin, problem=problem, repair="git fsck --connectivity-only")
