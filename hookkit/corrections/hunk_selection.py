"""The criteria by which hunks of a correction are selected, as the arguments of a command."""

from __future__ import annotations

import os
import re
import shlex
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

from hookkit.corrections.review.find_hunks_by_id import parse_hunk_ids
from hookkit.errors import WrongUsage
from hookkit.git.runner import Git
from hookkit.git.worktree_paths_and_checks import path_from_top
from hookkit.pep8.fix_task_and_outcome import LAYOUT_CODE

_CODE = re.compile(rf"[EW][0-9]{{0,3}}|{LAYOUT_CODE}")


class HunkSelection(NamedTuple):
    """The criteria by which hunks of a correction are selected.

    ``paths`` are files and folders, relative to the top level; ``only_codes`` and
    ``excluded_codes`` are beginnings of codes; ``only_touched_lines`` selects the touched
    lines; ``hunk_ids`` are ids or beginnings of ids. A criterion that is empty or False selects
    all.
    """

    paths: tuple[bytes, ...] = ()
    only_codes: tuple[str, ...] = ()
    excluded_codes: tuple[str, ...] = ()
    only_touched_lines: bool = False
    hunk_ids: tuple[str, ...] = ()

    @property
    def is_everything(self) -> bool:
        """Whether nothing is left out."""
        return not any(self)

    @property
    def arguments(self) -> str:
        """The selection as arguments of a command, with a blank before them."""
        words = [*(["--only", ",".join(self.only_codes)] if self.only_codes else [])]
        words += ["--except", ",".join(self.excluded_codes)] if self.excluded_codes else []
        words += ["--mine"] * self.only_touched_lines
        words += ["--hunk", ",".join(self.hunk_ids)] if self.hunk_ids else []
        words += [os.fsdecode(path) or "." for path in self.paths]
        return "".join(f" {shlex.quote(word)}" for word in words)

    def has_path(self, path: bytes) -> bool:
        """Whether a file is one of the paths, or in one of the folders; always if there is none."""
        return not self.paths or any(
            path == each or not each or path.startswith(each + b"/") for each in self.paths
        )

    def has_code(self, code: str) -> bool:
        """Whether a code is wanted."""
        is_named = not self.only_codes or code.startswith(self.only_codes)
        return is_named and not (self.excluded_codes and code.startswith(self.excluded_codes))

    def has_all_codes(self, codes: Sequence[str]) -> bool:
        """Whether all codes of a hunk are wanted; without a code, LAYOUT_CODE must be wanted."""
        return all(map(self.has_code, codes or (LAYOUT_CODE,)))


def parse_selection(
    git: Git,
    paths: Sequence[str],
    only_codes: Sequence[str],
    excluded_codes: Sequence[str],
    only_touched_lines: bool,
    hunk_ids: Sequence[str] = (),
) -> HunkSelection:
    """Read the arguments of a command.

    Raises WrongUsage for an invalid code, an empty id, or a path that is not in the worktree.
    """
    encoded_paths = tuple(_encoded_path(git, path) for path in paths)
    return HunkSelection(
        encoded_paths,
        _parse_codes(only_codes),
        _parse_codes(excluded_codes),
        only_touched_lines,
        parse_hunk_ids(hunk_ids),
    )


def _parse_codes(lists: Iterable[str]) -> tuple[str, ...]:
    """Read lists of codes in upper or lower case; pycodestyle writes them in upper case."""
    words = [word.strip() for each in lists for word in each.split(",")]
    codes = [word.lower() if word.lower() == LAYOUT_CODE else word.upper() for word in words]
    for word, code in zip(words, codes, strict=True):
        if not _CODE.fullmatch(code):
            sentence = f"{word!r} is no code or beginning of one, such as E2 or W291"
            raise WrongUsage(sentence, "hookkit review --only E2")
    return tuple(codes)


def _encoded_path(git: Git, path: str) -> bytes:
    top = git.top or Path.cwd()
    relative_path = path_from_top(top, path)
    if relative_path is None:
        raise WrongUsage(f"{path} is not in the worktree {top}", "git ls-files")
    return b"" if relative_path == Path() else os.fsencode(relative_path.as_posix())
