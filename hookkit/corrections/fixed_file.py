"""A fixed file: its content before and after the fix, and what a version lacks of the fix."""

from __future__ import annotations

from hookkit.named_tuple import NamedTuple


class FixedFile(NamedTuple):
    """A file's path and octal mode, its content in the corrected commit, and the fixed content.

    A file with ``is_all_or_nothing`` is placed only if no line of any file is dropped.
    """

    path: bytes
    mode: str
    original: bytes
    fixed: bytes
    is_all_or_nothing: bool = False

    def remaining_for(self, version: bytes) -> FixedFile:
        """Give the file with the part of its correction that ``version`` still lacks."""
        if version in (self.original, self.fixed):  # the usual case, which needs no import of hunks
            return self if version == self.original else self._replace(fixed=self.original)
        from hookkit.pep8.relocate_correction import without_applied_fixes

        return self._replace(fixed=without_applied_fixes(self.original, self.fixed, version))
