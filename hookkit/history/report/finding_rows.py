"""The rows of findings, for a command, for an event, and for a push to a server."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from hookkit.errors import HookkitError
from hookkit.history.check_runs.check_result import CheckResult
from hookkit.history.finding import Finding, FindingKind, kind_of, place_of
from hookkit.hook_events import find_event
from hookkit.phrases import plural
from hookkit.terminal.rows import Row, StyledText, note, row

_STYLES: dict[FindingKind, StyledText] = {
    "refused": ("bad", "refused"),
    "warning": ("warn", "warning"),
    "unknown": ("dim", "unknown"),
}

_MAX_PLACE_WIDTH = 24
"""The width of the column of places; a longer place moves only its own sentence."""


def finding_rows(findings: Sequence[Finding]) -> Iterator[Row]:
    """Give a row for each finding, with the commands that repair it below."""
    lengths = [len(place_of(each)) for each in findings]
    width = max((each for each in lengths if each <= _MAX_PLACE_WIDTH), default=0)
    for each in findings:
        place = place_of(each).ljust(width)
        kind_piece = _STYLES[kind_of(each)]
        yield row(
            kind_piece, "  ", ("code", each.rule), "  ", ("path", place), f"  {each.sentence}"
        )
        if each.repair is not None:
            yield row(("dim", "repair: "), ("command", each.repair), indent=2)
        if each.git_repair is not None:
            yield row(("dim", "by git: "), ("command", each.git_repair), indent=2)


def check_result_rows(result: CheckResult) -> list[Row]:
    """Give rows for the findings, for the notes on what was not checked, and for the summary."""
    rows = list(finding_rows(result.findings))
    rows += [note(each) for each in result.notes]
    return [*rows, _summary_row(result)]


def _summary_row(result: CheckResult) -> Row:
    kinds = [kind_of(each) for each in result.findings]
    if not kinds:
        return row(("good", "hookkit found nothing to object to"), f" in {result.checked_name}")
    counts = [f"{kinds.count('refused')} refused"] if "refused" in kinds else []
    counts += [plural(kinds.count("warning"), "warning")] if "warning" in kinds else []
    counts += [f"{kinds.count('unknown')} unknown"] if "unknown" in kinds else []
    return row(("title", f"hookkit checked {result.checked_name}"), f": {', '.join(counts)}")


def event_rows(event: str, result: CheckResult) -> list[Row]:
    """Give rows for findings and notes, and for the way to skip the hook if it refuses."""
    rows = [*finding_rows(result.findings)]
    rows += [note(each) for each in result.notes]
    if any(each.rule == "HK201" and kind_of(each) == "refused" for each in result.findings):
        command = "git config --add hookkit.checks protected-branch=warn"
        rows.append(row(("dim", "hookkit: to be warned only, here: "), ("command", command)))
    git_event = find_event(event)
    if result.is_refused and git_event is not None and git_event.skip_command:
        rows.append(
            row(
                ("dim", "hookkit: where there is no other way: "),
                ("command", git_event.skip_command),
            )
        )
    return rows


MAX_FINDINGS = 20
_KIND_ORDER = ("refused", "warning", "unknown")


def received_push_rows(
    results: Sequence[CheckResult],
    problem: HookkitError | None = None,
    policy_notes: Sequence[str] = (),
) -> list[Row]:
    """Give rows for the findings about a push, refusals first, and for the result of the push.

    ``problem`` is the reason why the settings of the team are not used, None if they are used.
    ``policy_notes`` are the notes of the server's policy. Without a finding, only the problem and
    the notes of the checks have rows.
    """
    findings = [each for result in results for each in result.findings]
    findings.sort(key=lambda each: _KIND_ORDER.index(kind_of(each)))
    rows = _unusable_settings_rows(problem) if problem else []
    rows += finding_rows(findings[:MAX_FINDINGS])
    if len(findings) > MAX_FINDINGS:
        rows.append(note(f"and {len(findings) - MAX_FINDINGS:,} more"))
    notes = dict.fromkeys(each for result in results for each in result.notes)
    rows += map(note, notes)
    return [*rows, *map(note, policy_notes), _result_row(results, findings)] if findings else rows


def _unusable_settings_rows(problem: HookkitError) -> list[Row]:
    rows = [row(("warn", "warning"), f"  the team's settings are not used: {problem.message}")]
    if problem.repair is not None:
        rows.append(row(("dim", "repair: "), ("command", problem.repair), indent=2))
    return rows


def _result_row(results: Sequence[CheckResult], findings: Sequence[Finding]) -> Row:
    refused_names = [each.checked_name for each in results if each.is_refused]
    if refused_names:
        names = ", ".join(refused_names[:3])
        more = f" and {len(refused_names) - 3:,} more" if len(refused_names) > 3 else ""
        return row(("bad", f"hookkit refused {names}{more}"), ": nothing of this push was taken")
    return row(("title", "hookkit lets this push through"), f": {plural(len(findings), 'finding')}")
