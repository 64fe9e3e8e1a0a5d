"""Build the picture of a history: its commits, each merge with the commits that it merged."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from hookkit.git.ancestry import CommitRange
from hookkit.git.commits import shallow_boundary
from hookkit.git.refs import REMOTES
from hookkit.git.runner import Git
from hookkit.graph.commit_positions import CommitGroup, commit_groups, first_parents
from hookkit.graph.read_refs_and_commits import (
    DetailedAndLogCommit,
    NamedRef,
    commits_not_on_remotes,
    read_reachable_commits,
)
from hookkit.graph.shown_commits import ShownCommits, find_shown_commits
from hookkit.graph.verdict_labels import VerdictLabel, verdict_labels
from hookkit.history.refs.branch_names_and_protection import is_protected
from hookkit.history.why.commit_tickets import tickets_of
from hookkit.history.why.parsed_commit import ParsedCommit, parse_commit_message
from hookkit.settings.definitions import Settings


class GraphCommit(NamedTuple):
    """One commit of the picture.

    ``tickets`` are the tickets that its message or its branch names: the branch that it merged, or
    the only local branch at it. ``verdicts`` say how it got onto the main line; a commit that is
    not on the main line has none. ``is_unpushed`` is whether no remote has it, False if there is no
    remote-tracking branch; ``is_shallow_boundary`` is whether a shallow clone ends at it.
    ``undrawn_parents`` are the ids of its parents that the picture does not show.
    """

    parsed_commit: ParsedCommit
    refs: tuple[NamedRef, ...]
    tickets: tuple[str, ...]
    verdicts: tuple[VerdictLabel, ...]
    is_on_main_line: bool
    is_unpushed: bool
    is_shallow_boundary: bool
    undrawn_parents: tuple[str, ...]

    @property
    def id(self) -> str:
        """The id of the commit."""
        return self.parsed_commit.detailed_commit.id

    @property
    def is_merge(self) -> bool:
        """Whether it has more than one parent."""
        return len(self.parsed_commit.detailed_commit.parents) > 1


class PictureRow(NamedTuple):
    """A commit, and for a merge on the main line the commits that it merged."""

    commit: GraphCommit
    merged_commits: tuple[GraphCommit, ...]


class Picture(NamedTuple):
    """The rows to draw: the newest first, each commit before its parents.

    ``main_line_name`` is the name of the main line; ``has_older_commits`` is whether the main line
    has older commits that are not shown.
    """

    rows: tuple[PictureRow, ...]
    main_line_name: str
    has_older_commits: bool

    @property
    def commit_count(self) -> int:
        """The number of commits in the picture, with the merged ones."""
        return sum(1 + len(row.merged_commits) for row in self.rows)


def build_picture(
    git: Git,
    settings: Settings,
    variables: Mapping[str, str],
    revisions: str | None = None,
    limit: int = 0,
    include_all_refs: bool = False,
) -> Picture:
    """Give the picture of a range, of a branch and its target, or of all branches.

    ``variables`` are the environment variables, also of a CI server. ``revisions`` is a range, a
    name, or None for HEAD. ``limit`` is the number of commits of the main line to show, 0 for all.
    Raises the errors of ``find_shown_commits``, and GitFailed if a commit is missing.
    """
    shown = find_shown_commits(git, settings, variables, revisions, limit, include_all_refs)
    reachable_commits = read_reachable_commits(git, shown.tips, shown.excluded)
    commits = {
        each.detailed_commit.id: parse_commit_message(each.detailed_commit)
        for each in reachable_commits
    }
    parents = {
        commit_id: parsed_commit.detailed_commit.parents
        for commit_id, parsed_commit in commits.items()
    }
    main_line = first_parents(parents, shown.main_line_tip)
    groups = commit_groups(parents, main_line, shown.requested_commit)
    parsed_main_line = [commits[each] for each in main_line]
    commits_above = _checkable_range(git, shown, reachable_commits, parsed_main_line)
    builder = _PictureBuilder.read(git, settings, shown, commits, parsed_main_line, commits_above)
    rows = [row for group in groups for row in builder.rows(group)]
    return Picture(tuple(rows), shown.main_line_name, shown.has_older_commits)


def _checkable_range(
    git: Git,
    shown: ShownCommits,
    reachable_commits: Sequence[DetailedAndLogCommit],
    parsed_main_line: Sequence[ParsedCommit],
) -> CommitRange | None:
    """Give the commits to check if all of them were read for the picture, else None."""
    if not parsed_main_line or not set(shown.excluded) <= {shown.base}:
        return None
    base = shown.base or parsed_main_line[-1].detailed_commit.id
    if not shown.base and parsed_main_line[-1].detailed_commit.parents:
        return None
    return CommitRange.from_commits(
        git, (each.log_commit for each in reachable_commits), base, shown.main_line_tip
    )


class _PictureBuilder(NamedTuple):
    """A builder of the commits of a picture from the refs and commits that were read."""

    settings: Settings
    commits: Mapping[str, ParsedCommit]
    refs: Mapping[str, Sequence[NamedRef]]
    verdicts: Mapping[str, tuple[VerdictLabel, ...]]
    main_line: frozenset[str]
    is_protected: bool
    unpushed: frozenset[str]
    shallow_boundary: frozenset[str]

    @classmethod
    def read(
        cls,
        git: Git,
        settings: Settings,
        shown: ShownCommits,
        commits: Mapping[str, ParsedCommit],
        parsed_main_line: Sequence[ParsedCommit],
        commits_above: CommitRange | None,
    ) -> _PictureBuilder:
        """Read refs, verdicts, and which commits are new or cut off.

        ``parsed_main_line`` is the main line. ``commits_above`` are the commits above its base,
        None to read them.
        """
        is_checked = shown.is_protected and settings.level("history", "warn") != "off"
        verdicts = (
            verdict_labels(
                git,
                parsed_main_line,
                shown.main_line_name,
                shown.base,
                _other_protected(settings.protected, shown.main_line_name),
                commits_above,
            )
            if is_checked
            else {}
        )
        refs: dict[str, list[NamedRef]] = {}
        for each in shown.refs:
            refs.setdefault(each.commit, []).append(each)
        has_remote = any(each.ref.startswith(REMOTES) for each in shown.refs)
        unpushed = commits_not_on_remotes(git, shown.tips) if has_remote else frozenset()
        main_line = frozenset(
            parsed_commit.detailed_commit.id for parsed_commit in parsed_main_line
        )
        return cls(
            *(settings, commits, refs, verdicts, main_line, shown.is_protected, unpushed),
            shallow_boundary(git),
        )

    def rows(self, group: CommitGroup) -> list[PictureRow]:
        """Give the rows of a group: a main-line commit with its merged commits, or a branch."""
        commits = tuple(map(self.commit, group.commits))
        if group.main_line_commit:
            return [PictureRow(self.commit(group.main_line_commit), commits)]
        return [PictureRow(each, ()) for each in commits]

    def commit(self, commit_id: str) -> GraphCommit:
        """Give a commit of the picture by its id."""
        parsed_commit = self.commits[commit_id]
        refs = tuple(self.refs.get(commit_id, ()))
        branches = self._own_branch(commit_id, refs) if refs else []
        tickets = tickets_of(self.settings, parsed_commit, (), branches)
        return GraphCommit(
            parsed_commit=parsed_commit,
            refs=refs,
            tickets=tuple([each.name for each in tickets]),
            verdicts=self.verdicts.get(commit_id, ()),
            is_on_main_line=commit_id in self.main_line,
            is_unpushed=commit_id in self.unpushed,
            is_shallow_boundary=commit_id in self.shallow_boundary,
            undrawn_parents=tuple(
                [each for each in parsed_commit.detailed_commit.parents if each not in self.commits]
            ),
        )

    def _own_branch(self, commit_id: str, refs: Sequence[NamedRef]) -> list[str]:
        """Give the one local branch whose tip is the commit, [] if there is none or several.

        A branch at a commit of a protected main line has no commit of its own yet. If several
        branches are at one commit, at most one of them can have commits of its own.
        """
        if self.is_protected and commit_id in self.main_line:
            return []
        branches = [each.name for each in refs if each.kind == "branch"]
        return branches if len(branches) == 1 else []


def _other_protected(protected: Sequence[str], branch: str) -> list[str]:
    """Give the globs that do not match ``branch``: merging its own upstream would be a pull."""
    names = (branch, branch.partition("/")[2])
    return [each for each in protected if not any(is_protected(name, [each]) for name in names)]
