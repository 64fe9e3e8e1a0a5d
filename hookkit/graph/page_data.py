"""The data from which the script of a page draws a picture: lists, texts and numbers for JSON.

The data has no markup, and no text can reorder the text around it (``escape_invisible``).
Merged commits that are unfolded are drawn between their merge and the row below it. Their lanes
depend on nothing but ``_ParentIndices``, and those of many merges are equal.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple, TypeVar

from hookkit.git.autosquash import is_fixup
from hookkit.git.changed_line_counts import FileLineCounts
from hookkit.graph.build_picture import GraphCommit
from hookkit.graph.commit_positions import CommitPosition, assign_lanes
from hookkit.graph.commit_texts import (
    authors_of,
    merged_summary,
    merged_title,
    ref_names,
    remarks_of,
    subject_of,
    verdict_symbol,
)
from hookkit.graph.positioned_rows import PositionedRow
from hookkit.graph.verdict_labels import VerdictLabel
from hookkit.history.checks.rules import rule_by_id
from hookkit.history.documentation_links import rule_url
from hookkit.history.forge_links import ForgeLinks
from hookkit.history.parse_merge_message import MergeMessage
from hookkit.terminal.escaping import escape_invisible, escape_invisible_in_lines

Json = object
"""A value that the module ``json`` can write."""

Key = TypeVar("Key")

MAX_PAGE_CHARACTERS = 4_000_000
"""Maximum of characters of all messages on a page; messages of older commits are left out."""

MAX_MESSAGE_CHARACTERS = 20_000
"""Maximum of characters of one message."""

MAX_FILES = 100
"""Maximum of files of one commit."""

MERGE, UNPUSHED, HEAD, FIXUP, NO_MESSAGE = 1, 2, 4, 8, 16
"""Flags of a commit, as bits; NO_MESSAGE is for a commit whose message is not on the page."""

_NOT_PLAIN = re.compile(r"[^\n\t -~]")


_ParentIndices = tuple[tuple[int, ...], ...]
"""The parents of a merge and of each commit that it merged, as indices into these commits.

The index after the last one is the merge's first parent, and -1 is any other commit.
"""


class PageContext(NamedTuple):
    """Data of a page besides its picture: the links, and changed files by the id of a commit."""

    links: ForgeLinks = ForgeLinks()
    files: Mapping[str, Sequence[FileLineCounts]] = {}


class _NumberedValues(dict[Key, int]):
    """Distinct values, numbered in the order in which they were first seen."""

    def number(self, value: Key) -> int:
        """Give the number of a value, a new one if the value is new."""
        return self.setdefault(value, len(self))


class _PageData:
    """A builder of the data of a page, row after row."""

    def __init__(self, context: PageContext) -> None:
        self.page_context = context
        self.authors = _NumberedValues[str]()
        self.verdicts = _NumberedValues[tuple[VerdictLabel, ...]]()
        self.parent_indices = _NumberedValues[_ParentIndices]()
        self.characters_left = MAX_PAGE_CHARACTERS

    def row(self, row: PositionedRow) -> list[Json]:
        """Give a row: its lanes; if it can unfold commits, also how many, and their lanes.

        Their lanes are an index into ``forms`` of ``page_data``, which has the lanes for equal
        ``_ParentIndices`` once.
        """
        lane, incoming, outgoing, passing, _ = _row_lanes(row.position)
        lanes: list[Json] = [lane, incoming, outgoing, passing]
        if not row.folded_commits:
            return lanes
        return [
            *lanes,
            len(row.folded_commits),
            self.parent_indices.number(_parent_indices_of(row)),
        ]

    def commits(self, row: PositionedRow) -> Iterator[list[Json]]:
        """Give the commit of a row, then the commits that it can unfold."""
        if not row.folded_commits:
            yield self._commit(row.commit, subject_of(row.commit), {})
            return
        details: dict[str, Json] = {
            "merged": merged_summary(row.folded_commits),
            "by": escape_invisible(", ".join(authors_of(row.folded_commits))),
        }
        yield self._commit(row.commit, merged_title(row.commit), details)
        for each in row.folded_commits:
            yield self._commit(each, subject_of(each), {})

    def _commit(self, commit: GraphCommit, title: str, details: dict[str, Json]) -> list[Json]:
        """Give the id, the number of the author, the date, the title, the flags, and ``details``.

        ``details`` has the other details that the script shows for a commit, by name. If there are
        none, it is left out, and so are flags that are 0.
        """
        detailed_commit = commit.parsed_commit.detailed_commit
        subject = commit.parsed_commit.message.subject
        fields: list[Json] = [
            detailed_commit.id,
            self.authors.number(detailed_commit.author),
            detailed_commit.author_time,
            escape_invisible(title),
        ]
        flags = _flags_of(commit, subject)
        if subject != title:
            details["subject"] = escape_invisible(subject)
        flags |= self._add_body(details, detailed_commit.message)
        self._add_details(details, commit, title)
        if details:
            return [*fields, flags, details]
        return [*fields, flags] if flags else fields

    def _add_body(self, details: dict[str, Json], message: str) -> int:
        """Add the body of a message and give 0; without room for it give the flag NO_MESSAGE."""
        body = message.lstrip("\n").partition("\n\n")[2].strip("\n")[:MAX_MESSAGE_CHARACTERS]
        if not body:
            return 0
        # If one body has no room, no older one has any.
        self.characters_left = max(self.characters_left - len(body), 0)
        if not self.characters_left:
            return NO_MESSAGE
        details["body"] = escape_invisible_in_lines(body) if _NOT_PLAIN.search(body) else body
        return 0

    def _add_details(self, details: dict[str, Json], commit: GraphCommit, title: str) -> None:
        """Add the details of a commit besides its message; most commits have none."""
        if commit.refs:
            names = ref_names(commit.refs)
            details["refs"] = [(kind.lower(), escape_invisible(text)) for kind, text in names]
        if commit.verdicts:
            # In the script 0 means no verdict.
            details["verdict"] = self.verdicts.number(commit.verdicts) + 1
        if commit.tickets or commit.is_shallow_boundary or commit.undrawn_parents:
            details |= self._tickets(commit, title)
        if commit.parsed_commit.merge is not None:
            details |= self._merge(commit.parsed_commit.merge)
        if commit.id in self.page_context.files:
            details |= _files(self.page_context.files[commit.id])

    def _tickets(self, commit: GraphCommit, title: str) -> dict[str, Json]:
        tags = [(style, escape_invisible(text)) for style, text in remarks_of(commit, title)]
        tickets = [
            (escape_invisible(each), self.page_context.links.ticket_url(each))
            for each in commit.tickets
        ]
        return _non_empty(tags=tags, tickets=tickets)

    def _merge(self, merge: MergeMessage) -> dict[str, Json]:
        request = (
            escape_invisible(merge.pull_request_text),
            self.page_context.links.merge_request_url(merge.pull_request),
        )
        branches = escape_invisible(", ".join(merge.branches))
        return _non_empty(branches=branches, request=request if merge.pull_request else None)


def _flags_of(commit: GraphCommit, subject: str) -> int:
    flags = (MERGE if commit.is_merge else 0) | (UNPUSHED if commit.is_unpushed else 0)
    if commit.refs and any(each.kind == "HEAD" for each in commit.refs):
        flags |= HEAD
    return flags | FIXUP if is_fixup(subject) else flags


def _non_empty(**values: Json) -> dict[str, Json]:
    """Give the values that are not empty."""
    return {name: value for name, value in values.items() if value}


def _files(files: Sequence[FileLineCounts]) -> dict[str, Json]:
    listed = [
        (escape_invisible(path), added_count, removed_count, escape_invisible(old_path))
        for path, added_count, removed_count, old_path in files[:MAX_FILES]
    ]
    return {"files": listed, **_non_empty(unlisted=len(files) - len(listed))}


def _verdict(verdicts: Sequence[VerdictLabel]) -> Json:
    """Give the style and the symbol of verdicts, then the short name, rule and link of each."""
    symbol = verdict_symbol(verdicts)
    details = [
        (each.short_name, each.rule, rule_url(rule_by_id(each.rule)) if each.rule else "")
        for each in verdicts
    ]
    return [symbol.style, symbol.text, details]


class _RowLanes(NamedTuple):
    """The lanes of a row: of its commit, and of the edges that end there, begin there or pass.

    ``has_undrawn_parent`` is whether the commit has a parent to which no edge is drawn.
    """

    lane: int
    incoming_lanes: tuple[int, ...]
    outgoing_lanes: tuple[int, ...]
    passing_lanes: tuple[int, ...]
    has_undrawn_parent: bool = False


def _row_lanes(position: CommitPosition, has_undrawn_parent: bool = False) -> _RowLanes:
    """Give the lanes in the row of a commit; ``has_undrawn_parent`` is as in ``_RowLanes``."""
    incoming, outgoing, passing = (
        tuple([edge.lane for edge in edges])
        for edges in (position.incoming_edges, position.outgoing_edges, position.passing_edges)
    )
    return _RowLanes(position.lane, incoming, outgoing, passing, has_undrawn_parent)


def _parent_indices_of(merge: PositionedRow) -> _ParentIndices:
    """Give the parents of a merge and of the commits that it merged as indices."""
    first_parent = merge.commit.parsed_commit.detailed_commit.parents[0]
    commits = [merge.commit, *merge.folded_commits]
    indices = {each.id: index for index, each in enumerate(commits)}
    indices[first_parent] = len(commits)
    return tuple(
        [
            tuple(
                [indices.get(parent, -1) for parent in each.parsed_commit.detailed_commit.parents]
            )
            for each in commits
        ]
    )


def _lanes_of_merged_commits(parent_indices: _ParentIndices) -> list[_RowLanes]:
    """Give the lanes of the merge, of its merged commits, and of the merge's first parent.

    The main line has lane 0. If edges pass the merge, the other lanes are drawn to the right of
    these edges. No edge of the branch ends in the last row unless the branch was rebased.
    """
    order: Sequence[str] = [str(index) for index in range(len(parent_indices) + 1)]
    parents = {str(index): tuple(map(str, each)) for index, each in enumerate(parent_indices)}
    positions = assign_lanes(order, parents | {order[-1]: ()}, (order[0], order[-1]))
    has_undrawn_parent = [*(-1 in each for each in parent_indices), False]
    return [_row_lanes(*each) for each in zip(positions, has_undrawn_parent, strict=True)]


def page_data(
    rows: Sequence[PositionedRow], context: PageContext, is_unfolded: bool
) -> dict[str, Json]:
    """Give the data of a page for the rows of a folded picture.

    ``is_unfolded`` is whether the page opens with all rows unfolded.
    """
    builder = _PageData(context)
    commits = [each for row in rows for each in builder.commits(row)]
    return {
        "rows": [builder.row(each) for each in rows],
        "commits": commits,
        "authors": [escape_invisible(each) for each in builder.authors],
        "verdicts": [_verdict(each) for each in builder.verdicts],
        "forms": [_lanes_of_merged_commits(each) for each in builder.parent_indices],
        "page": context.links.commit_url_prefix,
        "forge": context.links.repository.kind if context.links.repository else "",
        "unfolded": is_unfolded,
    }
