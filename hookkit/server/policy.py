"""The policy of a server as values: settings for many repositories, by patterns of their names."""

from __future__ import annotations

from collections.abc import Sequence

from hookkit.named_tuple import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from datetime import date

    from hookkit.settings.raw_setting import RawSetting

USUAL_PLACE = "/etc/hookkit/policy.toml"
"""The policy of a server on which no other file is named."""


class Journal(NamedTuple):
    """Where each judged push is written down: a file of at most ``max_bytes`` bytes.

    Behind it the last ``keep`` older ones are kept. ``file`` is "" where there is no journal.
    """

    file: str = ""
    max_bytes: int = 10_000_000
    keep: int = 10


class Entry(NamedTuple):
    """What an entry of the policy says of the repositories whose names fit ``patterns``.

    ``line`` is where it begins in the file (from 1), 0 where that is unknown. An exception holds
    up to the end of the day ``until``, for ``reason``; any other entry has None and "".
    """

    patterns: tuple[str, ...]
    settings: tuple[RawSetting, ...]
    line: int
    until: date | None = None
    reason: str = ""

    @property
    def keys(self) -> list[str]:
        """What it sets: settings, and each check by itself."""
        return [key for each in self.settings for key in _keys(each)]

    def fits(self, repository: RepositoryName) -> bool:
        """Whether it is about a repository."""
        from fnmatch import fnmatchcase

        path = without_ending(repository.path)
        return any(
            fnmatchcase(path if each.startswith("/") else repository.name, each)
            for each in map(without_ending, self.patterns)
        )


def _keys(setting: RawSetting) -> list[str]:
    checks = setting.value if isinstance(setting.value, dict) else {}
    return [f"{setting.key}.{each}" for each in checks] or [setting.key]


class Policy(NamedTuple):
    """The file ``place``: entries in the order in which they hold, a later one over an earlier one.

    Names are of paths below ``root``, whole paths where it is "". ``name_variable`` is the variable
    in which the software of the host tells a name instead, "" for none.
    """

    place: str
    entries: tuple[Entry, ...] = ()
    root: str = ""
    name_variable: str = ""
    journal: Journal = Journal()


class RepositoryName(NamedTuple):
    """What a repository is called in patterns, without ``.git``, and the path of its folder."""

    name: str
    path: str


class InForce(NamedTuple):
    """What the policy says of one repository: settings from weak to strong, and exceptions.

    ``exceptions`` are those that hold, ``ended`` those that no longer do. ``place`` is the file, ""
    where there is no policy.
    """

    repository: RepositoryName
    settings: tuple[RawSetting, ...] = ()
    exceptions: tuple[Entry, ...] = ()
    ended: tuple[Entry, ...] = ()
    journal: Journal = Journal()
    place: str = ""

    @property
    def notes(self) -> list[str]:
        """What a person whose push is objected to should know of the exceptions."""
        pairs = (("holds until", self.exceptions), ("ended on", self.ended))
        return [
            f"an exception {verb} {each.until}: {each.reason}"
            for verb, entries in pairs
            for each in entries
        ]


def without_ending(path: str) -> str:
    """Give a path or a pattern without the ending of bare repositories, or the folder of others."""
    return path.removesuffix("/.git").removesuffix(".git")


def in_force(policy: Policy, repository: RepositoryName, today: date) -> InForce:
    """Give what holds for a repository on a day."""
    entries = [each for each in policy.entries if each.fits(repository)]
    ended = [each for each in entries if each.until is not None and each.until < today]
    holding = [each for each in entries if each not in ended]
    return InForce(
        repository,
        tuple(setting for each in holding for setting in each.settings),
        tuple(each for each in holding if each.until is not None),
        tuple(ended),
        policy.journal,
        policy.place,
    )


def without_effect(policy: Policy) -> list[tuple[Entry, Entry]]:
    """Give each entry that never has a say, with a later one that sets all of the same.

    Exceptions are left out: they come later on purpose.
    """
    entries = [each for each in policy.entries if each.until is None]
    pairs = ((entry, later) for at, entry in enumerate(entries) for later in entries[at + 1 :])
    return [pair for pair in pairs if _covers(*pair)]


def _covers(entry: Entry, later: Entry) -> bool:
    wider = [*map(without_ending, later.patterns)]
    is_within = all(
        any(_is_within(pattern, each) for each in wider)
        for pattern in map(without_ending, entry.patterns)
    )
    return is_within and {*entry.keys} <= {*later.keys}


def _is_within(pattern: str, wider: str) -> bool:
    """Whether it is certain that each repository that fits one pattern fits the other."""
    from fnmatch import fnmatchcase

    if wider in (pattern, "*"):
        return True
    # One is of names, the other of whole paths.
    if pattern.startswith("/") != wider.startswith("/"):
        return False
    # As a text a pattern has ``*`` and the letters of a set where a name has others.
    is_plain = not {"?", "["} & {*wider} and "[" not in pattern
    return is_plain and fnmatchcase(pattern, wider)


def unreachable(policy: Policy) -> Sequence[str]:
    """Give the patterns that no repository can fit, because names are whole paths."""
    if policy.root or policy.name_variable:
        return []
    patterns = [pattern for each in policy.entries for pattern in each.patterns]
    return [each for each in patterns if not each.startswith(("/", "*", "?", "["))]
