"""Completion of arguments by a shell: commits, branches, remotes, families of rules, files."""

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
from hookkit.terminal.escaping import escape_invisible

MAX_COMMITS = 30
"""How many commits of HEAD are offered for completion."""


class Candidate(NamedTuple):
    """A value that a shell can complete, and the description that it shows with it."""

    value: str
    description: str = ""


CandidateSource = Callable[[Git], Iterator[Candidate]]


def branch_candidates(git: Git) -> Iterator[Candidate]:
    """Give the local branches, then the remote-tracking ones, each newest first."""
    format_option = "--format=%(refname)%00%(contents:subject)"
    for prefix in ("refs/heads/", "refs/remotes/"):
        for line in _output_lines(
            git, "for-each-ref", "--sort=-committerdate", format_option, prefix
        ):
            ref, _, subject = line.partition("\0")
            if not ref.endswith("/HEAD"):
                yield Candidate(ref.removeprefix(prefix), subject)


def commit_candidates(git: Git) -> Iterator[Candidate]:
    """Give the last commits of HEAD."""
    yield Candidate("HEAD")
    for line in _output_lines(git, "log", f"-{MAX_COMMITS}", "--format=%h%x00%s", "HEAD", "--"):
        commit_id, _, subject = line.partition("\0")
        yield Candidate(commit_id, subject)


def remote_candidates(git: Git) -> Iterator[Candidate]:
    """Give the remotes."""
    yield from map(Candidate, _output_lines(git, "remote"))


def check_name_candidates(git: Git) -> Iterator[Candidate]:
    """Give the words by which `hookkit check` accepts its checks."""
    from hookkit.history.check_runs.branch_checks import BRANCH_CHECKS

    yield from map(Candidate, (*BRANCH_CHECKS, "message", "push"))


RULE_FAMILIES = {
    **{"E1": "indentation", "E2": "whitespace", "E3": "blank lines", "E4": "imports"},
    **{"E5": "length of lines", "E7": "statements", "W1": "tabs", "W2": "trailing whitespace"},
    **{"W3": "blank lines at the end", "W5": "breaks of lines", "W6": "deprecated"},
}
"""The families of pycodestyle's codes (pycodestyle.pycqa.org, Error codes)."""


def rule_family_candidates(git: Git) -> Iterator[Candidate]:
    """Give the families of the rules of PEP 8."""
    yield from (Candidate(code, meaning) for code, meaning in RULE_FAMILIES.items())


def setting_candidates(git: Git) -> Iterator[Candidate]:
    """Give the settings with their meanings, and the checks that have a level."""
    from hookkit.hook_events import CHECKS
    from hookkit.settings.descriptions import DESCRIPTIONS

    yield from (Candidate(key, meaning) for key, meaning in DESCRIPTIONS.items())
    yield from (Candidate(f"checks.{check}", "off, warn or refuse") for check in CHECKS)


def file_candidates(git: Git) -> Iterator[Candidate]:
    """Give nothing: if nothing else matches, the shell itself completes files."""
    yield from ()


_REVISION_SOURCES = (branch_candidates, commit_candidates)

SOURCES: Mapping[tuple[str, str], Sequence[CandidateSource]] = {
    ("run", "names"): (*_REVISION_SOURCES, file_candidates),
    ("check", "names"): (check_name_candidates, *_REVISION_SOURCES),
    ("why", "name"): (*_REVISION_SOURCES, file_candidates),
    ("history-report", "range_or_branch"): _REVISION_SOURCES,
    ("graph", "revisions"): _REVISION_SOURCES,
    ("debt log", "branch"): _REVISION_SOURCES,
    ("review", "names"): (*_REVISION_SOURCES, file_candidates),
    ("accept", "names"): (commit_candidates, file_candidates),
    ("merge", "branch"): (branch_candidates,),
    ("push", "remote"): (remote_candidates,),
    ("why-not", "place"): (file_candidates,),
    ("config show", "name"): (setting_candidates, file_candidates),
    ("config set", "key"): (setting_candidates,),
    ("config unset", "key"): (setting_candidates,),
    ("ci", "from_ref"): _REVISION_SOURCES,
    ("ci", "to_ref"): _REVISION_SOURCES,
}
"""The sources of candidates by the names of a command and of its argument."""

SOURCES_BY_NAME: Mapping[str, Sequence[CandidateSource]] = {
    "only": (rule_family_candidates,),
    "without": (rule_family_candidates,),
}
"""The sources of candidates by the name of an argument, for any command."""


class TextWithCompletion(click.types.StringParamType):
    """The type of an argument that a shell completes; A..B is completed on both sides."""

    def __init__(self, sources: Sequence[CandidateSource]) -> None:
        """Take the sources of the candidates."""
        self.sources = sources

    def shell_complete(
        self, ctx: click.Context, param: click.Parameter, incomplete: str
    ) -> list[CompletionItem]:
        """Give the values that begin with ``incomplete``; none without a repository."""
        candidates = matching_candidates(_candidates(self.sources), incomplete)
        items = [CompletionItem(each.value, help=each.description or None) for each in candidates]
        # First, because click's script for bash discards the items before this one.
        file_item = (
            [CompletionItem(incomplete, type="file")] if file_candidates in self.sources else []
        )
        return [*file_item, *items]


class SettingValueWithCompletion(TextWithCompletion):
    """The type of an argument that is a value of the setting that was typed before it."""

    def __init__(self) -> None:
        """Take no sources: they depend on the setting."""
        super().__init__(())

    def shell_complete(
        self, ctx: click.Context, param: click.Parameter, incomplete: str
    ) -> list[CompletionItem]:
        """Give the values that begin with ``incomplete``; none if any text is allowed."""
        values = TextWithCompletion(
            (partial(setting_value_candidates, str(ctx.params.get("key"))),)
        )
        return values.shell_complete(ctx, param, incomplete)


def setting_value_candidates(name: str, git: Git) -> Iterator[Candidate]:
    """Give the allowed words of a setting, or the branches for a setting of branches."""
    from hookkit.settings.definitions import SETTINGS
    from hookkit.settings.descriptions import CHOICE_DESCRIPTIONS

    key, _, check = name.partition(".")
    if key in CHOICE_DESCRIPTIONS and (check or key != "checks"):
        yield from (Candidate(word, meaning) for word, meaning in CHOICE_DESCRIPTIONS[key].items())
    elif key in SETTINGS and isinstance(SETTINGS[key].default, bool):
        yield from (Candidate("true"), Candidate("false"))
    elif key in ("target", "protected"):
        yield from branch_candidates(git)


def _candidates(sources: Sequence[CandidateSource]) -> list[Candidate]:
    """Give the candidates of the sources; errors of git are not printed into a typed line."""
    candidates: list[Candidate] = []
    with suppress(HookkitError, OSError):
        git = Git.discover()
        for source in sources:
            candidates += source(git)
    return candidates


def matching_candidates(candidates: Iterable[Candidate], incomplete: str) -> list[Candidate]:
    """Give the candidates that begin with ``incomplete``, each once; after ``A..`` complete B.

    A value that a shell would split or interpret (blanks, commas, quotes, …) is left out.
    """
    before_dots, dots, after_dots = incomplete.rpartition("..")
    matching: dict[str, Candidate] = {}
    for candidate in candidates:
        is_plain = all(char.isalnum() or char in "-_./+@#" for char in candidate.value)
        if is_plain and candidate.value.startswith(after_dots):
            value = f"{before_dots}{dots}{candidate.value}"
            # A tab would end the description.
            description = " ".join(candidate.description.split())
            matching.setdefault(value, Candidate(value, escape_invisible(description)))
    return list(matching.values())


def add_completions(name: str, command: click.Command) -> None:
    """Set the types that complete the arguments of a command and of its subcommands."""
    for param in command.params:
        sources = SOURCES.get((name, param.name or "")) or SOURCES_BY_NAME.get(param.name or "")
        if sources and isinstance(param.type, click.types.StringParamType):
            param.type = TextWithCompletion(sources)
        if (name, param.name) == ("config set", "values"):
            param.type = SettingValueWithCompletion()
    if isinstance(command, click.Group):
        for subname, subcommand in command.commands.items():
            add_completions(f"{name} {subname}", subcommand)


def _output_lines(git: Git, *args: str) -> list[str]:
    """Give the lines that git prints; none if it fails, as in a repository without a commit."""
    result = git.try_run(*args)
    printed = os.fsdecode(result.out) if result.code == 0 else ""
    return [line for line in printed.split("\n") if line]
