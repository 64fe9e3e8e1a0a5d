"""The prompts of ``hookkit review -i``: about each hunk, and at the end where to put them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import TextIO

from hookkit.corrections.report.hunk_text import CONTEXT_LINES, hunk_patch, hunk_rows, rule_reason
from hookkit.corrections.report.print_patch import print_patch
from hookkit.corrections.report.review_keys import (
    EQUIVALENT_KEYS,
    HUNK_HELP,
    PLACEMENT_HELP,
    UNAVAILABLE_REASONS,
    help_rows,
    no_answer_rows,
)
from hookkit.corrections.review.chosen_hunks import ChosenHunks
from hookkit.corrections.review.edit_hunk_as_patch import (
    INSTRUCTIONS,
    edit_hunk,
    parse_edited_patch,
)
from hookkit.corrections.review.find_hunks_by_id import short_ids
from hookkit.corrections.review.hunk_answers import (
    SEARCH_KEY,
    HunkAnswers,
    available_keys,
    is_text_in,
)
from hookkit.corrections.review.review import Review, is_touched
from hookkit.errors import Refused
from hookkit.pep8.decode_source import decode_source
from hookkit.pep8.line_ends import split_lines
from hookkit.pep8.review_hunks import ReviewHunk
from hookkit.phrases import lines_phrase, path_text, plural
from hookkit.terminal.output import print_prompt, print_rows
from hookkit.terminal.read_keys import END_OF_INPUT, KeySource
from hookkit.terminal.rows import Row, StyledText, row


def chosen_rows(chosen: ChosenHunks) -> list[Row]:
    """Count the taken, left-out and refused hunks, and name hunks that cannot be taken alone."""
    taken: StyledText = ("title", f"{plural(len(chosen.taken_hunks), 'hunk')} taken")
    rows = [
        row(taken, f", {chosen.left_out_count:,} left out, {len(chosen.refused_hunks):,} refused")
    ]
    return rows + [
        row(
            ("path", path_text(hunk.path)),
            (
                "warn",
                f"  left out {lines_phrase(range(hunk.line_range[0], hunk.line_range[1] + 1))}",
            ),
            ": without the others it would change the program",
            indent=1,
        )
        for hunk in chosen.inseparable_hunks
    ]


class HunkPrompt:
    """Shows the hunks of a review and reads the answers."""

    def __init__(self, review: Review, keys: KeySource, stream: TextIO | None = None) -> None:
        """Take the review, the source of keys, and the stream to write to (stdout if None)."""
        self._keys = keys
        self._stream = stream
        self._lines = {file.path: _lines(file.original) for file in review.files}
        self._files = {file.path: file for file in review.files}
        self._shown_ids = short_ids(review.hunks)
        self._reasons_shown: dict[str, ReviewHunk] = {}

    def ask(self, answers: HunkAnswers) -> str:
        """Show the current hunk and give the key that is pressed; end of input counts as q."""
        hunk = answers.current_hunk
        assert hunk is not None
        keys = available_keys(answers)
        # The same letters for every hunk, so that nobody has to read them again.
        prompt = row(("command", f"take this hunk [{','.join(HUNK_HELP)},?]?"))

        def show() -> None:
            is_older = not is_touched(self._files[hunk.path], hunk)
            shown_id = self._shown_ids.get(hunk.id, hunk.id)
            rows = hunk_rows(answers, hunk, is_older, self._new_reason(hunk), shown_id)
            print_rows(rows, self._stream)
            print_patch(hunk_patch(hunk, self._lines[hunk.path]), self._stream, keep_header=False)

        unavailable = {key: why for key, why in UNAVAILABLE_REASONS.items() if key not in keys}
        key = self._read_answer("".join(HUNK_HELP), HUNK_HELP, prompt, show, unavailable)
        if key not in keys:
            return EQUIVALENT_KEYS[key]
        return self._ask_search_text(answers) if key == SEARCH_KEY else key

    def _new_reason(self, hunk: ReviewHunk) -> str | None:
        """Give the reason for a hunk, None if it was shown with an earlier one."""
        reason = rule_reason(hunk.codes)
        if reason is None or self._reasons_shown.setdefault(reason, hunk) != hunk:
            return None
        return reason

    def _ask_search_text(self, answers: HunkAnswers) -> str:
        """Ask for a text to search for; give the search key followed by it."""
        print_prompt(row(("command", "search for [text]?")), self._stream)
        text = self._keys.read_text(lambda typed: print_rows([row(typed)], self._stream))
        later = answers.hunks[len(answers.given_answers) + 1 :]
        if text and not any(is_text_in(text, hunk) for hunk in later):
            print_rows([row(("warn", f"no later hunk has {text!r} in it"))], self._stream)
        return SEARCH_KEY + text

    def edit(self, hunk: ReviewHunk, editor: str) -> ReviewHunk | None:
        """Have a hunk edited as a patch; give the edited hunk, None if it stays as it is."""
        import click

        lines = self._lines[hunk.path]
        # This marker in a patch must not be read as a line of the file.
        patch = hunk_patch(hunk, lines).replace("\\ No newline at end of file\n", "")
        with self._keys.leave_to_program():
            text = click.edit(patch + INSTRUCTIONS, editor=editor, extension=".diff")
        try:
            above = lines[max(hunk.start - CONTEXT_LINES, 0) : hunk.start]
            below = lines[hunk.end : hunk.end + CONTEXT_LINES]
            new = parse_edited_patch(text or "", hunk, above, below)
            if new is None or new == hunk.after:
                print_rows([row("nothing was edited")], self._stream)
                return None
            edited = edit_hunk(self._files[hunk.path], hunk, new)
        except Refused as refusal:
            print_rows([row(("bad", refusal.message))], self._stream)
            return None
        return edited if self._confirm_edit(edited) else None

    def _confirm_edit(self, hunk: ReviewHunk) -> bool:
        """Ask again if the edited hunk changes what the program does."""
        if hunk.edited_hunk is None or hunk.edited_hunk.keeps_program:
            return True
        prompt = row(("command", "this edit changes what the program does: take it anyway [y,n]?"))
        texts = {"y": "take it", "n": "ask about the hunk again"}
        return self._read_answer("yn", texts, prompt, lambda: None) == "y"

    def ask_last_question(self, chosen: ChosenHunks, keys: str) -> str:
        """Show the choice and ask where to put the taken hunks; give one of ``keys``."""
        question = "where to" if chosen.taken_files else "nothing is taken: what now"
        prompt = row(("command", f"{question} [{','.join(keys)}]?"))

        def show() -> None:
            print_rows(chosen_rows(chosen), self._stream)
            print_rows(help_rows(keys, PLACEMENT_HELP), self._stream)

        # Keys that were typed ahead were meant for a hunk.
        self._keys.discard_typed()
        return self._read_answer(keys, PLACEMENT_HELP, prompt, show)

    def _read_answer(
        self,
        keys: str,
        texts: Mapping[str, str],
        prompt: Row,
        show: Callable[[], None],
        unavailable: Mapping[str, str] = MappingProxyType({}),
    ) -> str:
        """Ask for one of ``keys``; ``unavailable`` has the reasons why some cannot answer now."""

        def ask_again() -> None:
            show()
            print_prompt(prompt, self._stream)

        show()
        while True:
            print_prompt(prompt, self._stream)
            key = self._keys.read(ask_again)
            if key == END_OF_INPUT:
                key = "q" if "q" in keys else "n"
            # Keys are not echoed.
            print_rows([row(key)], self._stream)
            if key in keys and key and key not in unavailable:
                return key
            print_rows(no_answer_rows(key, keys, texts, unavailable), self._stream)


def _lines(data: bytes) -> list[str]:
    return [line.decode() for line in split_lines(decode_source(data).text.encode())]
