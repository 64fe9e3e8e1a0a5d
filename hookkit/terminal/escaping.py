"""Text made safe to print: control characters and the like are shown as escapes."""

from __future__ import annotations

import re
from collections.abc import Sequence

CONTROL_CATEGORIES = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})

# Letters and marks by their category, and yet invisible.
INVISIBLE_LETTERS = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u3164\uffa0")

# The replacements of hookkit's own characters for an encoding that lacks them.
ASCII_REPLACEMENTS = str.maketrans({"×": "x", "…": "...", "→": "->"})


def _escaped(char: str) -> str:
    from unicodedata import category  # imported only for a text that is not ASCII

    if category(char) not in CONTROL_CATEGORIES and char not in INVISIBLE_LETTERS:
        return char
    if "\udc80" <= char <= "\udcff":
        # A byte that is not UTF-8, as os.fsdecode keeps it.
        return f"\\x{ord(char) - 0xDC00:02x}"
    return char.encode("unicode_escape", "surrogatepass").decode("ascii")


def escape_invisible(text: str, encoding: str = "utf-8") -> str:
    r"""Give ``text`` as one line that cannot colour, move or reorder any output.

    Control and format characters, line ends, surrogates and invisible letters become escapes such
    as ``\x1b`` and ``\u202e``. Characters that ``encoding`` lacks become escapes as well.
    """
    if text.isascii() and text.isprintable():
        return text
    shown = "".join(map(_escaped, text))
    try:
        shown.encode(encoding)
    except UnicodeEncodeError:
        replaced = shown.translate(ASCII_REPLACEMENTS)
        return replaced.encode(encoding, "backslashreplace").decode(encoding)
    return shown


def escape_and_join(parts: Sequence[str], encoding: str) -> str:
    """Join the parts of a line, each of them by ``escape_invisible``."""
    return "".join(escape_invisible(part, encoding) for part in parts)


# hookkit's own colours: colours in other text are escaped before hookkit's are added.
COLOUR_PATTERN = "(\x1b\\[[0-9;]*m)"

# Commands that CI servers execute in the output of a step: GitHub, Azure, TeamCity. Azure and the
# older form of GitHub match anywhere in a line, the others after blanks at its start.
CI_COMMAND_PATTERN = r"^(\s*):(?=:)|^(\s*)#(?=#teamcity\[)|()#(?=#(?:vso)?\[)"


def escape_invisible_in_lines(text: str, encoding: str = "utf-8") -> str:
    """Give several lines, each by ``escape_invisible``; tabs are kept."""
    return "\n".join(
        "\t".join(escape_invisible(part, encoding) for part in line.split("\t"))
        for line in text.split("\n")
    )


def escape_invisible_except_colours(text: str, encoding: str) -> str:
    """Give ``escape_invisible_in_lines`` of a text, but keep hookkit's own colours in it."""
    if "\x1b" not in text:
        return escape_invisible_in_lines(text, encoding)
    parts = re.split(COLOUR_PATTERN, text)
    return "".join(
        part if number % 2 else escape_invisible_in_lines(part, encoding)
        for number, part in enumerate(parts)
    )


def escape_ci_commands(text: str) -> str:
    """Escape commands to CI servers in lines: ``::error`` becomes ``\\x3a:error``."""

    def escaped(found: re.Match[str]) -> str:
        blanks = found[1] or found[2] or ""
        return blanks + ("\\x3a" if found[0].endswith(":") else "\\x23")

    if "::" not in text and "##" not in text:
        return text
    return re.sub(CI_COMMAND_PATTERN, escaped, text, flags=re.MULTILINE)
