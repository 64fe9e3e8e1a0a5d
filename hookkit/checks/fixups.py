"""Whether commits that are to be squashed go where they should not be (HK601 and HK602)."""

from __future__ import annotations

from collections.abc import Sequence

from hookkit.checks.wording import commands, in_force, listed, named, word
from hookkit.doors.git import Git
from hookkit.facts.commits.history import read_log
from hookkit.facts.commits.logged import Entry
from hookkit.text.autosquash import is_fixup, leads
from hookkit.text.phrases import counted, short
from hookkit.values.finding import Finding, Level


def check_fixups(
    git: Git,
    tip: str,
    known: Sequence[str],
    *,
    branch: str,
    base: str,
    level: Level,
    orphan: Level = "refuse",
    topic: str = "",
    begin: str = "",
) -> list[Finding]:
    """Judge the commits of ``tip`` that go to ``branch``, a protected one.

    ``known`` says, in words of git's revision walks, what is there already: ``HEAD`` for a merge
    into the current branch, ``--remotes=origin`` for a push. ``base`` is what a repair rebases
    on, and ``topic`` the branch that it rebases ("": the current one). ``begin`` is a command that
    it begins with, such as ``git merge --abort``.
    HK601 (``level``) are the commits that autosquash would squash, HK602 (``orphan``) those whose
    target is not among the commits, so that it would leave them.
    """
    if level == orphan == "off":
        return []
    log = read_log(git, "--reverse", tip, "--not", *known)
    if log is None:
        sentence = f"what {branch} would get is unknown: not all of it is here"
        return in_force([Finding("HK601", "unknown", level, branch, sentence, "git fetch")])
    aimed, orphans = _told_apart([entry for entry in log if not entry.is_merge])
    found = [_orphan(entry, branch, orphan, begin, topic) for entry in orphans]
    if aimed:
        has_merges = any(entry.is_merge for entry in log)
        found.insert(0, _squashable(aimed, branch, level, _squash(begin, base, topic, has_merges)))
    return in_force(found)


def _told_apart(entries: list[Entry]) -> tuple[list[Entry], list[Entry]]:
    """Give the fixups that have something to be squashed into, and those that have not."""
    numbers = leads([(entry.id, entry.subject) for entry in entries])
    aimed = [entries[at] for at, lead in enumerate(numbers) if lead != at]
    alone = [entries[at] for at, lead in enumerate(numbers) if lead == at]
    return aimed, [entry for entry in alone if is_fixup(entry.subject)]


def _squashable(entries: list[Entry], branch: str, level: Level, repair: str) -> Finding:
    number = counted(len(entries), "commit")
    sentence = f"{branch} would get {number} that should be squashed before: {listed(entries)}"
    return Finding("HK601", "no", level, branch, sentence, repair)


def _squash(begin: str, base: str, topic: str, has_merges: bool) -> str:
    # Before git 2.44 --autosquash does nothing without -i.
    how = "--autosquash --rebase-merges" if has_merges else "--autosquash"
    rebase = f"GIT_SEQUENCE_EDITOR=: git rebase -i {how} --autostash --keep-base {word(base)}"
    return commands(begin, f"{rebase} {word(topic)}" if topic else rebase)


def _orphan(entry: Entry, branch: str, level: Level, begin: str, topic: str) -> Finding:
    sentence = f"{named(entry)} is to be squashed, but into no commit that {branch} would get"
    # Opens the message of that commit alone.
    editor = "GIT_SEQUENCE_EDITOR='sed -i.bak 1s/pick/reword/'"
    rebase = f"{editor} git rebase -i --autostash {short(entry.id)}^"
    repair = commands(begin, f"{rebase} {word(topic)}" if topic else rebase)
    return Finding("HK602", "no", level, entry.id, sentence, repair)
