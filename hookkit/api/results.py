"""The results of the library, as immutable values."""

from __future__ import annotations

import io
import tokenize
from dataclasses import dataclass, field
from typing import Literal

from hookkit.errors import HookkitError


@dataclass(frozen=True, slots=True)
class Fault:
    """A fault that a correction fixes.

    ``code`` is pycodestyle's, such as ``E225``, ``name`` what it means. ``line`` counts from 1, in
    the text before the correction.
    """

    code: str
    line: int
    name: str


@dataclass(frozen=True, slots=True)
class Withheld:
    """A fix that was not taken, because it would change the program or its comments.

    ``codes`` are the faults that stay, none for layout that has no code. ``first`` and ``last`` are
    lines (from 1, inclusive), ``reason`` is a part of a sentence.
    """

    codes: tuple[str, ...]
    first: int
    last: int
    reason: str


@dataclass(frozen=True, slots=True)
class CorrectedFile:
    """A file that was looked at.

    ``path`` is its path from the top level of the repository, as ``os.fsdecode`` gives it, or the
    name that a text was given. ``before`` and ``after`` are its contents to the byte.
    ``skipped`` says why it was left alone, as the end of a sentence that begins with its name; it
    is None where it was not. ``refused`` is how many places stay because a person refused their
    correction, ``older`` how many faults because they are many and the commit did not touch their
    lines. ``mode`` is git's octal mode.
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
        """Whether the correction changes it."""
        return self.before != self.after

    @property
    def text(self) -> str:
        """``after`` in the encoding that Python reads it in (PEP 263), its line ends as they are.

        Raises HookkitError where Python could not read it.
        """
        try:
            encoding, _ = tokenize.detect_encoding(io.BytesIO(self.after).readline)
            return self.after.decode(encoding.removesuffix("-sig"))
        except (SyntaxError, UnicodeError, LookupError) as error:
            raise HookkitError(f"{self.path} cannot be decoded: {error}") from error


@dataclass(frozen=True, slots=True)
class Correction:
    """What is corrected of a commit, or of a range: then ``commit`` is the last one of it.

    ``commit`` is the id of the commit and ``since``, for a range, that of the commit below it.
    ``files`` are all files that were looked at. ``id`` is the id of the commit that holds the
    correction, None where it is not kept.
    """

    commit: str
    files: tuple[CorrectedFile, ...] = field(repr=False)
    since: str | None = None
    id: str | None = None

    @property
    def changed(self) -> tuple[CorrectedFile, ...]:
        """The files that it changes."""
        return tuple(each for each in self.files if each.is_changed)

    @property
    def faults(self) -> tuple[Fault, ...]:
        """The faults that it fixes, of all files."""
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

    ``commit`` is the id of the new commit, None where nothing was left to be put there.
    """

    commit: str | None
    dropped: tuple[Dropped, ...] = ()


@dataclass(frozen=True, slots=True)
class Finding:
    """What a rule says of a branch, a commit or a message.

    ``rule`` is its id, such as ``HK301`` (docs/rules.md). ``answer`` is "no" where the rule is
    broken, and "unknown" where it could not be found out, as in a shallow clone. ``level`` is that
    of the settings. ``place`` is what the finding is about, ``sentence`` what is wrong there, and
    ``repair`` a command that repairs it, None where there is none.
    """

    rule: str
    answer: Literal["no", "unknown"]
    level: Literal["off", "warn", "refuse"]
    place: str
    sentence: str
    repair: str | None = None

    @property
    def is_refused(self) -> bool:
        """Whether it is more than a warning."""
        return self.answer == "no" and self.level == "refuse"


@dataclass(frozen=True, slots=True)
class CheckResult:
    """What the checks of a branch or a range found.

    ``subject`` names it, ``notes`` say why something was not checked.
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
        """Whether something could not be found out."""
        return any(each.answer == "unknown" for each in self.findings)
