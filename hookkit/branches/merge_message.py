"""What the message of a merge says: what was merged, in the person's words, commit by commit."""

from __future__ import annotations

from collections.abc import Sequence

MOST_LISTED = 50


def merge_message(title: str, subjects: Sequence[str], words: str = "") -> str:
    """Put a message together from its title, the person's ``words`` and the commits' subjects.

    The subjects come as they are given, one a line, and of many the first MOST_LISTED.
    """
    listed = [f"* {subject}" for subject in subjects[:MOST_LISTED]]
    rest = len(subjects) - MOST_LISTED
    if rest > 0:
        listed.append(f"* and {rest:,} more")
    paragraphs = (title, words.strip(), "\n".join(listed))
    return "\n\n".join(each for each in paragraphs if each) + "\n"
