"""The classes of the results that the library gives; they are immutable."""

from __future__ import annotations

import io
import tokenize
from dataclasses import dataclass, field
from typing import Literal

from hookkit.errors import HookkitError


@dataclass(frozen=True, slots=True)
class Fault:
    """A fault that a correction fixes.

    ``code`` is pycodestyle's code, such as ``E225``, and ``name`` its description. ``line`` counts
    from 1, in the text before the correction.
    """

    code: str
    line: int
    name: str


@dataclass(frozen=True, slots=True)
class Withheld:
    """A fix that was not taken, because it would change the program or its comments.

    ``codes`` are the codes of the faults that stay, empty for layout that has no code. ``first``
    and ``last`` are lines (from 1, inclusive), ``reason`` is a part of a sentence.
    """

    codes: tuple[str, ...]
    first: int
    last: int
    reason: str


@dataclass(frozen=True, slots=True)
class CorrectedFile:
    """A file of a correction, or a corrected text.

    ``path`` is its path from the top level of the repository, as ``os.fsdecode`` gives it, or the
    name that a text was given. ``before`` and ``after`` are its exact contents. ``skipped`` is the
    reason why the file was left alone, as the end of a sentence that begins with its name; None if
    it was not left alone. ``refused`` is the number of places that stay because a person refused
    their correction. ``older`` is the number of faults that stay because the commit did not touch
    their lines and there are many of them. ``mode`` is git's octal mode.
    """

    path: str
    before: bytes = field(repr=False)
    after: bytes = field(repr=False)
    faults: tuple[Fault, ...] = ()
    withheld: tuple[Withheld, ...] = ()
    skipped: str | None = None
    refused: int = 0
    older: int = 0
    mode: str = "100644"

    @property
    def is_changed(self) -> bool:
        """Whether the correction changes the file."""
        return self.before != self.after

    @property
    def text(self) -> str:
        """``after`` decoded as Python decodes it (PEP 263), its line ends as they are.

        Raises HookkitError if it cannot be decoded.
        """
        try:
            encoding, _ = tokenize.detect_encoding(io.BytesIO(self.after).readline)
            return self.after.decode(encoding.removesuffix("-sig"))
        except (SyntaxError, UnicodeError, LookupError) as error:
            raise HookkitError(f"{self.path} cannot be decoded: {error}") from error


@dataclass(frozen=True, slots=True)
class Correction:
    """The correction of a commit or of a range.

    ``commit`` is the id of the corrected commit, for a range of its last commit. ``since`` is the
    id of the commit below the range, None for a single commit. ``files`` are all files that were
    examined, including unchanged ones. ``id`` is the id of the commit that contains the correction,
    None if the correction is not kept.
    """

    commit: str
    files: tuple[CorrectedFile, ...] = field(repr=False)
    since: str | None = None
    id: str | None = None

    @property
    def changed(self) -> tuple[CorrectedFile, ...]:
        """The files that the correction changes."""
        return tuple(each for each in self.files if each.is_changed)

    @property
    def faults(self) -> tuple[Fault, ...]:
        """The faults that the correction fixes, of all files."""
        return tuple(fault for each in self.files for fault in each.faults)


@dataclass(frozen=True, slots=True)
class Dropped:
    """Lines of a correction (from 1, inclusive) that overlap later edits and were not placed."""

    path: str
    first: int
    last: int
    reason: str


@dataclass(frozen=True, slots=True)
class Accepted:
    """A correction that was put on the branch.

    ``commit`` is the id of the new commit, None if all of the correction was already on the branch.
    ``dropped`` are the lines that were not placed.
    """

    commit: str | None
    dropped: tuple[Dropped, ...] = ()


@dataclass(frozen=True, slots=True)
class Finding:
    """A rule's answer about a branch, a commit or a message.

    ``rule`` is the id of the rule, such as ``HK301`` (docs/rules.md). ``answer`` is "no" if the
    rule is broken, and "unknown" if that could not be determined, as in a shallow clone. ``level``
    is the level of the rule in the settings. ``place`` names the subject of the finding, such as a
    commit, ``sentence`` says what is wrong, and ``repair`` is a command that repairs it, None if
    there is none.
    """

    rule: str
    answer: Literal["no", "unknown"]
    level: Literal["off", "warn", "refuse"]
    place: str
    sentence: str
    repair: str | None = None

    @property
    def is_refused(self) -> bool:
        """Whether the finding is more than a warning."""
        return self.answer == "no" and self.level == "refuse"


@dataclass(frozen=True, slots=True)
class CheckResult:
    """The findings of the checks of a branch or a range.

    ``subject`` names the branch or range, ``notes`` say why something was not checked.
    """

    subject: str
    findings: tuple[Finding, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def is_refused(self) -> bool:
        """Whether one of the findings is more than a warning."""
        return any(each.is_refused for each in self.findings)

    @property
    def is_unknown(self) -> bool:
        """Whether the answer of a finding is "unknown"."""
        return any(each.answer == "unknown" for each in self.findings)
