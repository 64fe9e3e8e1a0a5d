"""The links to commits, merge requests and tickets on a forge (GitHub, GitLab ...) or a tracker.

No server is asked: if the remote's URL does not show which forge it is, there is no link.
"""

from __future__ import annotations

import re
from typing import Literal, NamedTuple
from urllib.parse import quote, unquote

ForgeKind = Literal["GitHub", "GitLab", "Bitbucket", "Bitbucket Server", "Azure"]
"""The software that serves a repository; Bitbucket Server is also called Data Center."""

_PUBLIC_HOSTS: dict[str, tuple[ForgeKind, str]] = {
    "github.com": ("GitHub", "github.com"),
    "www.github.com": ("GitHub", "github.com"),
    "ssh.github.com": ("GitHub", "github.com"),
    "gitlab.com": ("GitLab", "gitlab.com"),
    "altssh.gitlab.com": ("GitLab", "gitlab.com"),
    "bitbucket.org": ("Bitbucket", "bitbucket.org"),
    "altssh.bitbucket.org": ("Bitbucket", "bitbucket.org"),
    "dev.azure.com": ("Azure", "dev.azure.com"),
    "ssh.dev.azure.com": ("Azure", "dev.azure.com"),
    "vs-ssh.visualstudio.com": ("Azure", "dev.azure.com"),
}
"""The public servers: their software, and the host of their pages."""

_SELF_HOSTED_KINDS: dict[str, ForgeKind] = {
    "github": "GitHub",
    "gitlab": "GitLab",
    "bitbucket": "Bitbucket Server",
}
"""The software of a team's own server, by the first word of its host: gitlab.example.com."""

_PAGE_PATHS: dict[ForgeKind, tuple[str, str, str]] = {
    "GitHub": ("/commit/", "/pull/", "/issues/"),
    "GitLab": ("/-/commit/", "/-/merge_requests/", "/-/issues/"),
    "Bitbucket": ("/commits/", "/pull-requests/", "/issues/"),
    "Bitbucket Server": ("/commits/", "/pull-requests/", ""),
    "Azure": ("/commit/", "/pullrequest/", ""),
}
"""The paths of commits, merge requests and issues below the repository's page, "" for none."""

_URL = re.compile(
    r"(?P<scheme>https?|ssh|git\+ssh|ssh\+git)://(?:[^/@]*@)?(?P<host>[\w.-]+)(?::(?P<port>\d+)?)?"
    r"/(?P<path>.*)",
    re.ASCII | re.IGNORECASE,
)
# git reads user@host:path as a path over ssh (git-clone(1), GIT URLs).
_SCP_LIKE_URL = re.compile(r"(?:[^/@:]+@)?(?P<host>[\w.-]{2,}):(?!//)(?P<path>.*)", re.ASCII)
_NUMBER = re.compile(r"[#!]?([0-9]+)", re.ASCII)
_ID = re.compile(r"[0-9a-f]{4,64}")


class ForgeRepository(NamedTuple):
    """A repository on a server: the software of the server, and the URL of the repository's page.

    ``project_url`` is the URL of a project's page on Azure, with the work items below it; "" for
    other servers.
    """

    kind: ForgeKind
    page_url: str
    project_url: str = ""


def forge_repository_of(url: str) -> ForgeRepository | None:
    """Give the forge that the URL of a remote names, None if it names no known forge.

    Users and passwords are left out; a port is kept for http and https. The forms of the URLs are
    from the servers' own documentation of cloning.
    """
    match = _URL.fullmatch(url) or _SCP_LIKE_URL.fullmatch(url)
    if match is None:
        return None
    groups = match.groupdict()
    host, scheme = groups["host"].lower().rstrip("."), (groups.get("scheme") or "ssh").lower()
    segments = _segments(groups["path"])
    if not segments:
        return None
    if host in _PUBLIC_HOSTS:
        return _forge_at_host(*_PUBLIC_HOSTS[host], "https://", segments)
    organization = host.removesuffix(".visualstudio.com")
    if organization != host:
        return _azure_forge("dev.azure.com", [organization, *segments])
    kind = _self_hosted_kind(host)
    if kind is None:
        return None
    is_web = scheme in ("http", "https")
    port = f":{groups['port']}" if is_web and groups.get("port") else ""
    return _forge_at_host(kind, host + port, f"{scheme}://" if is_web else "https://", segments)


def _self_hosted_kind(host: str) -> ForgeKind | None:
    """Give the software of a team's own server, by its host; None if it is unknown."""
    first_word, separator, _ = host.partition(".")
    if host.endswith(".ghe.com"):
        return "GitHub"
    return _SELF_HOSTED_KINDS.get(first_word) if separator else None


def _segments(path: str) -> list[str]:
    """Give the parts of a path, quoted for a URL; none if no server can have such a path."""
    segments = [unquote(each) for each in path.partition("?")[0].strip("/").split("/")]
    if segments:
        segments[-1] = segments[-1].removesuffix(".git")
    is_plain = all(each.strip(". ") and each.isprintable() and "/" not in each for each in segments)
    return [quote(each, safe="~") for each in segments] if is_plain else []


def _forge_at_host(
    kind: ForgeKind, host: str, scheme: str, segments: list[str]
) -> ForgeRepository | None:
    if kind == "Azure":
        return _azure_forge(host, segments)
    if kind == "Bitbucket Server":
        return _bitbucket_server_forge(scheme + host, segments)
    max_segments = 2 if kind != "GitLab" else len(segments)
    if not 2 <= len(segments) <= max_segments:
        return None
    return ForgeRepository(kind, f"{scheme}{host}/{'/'.join(segments)}")


def _bitbucket_server_forge(host: str, segments: list[str]) -> ForgeRepository | None:
    """Read ``scm/project/name``, over ssh ``project/name``; a path may precede ``scm``."""
    *leading_segments, project, name = segments if len(segments) > 1 else ["", "", ""]
    if leading_segments and leading_segments[-1] != "scm":
        return None
    owner_path = f"users/{project[1:]}" if project[:1] == "~" else f"projects/{project}"
    page = "/".join((host, *leading_segments[:-1], owner_path, "repos", name))
    return ForgeRepository("Bitbucket Server", page) if project.strip("~") else None


def _azure_forge(host: str, segments: list[str]) -> ForgeRepository | None:
    """Read ``organization/project/_git/name``, over ssh ``v3/organization/project/name``.

    A repository with the name of its project is also at ``organization/_git/name``.
    """
    path = [each for each in segments if each.lower() != "defaultcollection"]
    if len(path) == 4 and path[0] == "v3":
        organization, project, name = path[1:]
    elif len(path) >= 3 and path[-2] == "_git":
        organization, name = path[0], path[-1]
        project = path[1] if len(path) == 4 else name
    else:
        return None
    if len(path) > 4:
        return None
    project_url = f"https://{host}/{organization}/{project}"
    return ForgeRepository("Azure", f"{project_url}/_git/{name}", project_url)


class ForgeLinks(NamedTuple):
    """The URLs of commits, merge requests and tickets that a history names, "" if unknown.

    ``repository`` is the repository on its forge, None if that is not known.
    ``ticket_url_template`` is the setting ``ticket_url``, which contains ``{ticket}``, "" if it is
    not set.
    """

    repository: ForgeRepository | None = None
    ticket_url_template: str = ""

    @property
    def commit_url_prefix(self) -> str:
        """The URL of a commit's page without the id at its end."""
        return (
            ""
            if self.repository is None
            else self.repository.page_url + _PAGE_PATHS[self.repository.kind][0]
        )

    def commit_url(self, commit_id: str) -> str:
        """Give the page of a commit by its id; the commit must have been pushed."""
        is_id = _ID.fullmatch(commit_id)
        return self.commit_url_prefix + commit_id if self.commit_url_prefix and is_id else ""

    def merge_request_url(self, name: str) -> str:
        """Give the page of a merge or pull request, such as ``#12`` or ``!12``."""
        number = _NUMBER.fullmatch(name)
        if self.repository is None or number is None:
            return ""
        return self.repository.page_url + _PAGE_PATHS[self.repository.kind][1] + number[1]

    def ticket_url(self, name: str) -> str:
        """Give the page of a ticket; without ``ticket_url``, ``#12`` is an issue of the forge."""
        if self.ticket_url_template:
            ticket = name.removeprefix("#")
            url = self.ticket_url_template.replace("{ticket}", quote(ticket, safe=""))
            return url if ticket else ""
        number = _NUMBER.fullmatch(name) if name[:1] == "#" else None
        if self.repository is None or number is None:
            return ""
        if self.repository.kind == "Azure":
            return f"{self.repository.project_url}/_workitems/edit/{number[1]}"
        issues = _PAGE_PATHS[self.repository.kind][2]
        return self.repository.page_url + issues + number[1] if issues else ""
