"""The labels of a commit in every picture: its refs, its symbol, its subject, remarks."""

from __future__ import annotations

from collections.abc import Container, Sequence
from typing import NamedTuple

from hookkit.git.autosquash import bare_subject, is_fixup
from hookkit.graph.build_picture import GraphCommit
from hookkit.graph.read_refs_and_commits import NamedRef, RefKind
from hookkit.graph.verdict_labels import VerdictLabel
from hookkit.phrases import plural, short_id
from hookkit.terminal.rows import Style

_MINOR_RULES = ("HK401", "HK404")
_KIND_ORDER = ("HEAD", "branch", "remote", "tag")


class RefName(NamedTuple):
    """A ref as it is written in a picture, and its kind."""

    kind: RefKind
    text: str


class StyledLabel(NamedTuple):
    """A symbol, or a few words after a subject, and the style."""

    style: Style
    text: str


def ref_names(refs: Sequence[NamedRef]) -> list[RefName]:
    """Give the refs at a commit: HEAD, local branches, remote-tracking branches, tags.

    HEAD is shown with its branch. ``=origin`` is short for the branch of the same name at origin.
    """
    head = next((each for each in refs if each.kind == "HEAD"), None)
    shown_refs = [each for each in refs if head is None or each.ref != head.upstream]
    local_names = {each.name for each in refs if each.kind == "branch"}
    shown_refs.sort(key=lambda each: (_KIND_ORDER.index(each.kind), each.ref))
    return [RefName(each.kind, _shown_name(each, local_names)) for each in shown_refs]


def _shown_name(ref: NamedRef, local_names: Container[str]) -> str:
    if ref.kind == "HEAD" and ref.upstream:
        return f"HEAD → {ref._replace(ref=ref.upstream).name}"
    remote, _, branch = ref.name.partition("/")
    return f"={remote}" if ref.kind == "remote" and branch in local_names else ref.name


def merged_title(commit: GraphCommit) -> str:
    """Give the title of a merge: its branches and its pull request's title, else its subject."""
    parsed_commit = commit.parsed_commit
    if parsed_commit.merge is None:
        return parsed_commit.message.subject or "no subject"
    title = parsed_commit.merge.title or parsed_commit.message.subject.partition("': ")[2]
    branches = ", ".join(parsed_commit.merge.branches)
    words = f"{branches}: {title}" if branches and title else branches or title
    return words or parsed_commit.message.subject


def merged_summary(merged_commits: Sequence[GraphCommit]) -> str:
    """Give the numbers of merged commits, of days over which they were written, and of fixups."""
    times = [each.parsed_commit.detailed_commit.author_time for each in merged_commits]
    days = (max(times) - min(times)) // 86_400
    duration = f" over {plural(days, 'day')}" if days else ""
    fixups = sum(1 for each in merged_commits if is_fixup(each.parsed_commit.message.subject))
    with_fixups = f", {plural(fixups, 'fixup')}" if fixups else ""
    return plural(len(merged_commits), "commit") + duration + with_fixups


def authors_of(commits: Sequence[GraphCommit]) -> list[str]:
    """Give the authors without duplicates, those with the most commits first."""
    names = [each.parsed_commit.detailed_commit.author for each in commits]
    return sorted(dict.fromkeys(names), key=names.count, reverse=True)


def verdict_symbol(verdicts: Sequence[VerdictLabel]) -> StyledLabel:
    """Give one symbol for the verdicts on a commit."""
    if not verdicts:
        return StyledLabel("text", " ")
    if verdicts[0].answer == "unknown":
        return StyledLabel("warn", "?")
    rules = [each.rule for each in verdicts if each.rule]
    if not rules:
        return StyledLabel("good", "✓")
    is_minor = all(each in _MINOR_RULES for each in rules)
    return StyledLabel("warn", "!") if is_minor else StyledLabel("bad", "✗")


def rule_remarks(verdicts: Sequence[VerdictLabel]) -> list[StyledLabel]:
    """Give a remark for each rule that a commit breaks: its short name and its id."""
    style = verdict_symbol(verdicts).style
    return [StyledLabel(style, f"{each.short_name} {each.rule}") for each in verdicts if each.rule]


def remarks_of(commit: GraphCommit, text: str) -> list[StyledLabel]:
    """Give the tickets that ``text`` does not name, and a note if the history below is hidden."""
    remarks = [StyledLabel("path", each) for each in commit.tickets if not _is_named(each, text)]
    if commit.is_shallow_boundary:
        remarks.append(StyledLabel("dim", "cut off: this shallow clone ends here"))
    elif commit.undrawn_parents and not commit.is_on_main_line:
        remarks.append(StyledLabel("dim", f"from {short_id(commit.undrawn_parents[0])} below"))
    return remarks


def _is_named(ticket: str, text: str) -> bool:
    short_name, index = ticket.lstrip("#"), -1
    while (index := text.find(short_name, index + 1)) >= 0:
        end = index + len(short_name)
        if not any(map(str.isalnum, text[max(index - 1, 0) : index] + text[end : end + 1])):
            return True
    return False


def subject_of(commit: GraphCommit) -> str:
    """Give the subject of a commit without ``fixup! ``, which is shown separately."""
    return bare_subject(commit.parsed_commit.message.subject) or "no subject"
