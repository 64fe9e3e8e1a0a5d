"""Parse the message of a merge or a squash: branches, target, pull request and work items."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Literal, NamedTuple

from hookkit.git.refs import HEADS, REMOTES, TAGS
from hookkit.history.refs.branch_names_and_protection import without_remote

MessageWriter = Literal["git", "GitHub", "GitLab", "Bitbucket", "Azure", "Gitea"]
"""The program or server that wrote a merge message; other servers use one of these forms."""


class MergeMessage(NamedTuple):
    """The parts of a merge message; a part that the message does not have is "" or empty.

    ``branches`` are the names of the merged branches. ``target`` is the branch that they were
    merged into. ``pull_request`` is ``#12`` or, for GitLab, ``!12``. ``title`` is the title that a
    person wrote for the merge. ``owner_or_remote`` is the owner of the repository that the branch
    is in, or the remote that git names.
    """

    writer: MessageWriter
    branches: tuple[str, ...] = ()
    target: str = ""
    pull_request: str = ""
    title: str = ""
    owner_or_remote: str = ""

    def branch_of(self, parent_index: int) -> str:
        """Give the branch of a parent, "" if it is unknown; index 1 is the second parent."""
        return self.branches[parent_index - 1] if 0 < parent_index <= len(self.branches) else ""

    def is_same_branch(self, parent_index: int, branch: str) -> bool:
        """Whether a parent was a branch with the name of ``branch``, here or at a remote."""
        merged_branch = self.branch_of(parent_index)
        # git names the remote in front of the branch.
        owner_prefix = f"{self.owner_or_remote}/" if self.writer == "git" else ""
        name = merged_branch.removeprefix(owner_prefix)
        return bool(branch) and without_remote(name) == without_remote(branch)

    def is_pull_of(self, branch: str) -> bool:
        """Whether the merge merged ``branch`` into itself, as ``git pull`` does.

        A server never does that: if the names are the same, it merged the branch of a fork.
        """
        return self.writer == "git" and self.is_same_branch(1, branch)

    @property
    def pull_request_text(self) -> str:
        """The request as people name it, such as ``pull request #12``; "" if there is none."""
        if not self.pull_request:
            return ""
        return f"{'merge' if self.pull_request[0] == '!' else 'pull'} request {self.pull_request}"


_SUBJECTS: Sequence[tuple[MessageWriter, re.Pattern[str]]] = (
    # Bitbucket Server; a fork is named with its owner, ~ann/till:main.
    (
        "Bitbucket",
        re.compile(
            r"Merge pull request (?P<request>#\d+) in \S+ from (?:~?(?P<owner>[^\s:/]+)/[^\s:]+:)?"
            r"(?P<branch>\S+) to (?P<target>\S+)"
        ),
    ),
    # After "from", the owner of the repository is in front of the branch.
    (
        "GitHub",
        re.compile(r"Merge pull request (?P<request>#\d+) from (?P<owner>[^/\s]+)/(?P<branch>\S+)"),
    ),
    (
        "Gitea",
        re.compile(
            r"Merge pull request '(?P<title>.*)' \((?P<request>[#!]\d+)\) from (?P<branch>\S+)"
            r"(?: into (?P<target>\S+))?"
        ),
    ),
    (
        "Azure",
        re.compile(
            r"Merge pull request (?P<request>\d+) from (?P<branch>\S+) into (?P<target>\S+)"
        ),
    ),
    ("Azure", re.compile(r"Merged PR (?P<request>\d+)(?:: (?P<title>.*))?")),
    ("Bitbucket", re.compile(r"Merged in (?P<branch>\S+) \(pull request (?P<request>#\d+)\)")),
    ("Bitbucket", re.compile(r"Pull request (?P<request>#\d+)(?:: (?P<title>.*))?")),
    (
        "git",
        re.compile(r"Merge (?:(?P<remote>remote(?:-tracking)?) )?branch(?:es)? (?P<names>'.*)"),
    ),
    ("git", re.compile(r"Merge (?:tag|commit)s? (?P<names>'.*)")),
    ("git", re.compile(r"(?P<squash>Squashed commit of the following:)")),
    ("GitHub", re.compile(r"(?P<title>.*\S) \((?P<request>#\d+)\)")),
)
_PREFIXES = ("Merge", "Pull request", "Squashed")
"""The beginnings of all these subjects, except the last one, which ends with a parenthesis."""
# git never quotes the branch that it merges into, GitLab always does.
_INTO = re.compile(r" into (?:'(?P<quoted>\S+)'|(?P<plain>\S+))$")
# A name may contain apostrophes: the one that ends the name is followed by a blank, a comma, a
# semicolon, a colon or the end.
_QUOTED = re.compile(r"'(.+?)'(?=[\s,;:]|$)")
_SEE_REQUEST = re.compile(r"^See merge request (?:\S*[^\s!])?(!\d+)$", re.MULTILINE)
_MERGED_FROM = re.compile(r"^Merge in \S+ from (?P<branch>\S+) to (?P<target>\S+)$", re.MULTILINE)
_WORK_ITEMS = re.compile(r"^Related work items?: (.+)$", re.MULTILINE)


def parse_merge_message(subject: str, body: str) -> MergeMessage | None:
    """Read subject and body of a message; None if they name no merge and no request.

    The message does not tell a merge from a squash: the number of parents does.
    """
    is_likely = subject.startswith(_PREFIXES) or subject.endswith(")")
    for writer, pattern in _SUBJECTS if is_likely else ():
        match = pattern.fullmatch(subject)
        if match:
            return _with_body(_read_subject(writer, match.groupdict()), body)
    request_match = _SEE_REQUEST.search(body) if "See merge request" in body else None
    return (
        MergeMessage("GitLab", pull_request=request_match[1], title=subject)
        if request_match
        else None
    )


def _read_subject(writer: MessageWriter, groups: dict[str, str | None]) -> MergeMessage:
    names_text = groups.get("names")
    if names_text is not None:
        match = _INTO.search(names_text)
        names = [
            *map(_short_name, _QUOTED.findall(names_text[: match.start()] if match else names_text))
        ]
        actual_writer: MessageWriter = "GitLab" if match and match["quoted"] else writer
        target = (match["quoted"] or match["plain"]) if match else ""
        owner = names[0].partition("/")[0] if names and groups.get("remote") else ""
        return MergeMessage(actual_writer, tuple(names), _short_name(target), owner_or_remote=owner)
    request = groups.get("request") or ""
    branch = groups.get("branch")
    return MergeMessage(
        writer,
        (_short_name(branch),) if branch else (),
        groups.get("target") or "",
        f"#{request}" if request.isdigit() else request,
        groups.get("title") or "",
        groups.get("owner") or "",
    )


def _short_name(name: str) -> str:
    """Give the short name of a branch or a tag."""
    for prefix in (HEADS, REMOTES, TAGS):
        name = name.removeprefix(prefix)
    return name


def _with_body(merge: MergeMessage, body: str) -> MergeMessage:
    """Add the parts that are in the body: GitLab's request, Bitbucket's branches, the title."""
    first_line = body.strip().split("\n", 1)[0]
    request_match = _SEE_REQUEST.search(body)
    if merge.writer in ("git", "GitLab") and request_match:
        title = "" if first_line == request_match[0] else first_line
        return merge._replace(writer="GitLab", pull_request=request_match[1], title=title)
    branches_match = _MERGED_FROM.search(body) if merge.writer == "Bitbucket" else None
    if branches_match:
        return merge._replace(branches=(branches_match["branch"],), target=branches_match["target"])
    if merge.writer == "GitHub" and merge.branches:
        return merge._replace(title=first_line)
    return merge


def work_items(body: str) -> tuple[str, ...]:
    """Give the work items that Azure names in a message, each as ``#12``."""
    match = _WORK_ITEMS.search(body) if "Related work" in body else None
    return tuple(re.findall(r"#\d+", match[1])) if match else ()
