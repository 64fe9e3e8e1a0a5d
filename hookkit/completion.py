"""What a shell offers for an argument: commits, branches, remotes, families of rules, files."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from functools import partial
from typing import NamedTuple

import click
from click.shell_completion import CompletionItem

from hookkit.errors import HookkitError
from hookkit.git.runner import Git
from hookkit.terminal.escaping import visible

MAX_COMMITS = 30
"""How many commits are offered by their ids."""


class Candidate(NamedTuple):
    """A value that a shell can complete, and the description that it shows beside it."""

    value: str
    about: str = ""


Source = Callable[[Git], Iterator[Candidate]]


def branches(git: Git) -> Iterator[Candidate]:
    """Give the branches, those of remotes last, the newest first."""
    form = "--format=%(refname)%00%(contents:subject)"
    for kind in ("refs/heads/", "refs/remotes/"):
        for line in _lines(git, "for-each-ref", "--sort=-committerdate", form, kind):
            ref, _, subject = line.partition("\0")
            if not ref.endswith("/HEAD"):
                yield Candidate(ref.removeprefix(kind), subject)


def commits(git: Git) -> Iterator[Candidate]:
    """Give the last commits of HEAD."""
    yield Candidate("HEAD")
    for line in _lines(git, "log", f"-{MAX_COMMITS}", "--format=%h%x00%s", "HEAD", "--"):
        name, _, subject = line.partition("\0")
        yield Candidate(name, subject)


def remotes(git: Git) -> Iterator[Candidate]:
    """Give the remotes."""
    yield from map(Candidate, _lines(git, "remote"))


def checks(git: Git) -> Iterator[Candidate]:
    """Give the words that `hookkit check` takes for its checks."""
    from hookkit.history.checking.branch_checks import CHECKS

    yield from map(Candidate, (*CHECKS, "message", "push"))


FAMILIES = {
    **{"E1": "indentation", "E2": "whitespace", "E3": "blank lines", "E4": "imports"},
    **{"E5": "length of lines", "E7": "statements", "W1": "tabs", "W2": "trailing whitespace"},
    **{"W3": "blank lines at the end", "W5": "breaks of lines", "W6": "deprecated"},
}
"""The families of pycodestyle's codes (pycodestyle.pycqa.org, Error codes)."""


def families(git: Git) -> Iterator[Candidate]:
    """Give the families of the rules of PEP 8."""
    yield from (Candidate(code, about) for code, about in FAMILIES.items())


def settings(git: Git) -> Iterator[Candidate]:
    """Give the settings with what they mean, and the checks that have a level."""
    from hookkit.settings.descriptions import MEANINGS
    from hookkit.settings.events import CHECKS

    yield from (Candidate(key, about) for key, about in MEANINGS.items())
    yield from (Candidate(f"checks.{each}", "off, warn or refuse") for each in CHECKS)


def files(git: Git) -> Iterator[Candidate]:
    """Give nothing: where nothing else fits, the shell offers its own files."""
    yield from ()


_REVISIONS = (branches, commits)

SOURCES: Mapping[tuple[str, str], Sequence[Source]] = {
    ("run", "what"): (*_REVISIONS, files),
    ("check", "what"): (checks, *_REVISIONS),
    ("why", "name"): (*_REVISIONS, files),
    ("history-report", "range_or_branch"): _REVISIONS,
    ("graph", "what"): _REVISIONS,
    ("debt log", "branch"): _REVISIONS,
    ("review", "names"): (*_REVISIONS, files),
    ("accept", "names"): (commits, files),
    ("merge", "branch"): (branches,),
    ("push", "remote"): (remotes,),
    ("why-not", "place"): (files,),
    ("config show", "what"): (settings, files),
    ("config set", "key"): (settings,),
    ("config unset", "key"): (settings,),
    ("ci", "from_ref"): _REVISIONS,
    ("ci", "to_ref"): _REVISIONS,
}
"""What is offered for an argument of a command, by the names of both."""

SOURCES_BY_NAME: Mapping[str, Sequence[Source]] = {"only": (families,), "without": (families,)}
"""What is offered for an argument of this name, of whichever command."""


class CompletedText(click.types.StringParamType):
    """A text for which a shell offers values; A..B is completed on both sides."""

    def __init__(self, sources: Sequence[Source]) -> None:
        """Take what gives the values."""
        self.sources = sources

    def shell_complete(
        self, ctx: click.Context, param: click.Parameter, incomplete: str
    ) -> list[CompletionItem]:
        """Give the values that begin so; nothing where there is no repository."""
        offered = matching_candidates(_offers(self.sources), incomplete)
        items = [CompletionItem(each.value, help=each.about or None) for each in offered]
        # click's script for bash discards the items before this one.
        here = [CompletionItem(incomplete, type="file")] if files in self.sources else []
        return [*here, *items]


class CompletedSettingValue(CompletedText):
    """A text for which a shell offers the values of the setting that was typed before it."""

    def __init__(self) -> None:
        """Offer what depends on the line that is typed."""
        super().__init__(())

    def shell_complete(
        self, ctx: click.Context, param: click.Parameter, incomplete: str
    ) -> list[CompletionItem]:
        """Give the values that begin so; nothing where any text may be one."""
        found = CompletedText((partial(setting_values, str(ctx.params.get("key"))),))
        return found.shell_complete(ctx, param, incomplete)


def setting_values(name: str, git: Git) -> Iterator[Candidate]:
    """Give the words that a setting may be, or the branches where it is about these."""
    from hookkit.settings.descriptions import WORDS
    from hookkit.settings.schema import SETTINGS

    key, _, check = name.partition(".")
    if key in WORDS and (check or key != "checks"):
        yield from (Candidate(word, about) for word, about in WORDS[key].items())
    elif key in SETTINGS and isinstance(SETTINGS[key].default, bool):
        yield from (Candidate("true"), Candidate("false"))
    elif key in ("target", "protected"):
        yield from branches(git)


def _offers(sources: Sequence[Source]) -> list[Candidate]:
    """Give what the sources have; nothing is said where git fails, on a line that is typed."""
    found: list[Candidate] = []
    with suppress(HookkitError, OSError):
        git = Git.discover()
        for source in sources:
            found += source(git)
    return found


def matching_candidates(offers: Iterable[Candidate], incomplete: str) -> list[Candidate]:
    """Give the offers that begin as ``incomplete`` does, each once, behind ``A..`` those for B.

    A value that a shell would take apart (blanks, commas, quotes, signs of the shell) is left out.
    """
    before_dots, dots, last = incomplete.rpartition("..")
    given: dict[str, Candidate] = {}
    for each in offers:
        is_plain = all(sign.isalnum() or sign in "-_./+@#" for sign in each.value)
        if is_plain and each.value.startswith(last):
            value = f"{before_dots}{dots}{each.value}"
            # A tab would end the description, and as an escape it says nothing to a reader.
            about = " ".join(each.about.split())
            given.setdefault(value, Candidate(value, visible(about)))
    return list(given.values())


def add_completions(name: str, command: click.Command) -> None:
    """Have the arguments of a command, and of those below it, offer their values."""
    for param in command.params:
        known = SOURCES.get((name, param.name or "")) or SOURCES_BY_NAME.get(param.name or "")
        if known and isinstance(param.type, click.types.StringParamType):
            param.type = CompletedText(known)
        if (name, param.name) == ("config set", "values"):
            param.type = CompletedSettingValue()
    if isinstance(command, click.Group):
        for below, each in command.commands.items():
            add_completions(f"{name} {below}", each)


def _lines(git: Git, *args: str) -> list[str]:
    """Give the lines that git prints; none where it fails, as in a repository without a commit."""
    ended = git.ask(*args)
    printed = os.fsdecode(ended.out) if ended.code == 0 else ""
    return [line for line in printed.split("\n") if line]
