"""Text that a stranger wrote, made safe to print: what would act on the screen is shown instead."""

from __future__ import annotations

import unicodedata

ACTING = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})

# Letters and marks by category, but nothing is drawn for them: a name could hide behind them.
BLANK = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u3164\uffa0")

# How our own signs look where the encoding has none of them.
PLAINER = str.maketrans({"×": "x", "…": "...", "→": "->"})


def _escaped(char: str) -> str:
    if unicodedata.category(char) not in ACTING and char not in BLANK:
        return char
    if "\udc80" <= char <= "\udcff":
        # A byte that was no UTF-8, as os.fsdecode keeps it.
        return f"\\x{ord(char) - 0xDC00:02x}"
    return char.encode("unicode_escape", "surrogatepass").decode("ascii")


def visible(text: str, encoding: str = "utf-8") -> str:
    r"""Give ``text`` as one line that can neither colour nor move nor reorder what is printed.

    Control and format characters, line ends, surrogates and invisible letters become escapes such
    as ``\x1b`` and ``\u202e``. What ``encoding`` cannot hold becomes an escape as well.
    """
    if text.isascii() and text.isprintable():
        return text
    shown = "".join(map(_escaped, text))
    try:
        shown.encode(encoding)
    except UnicodeEncodeError:
        plainer = shown.translate(PLAINER)
        return plainer.encode(encoding, "backslashreplace").decode(encoding)
    return shown
