"""The parameters of exhaustive tests: some are in the normal run, the others run at night."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import Any

import pytest


def case(*values: object, stays: bool) -> Any:
    """Give a parameter, which only stays in the normal run if it says so."""
    return pytest.param(*values, marks=[] if stays else [pytest.mark.long])


def some(values: Iterable[object], staying: Sequence[object]) -> list[Any]:
    """Give parameters of which some stay in the normal run."""
    return [case(value, stays=value in staying) for value in values]


SAMPLED: Mapping[str, int] = MappingProxyType(
    {
        "tests/ci/test_ci_files.py::test_a_file_checks_a_merge_request": 3,
        "tests/ci/test_ci_files.py::test_shards_check_a_merge_request": 2,
        "tests/ci/test_servers.py::test_a_merge_request_is_checked_from_its_merge_base": 5,
        "tests/ci/test_servers.py::"
        "test_a_push_to_a_protected_branch_is_checked_from_what_it_was": 2,
        "tests/ci/test_servers.py::test_a_shallow_clone_is_unknown_and_its_repair_repairs": 5,
        "tests/ci/test_servers.py::test_the_merge_that_a_server_made_to_test_is_not_checked": 2,
        "tests/cluster/test_failures.py::test_a_worker_of_another_version": 2,
        "tests/commands/test_accept.py::test_taking_as_plain_git_would": 3,
        "tests/commands/test_graph_terminal.py::test_no_line_is_wider_than_the_terminal": 6,
        "tests/commands/test_hunk_ids.py::test_taking_by_id_is_taking_by_key": 5,
        "tests/commands/test_interrupted_moves.py::"
        "test_ctrl_c_on_a_terminal_while_1500_files_move": 3,
        "tests/commands/test_interrupted_moves.py::"
        "test_interrupted_while_files_move_it_is_done_or_not_at_all": 2,
        "tests/commands/test_merge.py::"
        "test_any_topic_leaves_a_semi_linear_history_or_nothing_has_changed": 4,
        "tests/commands/test_merge.py::test_the_step_that_deletes_the_topic_does": 2,
        "tests/commands/test_merge.py::test_what_a_colleague_pushed_to_the_topic_comes_first": 2,
        "tests/commands/test_rejected_settings.py::"
        "test_a_command_that_only_reads_settings_goes_on": 4,
        "tests/commands/test_rejected_settings.py::"
        "test_what_is_wrong_in_a_file_is_told_alike_and_stops_as_little": 3,
        "tests/commands/test_rest.py::test_part_after_part_until_nothing_is_left": 4,
        "tests/commands/test_review_places.py::test_every_other_byte_stays": 3,
        "tests/commands/test_review_places.py::test_undo_takes_a_refusal_back": 3,
        "tests/commands/test_review_places.py::test_what_is_taken_is_placed_and_undo_is_exact": 7,
        "tests/commands/test_review_places.py::"
        "test_what_was_left_out_of_the_branch_is_taken_later": 5,
        "tests/commands/test_review_places.py::"
        "test_without_an_answer_to_the_last_question_nothing_is_changed": 9,
        "tests/commands/test_review_random.py::test_random_bytes_in_a_terminal_lose_nothing": 6,
        "tests/commands/test_review_random.py::test_random_lines_lose_nothing": 8,
        "tests/commands/test_review_terminal.py::test_an_answer_can_be_undone": 3,
        "tests/commands/test_review_terminal.py::test_an_interrupt_changes_nothing": 4,
        "tests/commands/test_review_terminal.py::test_what_is_no_answer_is_told_in_a_line": 5,
        "tests/commands/test_review_written.py::test_the_hunks_are_written_for_other_programs": 3,
        "tests/commands/test_selection.py::test_a_part_is_taken_and_undone": 3,
        "tests/commands/test_spread.py::test_any_history_squashes_to_the_whole_correction": 8,
        "tests/commands/test_status.py::test_status_and_check_find_the_same": 2,
        "tests/commands/test_status.py::test_the_next_command_works_in_that_state": 3,
        "tests/commands/test_sync.py::test_an_author_without_a_name_is_left_to_git": 3,
        "tests/commands/test_sync.py::test_attributes_and_drivers_have_their_say": 3,
        "tests/commands/test_sync_random.py::test_any_branch_comes_out_as_git_makes_it_or_stays": 3,
        "tests/commands/test_sync_resolve.py::test_an_untracked_file_in_the_way_is_named": 3,
        "tests/commands/test_sync_resolve.py::test_meanwhile_commands_say_what_comes_first": 3,
        "tests/commands/test_sync_resolve.py::test_uncommitted_edits_come_first": 3,
        "tests/commands/test_ticket.py::test_a_second_run_finds_nothing_to_do": 3,
        "tests/commands/test_tidy.py::test_any_branch_comes_out_as_git_makes_it_or_stays": 6,
        "tests/commands/test_undo.py::test_taking_back_and_again": 2,
        "tests/commands/test_undo_moves.py::test_a_merged_branch_that_was_deleted_comes_again": 3,
        "tests/commands/test_why_not.py::test_each_verdict": 3,
        "tests/corrections/page/test_in_browser.py::test_a_page_never_scrolls_sideways": 3,
        "tests/corrections/page/test_in_browser.py::"
        "test_unchanged_lines_are_unfolded_without_script": 2,
        "tests/corrections/review/test_hunk_answers.py::test_every_short_walk_holds": 12,
        "tests/corrections/test_placement.py::test_in_every_kind_of_repository": 4,
        "tests/faults/test_faults.py::test_a_fault_on_the_way_loses_nothing": 4,
        "tests/git/test_merged_by.py::test_any_history_with_dates_in_any_order": 3,
        "tests/history/checks/test_force_push.py::test_each_repair_mends_its_finding": 3,
        "tests/history/checks/test_force_push.py::test_what_takes_nothing_of_others_passes": 3,
        "tests/history/checks/test_force_push.py::"
        "test_what_would_take_something_of_others_is_told": 3,
        "tests/history/checks/test_protected_history.py::"
        "test_each_repair_mends_its_finding_and_keeps_the_tree": 3,
        "tests/history/checks/test_protected_history.py::test_each_shape_has_its_verdict": 3,
        "tests/history/checks/test_rebase_before_merge.py::test_each_merge_has_its_verdict": 3,
        "tests/history/checks/test_rebase_before_merge.py::"
        "test_each_repair_mends_its_finding_and_loses_nothing": 3,
        "tests/hooks/test_many_refs.py::"
        "test_a_clone_starts_git_as_often_for_many_refs_as_for_some": 7,
        "tests/hooks/test_many_refs.py::"
        "test_a_server_starts_git_as_often_for_many_refs_as_for_some": 7,
        "tests/hooks/test_repaid_debt.py::test_a_damaged_baseline_stops_nothing": 2,
        "tests/hooks/test_repaid_debt.py::test_a_review_that_takes_all_of_it_takes_the_baseline": 2,
        "tests/hooks/test_repaid_debt.py::test_it_is_taken_with_the_correction": 5,
        "tests/hooks/test_repaid_debt.py::test_what_a_review_takes_back_is_not_repaid": 2,
        "tests/hooks/test_repaid_debt.py::"
        "test_what_is_repaid_is_in_the_commit_of_the_correction": 2,
        "tests/hooks/test_repairs.py::test_a_merge_with_work_of_its_own_keeps_its_message": 2,
        "tests/hooks/test_repairs.py::test_a_repair_works_as_it_is_told": 6,
        "tests/hooks/test_repairs.py::test_what_is_told_by_git_alone_ends_in_the_same": 8,
        "tests/hooks/test_rows.py::test_a_row": 9,
        "tests/hooks/test_switched_off.py::"
        "test_every_hook_speaks_and_is_silent_when_it_is_switched_off": 2,
        "tests/hooks/test_walk_rounds.py::test_a_later_event_sees_it": 5,
        "tests/hooks/test_walk_rounds.py::test_nobody_goes_round_a_server": 3,
        "tests/hooks/test_which_event.py::test_only_the_right_events_start_python": 3,
        "tests/hostile/test_attacks.py::test_settings_of_any_kind_end_in_words": 2,
        "tests/hostile/test_imports.py::"
        "test_behind_its_start_no_command_imports_anything_of_a_path_that_is_set": 3,
        "tests/hostile/test_imports.py::test_no_command_imports_anything_of_the_worktree": 8,
        "tests/hostile/test_imports.py::test_no_hook_imports_anything_of_the_worktree": 4,
        "tests/hostile/test_output.py::test_no_output_acts_on_a_terminal_or_a_ci_server": 6,
        "tests/hostile/test_patterns.py::test_a_push_that_mends_no_pattern_does_not_come_in": 2,
        "tests/hostile/test_patterns.py::test_every_command_ends": 4,
        "tests/install/test_doctor_leftovers.py::test_a_fresh_lock_is_somebodys": 3,
        "tests/install/test_doctor_leftovers.py::"
        "test_an_old_lock_is_found_with_the_command_that_removes_it": 3,
        "tests/interruption/test_uncommitted_edits.py::"
        "test_a_placement_changes_the_faulty_lines_alone_and_undo_brings_all_back": 6,
        "tests/interruption/test_uncommitted_edits.py::"
        "test_a_sparse_checkout_gets_no_file_that_it_leaves_out": 3,
        "tests/matrix/test_matrix.py::"
        "test_nothing_is_lost_and_the_outcome_is_that_of_a_plain_repository": 2,
        "tests/pep8/test_fix_text_passes.py::test_real_files": 3,
        "tests/pep8/test_workers.py::test_what_is_not_reached_in_time_is_left_alone": 3,
        "tests/repairs/test_played.py::test_a_repair_leaves_no_marker_and_loses_nothing": 8,
        "tests/repairs/test_played.py::test_what_is_told_by_git_alone_does_the_same": 3,
        "tests/repairs/test_squash_line.py::test_edits_are_not_stashed_to_squash": 2,
        "tests/server/test_environment.py::test_a_configuration_in_the_pusher_s_home_has_no_say": 2,
        "tests/server/test_journal.py::test_who_pushes_is_as_the_software_of_the_host_tells": 2,
        "tests/server/test_policy.py::"
        "test_a_policy_that_is_wrong_takes_nothing_and_names_its_line": 4,
        "tests/server/test_replaced.py::"
        "test_a_check_in_a_clone_sees_the_commits_that_are_pushed": 3,
        "tests/server/test_verdicts.py::"
        "test_each_history_gets_its_verdict_on_a_protected_branch_alone": 5,
        "tests/server/test_verdicts.py::"
        "test_the_repair_works_in_the_clone_and_what_it_makes_is_taken": 2,
        "tests/server/test_verdicts.py::"
        "test_what_a_protected_branch_has_is_not_judged_again_on_another": 2,
        "tests/server/test_verdicts.py::test_what_is_neither_branch_nor_tag_is_not_judged": 3,
        "tests/settings/test_autopep8.py::test_finds_what_autopep8_finds_anywhere": 3,
        "tests/settings/test_formatter.py::test_real_files_that_are_formatted_are_left_alone": 2,
        "tests/settings/test_formatter.py::test_what_is_formatted_is_left_alone": 4,
        "tests/shims/test_missing_configuration.py::"
        "test_it_is_named_with_a_repair_that_lets_the_commit_through": 3,
        "tests/states/test_branch_states.py::test_a_state_and_the_rules_that_it_breaks": 3,
        "tests/states/test_branch_states.py::test_a_state_and_what_becomes_of_it": 7,
        "tests/states/test_ticket_states.py::test_the_commits_that_get_a_ticket": 3,
        "tests/states/test_tidy_states.py::test_a_line_of_commits": 7,
        "tests/test_scope.py::test_a_touched_line_grows_to_its_logical_line": 4,
        "tests/test_stillness.py::test_a_rebase_ends_as_without_hooks_and_proposes_once": 8,
        "tests/test_stillness.py::test_commands_touch_nothing_in_the_middle": 4,
        "tests/test_stillness.py::test_other_operations_end_as_without_hooks": 3,
        "tests/tui/test_app.py::test_a_screen_that_changes_its_size": 8,
        "tests/tui/test_terminal.py::test_hunks_are_chosen_and_placed": 6,
        "tests/tui/test_terminal.py::test_quitting_changes_nothing": 3,
        "tests/walk/test_walk.py::test_a_short_walk_loses_nothing": 3,
        "tests/worker/test_broken.py::test_a_plain_start_does_it": 14,
        "tests/worker/test_broken.py::test_the_next_commits_get_a_new_one": 4,
        "tests/worker/test_served.py::test_nothing_is_imported_after_the_fork": 4,
        "tests/worker/test_served.py::"
        "test_where_python_would_start_in_another_way_it_is_started": 3,
    }
)
"""Tests that try one thing in many places: every so many of their parameters stay."""


AT_NIGHT: frozenset[str] = frozenset(
    {
        "tests/benchmarks/test_main.py::test_a_commit_is_measured_with_each_peer",
        "tests/benchmarks/test_real_files.py::test_faults_are_put_into_a_clean_text",
        "tests/benchmarks/test_real_files.py::test_untidy_files_are_different_ones",
        "tests/cluster/test_debt_on_cluster.py::test_a_flake8_that_fails_on_a_worker",
        "tests/cluster/test_debt_on_cluster.py::test_what_is_new",
        "tests/cluster/test_debt_on_cluster.py::test_what_is_shown_is_that_of_one_machine",
        "tests/cluster/test_failures.py::test_a_worker_that_dies_is_survived",
        "tests/cluster/test_run_on_cluster.py::test_nothing_to_do",
        "tests/cluster/test_run_on_cluster.py::test_what_is_only_looked_at",
        "tests/commands/test_review_terminal.py::test_a_search_and_a_rule",
        "tests/commands/test_review_written.py::test_a_page_goes_to_stdout",
        "tests/frameworks/test_hooks.py::test_a_rebase_is_left_alone",
        "tests/git/test_runner.py::test_a_great_many_objects_are_read_at_once",
        "tests/graph/test_in_browser.py::test_what_is_folded_or_out_of_view_is_printed",
        "tests/hooks/test_debt.py::"
        "test_pre_commit_asks_by_the_hook_of_debt_and_by_all_where_there_is_a_baseline",
        "tests/hooks/test_framework_push.py::"
        "test_without_it_the_first_ref_is_judged_by_what_the_remote_has",
        "tests/hooks/test_framework_range.py::test_a_topic_is_judged_as_a_topic",
        "tests/hooks/test_framework_range.py::"
        "test_at_the_stage_manual_all_that_is_offered_is_judged_and_nothing_is_changed",
        "tests/hooks/test_framework_range.py::"
        "test_what_main_would_get_is_judged_and_judged_again_once_it_is_there",
        "tests/hooks/test_framework_range.py::"
        "test_without_a_range_the_push_of_the_branch_is_judged",
        "tests/hooks/test_repaid_debt.py::test_a_finding_that_moves_to_another_file_stays",
        "tests/hooks/test_repaid_debt.py::test_two_branches_that_both_repaid_merge_without_a_hand",
        "tests/hooks/test_repaid_debt.py::test_what_a_review_takes_back_alone_is_not_repaid",
        "tests/hostile/test_patterns.py::test_a_checkout_and_a_push_go_on",
        "tests/hostile/test_patterns.py::test_a_pattern_that_hangs_switches_no_other_rule_off",
        "tests/hostile/test_patterns.py::test_many_messages_that_each_take_long_end_as_one_does",
        "tests/hostile/test_patterns.py::test_other_settings_on_another_branch_mend_nothing",
        "tests/server/test_verdicts.py::test_a_long_list_of_findings_is_cut",
        "tests/server/test_verdicts.py::test_a_release_comes_to_main_as_it_is",
        "tests/server/test_verdicts.py::test_ids_of_any_length_are_read",
        "tests/server/test_verdicts.py::"
        "test_what_a_name_has_in_it_that_ends_a_line_elsewhere_ends_none_here",
        "tests/test_packaging.py::test_another_build_has_the_same_bytes",
        "tests/test_packaging.py::test_the_wheel_works_without_the_checkout",
        "tests/test_week_page.py::test_the_week_is_what_the_commands_print",
        "tests/tui/test_terminal.py::test_a_terminal_that_shrinks_and_grows",
        "tests/tui/test_terminal.py::test_the_mouse_is_switched_off_and_the_choice_stays",
        "tests/upgrade/test_while_it_judges.py::test_a_link_is_kept_in_the_hook_whoever_renews_it",
        "tests/worker/test_broken.py::test_a_worker_that_is_killed_leaves_its_fork_at_work",
        "tests/worker/test_commands.py::test_status_says_why_a_commit_was_not_served",
        "tests/worker/test_served.py::test_a_captured_commit_ends_when_it_is_done",
        "tests/worker/test_served.py::"
        "test_a_kept_hook_that_reads_the_lines_leaves_them_to_a_plain_start",
        "tests/worker/test_served.py::test_a_reader_that_is_slow_gets_all_of_it",
        "tests/worker/test_served.py::test_a_repository_that_does_not_want_it_is_not_served",
        "tests/worker/test_served.py::test_in_a_file_the_plain_start_writes",
        "tests/worker/test_served.py::test_it_ends_when_nothing_is_asked",
        "tests/worker/test_served.py::test_one_of_many_that_are_started_at_once_stays",
        "tests/worker/test_terminal.py::test_colours_and_width_are_the_same",
    }
)
"""Tests that take a second or more, and try an edge of what a shorter one of their file tries."""


def leave_the_rest_to_the_night(items: Iterable[pytest.Item]) -> None:
    """Mark the tests ``AT_NIGHT``, and those parameters of ``SAMPLED`` that do not stay."""
    seen: Counter[str] = Counter()
    for item in items:
        name = item.nodeid.partition("[")[0]
        if name in AT_NIGHT:
            item.add_marker(pytest.mark.long)
        elif name in SAMPLED and item.get_closest_marker("long") is None:
            if seen[name] % SAMPLED[name]:
                item.add_marker(pytest.mark.long)
            seen[name] += 1
