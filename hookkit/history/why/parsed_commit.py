"""A parsed commit: its message, and the merge or pull request that the message names."""

from __future__ import annotations

from typing import NamedTuple

from hookkit.git.commit_message import Message, parse_message
from hookkit.git.log import DetailedCommit
from hookkit.history.parse_merge_message import MergeMessage, parse_merge_message


class ParsedCommit(NamedTuple):
    """A commit, its parsed message, and the merge or pull request that the message names.

    ``merge`` is None if the message names none. ``parent_index`` is the parent that was merged, 1
    for the second, 0 if it is not known.
    """

    detailed_commit: DetailedCommit
    message: Message
    merge: MergeMessage | None
    parent_index: int = 0

    @property
    def branch(self) -> str:
        """The branch that was merged, "" if the message does not name it."""
        return self.merge.branch_of(max(self.parent_index, 1)) if self.merge else ""

    @property
    def pull_request(self) -> str:
        """The pull or merge request, "" if there is none."""
        return self.merge.pull_request_text if self.merge else ""


def parse_commit_message(commit: DetailedCommit, parent_index: int = 0) -> ParsedCommit:
    """Read the message of a commit; ``parent_index`` is as in ParsedCommit."""
    # The message of a commit has no comments.
    message = parse_message(commit.message, "\0")
    body = commit.message.lstrip("\n").partition("\n\n")[2]
    return ParsedCommit(commit, message, parse_merge_message(message.subject, body), parent_index)
