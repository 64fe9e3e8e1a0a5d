"""Commits as ``git log`` lists them: with their trees, in short, or with all that reports show."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from hookkit.errors import GitFailed
from hookkit.git.runner import Git
from hookkit.named_tuple import NamedTuple

# log.showSignature would mix the output of gpg into the fields.
LOG_COMMAND = ("log", "-z", "--no-show-signature", "--encoding=UTF-8")
"""``git log`` with the options for fields that end with NUL, whatever the person has configured."""

LOG_FIELDS = ("%m", "%H", "%T", "%P", "%aN", "%aE", "%cE", "%at %ct", "%s")
"""The fields of a LogCommit except its message, as placeholders of git's pretty formats."""

MISSING_REVISION_MESSAGES = (
    "bad object",
    "bad revision",
    "unknown revision",
    "ambiguous argument",
    "Invalid symmetric difference",
)
"""What git says, among other words, of a revision that is not in this clone."""

_SUMMARY_FIELDS = ("%H", "%an", "%at", "%s")
_DETAILED_FIELDS = ("%H", "%P", "%aN", "%as", "%cN", "%cs", "%at", "%ct", "%B")

_LATEST_SECOND = 253_402_300_799
"""The last second of the year 9999: a commit may claim any date."""


class LogCommit(NamedTuple):
    """A commit as ``git log`` lists it, with names and addresses of the mailmap.

    ``cherry_mark`` is ``<`` or ``>`` for the sides of ``A...B``, and ``=`` if a commit of the other
    side has the same change (``--cherry-mark``). ``earliest_time`` is the earlier of the author's
    and the committer's date: no copy of the commit can be older. ``commit_time`` is the committer's
    date. Both are in seconds UTC. ``message`` is the whole one, "" if it was not read.
    """

    cherry_mark: str
    id: str
    tree: str
    parents: tuple[str, ...]
    author: str
    author_email: str
    committer_email: str
    earliest_time: int
    commit_time: int
    subject: str
    message: str = ""

    @property
    def is_merge(self) -> bool:
        """Whether it has more than one parent."""
        return len(self.parents) > 1


def log_format(fields: Sequence[str] = LOG_FIELDS) -> str:
    """Give the option of ``git log`` that asks for some fields."""
    return f"--format=tformat:{'%x00'.join(fields)}"


def log_rows(
    git: Git, fields: Sequence[str], *arguments: str, data: bytes | None = None
) -> Iterator[tuple[str, ...]]:
    """Give the ``fields`` (of git's pretty formats) of each commit that ``git log`` lists.

    ``data`` is the stdin of git for ``--stdin``. Raises GitFailed if a commit is not in this clone.
    """
    return parse_rows(git.run(*LOG_COMMAND, log_format(fields), *arguments, data=data), len(fields))


def read_log(git: Git, *revisions: str) -> list[LogCommit] | None:
    """Give the commits that ``git log`` finds for ``revisions``, children before their parents.

    Gives None if one of the revisions does not exist in this clone. Raises GitFailed for any other
    error.
    """
    result = git.try_run(*LOG_COMMAND, "--topo-order", log_format(), *revisions, "--")
    if result.code == 0:
        return parse_log(result.out)
    if result.code == 128 and any(words in result.err for words in MISSING_REVISION_MESSAGES):
        return None
    raise GitFailed((*LOG_COMMAND, "--topo-order", *revisions), result.code, result.err)


def read_history(git: Git, base: str | None, tip: str, with_messages: bool) -> list[LogCommit]:
    """Read ``base..tip`` (ids), or all of ``tip``, in one process; children before their parents.

    Raises GitFailed if one of them is not in this clone.
    """
    fields = (*LOG_FIELDS, "%B") if with_messages else LOG_FIELDS
    exclusion = [f"^{base}"] if base else []
    rows = log_rows(git, fields, "--topo-order", tip, *exclusion, "--")
    return [make_log_commit(*row) for row in rows]


class CommitSummary(NamedTuple):
    """A commit with its author and subject; ``author_time`` is the author's time in seconds UTC."""

    id: str
    author: str
    author_time: int
    subject: str


def commits_between(git: Git, old_commit: str, new_commit: str) -> list[CommitSummary]:
    """Give the commits of ``old_commit..new_commit``, the oldest first."""
    listed = log_rows(
        git, _SUMMARY_FIELDS, "--topo-order", "--reverse", new_commit, "--not", old_commit, "--"
    )
    return [
        CommitSummary(name, author, int(when or 0), subject)
        for name, author, when, subject in listed
    ]


def commit_time(git: Git, commit: str) -> int:
    """Give the committer's date of a commit (seconds UTC). Raises GitFailed if there is none."""
    return parse_seconds(git.line("log", "-1", "--no-show-signature", "--format=%ct", commit, "--"))


def parse_seconds(digits: str) -> int:
    """Read a date of git, ``%at`` or ``%ct``: seconds UTC, limited to the years 1970 to 9999.

    git prints the digits that are in the commit, however many there are.
    """
    return min(max(int(digits[:20] or 0), 0), _LATEST_SECOND)


def parse_log(out: bytes) -> list[LogCommit]:
    """Parse the output of ``LOG_COMMAND`` with the format of all LOG_FIELDS."""
    return [make_log_commit(*row) for row in parse_rows(out, len(LOG_FIELDS))]


def parse_rows(out: bytes, width: int) -> Iterator[tuple[str, ...]]:
    """Parse the output of ``LOG_COMMAND`` with a format of ``width`` fields."""
    texts = out.decode("utf-8", "replace").split("\0")[:-1]
    return zip(*(texts[start::width] for start in range(width)), strict=True)


def make_log_commit(
    cherry_mark: str,
    commit_id: str,
    tree: str,
    parents: str,
    author: str,
    author_email: str,
    committer_email: str,
    dates: str,
    subject: str,
    message: str = "",
) -> LogCommit:
    """Make a LogCommit from the LOG_FIELDS of one row, and from the message if it was read."""
    author_time, committed_at = map(parse_seconds, dates.split(" "))
    fields = (
        cherry_mark,
        commit_id,
        tree,
        tuple(parents.split()),
        author,
        author_email,
        committer_email,
    )
    return LogCommit(*fields, min(author_time, committed_at), committed_at, subject, message)


class DetailedCommit(NamedTuple):
    """A commit as reports show it, with the names of the mailmap.

    ``author_date`` and ``commit_date`` are the author's and the committer's day (YYYY-MM-DD) in
    their time zones, ``author_time`` and ``commit_time`` the same two dates in seconds UTC.
    ``message`` is the whole one.
    """

    id: str
    parents: tuple[str, ...]
    author: str
    author_date: str
    committer: str
    commit_date: str
    author_time: int
    commit_time: int
    message: str


def read_detailed_commits(git: Git, ids: Sequence[str]) -> dict[str, DetailedCommit]:
    """Read commits by their ids in one process. Raises GitFailed if one is not in this clone."""
    rows = log_rows(git, _DETAILED_FIELDS, "--no-walk=unsorted", *ids, "--")
    return {row[0]: _detailed_commit(*row) for row in rows}


def _detailed_commit(
    name: str,
    parents: str,
    author: str,
    author_date: str,
    committer: str,
    commit_date: str,
    author_time: str,
    commit_time: str,
    message: str,
) -> DetailedCommit:
    dates = (author_date, committer, commit_date, int(author_time or 0), int(commit_time or 0))
    return DetailedCommit(name, tuple(parents.split()), author, *dates, message)
