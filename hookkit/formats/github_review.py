"""A review for GitHub's REST API: comments with suggestions on a pull request.

The document is the body of ``POST /repos/{owner}/{repo}/pulls/{number}/reviews``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from hookkit.corrections.review.review import Review, ReviewedFile
from hookkit.formats.describe_pep8_faults import faults_by_code
from hookkit.formats.escaping import is_utf8, json_bytes, markdown_code, markdown_text, utf8_path
from hookkit.history.documentation_links import pycodestyle_url
from hookkit.pep8.decode_source import decode_source
from hookkit.pep8.fix_task_and_outcome import Fault
from hookkit.pep8.line_ends import split_lines, without_line_end
from hookkit.pep8.review_hunks import ReviewHunk
from hookkit.phrases import plural, short_id

CONTEXT_LINES = 3
"""How many lines around a change the diff of a pull request shows; they may have comments."""

MAX_LISTED_HUNKS = 20
"""How many hunks without a comment the text of the review lists."""

MAX_COMMENT_LENGTH = 65_536
"""GitHub's limit of a comment, in characters."""


class _CommentLines(NamedTuple):
    """Lines (1-based, inclusive) that a suggestion replaces, and the lines that replace them."""

    first: int
    last: int
    lines: tuple[bytes, ...]


def review_github(review: Review) -> bytes:
    """Give the review as the body of the request.

    A hunk becomes a comment if the diff of the pull request shows its lines; the text of the review
    lists the other hunks.
    """
    comments: list[dict[str, object]] = []
    hunks_without_comment: list[ReviewHunk] = []
    for file in review.files:
        for hunk, comment_lines in _hunks_with_lines(file):
            text = None if comment_lines is None else _comment_text(hunk, comment_lines)
            if comment_lines is None or text is None or len(text) > MAX_COMMENT_LENGTH:
                hunks_without_comment.append(hunk)
            else:
                comments.append(_review_comment(file.path, comment_lines, text))
    request = {
        "commit_id": review.outcome.commit,
        "event": "COMMENT",
        "body": _summary(review, hunks_without_comment),
        "comments": comments,
    }
    return json_bytes(request)


def _hunks_with_lines(file: ReviewedFile) -> Iterator[tuple[ReviewHunk, _CommentLines | None]]:
    """Give each hunk with the lines of its comment, None if it cannot have a comment."""
    lines = split_lines(decode_source(file.original).text.encode())
    diff_lines = {
        line
        for first, last in file.touched
        for line in range(max(first - CONTEXT_LINES, 1), min(last + CONTEXT_LINES, len(lines)) + 1)
    }
    commented_lines: set[int] = set()
    for hunk in file.hunks:
        comment_lines = (
            _comment_lines(hunk, lines, diff_lines, commented_lines) if is_utf8(file.path) else None
        )
        if comment_lines is not None:
            commented_lines |= set(range(comment_lines.first, comment_lines.last + 1))
        yield hunk, comment_lines


def _comment_lines(
    hunk: ReviewHunk, lines: Sequence[bytes], diff_lines: set[int], commented_lines: set[int]
) -> _CommentLines | None:
    """Give the lines to comment on, None if there are none.

    A comment cannot be between two lines: an insertion is suggested together with the line above
    it, or else with the line below it.
    """
    if hunk.start < hunk.end:
        first, last = hunk.line_range
        is_shown = diff_lines.issuperset(range(first, last + 1))
        return _CommentLines(first, last, hunk.after) if is_shown and _is_visible(hunk) else None
    line_above, line_below = hunk.start, hunk.start + 1
    if line_above in diff_lines - commented_lines:
        return _CommentLines(line_above, line_above, (lines[line_above - 1], *hunk.after))
    if line_below in diff_lines - commented_lines:
        return _CommentLines(line_below, line_below, (*hunk.after, lines[line_below - 1]))
    return None


def _is_visible(hunk: ReviewHunk) -> bool:
    """Whether a suggestion can show a hunk; it cannot show a newline added to the last line."""
    return [*map(without_line_end, hunk.before)] != [*map(without_line_end, hunk.after)]


def _review_comment(path: bytes, comment_lines: _CommentLines, text: str) -> dict[str, object]:
    start_fields = {"start_line": comment_lines.first, "start_side": "RIGHT"}
    return {
        "path": utf8_path(path),
        **(start_fields if comment_lines.first < comment_lines.last else {}),
        "line": comment_lines.last,
        "side": "RIGHT",
        "body": text,
    }


def _comment_text(hunk: ReviewHunk, comment_lines: _CommentLines) -> str:
    code = "".join(f"{without_line_end(line).decode()}\n" for line in comment_lines.lines)
    # Longer than any run of backticks in the code.
    fence = "`" * max([3, *(len(run) + 1 for run in re.findall("`+", code))])
    rules = "\n".join(_rule_items(hunk.faults))
    return f"{rules}\n\n{fence}suggestion\n{code}{fence}\n\n<!-- hookkit:{hunk.id} -->"


def _rule_items(faults: Sequence[Fault]) -> Iterator[str]:
    for code, name, lines in faults_by_code(faults):
        link = pycodestyle_url(code)
        code_text = code if link is None else f"[{code}]({link})"
        yield f"- {code_text} {markdown_text(name)} ({lines})"
    if not faults:
        yield "- layout without a code"


def _summary(review: Review, hunks_without_comment: Sequence[ReviewHunk]) -> str:
    outcome = review.outcome
    commit_phrase = f" of {short_id(outcome.commit)}" if outcome.commit else ""
    if not review.hunks:
        lines = [f"hookkit found nothing to correct in the files{commit_phrase}."]
    else:
        files = plural(len(review.files), "file")
        hunks = plural(len(review.hunks), "place")
        lines = [f"hookkit can correct {hunks} in {files}{commit_phrase}."]
    if hunks_without_comment:
        lines += ["", "No suggestion can be put on these:", ""]
        lines += [_hunk_item(hunk) for hunk in hunks_without_comment[:MAX_LISTED_HUNKS]]
    if len(hunks_without_comment) > MAX_LISTED_HUNKS:
        lines.append(f"- and {plural(len(hunks_without_comment) - MAX_LISTED_HUNKS, 'more place')}")
    return "\n".join([*lines, "", "<!-- hookkit:review -->"])


def _hunk_item(hunk: ReviewHunk) -> str:
    first, last = hunk.line_range
    lines = f"line {first}" if first == last else f"lines {first}-{last}"
    codes = f": {', '.join(hunk.codes)}" if hunk.codes else ""
    return f"- {markdown_code(utf8_path(hunk.path))} {lines}{codes} <!-- hookkit:{hunk.id} -->"
