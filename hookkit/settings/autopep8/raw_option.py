"""One option as a configuration file has it, and the error for one that cannot be."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from hookkit.errors import WrongUsage
from hookkit.settings.autopep8.options import FLAGS, NUMBERS, TEXTS
from hookkit.settings.toml_text import edit_command, find_line


def option_of(key: str) -> str | None:
    """Give the option that ``key`` means, or None.

    None also for options of autopep8 that say how it works and not what it fixes (in-place,
    diff, jobs, …): they are not ours to take over.
    """
    name = key.lstrip("-").replace("-", "_")
    return name if name in NUMBERS or name in FLAGS or name in TEXTS else None


class ConfigEntry(NamedTuple):
    """A key with its value in ``[section]`` of the text of a configuration file."""

    path: Path
    text: str
    section: str
    key: str
    value: object

    def wrong(self, allowed: str) -> WrongUsage:
        """Give the error that this value is not one of those that are ``allowed``."""
        line = find_line(self.text, self.section, self.key)
        at = f", line {line}" if line else ""
        shown = f'"{self.value}"' if isinstance(self.value, str) else str(self.value).lower()
        message = f"{self.key} is {shown} in {self.path} [{self.section}]{at}; allowed: {allowed}"
        return WrongUsage(message, edit_command(self.path, line))

    def number(self, option: str) -> int:
        """Give the value as the whole number that it must be. Raises WrongUsage."""
        limits, value = NUMBERS[option], self.value
        if isinstance(value, str):
            try:
                value = int(value)
            except ValueError:
                raise self.wrong(limits.words) from None
        if isinstance(value, bool) and option == "aggressive":
            value = int(value)
        if isinstance(value, bool) or not isinstance(value, int) or not limits.holds(value):
            raise self.wrong(limits.words)
        return value
