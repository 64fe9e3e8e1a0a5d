"""One hunk as text: its place, its rules with a reason, and its patch."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from hookkit.corrections.review.hunk_answers import HunkAnswers
from hookkit.pep8.fix_task_and_outcome import Fault
from hookkit.pep8.review_hunks import ReviewHunk
from hookkit.phrases import lines_phrase, path_text
from hookkit.terminal.rows import Row, StyledText, row

CONTEXT_LINES = 3
"""Lines shown before and after a hunk."""

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
    """Give the reason for the first of ``codes`` that has a reason, None without any."""
    return next((RULE_REASONS[code[:2]] for code in codes if code[:2] in RULE_REASONS), None)


def hunk_patch(hunk: ReviewHunk, lines: Sequence[str]) -> str:
    """Give one hunk as a unified diff with context; ``lines`` are the lines of the file."""
    first = max(hunk.start - CONTEXT_LINES, 0)
    above, below = lines[first : hunk.start], lines[hunk.end : hunk.end + CONTEXT_LINES]
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
    hunk: ReviewHunk,
    is_older: bool,
    reason: str | None,
    shown_id: str,
) -> list[Row]:
    """Give the place of a hunk, its rules, and the reason for the first rule.

    ``is_older`` says that the commit did not touch the lines of the hunk; ``reason`` is None if it
    is not to be shown; ``shown_id`` is the id of the hunk as it is shown, "" for none.
    """
    number: StyledText = ("title", f"({len(answers.given_answers) + 1}/{len(answers.hunks)}) ")
    first, last = hunk.line_range
    lines: StyledText = ("dim", f"  {lines_phrase(range(first, last + 1))}")
    older: StyledText = ("dim", "  not touched" if is_older else "")
    id_piece: StyledText = ("dim", f"  {shown_id}" if shown_id else "")
    rows = [row(number, ("path", path_text(hunk.path)), lines, id_piece, older)]
    groups: dict[str, list[Fault]] = {}
    for fault in hunk.faults:
        groups.setdefault(fault.code, []).append(fault)
    for code, faults in sorted(groups.items()):
        times = f"  {len(faults)}×" if len(faults) > 1 else ""
        rows.append(row(("code", code), ("dim", times), f"  {faults[0].name}", indent=1))
    return rows + ([row(("dim", reason), indent=1)] if reason else [])
