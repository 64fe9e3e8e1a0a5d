"""The report of ``hookkit status``: rows for the terminal, a text for a prompt, and JSON."""

from __future__ import annotations

from collections.abc import Iterator

from hookkit.corrections.waiting_corrections import WaitingCorrection
from hookkit.phrases import age, plural, quote_subject, short_id
from hookkit.shims.hooks_status import HooksStatus
from hookkit.status.ahead_behind import AheadBehind
from hookkit.status.next_command import next_command
from hookkit.status.next_undo import NextUndo
from hookkit.status.read_status import Status
from hookkit.terminal.rows import Row, StyledText, next_step_rows, row
from hookkit.undo.entry_phrases import entry_phrase

LabelledRow = tuple[str, tuple[str | StyledText, ...]]

_APPLICABILITY_PHRASES = {
    "whole": "can be taken",
    "partly": "can be taken in part",
    "not": "no longer applicable",
    "in the files": "in the files, not committed",
}


def status_rows(status: Status, now: int) -> list[Row]:
    """Give the rows of one screen; ``now`` is the time in seconds (UTC) for counting ages."""
    lines = [
        *_corrections(status),
        *_target(status),
        *_ticket(status),
        *_pushed(status),
        *_findings(status),
        *_undo(status, now),
        *_hooks(status),
    ]
    width = max(len(label) for label, _ in lines)
    rows = [row(("dim", f"{label.ljust(width)}  "), *parts, indent=1) for label, parts in lines]
    return [_title(status), *rows, *next_step_rows([next_command(status)])]


def _title(status: Status) -> Row:
    head = status.head
    name = head.branch or (f"HEAD at {short_id(head.commit)}" if head.commit else "HEAD")
    state = "has no commit yet" if head.commit is None else ""
    if head.operation is not None:
        state = f"{state and state + '; '}{head.operation} is under way"
    return row(("title", name), f": {state}" if state else "")


def _corrections(status: Status) -> Iterator[LabelledRow]:
    for index, each in enumerate(status.waiting_corrections):
        faults = plural(each.remaining_fault_count, "fault")
        phrase = _APPLICABILITY_PHRASES[each.applicability]
        yield (
            "" if index else "corrections",
            (
                ("code", short_id(each.commit)),
                f" {quote_subject(each.subject)}  {faults}, {phrase}",
            ),
        )
    if not status.waiting_corrections and status.head.commit is not None:
        yield "corrections", ("none waits",)


def _target(status: Status) -> Iterator[LabelledRow]:
    if status.target_name:
        distance = _ahead_behind(status.target_comparison)
        fixups = status.topic_summary.fixup_count
        squash_suffix = f", {fixups:,} to squash" if fixups else ""
        yield "target", (f"{status.target_name}: {distance}{squash_suffix}",)
    elif status.missing_target:
        sentence = f"unknown: hookkit.target is {status.missing_target}, which is not here"
        yield "target", (("warn", sentence),)
    elif status.head.commit is not None and not status.is_protected_or_target:
        sentence = "unknown: hookkit.target is not set, and no branch is called main or master"
        yield "target", (sentence,)


def _ahead_behind(comparison: AheadBehind) -> str:
    more = "" if comparison.is_complete else ", or more"
    ahead = f"{len(comparison.ahead_commits):,} ahead" if comparison.ahead_commits else ""
    behind = f"{comparison.behind_count:,} behind" if comparison.behind_count else ""
    return (", ".join(filter(None, (ahead, behind))) or "up to date") + more


def _ticket(status: Status) -> Iterator[LabelledRow]:
    summary = status.topic_summary
    if summary.ticket:
        missing = f", missing in {plural(summary.without_ticket_count, 'commit')}"
        yield "ticket", (("code", summary.ticket), missing if summary.without_ticket_count else "")


def _pushed(status: Status) -> Iterator[LabelledRow]:
    if not status.pushed_branch:
        if status.head.commit is not None and status.head.branch and status.head.has_remote:
            yield "pushed", ("no",)
        return
    comparison = status.pushed_comparison
    if not comparison.ahead_commits and not comparison.behind_count and comparison.is_complete:
        yield "pushed", (f"yes, as {status.pushed_branch}",)
    else:
        yield "pushed", (f"{status.pushed_branch}: {_ahead_behind(comparison)}",)


def _findings(status: Status) -> Iterator[LabelledRow]:
    for index, each in enumerate(status.findings):
        level_text: StyledText = (
            ("bad", "refused") if each.level == "refuse" else ("warn", "warning")
        )
        yield "" if index else "check", (
            level_text,
            "  ",
            ("code", each.rule),
            f"  {each.sentence}",
        )


def _undo(status: Status, now: int) -> Iterator[LabelledRow]:
    if status.next_undo is None:
        return
    stored_entry, reason = status.next_undo.stored_entry, status.next_undo.reason_not_undoable
    if stored_entry is None:
        yield "undo", (reason,)
    else:
        yield "undo", (
            f"{entry_phrase(stored_entry.entry)}, {age(stored_entry.written_at, now)}"
            f"{f': {reason}' if reason else ''}",
        )


def _hooks(status: Status) -> Iterator[LabelledRow]:
    hooks = status.hooks
    installed_count = f"{hooks.installed_count} of {hooks.wanted_count}"
    words = {
        "alive": f"installed, {installed_count}",
        "in part": f"installed in part, {installed_count}",
        "broken": f"broken: {hooks.reason}",
        "off": f"switched off: {hooks.reason}",
        "silent": "installed for all clones, silent here: nothing is configured",
        "pre-commit": f"run by {hooks.reason}",
        "none": "not installed",
    }
    yield "hooks", (words[hooks.state],)


def prompt_text(waiting_corrections: tuple[WaitingCorrection, ...]) -> str:
    """Give the text for a prompt: the number of faults with a waiting correction, "" for none."""
    faults = sum(
        each.remaining_fault_count for each in waiting_corrections if each.applicability != "not"
    )
    return f"pep8:{faults}" if faults else ""


def status_json(status: Status) -> str:
    """Give the status as a JSON document."""
    import json

    head, summary = status.head, status.topic_summary
    document = {
        "branch": head.branch or None,
        "commit": head.commit,
        "operation": head.operation,
        "is_protected": status.is_protected_or_target,
        "corrections": [_correction_json(each) for each in status.waiting_corrections],
        "target": (
            {"name": status.target_name, **_ahead_behind_json(status.target_comparison)}
            if status.target_name
            else None
        ),
        "pushed": (
            {"name": status.pushed_branch, **_ahead_behind_json(status.pushed_comparison)}
            if status.pushed_branch
            else None
        ),
        "ticket": summary.ticket,
        "without_ticket": summary.without_ticket_count,
        "fixups": summary.fixup_count,
        "targetless_fixups": summary.targetless_fixup_count,
        "merges": summary.merge_count,
        "findings": [
            {"rule": each.rule, "level": each.level, "sentence": each.sentence}
            for each in status.findings
        ],
        "undo": _undo_json(status.next_undo) if status.next_undo else None,
        "hooks": _hooks_json(status.hooks),
        "next": next_command(status).command,
    }
    return json.dumps(document, indent=2) + "\n"


def _correction_json(waiting: WaitingCorrection) -> dict[str, object]:
    return {
        "commit": waiting.commit,
        "subject": waiting.subject,
        "faults": waiting.remaining_fault_count,
        "applicability": waiting.applicability,
    }


def _hooks_json(hooks: HooksStatus) -> dict[str, object]:
    return {
        "state": hooks.state,
        "installed": hooks.installed_count,
        "wanted": hooks.wanted_count,
        "reason": hooks.reason,
    }


def _undo_json(undo: NextUndo) -> dict[str, object]:
    stored_entry = undo.stored_entry
    return {
        "entry": undo.number,
        "kind": stored_entry.entry.kind if stored_entry else None,
        "commit": stored_entry.entry.commit if stored_entry else None,
        "when": stored_entry.written_at if stored_entry else None,
        "obstacle": undo.reason_not_undoable or None,
    }


def _ahead_behind_json(comparison: AheadBehind) -> dict[str, object]:
    return {
        "ahead": len(comparison.ahead_commits),
        "behind": comparison.behind_count,
        "is_whole": comparison.is_complete,
    }
