"""A review as a page."""

from __future__ import annotations

from pathlib import Path

from hookkit.corrections.page.review_page import page
from hookkit.corrections.report.page_place import paged_rows
from hookkit.corrections.review.review import Review, with_placement
from hookkit.git.runner import Git
from hookkit.terminal.browser import show_page, write_page
from hookkit.terminal.output import say
from hookkit.terminal.raw_output import write_raw


def write(git: Git, review: Review, file: str | None, is_opened: bool) -> int:
    """Write the page to ``file`` (``-``: stdout; None: beside the log), and show it if wanted."""
    text = page(with_placement(git, review))
    if file == "-":
        write_raw(text.encode())
        return 0
    path = git.common_dir / "hookkit" / "review.html" if file is None else Path(file)
    path.parent.mkdir(exist_ok=True) if file is None else None
    write_page(path, text)
    is_shown = is_opened and show_page(path)
    say(paged_rows(review, path, is_opened, is_shown))
    return 0
