"""The verdicts on the commits of a main line: how each was merged (HK401 to HK407).

``history_of_protected_branch`` uses ``verdicts_of_commit`` for new commits, and adds the repairs.
``main_line_verdicts`` gives the verdicts of a whole history in one pass over it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import Literal, NamedTuple, Protocol

from hookkit.git.log import LogCommit
from hookkit.history.parse_merge_message import parse_merge_message

CommitVerdict = Literal[
    "semi-linear",
    "direct",
    "foxtrot",
    "not-rebased",
    "inner-merge",
    "octopus",
    "evil-merge",
    "unrelated",
    "unknown",
]
"""How a commit got on a branch; "semi-linear" is the merge of one rebased branch, unchanged."""

RULE_OF_VERDICT: Mapping[CommitVerdict, str] = MappingProxyType(
    {
        "direct": "HK401",
        "foxtrot": "HK402",
        "not-rebased": "HK403",
        "inner-merge": "HK404",
        "octopus": "HK405",
        "evil-merge": "HK406",
        "unrelated": "HK407",
    }
)
"""The rule that a verdict breaks."""


class _Commit(Protocol):
    @property
    def tree(self) -> str: ...

    @property
    def parents(self) -> tuple[str, ...]: ...


class CommitGraph(Protocol):
    """Commits that were read, and their ancestry."""

    @property
    def commits_by_id(self) -> Mapping[str, _Commit]:
        """The commits by their ids."""

    def is_descendant(self, commit: str, ancestor: str) -> bool | None:
        """Whether ``commit`` is ``ancestor`` or descends from it.

        None if a shallow clone cannot tell.
        """

    def newest_merge(self, old_commit: str, new_commit: str) -> _Commit | None:
        """Give the newest merge on the main line from ``new_commit`` down to ``old_commit``."""


def verdicts_of_commit(commit: _Commit, graph: CommitGraph) -> tuple[CommitVerdict, ...]:
    """Give the verdicts on a commit of a main line, from its parents, the worst one last.

    The verdict "foxtrot" and parents that a shallow clone lacks are left to the caller, which has
    followed the main line.
    """
    if len(commit.parents) < 2:
        return ("direct",)
    if len(commit.parents) > 2:
        return ("octopus",)
    first, second = commit.parents
    is_rebased = graph.is_descendant(second, first)
    if not is_rebased:
        return ("unknown" if is_rebased is None else "not-rebased",)
    verdicts: list[CommitVerdict] = []
    if graph.newest_merge(first, second) is not None:
        verdicts.append("inner-merge")
    tip = graph.commits_by_id.get(second)
    if tip is not None and tip.tree != commit.tree:
        verdicts.append("evil-merge")
    return tuple(verdicts) or ("semi-linear",)


class CommitWithVerdict(NamedTuple):
    """A commit of the main line; ``merged_commits`` are the commits that it brought in."""

    commit: LogCommit
    verdict: CommitVerdict
    merged_commits: tuple[LogCommit, ...]


class _MainLineGraph(NamedTuple):
    """The main line, and how other commits descend from it.

    ``positions`` number the commits of the main line from 1, the oldest; the commit below has 0.
    ``reached_positions`` gives, for each commit, the highest number of a commit of the main line
    that it descends from, -1 if it descends from none. ``unknown_ids`` are the commits for which a
    shallow clone cannot tell.
    """

    commits_by_id: Mapping[str, LogCommit]
    positions: Mapping[str, int]
    reached_positions: Mapping[str, int]
    unknown_ids: Collection[str]

    def is_descendant(self, commit: str, ancestor: str) -> bool | None:
        """Whether ``commit`` descends from ``ancestor``, a commit of the main line."""
        if (
            self.reached_positions.get(commit, self.positions.get(commit, -1))
            >= self.positions[ancestor]
        ):
            return True
        return None if commit in self.unknown_ids else False

    def newest_merge(self, old_commit: str, new_commit: str) -> LogCommit | None:
        """Give the newest merge between two commits, as in ``CommitGraph``."""
        commit = self.commits_by_id.get(new_commit)
        while commit is not None and commit.id != old_commit:
            if commit.is_merge:
                return commit
            commit = self.commits_by_id.get(commit.parents[0]) if commit.parents else None
        return None


def main_line_verdicts(
    history: Sequence[LogCommit], base: str | None, shallow_ids: Collection[str], branch_name: str
) -> list[CommitWithVerdict]:
    """Give the verdict on each commit of the main line of the branch ``branch_name``.

    ``history`` contains all commits of ``base..tip`` (of the tip, if ``base`` is None), children
    before their parents; ``shallow_ids`` are the commits whose parents a shallow clone lacks. The
    main line is followed from the first commit of ``history`` down. At a merge by ``git pull`` it
    follows the second parent, where the branch was. The root commit has no verdict. The result
    begins with the oldest commit.
    """
    if not history:
        return []
    commits = {each.id: each for each in history}
    main_line = _main_line(commits, history[0].id, branch_name)
    descendants = _descendants(history, base)
    main_line = [each for each in main_line if each.id in descendants] or main_line
    main_line_base = (
        base
        if main_line[0].id in descendants
        else main_line[0].parents[0] if main_line[0].parents else None
    )
    graph = _build_graph(commits, main_line, main_line_base, base, shallow_ids)
    seen_ids = set(graph.positions)
    return [
        CommitWithVerdict(
            each, _verdict(graph, each, shallow_ids), tuple(_merged_by(graph, each, seen_ids))
        )
        for each in main_line
        if each.parents or each.id in shallow_ids
    ]


def _verdict(
    graph: _MainLineGraph, commit: LogCommit, shallow_ids: Collection[str]
) -> CommitVerdict:
    if commit.id in shallow_ids:
        return "unknown"
    if commit.is_merge and commit.parents[0] not in graph.positions:
        return "foxtrot"
    verdict = verdicts_of_commit(commit, graph)[-1]
    is_unrelated = verdict == "not-rebased" and _is_unrelated(graph, commit.parents[1])
    return "unrelated" if is_unrelated else verdict


def _is_unrelated(graph: _MainLineGraph, tip: str) -> bool:
    """Whether the first parents of a commit end at a root commit that is not on the main line."""
    commit = graph.commits_by_id.get(tip)
    while commit is not None and commit.parents and commit.id not in graph.positions:
        commit = graph.commits_by_id.get(commit.parents[0])
    return commit is not None and commit.id not in graph.positions and not commit.parents


def _main_line(commits: Mapping[str, LogCommit], tip: str, branch: str) -> list[LogCommit]:
    main_line = []
    commit = commits.get(tip)
    while commit is not None:
        main_line.append(commit)
        parent_index = 1 if _is_pull(commit, branch) else 0
        commit = commits.get(commit.parents[parent_index]) if commit.parents else None
    return main_line[::-1]


def _is_pull(commit: LogCommit, branch: str) -> bool:
    """Whether the message of a merge says that it merged the branch into itself."""
    if len(commit.parents) != 2 or not branch or branch not in commit.subject:
        return False
    merge_message = parse_merge_message(commit.subject, "")
    return merge_message is not None and merge_message.is_pull_of(branch)


def _descendants(history: Sequence[LogCommit], base: str | None) -> set[str]:
    """Give the ids of the base and its descendants; other commits are on another main line."""
    descendants = {base} if base else set()
    for each in reversed(history):
        if not descendants.isdisjoint(each.parents):
            descendants.add(each.id)
    return descendants


def _build_graph(
    commits: dict[str, LogCommit],
    main_line: Sequence[LogCommit],
    main_line_base: str | None,
    base: str | None,
    shallow_ids: Collection[str],
) -> _MainLineGraph:
    positions = {each.id: number for number, each in enumerate(main_line, 1)}
    positions |= {main_line_base: 0} if main_line_base else {}
    unknown_ids: set[str] = set()
    if base and main_line_base != base:
        # The main line does not contain the base: commits below it may be in the base's history.
        all_parents = {parent for each in commits.values() for parent in each.parents}
        unknown_ids = all_parents - commits.keys() - {main_line_base}
    reached_positions: dict[str, int] = {}
    for each in reversed(list(commits.values())):
        parent_positions = (
            reached_positions.get(parent, positions.get(parent, -1)) for parent in each.parents
        )
        reached_positions[each.id] = positions.get(each.id, max(parent_positions, default=-1))
        if each.id not in positions and (
            each.id in shallow_ids or not unknown_ids.isdisjoint(each.parents)
        ):
            unknown_ids.add(each.id)
    return _MainLineGraph(commits, positions, reached_positions, unknown_ids)


def _merged_by(graph: _MainLineGraph, merge: LogCommit, seen_ids: set[str]) -> Iterator[LogCommit]:
    """Give the commits that a merge brought in, and add them to ``seen_ids``."""
    pending = list(merge.parents)
    while pending:
        commit_id = pending.pop()
        commit = graph.commits_by_id.get(commit_id)
        if commit is not None and commit_id not in seen_ids:
            seen_ids.add(commit_id)
            pending += commit.parents
            yield commit
