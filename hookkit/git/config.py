"""git's configuration, read as a whole in one process, and its value types."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Sequence

from hookkit.errors import GitFailed
from hookkit.git.runner import Git
from hookkit.named_tuple import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Literal

    ConfigScope = Literal["--local", "--global"]
else:
    ConfigScope = str
"""The configuration that is read or changed, as git's option: this clone's or the user's."""

_TRUE = ("true", "yes", "on")
_FALSE = ("false", "no", "off", "")
_FACTORS = {"": 1, "k": 1024, "m": 1024**2, "g": 1024**3}
_NUMBER_PATTERN = r"([+-]?)(0x[0-9a-f]+|0[0-7]*|[1-9][0-9]*)([kmg]?)"
_SPACE = " \t\n\v\f\r"


class ConfigEntry(NamedTuple):
    """An entry: its origin (``file:PATH`` for a file), its key as git spells it, its value.

    ``value`` is None if the key has no ``=``.
    """

    origin: str
    key: str
    value: str | None


def read_config(git: Git, scope: Sequence[str] = ()) -> Iterator[ConfigEntry]:
    """Give all entries; if a key has several, the last one wins.

    ``scope`` are options of ``git config`` such as ``--global``, empty for the whole configuration
    of the repository. Raises GitFailed if git cannot read its configuration.
    """
    out = git.run_cached("config", *scope, "--null", "--show-origin", "--list")
    parts = os.fsdecode(out).split("\0")
    for origin, entry in zip(parts[0::2], parts[1::2], strict=False):
        key, separator, value = entry.partition("\n")
        yield ConfigEntry(origin, key, value if separator else None)


def missing_includes(git: Git) -> list[tuple[str, str]]:
    """Give pairs of a configuration file and a missing file that its ``include.path`` names.

    git ignores missing files silently. A path is relative to the file that names it.
    """
    missing = []
    for origin, key, value in read_config(git):
        file = origin.removeprefix("file:")
        # Only git knows its runtime prefix, %(prefix)/.
        if key == "include.path" and value and value[:1] != "%" and file != origin:
            folder = os.path.join(git.paths.top or git.paths.git_dir, os.path.dirname(file))
            path = os.path.normpath(os.path.join(folder, os.path.expanduser(value)))
            if not os.path.exists(path):
                missing.append((file, path))
    return missing


def config_values(git: Git, key: str) -> list[str | None]:
    """Give the values of ``key`` (in lower case); the last one wins."""
    return [each.value for each in read_config(git) if each.key == key]


def config_text(git: Git, key: str) -> str:
    """Give the last value of ``key`` (in lower case), which overrides the others; "" for none."""
    return next(reversed(config_values(git, key)), None) or ""


def is_true(git: Git, key: str) -> bool:
    """Whether the boolean ``key`` (in lower case) is true; False if unset or not a boolean."""
    return _read_boolean(git, key) is True


def is_false(git: Git, key: str) -> bool:
    """Whether the boolean ``key`` (in lower case) is set to false."""
    return _read_boolean(git, key) is False


def _read_boolean(git: Git, key: str) -> bool | None:
    """Give the boolean of a key, None if it is not set or git cannot read it."""
    values = config_values(git, key)
    try:
        return None if not values else values[-1] is None or parse_bool(values[-1])
    except ValueError:
        return None


def parse_bool(text: str) -> bool:
    """Read a boolean as git does, also with blanks around it.

    Raises ValueError for anything else.
    """
    word = text.strip(_SPACE).lower()
    if word in _TRUE:
        return True
    if word in _FALSE:
        return False
    return parse_int(word) != 0


def parse_int(text: str) -> int:
    """Read a whole number as git does, with k, m and g for 1024, 1024² and 1024³.

    As in C, 0x begins a hexadecimal number and 0 an octal one, and digits are those of ASCII
    (git-config(1), "integer"; parse.c, git_parse_signed). Raises ValueError for anything else.
    """
    found = re.fullmatch(_NUMBER_PATTERN, text.lstrip(_SPACE).lower())
    if found is None:
        raise ValueError(f"not a whole number: {text!r}")
    sign, digits, suffix = found.groups()
    base = 16 if digits.startswith("0x") else 8 if digits.startswith("0") else 10
    return int(sign + digits, base) * _FACTORS[suffix]


def has_autostash(git: Git) -> bool:
    """Whether a value of ``rebase.autoStash`` or ``merge.autoStash`` is true or unreadable."""
    try:
        values = [*config_values(git, "rebase.autostash"), *config_values(git, "merge.autostash")]
        return any([each is None or parse_bool(each) for each in values])
    except (GitFailed, ValueError):
        return True
