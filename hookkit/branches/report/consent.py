"""A yes or no from a person, before something is done that they may not want."""

from __future__ import annotations

from hookkit.errors import Refused
from hookkit.terminal.keys import END, Keys
from hookkit.terminal.output import say, say_prompt
from hookkit.terminal.rows import row


def agrees(keys: Keys, question: str, unasked: str) -> bool:
    """Ask a question until it is answered, and tell whether with y.

    Raises Refused where nobody answers; ``unasked`` is the command that does not ask.
    """
    prompt = row(("command", f"{question} [y,n]?"))
    keys.drop()  # what was typed ahead was meant for something else
    while True:
        say_prompt(prompt)
        key = keys.read(lambda: say_prompt(prompt))
        say([row("" if key == END else key)])
        if key == END:
            raise Refused("nobody has answered: nothing was done", unasked)
        if key in ("y", "n"):
            return key == "y"
