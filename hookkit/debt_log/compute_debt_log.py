"""Compute a debt log: the debt of a history over time, for ``hookkit debt log``."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from hookkit.debt.local_plugins import plugins_of_worktree, untrusted_sentence
from hookkit.debt.trusted_plugins import is_trusted
from hookkit.debt_log.compare_debt_of_trees import DebtComparer, LintOptions, TreePair
from hookkit.debt_log.debt_cache import CACHE_FILE, DebtCache
from hookkit.debt_log.debt_difference import DebtDifference
from hookkit.debt_log.log_options import DebtLogOptions, GroupBy, Interval
from hookkit.debt_log.main_line import MainLine, read_main_line, read_main_line_commits
from hookkit.debt_log.rewritten_flake8_configuration import read_current_configuration
from hookkit.debt_log.sampled_commits import SampledCommit, choose_sampled_commits
from hookkit.debt_log.tool_versions import ToolVersions, installed_tool_versions
from hookkit.debt_log.totals_by_author_or_ticket import (
    AuthorOrTicketTotals,
    name_authors,
    name_tickets,
    sum_by_author_or_ticket,
)
from hookkit.errors import WrongUsage
from hookkit.git.log import LogCommit
from hookkit.git.runner import Git
from hookkit.history.refs.naming_patterns import naming_patterns_of
from hookkit.phrases import plural
from hookkit.settings.definitions import Settings

FOLDER_DEPTH = 2
"""How many parts of a folder's path are shown."""

_NOT_RUN_TEXT = "plugins of the repository itself are not run: they may be anybody's"
_OTHER_FILES_TEXT = (
    "{} may look at other files than the one that they are given, which are not there"
)

_ANALYSIS_VERSION = 1
"""The version of stored differences and findings; after a change all of them are counted again."""


class DebtSample(NamedTuple):
    """The debt at a sampled commit.

    ``file_count``, ``line_count`` and ``unchecked_file_count`` are the numbers of Python files, of
    their lines, and of files that cannot be checked. ``by_rule`` and ``by_folder`` count the
    findings; a folder is cut to FOLDER_DEPTH parts.
    """

    sampled_commit: SampledCommit
    file_count: int
    line_count: int
    unchecked_file_count: int
    by_rule: Mapping[str, int]
    by_folder: Mapping[str, int]

    @property
    def total(self) -> int:
        """How many findings there are."""
        return sum(self.by_rule.values())


class CommitWithDifference(NamedTuple):
    """A commit of the branch, and the difference that it makes.

    ``author_or_ticket`` is its author or ticket, several of them, or their number.
    """

    commit: LogCommit
    author_or_ticket: str
    difference: DebtDifference

    @property
    def added(self) -> int:
        """How many findings it added."""
        return sum(self.difference.added.values())

    @property
    def removed(self) -> int:
        """How many findings it removed."""
        return sum(self.difference.removed.values())

    @property
    def net(self) -> int:
        """How many more findings it added than it removed."""
        return self.added - self.removed

    @property
    def size(self) -> int:
        """How many findings it added or removed."""
        return self.added + self.removed


class DebtLog(NamedTuple):
    """The debt of a branch over time.

    ``commits`` and ``totals_by_author_or_ticket`` are empty if the log is grouped by rule or
    folder. ``rules`` has flake8's message for each rule. ``configuration`` is the name of the file
    that configures flake8, "" for none; ``tools`` are the versions of flake8 and its plugins.
    ``notes`` are sentences on what is unknown. ``finds_tickets`` is True if the settings have a
    pattern of tickets.
    """

    branch: str
    group_by: GroupBy
    interval: Interval
    samples: Sequence[DebtSample]
    commits: Sequence[CommitWithDifference]
    totals_by_author_or_ticket: Sequence[AuthorOrTicketTotals]
    rules: Mapping[str, str]
    configuration: str
    tools: ToolVersions
    notes: Sequence[str]
    finds_tickets: bool

    def largest_changes(self, most: int) -> list[CommitWithDifference]:
        """Give the commits with the largest changes, up or down, at most ``most``."""
        changing = [
            each for each in self.commits if each.difference.added or each.difference.removed
        ]
        return sorted(changing, key=lambda each: (-abs(each.net), -each.size))[:most]


def compute_debt_log(
    git: Git, settings: Settings, variables: Mapping[str, str], options: DebtLogOptions
) -> DebtLog:
    """Read the debt of a history.

    Raises as ``read_main_line`` and ``DebtComparer.compare`` do.
    """
    naming_patterns = naming_patterns_of(settings)
    if options.group_by == "ticket" and not naming_patterns.ticket_pattern:
        sentence = "tickets are not looked for: ticket_pattern is not set"
        raise WrongUsage(sentence, "hookkit config set ticket_pattern '[A-Z]+-[0-9]+'")
    main_line = read_main_line(git, settings, variables, options.branch, options.since)
    interval, sampled_commits = choose_sampled_commits(git, main_line, options.interval)
    main_line_commits = (
        read_main_line_commits(git, main_line, options.group_by == "ticket")
        if options.group_by in ("author", "ticket")
        else []
    )
    commit_pairs = [(each.parent_tree, each.commit.tree) for each in main_line_commits]
    pairs = [*_pairs_of(sampled_commits), *commit_pairs]
    compared_pairs = _compare_pairs(git, settings, main_line, pairs)
    commits = [
        CommitWithDifference(
            each.commit,
            (
                name_tickets(each, naming_patterns)
                if options.group_by == "ticket"
                else name_authors(each)
            ),
            compared_pairs.differences[each.parent_tree, each.commit.tree],
        )
        for each in main_line_commits
    ]
    samples = _samples(sampled_commits, compared_pairs.differences)
    return DebtLog(
        *(
            main_line.branch,
            options.group_by,
            interval,
            samples,
            commits,
            _totals_by_author_or_ticket(commits, options.group_by),
        ),
        compared_pairs.rules,
        compared_pairs.configuration,
        compared_pairs.tools,
        [*_notes(samples, main_line), *compared_pairs.notes],
        bool(naming_patterns.ticket_pattern),
    )


def _pairs_of(sampled_commits: Sequence[SampledCommit]) -> list[TreePair]:
    trees = ["", *(each.commit.tree for each in sampled_commits)]
    return [*zip(trees, trees[1:], strict=False)]


class _ComparedPairs(NamedTuple):
    differences: Mapping[TreePair, DebtDifference]
    rules: Mapping[str, str]
    configuration: str
    tools: ToolVersions
    notes: Sequence[str]


def _compare_pairs(
    git: Git, settings: Settings, main_line: MainLine, pairs: Sequence[TreePair]
) -> _ComparedPairs:
    tools = installed_tool_versions()
    configuration = read_current_configuration(git, main_line.commits[-1].id)
    plugins = plugins_of_worktree(git) if git.top is not None else None
    trusted = plugins if plugins is not None and is_trusted(git, plugins.digest) else None
    lints_under_real_paths = configuration.has_paths or bool(
        tools.plugins_with_other_files or trusted
    )
    options = LintOptions(
        configuration, trusted, lints_under_real_paths, settings.jobs or os.cpu_count() or 1
    )
    plugins_digest = trusted.digest if trusted is not None else ""
    tool_setup = f"{_ANALYSIS_VERSION}; {tools.versions_text}; {configuration.options_text}"
    tool_setup += f"; {lints_under_real_paths}; {plugins_digest}"
    cache = DebtCache(git.common_dir / "hookkit" / CACHE_FILE, tool_setup)
    try:
        differences = DebtComparer(git, cache, options).compare(pairs)
        rules = cache.rules()
    finally:
        cache.close()
    notes = []
    if configuration.has_local_plugins and trusted is None:
        notes = [_NOT_RUN_TEXT if plugins is None else untrusted_sentence(plugins)]
    if tools.plugins_with_other_files:
        notes.append(_OTHER_FILES_TEXT.format(", ".join(tools.plugins_with_other_files)))
    notes += [cache.remark] if cache.remark else []
    return _ComparedPairs(differences, rules, configuration.source, tools, notes)


def _samples(
    sampled_commits: Sequence[SampledCommit], differences: Mapping[TreePair, DebtDifference]
) -> list[DebtSample]:
    samples: list[DebtSample] = []
    files = lines = unchecked_files = 0
    by_rule, by_folder = Counter[str](), Counter[str]()
    for sampled_commit, pair in zip(sampled_commits, _pairs_of(sampled_commits), strict=True):
        difference = differences[pair]
        files, lines = files + difference.file_count, lines + difference.line_count
        unchecked_files += difference.unchecked_file_count
        for folder, net in difference.by_folder_and_rule.items():
            by_rule.update(net)
            by_folder["/".join(folder.split("/")[:FOLDER_DEPTH])] += sum(net.values())
        samples.append(
            DebtSample(sampled_commit, files, lines, unchecked_files, +by_rule, +by_folder)
        )
    return samples


def _totals_by_author_or_ticket(
    commits: Sequence[CommitWithDifference], group_by: GroupBy
) -> list[AuthorOrTicketTotals]:
    """Give tickets, the largest change first, or authors by name: authors are not ranked."""
    found = sum_by_author_or_ticket(
        (each.author_or_ticket, each.commit, each.difference) for each in commits
    )
    if group_by == "author":
        return sorted(found, key=lambda each: each.name.casefold())
    return sorted(found, key=lambda each: (-abs(each.net), -each.size, each.name))


def _notes(samples: Sequence[DebtSample], main_line: MainLine) -> list[str]:
    notes = []
    worst = max(samples, key=lambda each: each.unchecked_file_count)
    if worst.unchecked_file_count:
        files = plural(worst.unchecked_file_count, "file")
        pronoun = "it" if worst.unchecked_file_count == 1 else "them"
        unread = f"this Python cannot read {files} of {worst.sampled_commit.label}"
        notes.append(
            f"{unread}: what is in {pronoun} is not counted, nor shown as added or removed"
        )
    if main_line.is_shallow:
        notes.append("this clone is shallow: what lies below its oldest commits is unknown")
    return notes
