"""Reading the message of a merge or a squash: its branches, its target and its request."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Literal, NamedTuple

from hookkit.git.refs import HEADS, REMOTES, TAGS
from hookkit.history.refs.targets import branch_of

Host = Literal["git", "GitHub", "GitLab", "Bitbucket", "Azure", "Gitea"]
"""The program or server that writes messages of a form; other servers use one of these forms."""


class MergeSubject(NamedTuple):
    """The parts of a merge message; a part that the message does not have is "" or empty.

    ``branches`` are the names of the merged branches. ``into`` is the branch that they were merged
    into. ``request`` is ``#12`` or, for GitLab, ``!12``. ``title`` is the title that a person wrote
    for the merge. ``owner`` is the owner of the repository that the branch is in, or the remote
    that git names.
    """

    host: Host
    branches: tuple[str, ...] = ()
    into: str = ""
    request: str = ""
    title: str = ""
    owner: str = ""

    def branch_of(self, side: int) -> str:
        """Give the branch that was parent ``side`` (1 is the second), "" if it is unknown."""
        return self.branches[side - 1] if 0 < side <= len(self.branches) else ""

    def is_same_branch(self, side: int, branch: str) -> bool:
        """Whether the parent ``side`` was a branch of the same name, here or at a remote."""
        merged_branch = self.branch_of(side)
        bare = merged_branch.removeprefix(f"{self.owner}/") if self.host == "git" else merged_branch
        return bool(branch) and branch_of(bare) == branch_of(branch)

    def is_pull_of(self, branch: str) -> bool:
        """Whether the merge merged ``branch`` into itself, as ``git pull`` does.

        A server never does that: if the names are the same, it merged the branch of a fork.
        """
        return self.host == "git" and self.is_same_branch(1, branch)

    @property
    def request_text(self) -> str:
        """The request as people name it, such as ``pull request #12``; "" if there is none."""
        if not self.request:
            return ""
        return f"{'merge' if self.request[0] == '!' else 'pull'} request {self.request}"


_SUBJECTS: Sequence[tuple[Host, re.Pattern[str]]] = (
    # Bitbucket Server; a fork is named with its owner, ~ann/till:main.
    (
        "Bitbucket",
        re.compile(
            r"Merge pull request (?P<request>#\d+) in \S+ from (?:~?(?P<owner>[^\s:/]+)/[^\s:]+:)?"
            r"(?P<branch>\S+) to (?P<into>\S+)"
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
            r"(?: into (?P<into>\S+))?"
        ),
    ),
    (
        "Azure",
        re.compile(r"Merge pull request (?P<request>\d+) from (?P<branch>\S+) into (?P<into>\S+)"),
    ),
    ("Azure", re.compile(r"Merged PR (?P<request>\d+)(?:: (?P<title>.*))?")),
    ("Bitbucket", re.compile(r"Merged in (?P<branch>\S+) \(pull request (?P<request>#\d+)\)")),
    ("Bitbucket", re.compile(r"Pull request (?P<request>#\d+)(?:: (?P<title>.*))?")),
    ("git", re.compile(r"Merge (?:(?P<remote>remote(?:-tracking)?) )?branch(?:es)? (?P<rest>'.*)")),
    ("git", re.compile(r"Merge (?:tag|commit)s? (?P<rest>'.*)")),
    ("git", re.compile(r"(?P<squash>Squashed commit of the following:)")),
    ("GitHub", re.compile(r"(?P<title>.*\S) \((?P<request>#\d+)\)")),
)
_BEGINNINGS = ("Merge", "Pull request", "Squashed")
"""The beginnings of all these subjects, except the last one, which ends with a parenthesis."""
# git never quotes the branch that it merges into, GitLab always does.
_INTO = re.compile(r" into (?:'(?P<quoted>\S+)'|(?P<plain>\S+))$")
# A name may contain apostrophes: the one that ends the name is followed by a blank, a comma, a
# semicolon, a colon or the end.
_QUOTED = re.compile(r"'(.+?)'(?=[\s,;:]|$)")
_SEE_REQUEST = re.compile(r"^See merge request (?:\S*[^\s!])?(!\d+)$", re.MULTILINE)
_MERGED_FROM = re.compile(r"^Merge in \S+ from (?P<branch>\S+) to (?P<into>\S+)$", re.MULTILINE)
_WORK_ITEMS = re.compile(r"^Related work items?: (.+)$", re.MULTILINE)


def read_merge(subject: str, body: str) -> MergeSubject | None:
    """Read subject and body of a message; None if they name no merge and no request.

    The message does not tell a merge from a squash: the number of parents does.
    """
    is_likely = subject.startswith(_BEGINNINGS) or subject.endswith(")")
    for host, pattern in _SUBJECTS if is_likely else ():
        found = pattern.fullmatch(subject)
        if found:
            return _with_body(_read_subject(host, found.groupdict()), body)
    request = _SEE_REQUEST.search(body) if "See merge request" in body else None
    return MergeSubject("GitLab", request=request[1], title=subject) if request else None


def _read_subject(host: Host, parts: dict[str, str | None]) -> MergeSubject:
    rest = parts.get("rest")
    if rest is not None:
        into = _INTO.search(rest)
        names = [*map(_short_name, _QUOTED.findall(rest[: into.start()] if into else rest))]
        actual_host: Host = "GitLab" if into and into["quoted"] else host
        into_name = (into["quoted"] or into["plain"]) if into else ""
        owner = names[0].partition("/")[0] if names and parts.get("remote") else ""
        return MergeSubject(actual_host, tuple(names), _short_name(into_name), owner=owner)
    request = parts.get("request") or ""
    branch = parts.get("branch")
    return MergeSubject(
        host,
        (_short_name(branch),) if branch else (),
        parts.get("into") or "",
        f"#{request}" if request.isdigit() else request,
        parts.get("title") or "",
        parts.get("owner") or "",
    )


def _short_name(name: str) -> str:
    """Give the short name of a branch or a tag."""
    for prefix in (HEADS, REMOTES, TAGS):
        name = name.removeprefix(prefix)
    return name


def _with_body(merge: MergeSubject, body: str) -> MergeSubject:
    """Add the parts that are in the body: GitLab's request, Bitbucket's branches, the title."""
    first_line = body.strip().split("\n", 1)[0]
    request = _SEE_REQUEST.search(body)
    if merge.host in ("git", "GitLab") and request:
        title = "" if first_line == request[0] else first_line
        return merge._replace(host="GitLab", request=request[1], title=title)
    server = _MERGED_FROM.search(body) if merge.host == "Bitbucket" else None
    if server:
        return merge._replace(branches=(server["branch"],), into=server["into"])
    if merge.host == "GitHub" and merge.branches:
        return merge._replace(title=first_line)
    return merge


def work_items(body: str) -> tuple[str, ...]:
    """Give the work items that Azure names in a message, each as ``#12``."""
    found = _WORK_ITEMS.search(body) if "Related work" in body else None
    return tuple(re.findall(r"#\d+", found[1])) if found else ()
