"""What ``hookkit accept`` did."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from hookkit.judgement.accept import As
from hookkit.judgement.correction import Correction
from hookkit.judgement.placement import Placed
from hookkit.report.commands import Next, next_rows
from hookkit.report.phrases import path_text, quoted, short
from hookkit.values.outcome import Dropped
from hookkit.values.rows import Piece, Row, row


def dropped_rows(dropped: Mapping[bytes, Sequence[Dropped]]) -> list[Row]:
    """Say which lines of which files found no place, and why."""
    return [
        row(
            ("path", path_text(path)),
            ("warn", f"  lines {each.first}-{each.last} dropped"),
            f": {each.reason}",
            indent=1,
        )
        for path, parts in dropped.items()
        for each in parts
    ]


def taken_rows(correction: Correction, how: As, placed: Placed) -> list[Row]:
    """Tell where the correction is now, and what plain git would have done."""
    corrected = correction.corrected
    of = f"{short(corrected.id)} {quoted(corrected.shown_subject)}"
    if placed.commit is None:
        title = row(("title", "hookkit took nothing"), f" of the correction of {of}")
        reason = [] if any(placed.dropped.values()) else [row("it is there already", indent=1)]
        return [title, *reason, *dropped_rows(placed.dropped)]
    new: Piece = ("code", short(placed.commit))
    if how == "amend":
        title = row(("title", "hookkit amended"), f" {of} to ", new)
    else:
        kind = "fixup! commit" if how == "fixup" else "commit"
        title = row(("title", "hookkit took the correction"), f" of {of} as the {kind} ", new)
    return [
        title,
        *dropped_rows(placed.dropped),
        *next_rows(_steps(correction, how, placed.commit)),
    ]


def _steps(correction: Correction, how: As, commit: str) -> list[Next]:
    kept, corrected = short(correction.commit.id), correction.corrected
    back = Next("take back", "hookkit undo", "=", f"git reset --soft {short(commit)}^")
    if how == "amend":
        back = Next("take back", "hookkit undo", "=", f"git reset --soft {short(corrected.id)}")
    plain = {
        "fixup": f"git cherry-pick {kept}",
        "commit": f"git cherry-pick --edit {kept}",
        "amend": f"git cherry-pick --no-commit {kept} && git commit --amend --no-edit",
    }
    squash = f"git rebase -i --autosquash {short(corrected.id)}^"
    if not corrected.parents:
        squash = "git rebase -i --autosquash --root"
    steps = [Next("plain git", plain[how]), Next("look", f"git show {short(commit)}")]
    return [*steps, *([Next("squash", squash)] if how == "fixup" else []), back]
