"""Ask a question until the answer is y or n."""

from __future__ import annotations

from hookkit.errors import Refused
from hookkit.terminal.output import print_prompt, print_rows
from hookkit.terminal.read_keys import END_OF_INPUT, KeySource
from hookkit.terminal.rows import row


def ask_yes_or_no(keys: KeySource, question: str, command_without_question: str) -> bool:
    """Ask a question until the answer is y or n, and give whether it is y.

    Raises Refused if the input ends, with ``command_without_question`` as the repair.
    """
    prompt = row(("command", f"{question} [y,n]?"))
    keys.discard_typed()  # keys typed before the question do not answer it
    while True:
        print_prompt(prompt)
        key = keys.read(lambda: print_prompt(prompt))
        print_rows([row("" if key == END_OF_INPUT else key)])
        if key == END_OF_INPUT:
            raise Refused("there was no answer: nothing was done", command_without_question)
        if key in ("y", "n"):
            return key == "y"
