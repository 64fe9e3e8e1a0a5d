"""Choose hunks of a correction: by a prompt for each, by their ids, or on a screen."""

from __future__ import annotations

import shlex
from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from hookkit.corrections.report.hunk_prompt import HunkPrompt, chosen_rows
from hookkit.corrections.report.review_keys import PLACEMENT_KEYS, last_question_keys
from hookkit.corrections.review.chosen_hunks import ChosenHunks, choose_hunks
from hookkit.corrections.review.find_hunks_by_id import (
    hunks_split_for,
    named_hunks,
    short_ids,
    show_hunks_command,
)
from hookkit.corrections.review.find_untaken_worktree_hunks import files_with_untaken_hunks
from hookkit.corrections.review.hunk_answers import Answer, HunkAnswers, ask_about_hunks, press_key
from hookkit.corrections.review.placement_modes import PlacementMode
from hookkit.corrections.review.review import Review, hunks_touched_first
from hookkit.errors import Refused, WrongUsage
from hookkit.git.commits import read_commit
from hookkit.git.runner import Git
from hookkit.pep8.review_hunks import ReviewHunk, split_hunk
from hookkit.phrases import quote_subject, short_id
from hookkit.terminal.read_keys import read_keys

if TYPE_CHECKING:
    from hookkit.tui.hunk_choices import HunkChoices
    from hookkit.tui.review_state import Dialog


class HunkChoice(NamedTuple):
    """The chosen hunks, and the key with which the review ended.

    ``repeat_command`` is the command that chooses the same hunks, "" if no command does: nothing
    was chosen, or a hunk was edited.
    """

    chosen: ChosenHunks
    end_key: str
    repeat_command: str = ""


def choose_by_prompt(
    git: Git,
    review: Review,
    placement_mode: PlacementMode | None,
    placement_modes: Sequence[PlacementMode],
    arguments: str,
) -> HunkChoice:
    """Ask about each hunk and, at the end, where the taken hunks go; nothing is written yet.

    ``placement_mode`` is where they go, None to ask for one of ``placement_modes``.
    ``arguments`` are the arguments that have selected the review, with a blank before them.
    """
    files = {file.path: file for file in review.files}

    def split(hunk: ReviewHunk) -> tuple[ReviewHunk, ...]:
        return tuple(split_hunk(hunk, files[hunk.path].original, files[hunk.path].fixed))

    answers = HunkAnswers(hunks_touched_first(review))
    with read_keys() as keys:
        prompt = HunkPrompt(review, keys)

        def edit(hunk: ReviewHunk) -> ReviewHunk | None:
            return prompt.edit(hunk, git.line("var", "GIT_EDITOR"))

        while True:
            answers = ask_about_hunks(answers, prompt.ask, split, edit)
            chosen = choose_hunks(review, answers)
            if answers.is_ended_by_person and not chosen.taken_files and not chosen.refused_hunks:
                return HunkChoice(chosen, "q")
            repeat_command = command_to_repeat(review, answers, arguments)
            if placement_mode is not None:
                return HunkChoice(
                    chosen, key_of_placement(chosen, placement_mode), repeat_command
                )
            has_untaken_in_files = not chosen.taken_files and bool(
                files_with_untaken_hunks(git, chosen.untaken_hunk_removals)
            )
            end_key = prompt.ask_last_question(
                chosen, last_question_keys(chosen, placement_modes, has_untaken_in_files, answers)
            )
            if end_key != "u":
                return HunkChoice(chosen, end_key, repeat_command)
            answers = press_key(answers, end_key, split)


def choose_on_screen(
    git: Git,
    review: Review,
    placement_mode: PlacementMode | None,
    placement_modes: Sequence[PlacementMode],
    arguments: str,
    has_mouse: bool,
) -> HunkChoice:
    """Have hunks marked on the screen, as ``choose_by_prompt`` asks about them.

    Raises KeyboardInterrupt for Ctrl-C.
    """
    from hookkit.tui.dialogs import placement_dialog
    from hookkit.tui.handle_keys_and_mouse import INTERRUPT
    from hookkit.tui.show_review import show_review

    def ask(hunk_choices: HunkChoices) -> Dialog | None:
        chosen = choose_hunks(review, hunk_choices.hunk_answers)
        if placement_mode is not None:
            end_keys = key_of_placement(chosen, placement_mode)
        else:
            has_untaken_in_files = not chosen.taken_files and bool(
                files_with_untaken_hunks(git, chosen.untaken_hunk_removals)
            )
            end_keys = last_question_keys(
                chosen, placement_modes, has_untaken_in_files, hunk_choices.hunk_answers
            )
        end_keys = end_keys.replace("u", "").replace("q", "")
        return (
            placement_dialog(end_keys, chosen_rows(chosen), bool(chosen.taken_files))
            if end_keys
            else None
        )

    commit = read_commit(git, review.outcome.commit or "HEAD")
    subject = f"{short_id(commit.id)} {quote_subject(commit.decoded_subject)}"
    end = show_review(review, subject, ask, has_mouse)
    if end.key == INTERRUPT:
        raise KeyboardInterrupt
    answers = end.state.hunk_choices.hunk_answers
    return HunkChoice(
        choose_hunks(review, answers), end.key, command_to_repeat(review, answers, arguments)
    )


def choose_by_ids(
    review: Review,
    taken_ids: Sequence[str],
    refused_ids: Sequence[str],
    placement_mode: PlacementMode | None,
    arguments: str,
) -> HunkChoice:
    """Take the hunks with ``taken_ids``, refuse those with ``refused_ids``, and leave the rest.

    ``arguments`` are the arguments that have selected the review. Raises WrongUsage for a hunk that
    is in both, HookkitError if a hunk does not exist, and Refused if a hunk cannot be taken without
    others.
    """
    show_command = show_hunks_command(review, arguments)
    hunks = hunks_split_for(review, (*taken_ids, *refused_ids))
    to_take = set(map(id, named_hunks(hunks, taken_ids, show_command)))
    to_refuse = set(map(id, named_hunks(hunks, refused_ids, show_command)))
    if to_take & to_refuse:
        raise WrongUsage("a hunk is to be taken and to be refused", show_command)

    def answer(hunk: ReviewHunk) -> Answer:
        return "take" if id(hunk) in to_take else "refuse" if id(hunk) in to_refuse else "leave"

    answers = HunkAnswers(hunks, tuple(map(answer, hunks)), is_ended_by_person=True)
    chosen = choose_hunks(review, answers)
    if chosen.inseparable_hunks:
        name = short_ids(hunks)[chosen.inseparable_hunks[0].id]
        why = "without others it would change the program"
        raise Refused(f"hunk {name} cannot be taken like this: {why}", show_command)
    repeat_command = command_to_repeat(review, answers, arguments)
    return HunkChoice(chosen, key_of_placement(chosen, placement_mode), repeat_command)


def key_of_placement(chosen: ChosenHunks, placement_mode: PlacementMode | None) -> str:
    """Give the key of ``placement_mode``; "y" if hunks are only refused, "q" if none is chosen."""
    if chosen.taken_files:
        return next(key for key, place in PLACEMENT_KEYS.items() if place == placement_mode)
    return "y" if chosen.refused_hunks else "q"


def command_to_repeat(review: Review, answers: HunkAnswers, arguments: str) -> str:
    """Give the command that chooses the same hunks, without the place where they go.

    It is "" if no hunk is chosen or a hunk was edited. ``arguments`` are the arguments that have
    selected the review, with a blank before them.
    """
    if any(hunk.edited_hunk for hunk in answers.hunks):
        return ""
    names = short_ids(answers.hunks)
    words: list[str] = []
    option_names: tuple[Answer, ...] = ("take", "refuse")
    for answer in option_names:
        ids = [names[hunk.id] for hunk in answers.hunks_answered(answer)]
        words += [f"--{answer}", ",".join(ids)] if ids else []
    return show_hunks_command(review, arguments) + f" {shlex.join(words)}" if words else ""
