"""The text of a setting that remembers where it was written."""

from __future__ import annotations


class SettingText(str):
    """Text as a setting has it; ``key`` is the setting, ``origin`` its place in words.

    ``repair`` is the command that opens that place, None where there is none.
    """

    key: str
    origin: str
    repair: str | None

    @classmethod
    def at(cls, text: str, key: str, origin: str, repair: str | None) -> SettingText:
        """Give ``text`` with its place."""
        made = cls(text)
        made.key, made.origin, made.repair = key, origin, repair
        return made

    @property
    def description(self) -> str:
        """The setting in words, with its value and its place."""
        return f'{self.key} is "{self}" in {self.origin}'
