"""The rows of a picture: folded or not, each commit in its lane."""

from __future__ import annotations

from typing import NamedTuple

from hookkit.git.autosquash import is_fixup
from hookkit.graph.build_picture import GraphCommit, Picture
from hookkit.graph.commit_positions import CommitPosition, assign_lanes


class PositionedRow(NamedTuple):
    """One row: a commit, its position, and the merged commits that are folded into it."""

    commit: GraphCommit
    position: CommitPosition
    folded_commits: tuple[GraphCommit, ...] = ()

    @property
    def is_head(self) -> bool:
        """Whether HEAD is at the commit."""
        return any(ref.kind == "HEAD" for ref in self.commit.refs)

    @property
    def is_fixup(self) -> bool:
        """Whether the commit is a fixup, to be squashed into another one."""
        return is_fixup(self.commit.parsed_commit.message.subject)


def position_rows(picture: Picture, is_unfolded: bool) -> list[PositionedRow]:
    """Give all rows of a picture, the commits of merged branches too if ``is_unfolded``."""
    rows: list[tuple[GraphCommit, tuple[GraphCommit, ...]]] = []
    for commit, merged in picture.rows:
        rows.append((commit, () if is_unfolded else merged))
        rows += [(each, ()) for each in merged if is_unfolded]
    folded = {commit.id: merged for commit, merged in rows}
    commits = {commit.id: commit for commit, _ in rows}
    main_line = {commit_id for commit_id, each in commits.items() if each.is_on_main_line}
    parents = {
        commit_id: each.parsed_commit.detailed_commit.parents for commit_id, each in commits.items()
    }
    positions = assign_lanes(list(commits), parents, main_line)
    return [PositionedRow(commits[each.id], each, folded[each.id]) for each in positions]
