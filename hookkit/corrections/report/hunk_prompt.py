"""The questions of ``hookkit review -i``: for each hunk, and at the end where to place them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import TextIO

from hookkit.corrections.report.patch_text import say_patch
from hookkit.corrections.review.choice import Chosen
from hookkit.corrections.review.edited_hunk import INSTRUCTIONS, parse_edited, with_edit
from hookkit.corrections.review.finish import PlacementMode
from hookkit.corrections.review.hunk_answers import SEARCH, HunkAnswers, is_in, open_keys
from hookkit.corrections.review.hunk_names import short_ids
from hookkit.corrections.review.review import Review, is_touched
from hookkit.errors import Refused
from hookkit.pep8.lines import split
from hookkit.pep8.outcome import Fault
from hookkit.pep8.review_hunks import Suggestion
from hookkit.pep8.source import decode
from hookkit.phrases import counted, line_list, path_text
from hookkit.terminal.keys import END, Keys
from hookkit.terminal.output import say, say_prompt
from hookkit.terminal.rows import Piece, Row, row

CONTEXT = 3
"""Lines shown before and after a hunk."""

HUNK_HELP = {
    "y": "take this hunk",
    "n": "leave it out",
    "a": "take it and all later hunks of this file",
    "d": "leave it and all later hunks of this file out",
    "c": "take it and all later hunks of the same rules",
    "x": "leave it and all later hunks of the same rules out",
    "s": "split it into smaller hunks",
    "e": "edit it, and take it as edited",
    "r": "refuse it: leave it out, and do not propose it again",
    "/": "search: ask next about the first hunk with a text in it",
    "u": "undo the last answer",
    "q": "ask no more: what is left is left out",
}

CLOSED = {
    "s": "it cannot be split",
    "/": "no hunk comes after it",
    "u": "nothing is answered yet",
}
"""Why a key is no answer to a hunk now."""

ALONE = {"c": "y", "x": "n"}
"""What a key does where no later hunk has the same rules."""

PLACEMENT_KEYS: dict[str, PlacementMode] = {
    "w": "worktree",
    "f": "fixup",
    "s": "spread",
    "c": "commit",
    "a": "amend",
    "p": "propose",
}
"""The key of each mode in which a correction can be placed."""

END_HELP = {
    "w": "put it into the files, as uncommitted edits",
    "f": "put it on the branch as a fixup! commit",
    "s": "put it on the branch as a fixup! for each commit that has a part in it",
    "c": "put it on the branch as a commit of its own",
    "a": "amend the commit itself with it",
    "p": "keep it as the proposal: no file is touched",
    "t": "take the edits that were placed back from the files",
    "y": "do not propose again what was refused",
    "u": "undo the last answer",
    "q": "change nothing",
}


RULE_REASONS = {
    "E1": "The same step of indentation everywhere shows at a glance what belongs to which block.",
    "E2": "Blanks in the same places everywhere let the eye find names and operators.",
    "E3": "Blank lines show where a function, a class or a part of it begins.",
    "E4": "An import on a line of its own, at the top, is found by eye and by search.",
    "E5": "Lines that fit into a window can be read beside others.",
    "E7": "One plain statement a line is what a diff can show and a debugger can stop at.",
    "E9": "What cannot be read as Python cannot be run.",
    "W1": "Tabs are as wide as each editor makes them.",
    "W2": "Blanks that nobody sees make noise in every later diff.",
    "W3": "A file that ends with one line end joins cleanly with whatever follows it.",
    "W5": "Breaks on one side of operators make long expressions read alike.",
    "W6": "The old way of writing this goes away, or is an error, in newer Pythons.",
}


def rule_reason(codes: Iterable[str]) -> str | None:
    """Give the reason for the first of some codes that has one."""
    return next((RULE_REASONS[code[:2]] for code in codes if code[:2] in RULE_REASONS), None)


def hunk_patch(hunk: Suggestion, lines: Sequence[str]) -> str:
    """Give one hunk as a unified diff with the lines around it; ``lines`` are those of the file."""
    first = max(hunk.start - CONTEXT, 0)
    above, below = lines[first : hunk.start], lines[hunk.end : hunk.end + CONTEXT]
    context_lines = len(above) + len(below)
    old, new = context_lines + len(hunk.before), context_lines + len(hunk.after)
    body = [
        *(f" {line}" for line in above),
        *(f"-{line.decode()}" for line in hunk.before),
        *(f"+{line.decode()}" for line in hunk.after),
        *(f" {line}" for line in below),
    ]
    ended = (
        each if each.endswith("\n") else f"{each}\n\\ No newline at end of file\n" for each in body
    )
    header = f"@@ -{first + bool(old)},{old} +{first + bool(new)},{new} @@\n"
    return header + "".join(ended)


def hunk_rows(
    answers: HunkAnswers,
    hunk: Suggestion,
    is_older: bool = False,
    reason: str | None = None,
    name: str = "",
) -> list[Row]:
    """Give where a hunk is, its rules, and the reason for the first of them, if it is to be shown.

    ``is_older`` says that the commit did not touch its lines; ``name`` is its id as it is shown.
    """
    at: Piece = ("title", f"({len(answers.given) + 1}/{len(answers.hunks)}) ")
    first, last = hunk.span
    place: Piece = ("dim", f"  {line_list(range(first, last + 1))}")
    older: Piece = ("dim", "  not touched" if is_older else "")
    named: Piece = ("dim", f"  {name}" if name else "")
    rows = [row(at, ("path", path_text(hunk.path)), place, named, older)]
    groups: dict[str, list[Fault]] = {}
    for fault in hunk.faults:
        groups.setdefault(fault.code, []).append(fault)
    for code, faults in sorted(groups.items()):
        many = f"  {len(faults)}×" if len(faults) > 1 else ""
        rows.append(row(("code", code), ("dim", many), f"  {faults[0].name}", indent=1))
    return rows + ([row(("dim", reason), indent=1)] if reason else [])


def chosen_rows(chosen: Chosen) -> list[Row]:
    """Count the hunks taken, left out and refused, and name those that cannot be taken alone."""
    taken: Piece = ("title", f"{counted(len(chosen.hunks), 'hunk')} taken")
    rows = [row(taken, f", {chosen.left_out:,} left out, {len(chosen.refused):,} refused")]
    return rows + [
        row(
            ("path", path_text(hunk.path)),
            ("warn", f"  left out {line_list(range(hunk.span[0], hunk.span[1] + 1))}"),
            ": without the others it would change the program",
            indent=1,
        )
        for hunk in chosen.not_alone
    ]


def end_keys(
    chosen: Chosen, places: Sequence[PlacementMode], has_left_out: bool, answers: HunkAnswers
) -> str:
    """Give the keys that answer the last question.

    ``has_left_out`` says whether the files contain hunks that were left out.
    """
    if chosen.taken:
        keys = "".join(key for key, place in PLACEMENT_KEYS.items() if place in places)
    else:
        keys = "t" * has_left_out + "y" * bool(chosen.refused)
    return keys + "u" * (answers.before is not None) + "q"


def _help_rows(keys: str, texts: Mapping[str, str]) -> list[Row]:
    return [row(("command", key), f"  {texts[key]}", indent=1) for key in keys]


class HunkPrompt:
    """Shows the hunks of a review and reads the answers."""

    def __init__(self, review: Review, keys: Keys, stream: TextIO | None = None) -> None:
        """Take what is reviewed, where keys come from, and where to write (stdout if None)."""
        self._keys = keys
        self._stream = stream
        self._lines = {file.path: _lines(file.base) for file in review.files}
        self._files = {file.path: file for file in review.files}
        self._names = short_ids(review.hunks)
        self._reasons_shown: dict[str, Suggestion] = {}

    def ask(self, answers: HunkAnswers) -> str:
        """Show the hunk that is asked about and give the key that answers; the end counts as q."""
        hunk = answers.current
        assert hunk is not None
        keys = open_keys(answers)
        # The same letters for every hunk, so that nobody has to read them again.
        prompt = row(("command", f"take this hunk [{','.join(HUNK_HELP)},?]?"))

        def show() -> None:
            is_older = not is_touched(self._files[hunk.path], hunk)
            name = self._names.get(hunk.id, hunk.id)
            rows = hunk_rows(answers, hunk, is_older, self._new_reason(hunk), name)
            say(rows, self._stream)
            say_patch(hunk_patch(hunk, self._lines[hunk.path]), self._stream, has_header=False)

        closed = {key: why for key, why in CLOSED.items() if key not in keys}
        key = self._read_answer("".join(HUNK_HELP), HUNK_HELP, prompt, show, closed)
        if key not in keys:
            return ALONE[key]
        return self._search(answers) if key == SEARCH else key

    def _new_reason(self, hunk: Suggestion) -> str | None:
        """Give the reason for a hunk, None where it was shown with an earlier one."""
        reason = rule_reason(hunk.codes)
        if reason is None or self._reasons_shown.setdefault(reason, hunk) != hunk:
            return None
        return reason

    def _search(self, answers: HunkAnswers) -> str:
        """Ask for a text; gives the key with the text behind it."""
        say_prompt(row(("command", "search for [text]?")), self._stream)
        text = self._keys.read_text(lambda typed: say([row(typed)], self._stream))
        later = answers.hunks[len(answers.given) + 1 :]
        if text and not any(is_in(text, hunk) for hunk in later):
            say([row(("warn", f"no later hunk has {text!r} in it"))], self._stream)
        return SEARCH + text

    def edit(self, hunk: Suggestion, editor: str) -> Suggestion | None:
        """Have a hunk edited as a patch; gives it as edited, None where it stays as it is."""
        import click

        lines = self._lines[hunk.path]
        # Where the file ends without a line end, the patch says so, and must not be read as text.
        patch = hunk_patch(hunk, lines).replace("\\ No newline at end of file\n", "")
        with self._keys.released():
            text = click.edit(patch + INSTRUCTIONS, editor=editor, extension=".diff")
        try:
            above = lines[max(hunk.start - CONTEXT, 0) : hunk.start]
            below = lines[hunk.end : hunk.end + CONTEXT]
            new = parse_edited(text or "", hunk, above, below)
            if new is None or new == hunk.after:
                say([row("nothing was edited")], self._stream)
                return None
            edited = with_edit(self._files[hunk.path], hunk, new)
        except Refused as refusal:
            say([row(("bad", refusal.message))], self._stream)
            return None
        return edited if self._is_confirmed(edited) else None

    def _is_confirmed(self, hunk: Suggestion) -> bool:
        """Ask once more where the edited hunk makes another program."""
        if hunk.edited is None or hunk.edited.keeps_program:
            return True
        prompt = row(("command", "it would be another program: take it all the same [y,n]?"))
        texts = {"y": "take it", "n": "ask about the hunk again"}
        return self._read_answer("yn", texts, prompt, lambda: None) == "y"

    def ask_end(self, chosen: Chosen, keys: str) -> str:
        """Show what was chosen and ask where to put it; gives one of ``keys``."""
        what = "where to" if chosen.taken else "nothing is taken: what now"
        prompt = row(("command", f"{what} [{','.join(keys)}]?"))

        def show() -> None:
            say(chosen_rows(chosen), self._stream)
            say(_help_rows(keys, END_HELP), self._stream)

        # What was typed ahead was an answer about a hunk.
        self._keys.discard()
        return self._read_answer(keys, END_HELP, prompt, show)

    def _read_answer(
        self,
        keys: str,
        texts: Mapping[str, str],
        prompt: Row,
        show: Callable[[], None],
        closed: Mapping[str, str] = MappingProxyType({}),
    ) -> str:
        """Show what is asked and read one of ``keys``; ``closed`` says why one is none now."""

        def ask_again() -> None:
            show()
            say_prompt(prompt, self._stream)

        show()
        while True:
            say_prompt(prompt, self._stream)
            key = self._keys.read(ask_again)
            if key == END:
                key = "q" if "q" in keys else "n"
            # Keys are not echoed.
            say([row(key)], self._stream)
            if key in keys and key and key not in closed:
                return key
            say(_no_answer_rows(key, keys, texts, closed), self._stream)


def _no_answer_rows(
    key: str, keys: str, texts: Mapping[str, str], closed: Mapping[str, str]
) -> list[Row]:
    """Say in a line why a key is no answer; ``?`` explains all of them."""
    if key == "?":
        return _help_rows(keys, texts)
    if key in closed:
        return [row(("command", key), f": {closed[key]}", indent=1)]
    known: Piece = ("command", ",".join(keys))
    return [row("the answers are ", known, ", and ", ("command", "?"), " explains them", indent=1)]


def _lines(data: bytes) -> list[str]:
    return [line.decode() for line in split(decode(data).text.encode())]
