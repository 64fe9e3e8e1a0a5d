"""``hookkit review``: show a correction, choose from its hunks, or write it for others to read."""

from __future__ import annotations

import shlex
from collections.abc import Sequence
from typing import NamedTuple, get_args

import rich_click as click

from hookkit.commands.shared.choose_review_hunks import (
    HunkChoice,
    choose_by_ids,
    choose_by_prompt,
    choose_on_screen,
)
from hookkit.commands.shared.hunk_selection_options import (
    hunk_option,
    rule_options,
    touched_lines_option,
)
from hookkit.commands.shared.squash_hint import (
    SquashHint,
    find_spread_squash_hint,
    find_squash_hint,
    nothing_left_rows,
)
from hookkit.corrections.commit_or_file_arguments import parse_range, split_revision_and_paths
from hookkit.corrections.correction import find_correction
from hookkit.corrections.fixed_file import FixedFile
from hookkit.corrections.hunk_selection import HunkSelection, parse_selection
from hookkit.corrections.patch import patch_between, patch_of
from hookkit.corrections.report.finished_review import changed_nothing_rows, finished_rows
from hookkit.corrections.report.refused_hunks import refused_count_row
from hookkit.corrections.report.review import print_review
from hookkit.corrections.report.review_keys import PLACEMENT_KEYS
from hookkit.corrections.report.run import found_nothing_rows, would_correct_rows
from hookkit.corrections.report.unselected_faults import code_list, nothing_selected_sentence
from hookkit.corrections.review.build_review import build_review, find_review_source, with_placement
from hookkit.corrections.review.find_hunks_by_id import parse_hunk_ids
from hookkit.corrections.review.finish import FinishedReview, finish_review, finish_without_taking
from hookkit.corrections.review.placement_modes import PlacementMode, require_placement_modes
from hookkit.corrections.review.review import Review
from hookkit.corrections.review.state_at_review_start import read_review_start
from hookkit.corrections.select_hunks import select_hunks
from hookkit.diagnostic_log.write_log import Logger, configure_log
from hookkit.errors import WrongUsage
from hookkit.formats.registry import REVIEW_FORMATS
from hookkit.git.refs import require_commit
from hookkit.git.runner import Git
from hookkit.phrases import plural, short_id
from hookkit.settings import effective_settings
from hookkit.settings.definitions import Settings
from hookkit.terminal.output import print_rows, write_raw
from hookkit.terminal.progress import Progress
from hookkit.terminal.write_html_or_svg_file import Page, write_and_report_page


class _Options(NamedTuple):
    """The options of the command line; ``commit_range`` is the two ends of a range, or None."""

    revision: str | None
    selection: HunkSelection
    commit_range: tuple[str, str] | None
    interactive: bool
    on_screen: bool
    has_mouse: bool
    taken_ids: tuple[str, ...]
    refused_ids: tuple[str, ...]
    placement_mode: PlacementMode | None
    html: str | None
    open_in_browser: bool
    output_format: str | None

    @property
    def chooses_hunks(self) -> bool:
        """Whether hunks are chosen and placed."""
        return self.interactive or self.on_screen or self.chooses_by_ids

    @property
    def chooses_by_ids(self) -> bool:
        """Whether hunks are chosen by their ids."""
        return bool(self.taken_ids or self.refused_ids)


@click.command()
@click.argument("names", nargs=-1, metavar="[COMMIT | A..B] [PATH...]")
@click.option("-i", "--interactive", is_flag=True, help="Choose hunk by hunk, as git add -p does.")
@click.option("--tui", "on_screen", is_flag=True, help="Choose on the whole screen.")
@click.option("--no-mouse", is_flag=True, help="Leave the mouse to the terminal in --tui.")
@click.option("--take", "taken_ids", multiple=True, metavar="ID", help="Take this hunk, unasked.")
@click.option("--refuse", "refused_ids", multiple=True, metavar="ID", help="Refuse it for good.")
@click.option(
    "--as",
    "placement_mode",
    type=click.Choice(get_args(PlacementMode)),
    help="Where what is taken goes; -i and --tui ask at their end without this.",
)
@click.option("--html", metavar="FILE", help="Write a page; - is stdout.")
@click.option("--open", "open_in_browser", is_flag=True, help="Show the page in a browser.")
@click.option(
    "--format",
    "output_format",
    type=click.Choice(list(REVIEW_FORMATS)),
    help="For other programs.",
)
@rule_options
@touched_lines_option
@hunk_option
def command(
    names: tuple[str, ...],
    interactive: bool,
    on_screen: bool,
    no_mouse: bool,
    taken_ids: tuple[str, ...],
    refused_ids: tuple[str, ...],
    placement_mode: PlacementMode | None,
    html: str | None,
    open_in_browser: bool,
    output_format: str | None,
    only: tuple[str, ...],
    without: tuple[str, ...],
    only_touched_lines: bool,
    hunk_ids: tuple[str, ...],
) -> int:
    """Show the correction of COMMIT (HEAD by default): the patch, its rules, what was withheld.

    If no correction is kept, or for a range, shows what it would be. Ends with 1 where something
    that was taken with -i found no place.
    """
    git = Git.discover()
    revision, paths = split_revision_and_paths(git, names)
    selection = parse_selection(git, paths, only, without, only_touched_lines, hunk_ids)
    commit_range = parse_range([revision] if revision else [])
    options = _Options(
        revision,
        selection,
        commit_range,
        interactive,
        on_screen,
        not no_mouse,
        parse_hunk_ids(taken_ids),
        parse_hunk_ids(refused_ids),
        placement_mode,
        html,
        open_in_browser,
        output_format,
    )
    _require_compatible_options(options)
    if on_screen:
        from hookkit.tui.show_review import require_terminal

        require_terminal()
    configure_log(git)
    settings = effective_settings.load_settings(git)
    require_commit(git)
    with git.batch_session():
        review = _build_selected_review(git, settings, options)
    return _output_or_choose(git, settings, options, review)


def _require_compatible_options(options: _Options) -> None:
    if options.placement_mode is not None and not options.chooses_hunks:
        repair = shlex.join(["hookkit", "review", "-i", "--as", options.placement_mode])
        raise WrongUsage("--as is for -i, --tui and --take", repair)
    if options.taken_ids and options.placement_mode is None:
        raise WrongUsage("--take needs --as: where it goes", "hookkit review --help")
    if options.commit_range is not None and options.chooses_hunks:
        sentence = "a range has no kept correction to choose from: run it with --mode propose first"
        repair = shlex.join(["hookkit", "run", options.revision or "", "--mode", "propose"])
        raise WrongUsage(sentence, repair)
    is_page = options.html is not None or options.open_in_browser
    if options.interactive + options.on_screen + options.chooses_by_ids > 1:
        raise WrongUsage("-i, --tui and --take exclude each other", "hookkit review --help")
    if options.chooses_hunks + is_page + (options.output_format is not None) > 1:
        sentence = "-i, --tui, --html and --format exclude each other"
        raise WrongUsage(sentence, "hookkit review --help")
    if options.open_in_browser and options.html == "-":
        raise WrongUsage("what goes to stdout cannot be opened", "hookkit review --open")


def _build_selected_review(git: Git, settings: Settings, options: _Options) -> Review:
    review_source = find_review_source(git, settings, options.revision, options.commit_range)
    with Progress(len(review_source.files_to_fix.changes)) as progress:
        review = build_review(git, settings, review_source, progress)
    chosen = select_hunks(review, options.selection)
    outcome, note = chosen.review.outcome, ""
    if review.files and not chosen.review.files:
        subject_text = f"the correction of {short_id(outcome.commit or '')}"
        note = nothing_selected_sentence(subject_text, review, chosen)
    elif chosen.mixed_hunk_count:
        other_rules = code_list(chosen.other_codes)
        left_out = plural(chosen.mixed_hunk_count, "hunk")
        note = f"{left_out} left out, with other rules beside those: {other_rules}"
    notes = (*outcome.notes, *([note] if note else []))
    return chosen.review._replace(outcome=outcome._replace(notes=notes))


def _output_or_choose(git: Git, settings: Settings, options: _Options, review: Review) -> int:
    if options.output_format is not None:
        write_raw(REVIEW_FORMATS[options.output_format](review))
        return 0
    if options.html is not None or options.open_in_browser:
        return _write_page(git, settings, review, options)
    if options.chooses_hunks and (review.files or options.chooses_by_ids):
        return _choose_and_place(git, settings, review, options)
    return _show_patch(git, settings, review, options.selection)


def _write_page(git: Git, settings: Settings, review: Review, options: _Options) -> int:
    from hookkit.corrections.page.commits import review_links
    from hookkit.corrections.page.review_page import review_page

    revision = f" {shlex.quote(options.revision)}" if options.revision else ""
    written = Page(
        text=review_page(with_placement(git, review), review_links(git, settings, review)),
        title="hookkit wrote the review",
        size_text=f"{plural(len(review.hunks), 'hunk')} in {plural(len(review.files), 'file')}",
        show_command=f"hookkit review{revision}{options.selection.arguments} --open",
        command="review",
    )
    default = git.common_dir / "hookkit" / "review.html"
    write_and_report_page(written, options.html, default, options.open_in_browser)
    return 0


def _show_patch(git: Git, settings: Settings, review: Review, selection: HunkSelection) -> int:
    """Show the rules, the patch and the withheld fixes, or say that there is nothing to show."""
    if not review.files:
        return _print_nothing_to_review(git, settings, review, selection)
    outcome = with_placement(git, review).outcome
    assert outcome.commit is not None
    if outcome.correction is not None and selection.is_everything and not review.taken_fault_count:
        patch = patch_between(git, outcome.commit, outcome.correction)
        print_review(outcome, patch, hunks=review.hunks)
        return 0
    files = [FixedFile(each.path, each.mode, each.original, each.fixed) for each in review.files]
    run = shlex.join(["hookkit", "run", review.range_name or short_id(outcome.commit)])
    print_review(
        outcome,
        patch_of(git, files),
        run_command=run,
        selection_arguments=selection.arguments,
        hunks=review.hunks,
    )
    return 0


def _print_nothing_to_review(
    git: Git, settings: Settings, review: Review, selection: HunkSelection
) -> int:
    outcome = review.outcome
    if review.taken_fault_count and outcome.commit is not None and selection.is_everything:
        print_rows(nothing_left_rows(git, settings, find_correction(git, outcome.commit)))
        return 0
    print_rows(
        found_nothing_rows(outcome)
        if outcome.has_nothing_to_report
        else would_correct_rows(outcome)
    )
    refused = sum(each.refused_count for each in outcome.files)
    print_rows([refused_count_row(refused)] if refused else [])
    return 0


def _choose_and_place(git: Git, settings: Settings, review: Review, options: _Options) -> int:
    """Have hunks chosen, and place the taken ones where ``--as`` or the person says.

    Raises Refused before the first question if the correction cannot be placed, and after the last
    one if HEAD or the correction has moved meanwhile. Gives the exit status: 1 if a part was
    dropped.
    """
    placement_mode = options.placement_mode
    start = read_review_start(git, review)._replace(
        is_partial=not options.selection.is_everything
    )
    placement_modes = require_placement_modes(git, review, start, placement_mode)
    try:
        chosen, end_key, repeat_command = _choose_hunks(git, review, options, placement_modes)
    except KeyboardInterrupt:
        print_rows(changed_nothing_rows())
        raise
    if end_key == "q":
        print_rows(changed_nothing_rows())
        return 0
    placement = PLACEMENT_KEYS[end_key] if chosen.taken_files else None
    start = start._replace(
        restart_command=(
            repeat_command and f"{repeat_command} --as {placement}" if placement else repeat_command
        )
    )
    if placement is None:
        finished = finish_without_taking(git, review, start, chosen, removes_untaken=end_key == "t")
    else:
        finished = finish_review(git, review, start, chosen, placement)
    Logger(__name__).info(
        "%s: reviewed: %d hunks taken, %d left out, %d refused, put: %s",
        *(
            start.commit.id,
            len(chosen.taken_hunks),
            chosen.left_out_count,
            len(chosen.refused_hunks),
            placement,
        ),
    )
    squash = _find_squash_hint_of_review(git, settings, finished, placement)
    print_rows(
        finished_rows(finished, chosen, placement, squash.autosquash_options, squash.can_tidy)
    )
    is_dropped = finished.placement is not None and any(finished.placement.dropped.values())
    return 1 if is_dropped or finished.removed_hunks.dropped else 0


def _choose_hunks(
    git: Git, review: Review, options: _Options, placement_modes: Sequence[PlacementMode]
) -> HunkChoice:
    arguments, placement_mode = options.selection.arguments, options.placement_mode
    if options.interactive:
        return choose_by_prompt(git, review, placement_mode, placement_modes, arguments)
    if options.on_screen:
        return choose_on_screen(
            git, review, placement_mode, placement_modes, arguments, options.has_mouse
        )
    return choose_by_ids(review, options.taken_ids, options.refused_ids, placement_mode, arguments)


def _find_squash_hint_of_review(
    git: Git, settings: Settings, finished: FinishedReview, placement: PlacementMode | None
) -> SquashHint:
    if finished.spread is not None:
        return find_spread_squash_hint(git, settings, finished.spread)
    tip = finished.placement.commit if finished.placement else None
    if placement != "fixup" or finished.correction is None or tip is None:
        return SquashHint()
    return find_squash_hint(git, settings, finished.correction, tip)
