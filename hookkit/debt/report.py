"""The report of debt as rows: all findings, the new ones, and the changes of the baseline."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from hookkit.debt.check import DebtCheck, correcting_command
from hookkit.debt.finding import CORRECTABLE_PREFIXES, FindingKey, LintFinding
from hookkit.debt.finding_authors import Author, authors_of_new_findings
from hookkit.debt.local_plugins import untrusted_sentence
from hookkit.git.runner import Git
from hookkit.git.worktree_paths_and_checks import path_from_current_folder
from hookkit.phrases import plural, short_id
from hookkit.settings.definitions import BASELINE_FILE
from hookkit.terminal.output import print_rows_in_format
from hookkit.terminal.rows import NextStep, Row, next_step_rows, note, row

TYPE_CHECKING = False
if TYPE_CHECKING:
    from hookkit.debt.accept import Acceptance
    from hookkit.debt.debt_comments import DatedComments

MAX_FINDINGS = 50
MAX_RULES = 20
MAX_FILES = 10
MAX_MESSAGE_LENGTH = 60

_FIRST_ACCEPT_REMARK = "what there is; from then on only what is new fails"


def debt_rows(
    debt_check: DebtCheck,
    baseline_path: str,
    commit_counts: Mapping[str, int],
    dated_comments: DatedComments,
    now: int,
) -> Iterator[Row]:
    """Give the findings by rule and by file, the comments, and a comparison with the baseline.

    ``baseline_path`` is the path of the baseline as it is typed in the current folder.
    ``commit_counts`` has how many commits of the last year changed each file. ``now`` is a Unix
    time in seconds.
    """
    from hookkit.debt.debt_comment_report import comment_rows

    findings = debt_check.linted_files.flake8_run.findings
    title = plural(len(findings), "finding") if findings else "nothing"
    yield row(("title", f"flake8 finds {title}"), f" in {_files_of(debt_check)}")
    yield from _rule_rows(findings)
    yield from _path_rows(findings, commit_counts)
    yield from comment_rows(dated_comments, now)
    yield from _baseline_rows(debt_check)
    yield from _run_remark_rows(debt_check)
    accept_steps = (
        [_accept_step(debt_check, _FIRST_ACCEPT_REMARK)]
        if findings and debt_check.linted_files.baseline is None
        else []
    )
    yield from next_step_rows(
        [*_pay_steps(findings), *(accept_steps or _next_steps(debt_check, baseline_path))]
    )


def _pay_steps(findings: Sequence[LintFinding]) -> list[NextStep]:
    number = sum(each.code.startswith(CORRECTABLE_PREFIXES) for each in findings)
    remark = f"up to {number:,} of {len(findings):,}, by autopep8"
    return [NextStep("pay", "hookkit debt pay", remark)] if number else []


def _rule_rows(findings: Sequence[LintFinding]) -> Iterator[Row]:
    counts = Counter(each.code for each in findings)
    messages = {each.code: each.message for each in reversed(findings)}
    width = max(map(len, counts), default=0)
    for code, count in counts.most_common(MAX_RULES):
        message = messages[code]
        if len(message) > MAX_MESSAGE_LENGTH:
            message = message[: MAX_MESSAGE_LENGTH - 1].rstrip() + "…"
        yield row(*(("code", code.ljust(width)), f"  {count:>6,}×  "), message, indent=1)
    yield from _more_row(len(counts) - MAX_RULES, "rule")


def _path_rows(findings: Sequence[LintFinding], commit_counts: Mapping[str, int]) -> Iterator[Row]:
    """Give the files that cost most."""
    from hookkit.debt.file_costs import cost_sort_key

    counts = Counter(each.path for each in findings)
    if len(counts) > 1:
        yield row(("title", "to pay first"), ": most findings × commits of the last year")

    def sort_key(path: str) -> tuple[tuple[int, int, int], str]:
        return cost_sort_key(counts[path], commit_counts.get(path, 0)), path

    costliest = sorted(counts, key=sort_key)[:MAX_FILES]
    width = max(map(len, costliest), default=0)
    for path in costliest:
        number = commit_counts.get(path, 0)
        changes = f"{' ' * (width - len(path))}  {plural(number, 'commit')}" if number else ""
        yield row(f"{counts[path]:>6,} in ", ("path", path), changes, indent=1)
    yield from _more_row(len(counts) - MAX_FILES, "file")


def _more_row(number: int, noun: str) -> Iterator[Row]:
    if number > 0:
        yield row(("dim", f"and {plural(number, f'more {noun}')}"), indent=1)


def print_debt_check(git: Git, debt_check: DebtCheck, output_format: str | None) -> None:
    """Print a check in a format for the terminal."""
    baseline = path_from_current_folder(git, BASELINE_FILE)
    print_rows_in_format(
        output_format, check_rows(debt_check, baseline, authors_of_new_findings(git, debt_check))
    )


def check_rows(
    debt_check: DebtCheck, baseline_path: str, authors: Mapping[tuple[str, int], Author]
) -> Iterator[Row]:
    """Give the new findings, the growth of the baseline, and the numbers of the other findings.

    ``baseline_path`` is the path of the baseline as it is typed in the current folder; ``authors``
    are the authors of lines, by path and line number.
    """
    new_findings = debt_check.comparison.new_findings
    if _has_no_baseline(debt_check):
        yield note("there is no baseline: everything that is found is new")
    if debt_check.linted_files.remark:
        yield note(debt_check.linted_files.remark)
    result = plural(len(new_findings), "new finding") if new_findings else "no new debt"
    yield row(("title", f"hookkit found {result}"), f" in {_files_of(debt_check)}")
    yield from _finding_rows(new_findings, authors)
    yield from _added_key_rows(debt_check.keys_added_to_baseline)
    yield from _baseline_rows(debt_check)
    yield from _run_remark_rows(debt_check)
    yield from next_step_rows(_next_steps(debt_check, baseline_path))


def _has_no_baseline(debt_check: DebtCheck) -> bool:
    return (
        debt_check.linted_files.baseline is None
        and debt_check.linted_files.baseline_at_range_end is None
    )


def _files_of(debt_check: DebtCheck) -> str:
    linted_files = debt_check.linted_files
    return f"{plural(len(linted_files.paths), 'file')} of {linted_files.label}"


def _finding_rows(
    findings: Sequence[LintFinding], authors: Mapping[tuple[str, int], Author]
) -> Iterator[Row]:
    for each in findings[:MAX_FINDINGS]:
        location = f"{each.path}:{each.line}:{each.column}"
        author = authors.get((each.path, each.line))
        author_text = f"  {author.name} in {short_id(author.commit_id)}" if author else ""
        message = f"  {each.message}"
        yield row(
            ("path", location), "  ", ("code", each.code), message, ("dim", author_text), indent=1
        )
    yield from _more_row(len(findings) - MAX_FINDINGS, "finding")


def _added_key_rows(keys_added_to_baseline: Counter[FindingKey]) -> Iterator[Row]:
    if keys_added_to_baseline:
        yield row(
            ("bad", f"{BASELINE_FILE} has grown"),
            f" by {plural(keys_added_to_baseline.total(), 'finding')}:",
        )
    for key, count in sorted(keys_added_to_baseline.items())[:MAX_FINDINGS]:
        yield row(("path", key.path), "  ", ("code", key.code), f"  {count}×", indent=1)
    yield from _more_row(len(keys_added_to_baseline) - MAX_FINDINGS, "line")


def _baseline_rows(debt_check: DebtCheck) -> Iterator[Row]:
    if _has_no_baseline(debt_check):
        return
    comparison = debt_check.comparison
    if not debt_check.linted_files.paths and not comparison.repaid_keys:
        return
    parts = [f"{len(comparison.known_findings) + len(comparison.moved_findings):,} old"]
    parts += (
        [f"{len(comparison.moved_findings):,} of them moved"] if comparison.moved_findings else []
    )
    parts += [f"{comparison.repaid_keys.total():,} repaid"] if comparison.repaid_keys else []
    yield row(("dim", "in the baseline"), f"  {', '.join(parts)}")
    for reason, keys in debt_check.uncheckable_keys.items():
        if reason != "not looked at":
            yield note(f"{plural(keys.total(), 'finding')} {reason}: kept in the baseline")


def _accept_step(debt_check: DebtCheck, remark: str, option: str = "") -> NextStep:
    return NextStep("accept", f"hookkit debt accept{option}{_rule_kind_option(debt_check)}", remark)


def _rule_kind_option(debt_check: DebtCheck) -> str:
    """Give the option, "" for none, with which a command checks the same kind of findings."""
    return (
        ""
        if debt_check.linted_files.flake8_run.rule_kind == "style"
        else f" --rules {debt_check.linted_files.flake8_run.rule_kind}"
    )


def _run_remark_rows(debt_check: DebtCheck) -> Iterator[Row]:
    """Say which files other Pythons checked, and which plugins were not run."""
    yield from map(note, debt_check.linted_files.flake8_run.remarks)
    plugins = debt_check.linted_files.flake8_run.skipped_plugins
    if plugins is not None:
        yield note(untrusted_sentence(plugins))
        yield from next_step_rows([NextStep("trust", "hookkit trust", "once you have read them")])


def _next_steps(debt_check: DebtCheck, baseline_path: str) -> list[NextStep]:
    comparison, baseline_commit = debt_check.comparison, debt_check.linted_files.baseline_commit
    if _has_no_baseline(debt_check):
        return [_accept_step(debt_check, _FIRST_ACCEPT_REMARK)] if comparison.new_findings else []
    if debt_check.keys_added_to_baseline:
        return [
            NextStep("take back", f"git checkout {short_id(baseline_commit)} -- {baseline_path}"),
            _accept_step(debt_check, "which takes out what is repaid")._replace(label="and"),
        ]
    if comparison.new_findings:
        correct = correcting_command(debt_check, baseline_path.removesuffix(BASELINE_FILE))
        steps = [NextStep("correct", correct, "what autopep8 can")] if correct else []
        accept = _accept_step(debt_check, "what cannot be corrected now", " --new")
        return steps if baseline_commit else [*steps, accept]
    if comparison.repaid_keys or comparison.moved_findings:
        return [_accept_step(debt_check, "what is repaid")._replace(label="take out")]
    return []


def acceptance_rows(acceptance: Acceptance, baseline_path: str) -> Iterator[Row]:
    """Give the changes of the baseline; ``baseline_path`` is as typed in the current folder."""
    comparison = acceptance.debt_check.comparison
    total = len(comparison.known_findings) + len(comparison.moved_findings)
    if acceptance.is_first:
        accepted_count = plural(len(comparison.new_findings), "finding")
        yield row(
            ("title", f"hookkit accepted {accepted_count}"),
            f" in {_files_of(acceptance.debt_check)}",
        )
        yield from _run_remark_rows(acceptance.debt_check)
        check_step = NextStep(
            "from now on", f"hookkit debt check{_rule_kind_option(acceptance.debt_check)}"
        )
        yield from next_step_rows([_keep_step(baseline_path), check_step])
        return
    if not acceptance.has_changed_baseline:
        yield row(("title", f"{BASELINE_FILE} is as it should be"), f": {plural(total, 'finding')}")
    else:
        yield row(
            ("title", f"hookkit wrote {BASELINE_FILE}"), f": {', '.join(_change_texts(acceptance))}"
        )
    if comparison.new_findings and not acceptance.has_accepted_new_findings:
        yield row(("warn", plural(len(comparison.new_findings), "new finding")), " not accepted:")
        yield from _finding_rows(comparison.new_findings, {})
        yield from next_step_rows([_accept_step(acceptance.debt_check, "", " --new")])
    yield from _run_remark_rows(acceptance.debt_check)
    if acceptance.has_changed_baseline:
        yield from next_step_rows(
            [NextStep("look", f"git diff {baseline_path}"), _keep_step(baseline_path)]
        )


def _change_texts(acceptance: Acceptance) -> list[str]:
    comparison = acceptance.debt_check.comparison
    parts = (
        [f"{comparison.repaid_keys.total():,} repaid taken out"] if comparison.repaid_keys else []
    )
    parts += [f"{len(comparison.moved_findings):,} moved"] if comparison.moved_findings else []
    parts += (
        [f"{len(comparison.new_findings):,} new accepted"]
        if comparison.new_findings and acceptance.has_accepted_new_findings
        else []
    )
    return [*parts, f"{len(comparison.known_findings) + len(comparison.moved_findings):,} old stay"]


def _keep_step(baseline_path: str) -> NextStep:
    return NextStep("keep", f"git add {baseline_path}", "and commit it")
