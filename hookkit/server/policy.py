"""The policy of a server as values: settings for many repositories, by patterns of their names."""

from __future__ import annotations

from collections.abc import Sequence

from hookkit.named_tuple import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from datetime import date

    from hookkit.settings.raw_setting import RawSetting

DEFAULT_POLICY_FILE = "/etc/hookkit/policy.toml"
"""The policy file of a server whose shim names no other file."""


class Journal(NamedTuple):
    """The journal, in which each push is recorded.

    ``file`` is its path, "" if there is no journal. ``max_bytes`` is the largest size of the file,
    and ``keep`` the number of older files that are kept.
    """

    file: str = ""
    max_bytes: int = 10_000_000
    keep: int = 10


class PolicyEntry(NamedTuple):
    """An entry of the policy: the settings of the repositories whose names match ``patterns``.

    ``line`` is the first line of the entry in the file (from 1), 0 if that is unknown. An exception
    is in force up to the end of the day ``until``, and ``reason`` says why; ``until`` is None and
    ``reason`` is "" in any other entry.
    """

    patterns: tuple[str, ...]
    settings: tuple[RawSetting, ...]
    line: int
    until: date | None = None
    reason: str = ""

    @property
    def keys(self) -> list[str]:
        """The keys of its settings; of ``checks`` one key for each check."""
        keys = []
        for each in self.settings:
            checks = each.value if isinstance(each.value, dict) else {}
            keys += [f"{each.key}.{check}" for check in checks] or [each.key]
        return keys

    def applies_to(self, repository: RepositoryName) -> bool:
        """Whether the entry applies to a repository."""
        from fnmatch import fnmatchcase

        path = without_git_suffix(repository.path)
        return any(
            fnmatchcase(path if each.startswith("/") else repository.name, each)
            for each in map(without_git_suffix, self.patterns)
        )


class Policy(NamedTuple):
    """The content of the policy file ``policy_file``; a later entry overrides an earlier one.

    The name of a repository is its path below ``root``, or its absolute path if ``root`` is "".
    ``name_variable`` is the environment variable in which the software of the host gives the name
    instead, "" for none.
    """

    policy_file: str
    entries: tuple[PolicyEntry, ...] = ()
    root: str = ""
    name_variable: str = ""
    journal: Journal = Journal()


class RepositoryName(NamedTuple):
    """The name of a repository that patterns match, without ``.git``, and its absolute path."""

    name: str
    path: str


class RepositoryPolicy(NamedTuple):
    """The policy of one repository; a later one of its settings overrides an earlier one.

    ``exceptions`` are the exceptions in force, ``ended_exceptions`` those that have ended.
    ``policy_file`` is the policy file, "" if there is no policy.
    """

    repository: RepositoryName
    settings: tuple[RawSetting, ...] = ()
    exceptions: tuple[PolicyEntry, ...] = ()
    ended_exceptions: tuple[PolicyEntry, ...] = ()
    journal: Journal = Journal()
    policy_file: str = ""

    @property
    def notes(self) -> list[str]:
        """Sentences on the exceptions, for a person whose push has findings."""
        pairs = (("holds until", self.exceptions), ("ended on", self.ended_exceptions))
        return [
            f"an exception {verb} {each.until}: {each.reason}"
            for verb, entries in pairs
            for each in entries
        ]


def without_git_suffix(path: str) -> str:
    """Give a path or a pattern without the ``.git`` of a bare repository or of a worktree."""
    return path.removesuffix("/.git").removesuffix(".git")


def repository_policy(policy: Policy, repository: RepositoryName, today: date) -> RepositoryPolicy:
    """Give the policy of a repository on a day."""
    entries = [each for each in policy.entries if each.applies_to(repository)]
    ended = [each for each in entries if each.until is not None and each.until < today]
    applied = [each for each in entries if each not in ended]
    return RepositoryPolicy(
        repository,
        tuple(setting for each in applied for setting in each.settings),
        tuple(each for each in applied if each.until is not None),
        tuple(ended),
        policy.journal,
        policy.policy_file,
    )


def overridden_entries(policy: Policy) -> list[tuple[PolicyEntry, PolicyEntry]]:
    """Give each entry without effect, with the later entry that overrides the whole of it.

    Exceptions are left out: they override other entries on purpose.
    """
    entries = [each for each in policy.entries if each.until is None]
    pairs = (
        (entry, later_entry)
        for index, entry in enumerate(entries)
        for later_entry in entries[index + 1 :]
    )
    return [pair for pair in pairs if _is_covered_by(*pair)]


def _is_covered_by(entry: PolicyEntry, later_entry: PolicyEntry) -> bool:
    later_patterns = [*map(without_git_suffix, later_entry.patterns)]
    is_within = all(
        any(_is_within(pattern, each) for each in later_patterns)
        for pattern in map(without_git_suffix, entry.patterns)
    )
    return is_within and {*entry.keys} <= {*later_entry.keys}


def _is_within(pattern: str, wider_pattern: str) -> bool:
    """Whether each repository that matches ``pattern`` certainly matches ``wider_pattern``."""
    from fnmatch import fnmatchcase

    if wider_pattern in (pattern, "*"):
        return True
    # One pattern is for names, the other for absolute paths.
    if pattern.startswith("/") != wider_pattern.startswith("/"):
        return False
    # ``pattern`` is matched as if it were a name, which is right only if ``*`` is the one wildcard.
    is_plain = not {"?", "["} & {*wider_pattern} and "[" not in pattern
    return is_plain and fnmatchcase(pattern, wider_pattern)


def unreachable_patterns(policy: Policy) -> Sequence[str]:
    """Give the patterns that no repository can match, because names are absolute paths."""
    if policy.root or policy.name_variable:
        return []
    patterns = [pattern for each in policy.entries for pattern in each.patterns]
    return [each for each in patterns if not each.startswith(("/", "*", "?", "["))]
