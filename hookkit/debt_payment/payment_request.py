"""A requested payment: what is paid, how much at most, and in which commits.

The command line imports this module, and not what a payment needs, until something is paid.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from hookkit.named_tuple import NamedTuple

if TYPE_CHECKING:
    from hookkit.corrections.hunk_selection import HunkSelection

CommitGrouping = Literal["rule", "folder"]
"""What the parts of a commit have in common."""


class PaymentRequest(NamedTuple):
    """A requested payment.

    ``selection`` are the files and rules, ``budget`` is the most changed lines. ``grouping``
    divides the payment into commits. ``lists_commits`` adds a last commit that lists the others for
    ``git blame``.
    """

    selection: HunkSelection
    budget: int
    grouping: CommitGrouping
    lists_commits: bool = False
