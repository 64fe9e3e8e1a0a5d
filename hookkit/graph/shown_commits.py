"""Which commits a graph shows: its tips, the excluded commits, and its main line."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from hookkit.errors import EnvironmentFailed, Refused
from hookkit.git.compare_histories import count_ahead_behind
from hookkit.git.refs import HEADS, full_ref_name, resolve_commit
from hookkit.git.runner import Git
from hookkit.graph.read_refs_and_commits import NamedRef, first_parent_line, read_refs
from hookkit.history.refs.branch_names_and_protection import bare_name, is_protected
from hookkit.history.refs.ci_variables import ci_target
from hookkit.history.refs.current_branch import find_current_branch
from hookkit.history.refs.target_branch import Target, find_target
from hookkit.settings.definitions import Settings


class ShownCommits(NamedTuple):
    """The commits to show.

    ``tips`` are the newest commits, ``excluded`` are left out with their ancestors.
    ``main_line_tip`` is the newest commit of the main line, and ``main_line_name`` the name of the
    main line. ``requested_commit`` is the commit that was asked for, else HEAD's. ``is_protected``
    is whether the main line is the target or, for a range, a protected branch. ``base`` is the
    commit below the shown part of the main line, "" if all of it is shown. ``has_older_commits`` is
    whether the main line has older commits that are not shown. ``refs`` are all refs of the
    repository, HEAD first.
    """

    tips: tuple[str, ...]
    excluded: tuple[str, ...]
    main_line_tip: str
    main_line_name: str
    requested_commit: str
    is_protected: bool
    base: str
    has_older_commits: bool
    refs: tuple[NamedRef, ...]


class _Repository(NamedTuple):
    """The refs of a repository, HEAD first, and its target."""

    git: Git
    settings: Settings
    refs: tuple[NamedRef, ...]
    target: Target | None

    def commit(self, ref: str) -> str:
        """Give the commit of a ref by its full name, "" if the ref does not exist."""
        return next((each.commit for each in self.refs if each.ref == ref), "")

    @property
    def head(self) -> NamedRef | None:
        """HEAD, None if it has no commit."""
        return self.refs[0] if self.refs and self.refs[0].kind == "HEAD" else None

    @property
    def target_refs(self) -> tuple[str, ...]:
        """The full names of the target: its ref, and its local branch."""
        return (self.target.ref, HEADS + self.target.name) if self.target else ()


def find_shown_commits(
    git: Git,
    settings: Settings,
    variables: Mapping[str, str],
    revisions: str | None,
    limit: int,
    include_all_refs: bool,
) -> ShownCommits:
    """Find the commits to show for ``revisions``: a range, a name, or None for HEAD.

    ``limit`` is the number of commits of the main line, 0 for all; ``include_all_refs`` adds every
    branch and tag. Raises EnvironmentFailed if a name is not a commit, and Refused if the
    repository has no commits.
    """
    repository = _read_repository(git, settings, variables)
    if revisions and ".." in revisions:
        return _find_shown_commits_of_range(repository, revisions, limit)
    requested_commit = (
        _resolved_commit(git, revisions)
        if revisions
        else (repository.head.commit if repository.head else "")
    )
    main_tip, branch, is_target = _main_line(repository, requested_commit, revisions or "HEAD")
    other_commits = [
        each.commit
        for each in repository.refs
        if include_all_refs or each.ref in repository.target_refs
    ]
    newest = (requested_commit, _upstream(repository, revisions), main_tip, *other_commits)
    tips = [each for each in dict.fromkeys(newest) if each]
    if not tips:
        raise Refused("there is no commit to draw yet", "git commit --allow-empty -m Begin")
    tip = main_tip or tips[0]
    main_line = first_parent_line(git, tip, limit + 1 if limit else 0)
    older_commits = main_line[limit:] if limit else []
    return ShownCommits(
        *(tuple(tips), tuple(older_commits), tip, branch, requested_commit, is_target),
        base=older_commits[0] if older_commits else "",
        has_older_commits=bool(older_commits),
        refs=repository.refs,
    )


def _read_repository(git: Git, settings: Settings, variables: Mapping[str, str]) -> _Repository:
    refs = read_refs(git)
    current = find_current_branch(git, variables)
    branch_ref = HEADS + (current.name or "") if current.source == "HEAD" else ""
    head = git.resolve("HEAD")
    if head is not None:
        refs.insert(0, NamedRef("HEAD", head, branch_ref))
    target = find_target(git, settings.target or ci_target(variables))
    return _Repository(git, settings, tuple(refs), target)


def _resolved_commit(git: Git, name: str) -> str:
    commit = resolve_commit(git, name)
    if commit is None:
        raise EnvironmentFailed(f"there is no commit {name!r} here", "git branch --all")
    return commit


def _upstream(repository: _Repository, revisions: str | None) -> str:
    """Give the commit of the shown branch's upstream, "" if there is none."""
    ref = HEADS + revisions if revisions else (repository.head.upstream if repository.head else "")
    return repository.commit(
        next((each.upstream for each in repository.refs if each.ref == ref), "")
    )


def _main_line(repository: _Repository, requested_commit: str, name: str) -> tuple[str, str, bool]:
    """Give the newest commit of the main line, its name, and whether it is the target.

    If there is a target, the main line is its local branch if that has all commits of the remote
    branch, else the remote branch. Without a target the main line is ``requested_commit`` with its
    ``name``.
    """
    if repository.target is None:
        return requested_commit, name, False
    remote_tip = repository.commit(repository.target.ref)
    local_tip = repository.commit(HEADS + repository.target.name)
    tip = remote_tip or local_tip
    if local_tip and remote_tip and local_tip != remote_tip:
        counts = count_ahead_behind(repository.git, local_tip, remote_tip)
        tip = local_tip if counts and counts[1] == 0 else remote_tip
    return tip, repository.target.name, True


def _find_shown_commits_of_range(
    repository: _Repository, revisions: str, limit: int
) -> ShownCommits:
    from_name, _, to_name = revisions.partition("..")
    old_commit, new_commit = (
        _resolved_commit(repository.git, each or "HEAD")
        for each in (from_name, to_name.removeprefix("."))
    )
    main_line = first_parent_line(
        repository.git, new_commit, limit + 1 if limit else 0, [old_commit]
    )
    excluded = [old_commit, *(main_line[limit:] if limit else [])]
    branch = _branch_of_range(repository, to_name, new_commit, old_commit)
    return ShownCommits(
        *((new_commit,), tuple(excluded), new_commit, branch or to_name or "HEAD", new_commit),
        is_protected=bool(branch),
        base=excluded[-1],
        has_older_commits=len(excluded) > 1,
        refs=repository.refs,
    )


def _branch_of_range(repository: _Repository, name: str, commit: str, old_commit: str) -> str:
    """Give the protected branch or target on whose main line the range ends, "" for none."""
    branch = bare_name(full_ref_name(repository.git, name or "HEAD"))
    target = repository.target
    if branch and (
        is_protected(branch, repository.settings.protected) or (target and branch == target.name)
    ):
        return branch
    tip = repository.commit(target.ref) if target else ""
    is_on_target = tip and commit in first_parent_line(repository.git, tip, 0, [old_commit])
    return target.name if target and is_on_target else ""
