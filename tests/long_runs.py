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
        "tests/branches/test_checkout.py::test_an_edit_that_git_is_told_not_to_see_goes_along": 2,
        "tests/branches/test_checkout.py::"
        "test_an_edit_that_git_is_told_not_to_see_is_in_the_way": 4,
        "tests/branches/test_checkout.py::test_work_in_the_way_is_named_and_nothing_moves": 3,
        "tests/ci/test_ci_files.py::test_a_file_checks_a_merge_request": 3,
        "tests/ci/test_ci_files.py::test_shards_check_a_merge_request": 2,
        "tests/ci/test_read_build.py::test_a_merge_request_is_checked_from_its_merge_base": 5,
        "tests/ci/test_read_build.py::"
        "test_a_push_to_a_protected_branch_is_checked_from_what_it_was": 2,
        "tests/ci/test_read_build.py::test_a_shallow_clone_is_unknown_and_its_repair_repairs": 5,
        "tests/ci/test_read_build.py::"
        "test_the_merge_that_a_server_made_to_test_is_not_checked": 2,
        "tests/cluster/test_failures.py::test_a_worker_of_another_version": 2,
        "tests/commands/test_accept.py::test_taking_as_plain_git_would": 6,
        "tests/commands/test_accept.py::test_the_squash_that_is_printed_works": 3,
        "tests/commands/test_check.py::test_one_check_alone": 3,
        "tests/commands/test_completion.py::test_a_tab_completes": 2,
        "tests/commands/test_debt.py::test_a_flake8_that_fails_leaves_the_baseline": 3,
        "tests/commands/test_debt.py::test_what_is_new_is_written_for_programs": 3,
        "tests/commands/test_edited_hunk.py::test_a_hunk_is_edited": 2,
        "tests/commands/test_graph_terminal.py::test_no_line_is_wider_than_the_terminal": 6,
        "tests/commands/test_history_report.py::test_wrong_usage": 4,
        "tests/commands/test_hunk_ids.py::test_a_hunk_is_accepted_and_the_rest_stays": 3,
        "tests/commands/test_hunk_ids.py::test_taking_by_id_is_taking_by_key": 5,
        "tests/commands/test_hunk_ids.py::test_what_cannot_be_changes_nothing": 2,
        "tests/commands/test_hunk_ids.py::test_what_is_no_hunk_changes_nothing": 2,
        "tests/commands/test_interrupted_moves.py::"
        "test_ctrl_c_on_a_terminal_while_1500_files_move": 3,
        "tests/commands/test_interrupted_moves.py::"
        "test_interrupted_while_files_move_it_is_done_or_not_at_all": 2,
        "tests/commands/test_merge.py::test_a_commit_msg_hook_of_the_team_may_refuse": 2,
        "tests/commands/test_merge.py::test_a_correction_is_taken_before_its_commit_is_merged": 2,
        "tests/commands/test_merge.py::test_a_release_that_main_is_ahead_of_is_left_to_git": 2,
        "tests/commands/test_merge.py::test_a_step_that_cannot_be_taken_is_not_told": 3,
        "tests/commands/test_merge.py::test_a_target_that_is_only_behind_is_brought_up": 2,
        "tests/commands/test_merge.py::test_another_branch_is_merged_by_its_name": 2,
        "tests/commands/test_merge.py::"
        "test_any_topic_leaves_a_semi_linear_history_or_nothing_has_changed": 4,
        "tests/commands/test_merge.py::test_notes_of_commits_that_a_merge_rebases": 2,
        "tests/commands/test_merge.py::test_the_bottom_of_a_stack_is_merged_from_its_top": 2,
        "tests/commands/test_merge.py::test_the_repair_lets_it_be_merged": 2,
        "tests/commands/test_merge.py::test_the_step_that_deletes_the_topic_does": 2,
        "tests/commands/test_merge.py::test_what_a_colleague_pushed_to_the_topic_comes_first": 3,
        "tests/commands/test_merge.py::test_what_is_no_correction_goes_along": 3,
        "tests/commands/test_merge.py::test_what_is_not_rebased": 3,
        "tests/commands/test_merge.py::test_what_the_checks_refuse_is_not_merged": 2,
        "tests/commands/test_merge.py::test_where_nothing_can_be_merged": 3,
        "tests/commands/test_push.py::test_a_merge_that_a_colleague_was_before_is_made_again": 2,
        "tests/commands/test_push.py::test_in_a_fork_it_goes_to_ones_own_remote": 3,
        "tests/commands/test_push.py::test_what_is_ones_own_is_pushed": 3,
        "tests/commands/test_push.py::test_what_others_would_lose_is_refused": 2,
        "tests/commands/test_push.py::test_where_there_is_nothing_to_push_or_no_place_for_it": 3,
        "tests/commands/test_rejected_settings.py::"
        "test_a_command_that_only_reads_settings_goes_on": 4,
        "tests/commands/test_rejected_settings.py::"
        "test_what_is_wrong_in_a_file_is_told_alike_and_stops_as_little": 3,
        "tests/commands/test_remaining_correction.py::"
        "test_part_after_part_until_nothing_is_left": 4,
        "tests/commands/test_remaining_correction.py::"
        "test_undo_of_an_amend_takes_its_rest_back_too": 2,
        "tests/commands/test_remaining_correction.py::test_when_all_is_taken_this_is_said": 2,
        "tests/commands/test_review_places.py::test_a_part_without_a_place_is_told": 3,
        "tests/commands/test_review_places.py::"
        "test_amend_is_offered_at_the_end_where_it_is_done": 2,
        "tests/commands/test_review_places.py::test_every_other_byte_stays": 3,
        "tests/commands/test_review_places.py::test_the_last_question_does_what_the_option_does": 2,
        "tests/commands/test_review_places.py::test_undo_takes_a_refusal_back": 3,
        "tests/commands/test_review_places.py::test_what_is_taken_is_placed_and_undo_is_exact": 7,
        "tests/commands/test_review_places.py::"
        "test_what_was_left_out_of_the_branch_is_taken_later": 5,
        "tests/commands/test_review_places.py::"
        "test_without_an_answer_to_the_last_question_nothing_is_changed": 9,
        "tests/commands/test_review_random.py::test_random_bytes_in_a_terminal_lose_nothing": 6,
        "tests/commands/test_review_random.py::test_random_lines_lose_nothing": 8,
        "tests/commands/test_review_refusals.py::"
        "test_in_the_middle_of_a_merge_there_is_only_the_proposal": 3,
        "tests/commands/test_review_terminal.py::test_an_answer_can_be_undone": 4,
        "tests/commands/test_review_terminal.py::test_an_interrupt_changes_nothing": 8,
        "tests/commands/test_review_terminal.py::test_what_is_no_answer_is_told_in_a_line": 8,
        "tests/commands/test_review_written.py::test_the_hunks_are_written_for_other_programs": 3,
        "tests/commands/test_run.py::test_a_name_that_means_nothing": 3,
        "tests/commands/test_run.py::test_what_is_looked_at": 3,
        "tests/commands/test_run_stdin.py::test_bytes_go_in_and_out": 2,
        "tests/commands/test_run_stdin.py::test_what_does_not_go_together": 5,
        "tests/commands/test_selection.py::test_a_part_is_taken_and_undone": 3,
        "tests/commands/test_selection.py::test_what_is_no_rule_is_wrong_usage": 3,
        "tests/commands/test_selection.py::test_what_is_shown": 3,
        "tests/commands/test_edge_cases_with_git.py::"
        "test_a_fixup_may_name_a_revision_as_for_git": 3,
        "tests/commands/test_edge_cases_with_git.py::"
        "test_the_merges_that_replace_an_octopus_have_titles_of_their_own": 2,
        "tests/commands/test_edge_cases_with_git.py::"
        "test_what_no_commit_of_the_branch_is_meant_by_stays": 2,
        "tests/commands/test_spread.py::test_a_range_becomes_one_fixup_for_each_commit": 3,
        "tests/commands/test_spread.py::test_any_history_squashes_to_the_whole_correction": 8,
        "tests/commands/test_start.py::test_what_cannot_be_begun_is_refused": 2,
        "tests/commands/test_status.py::test_every_state_has_a_screen_and_a_next_command": 2,
        "tests/commands/test_status.py::test_status_and_check_find_the_same": 2,
        "tests/commands/test_status.py::test_the_next_command_works_in_that_state": 4,
        "tests/commands/test_sync.py::test_attributes_and_drivers_have_their_say": 3,
        "tests/commands/test_sync.py::test_what_cannot_be_brought_up_is_refused": 2,
        "tests/commands/test_sync_random.py::test_any_branch_comes_out_as_git_makes_it_or_stays": 3,
        "tests/commands/test_sync_resolve.py::test_an_untracked_file_in_the_way_is_named": 3,
        "tests/commands/test_sync_resolve.py::test_meanwhile_commands_say_what_comes_first": 4,
        "tests/commands/test_sync_resolve.py::"
        "test_one_that_was_killed_before_it_began_is_taken_back": 2,
        "tests/commands/test_sync_resolve.py::test_plain_git_may_give_up": 2,
        "tests/commands/test_sync_resolve.py::test_uncommitted_edits_come_first": 3,
        "tests/commands/test_sync_squashed.py::test_a_parent_that_went_on_and_is_deleted": 2,
        "tests/commands/test_ticket.py::test_a_second_run_finds_nothing_to_do": 3,
        "tests/commands/test_ticket.py::test_what_is_no_ticket": 3,
        "tests/commands/test_ticket.py::test_what_is_no_ticket_where_none_are_agreed": 3,
        "tests/commands/test_tidy.py::test_any_branch_comes_out_as_git_makes_it_or_stays": 6,
        "tests/commands/test_tidy.py::test_it_refuses_what_could_cost_somebody_something": 2,
        "tests/commands/test_tidy.py::test_what_git_cannot_squash_is_refused": 2,
        "tests/commands/test_trust.py::test_code_from_elsewhere_is_not_taken": 3,
        "tests/commands/test_trust.py::test_what_changes_is_to_be_trusted_again": 3,
        "tests/commands/test_trust.py::test_what_is_not_trusted_is_not_run_and_that_is_said": 3,
        "tests/commands/test_trust.py::test_what_is_trusted_is_run": 3,
        "tests/commands/test_undo.py::test_taking_back_and_again": 2,
        "tests/commands/test_undo_moves.py::"
        "test_a_file_that_a_filter_has_no_content_for_is_put_back": 2,
        "tests/commands/test_undo_moves.py::"
        "test_a_link_in_the_way_of_a_folder_is_not_overwritten": 2,
        "tests/commands/test_undo_moves.py::test_a_merged_branch_that_was_deleted_comes_again": 3,
        "tests/commands/test_undo_moves.py::"
        "test_killed_after_git_has_moved_the_files_it_is_taken_back": 2,
        "tests/commands/test_why.py::test_a_wrong_name": 4,
        "tests/commands/test_why.py::test_the_ticket_of_a_branch_where_no_pattern_is_set": 4,
        "tests/commands/test_why_not.py::test_each_verdict": 3,
        "tests/commands/test_why_not.py::test_wrong_places": 3,
        "tests/corrections/page/test_in_browser.py::test_a_page_never_scrolls_sideways": 3,
        "tests/corrections/page/test_in_browser.py::"
        "test_unchanged_lines_are_unfolded_without_script": 2,
        "tests/corrections/page/test_review_page.py::test_the_same_review_gives_the_same_page": 4,
        "tests/corrections/review/test_hunk_answers.py::test_every_short_walk_holds": 12,
        "tests/corrections/test_accept.py::"
        "test_a_commit_of_it_on_top_is_folded_in_whatever_else_is_edited": 2,
        "tests/corrections/test_accept.py::test_a_proposal_is_taken": 3,
        "tests/corrections/test_accept.py::"
        "test_an_odd_or_empty_subject_does_not_stop_the_squash": 2,
        "tests/corrections/test_accept.py::test_taken_twice_is_taken_once": 2,
        "tests/corrections/test_accept.py::"
        "test_the_fix_comes_into_its_own_commit_when_git_squashes": 3,
        "tests/corrections/test_accept.py::test_what_is_in_the_worktree_already_is_taken": 3,
        "tests/corrections/test_accept.py::test_what_is_staged_already_is_taken": 3,
        "tests/corrections/test_fix_files.py::test_a_locked_index_leaves_it_at_the_proposal": 2,
        "tests/corrections/test_worktree_placement.py::"
        "test_a_commit_is_signed_with_gpg_where_the_person_signs": 3,
        "tests/corrections/test_worktree_placement.py::"
        "test_a_commit_is_signed_with_ssh_where_the_person_signs": 3,
        "tests/corrections/test_worktree_placement.py::"
        "test_a_real_commit_is_corrected_once_and_taken_back": 3,
        "tests/corrections/test_worktree_placement.py::"
        "test_a_signer_that_fails_is_named_and_nothing_moves": 3,
        "tests/corrections/test_worktree_placement.py::"
        "test_an_index_that_another_command_holds_is_not_touched": 3,
        "tests/corrections/test_worktree_placement.py::"
        "test_in_a_partial_clone_nothing_is_fetched": 3,
        "tests/corrections/test_worktree_placement.py::test_in_every_kind_of_repository": 4,
        "tests/corrections/test_worktree_placement.py::"
        "test_no_hook_of_the_person_runs_but_those_of_refs_and_index": 2,
        "tests/corrections/test_spread_placement.py::test_every_other_byte_stays": 2,
        "tests/debt/test_find_other_pythons.py::test_another_python_judges_what_it_can_read": 3,
        "tests/debt/test_find_other_pythons.py::test_the_versions_that_are_set_decide": 4,
        "tests/debt/test_read_baseline.py::test_of_a_commit_it_is_the_newest_whole_one_before": 3,
        "tests/debt/test_read_baseline.py::test_of_a_worktree_it_is_what_is_staged": 3,
        "tests/debt_log/test_agrees_with_flake8.py::"
        "test_each_commit_has_what_flake8_finds_on_a_checkout": 3,
        "tests/debt_log/test_flake8_with_line_cache.py::test_it_is_what_flake8_finds": 2,
        "tests/debt_log/test_in_browser.py::test_axe_finds_nothing": 2,
        "tests/debt_log/test_in_browser.py::"
        "test_nothing_is_requested_and_nothing_is_wider_than_the_window": 2,
        "tests/faults/test_faults.py::test_a_fault_on_the_way_loses_nothing": 4,
        "tests/git/test_merges_from_commit_to_branch.py::"
        "test_any_history_with_dates_in_any_order": 3,
        "tests/history/checks/test_commit_verdicts.py::test_each_way_to_main_has_its_verdict": 2,
        "tests/history/checks/test_fixups.py::test_many_are_counted_and_squashed_at_once": 2,
        "tests/history/checks/test_fixups.py::"
        "test_what_autosquash_takes_is_to_be_squashed_before": 2,
        "tests/history/checks/test_fixups.py::test_what_autosquash_would_leave_is_an_orphan": 2,
        "tests/history/checks/test_fixups.py::test_what_git_takes_for_a_plain_commit_is_one": 3,
        "tests/history/checks/test_force_push.py::"
        "test_a_pick_that_stops_at_a_conflict_is_announced": 2,
        "tests/history/checks/test_force_push.py::test_after_a_race_the_repair_keeps_the_merge": 2,
        "tests/history/checks/test_force_push.py::test_each_of_several_refs_has_its_own_verdict": 2,
        "tests/history/checks/test_force_push.py::test_each_repair_mends_its_finding": 3,
        "tests/history/checks/test_force_push.py::test_what_takes_nothing_of_others_passes": 3,
        "tests/history/checks/test_force_push.py::"
        "test_what_would_take_something_of_others_is_told": 3,
        "tests/history/checks/test_history_of_protected_branch.py::"
        "test_a_cut_inside_of_the_range_is_unknown": 3,
        "tests/history/checks/test_history_of_protected_branch.py::"
        "test_a_merge_with_changes_of_its_own_is_not_rebased": 3,
        "tests/history/checks/test_history_of_protected_branch.py::"
        "test_a_repair_does_not_begin_beside_edits": 4,
        "tests/history/checks/test_history_of_protected_branch.py::"
        "test_a_topic_is_judged_beside_branches_that_are_kept": 4,
        "tests/history/checks/test_history_of_protected_branch.py::"
        "test_each_repair_mends_its_finding_and_keeps_the_tree": 3,
        "tests/history/checks/test_history_of_protected_branch.py::"
        "test_each_shape_has_its_verdict": 3,
        "tests/history/checks/test_history_of_protected_branch.py::"
        "test_the_way_without_a_rebase_keeps_every_commit_and_file": 2,
        "tests/history/checks/test_rebase_before_merge.py::"
        "test_a_back_merge_is_a_rebase_instead": 3,
        "tests/history/checks/test_rebase_before_merge.py::"
        "test_a_repair_by_git_alone_does_not_begin_beside_edits": 3,
        "tests/history/checks/test_rebase_before_merge.py::"
        "test_a_repair_takes_uncommitted_edits_along": 2,
        "tests/history/checks/test_rebase_before_merge.py::"
        "test_branches_that_are_kept_are_merged_as_they_are": 3,
        "tests/history/checks/test_rebase_before_merge.py::test_each_merge_has_its_verdict": 3,
        "tests/history/checks/test_rebase_before_merge.py::"
        "test_each_repair_mends_its_finding_and_loses_nothing": 3,
        "tests/history/checks/test_rebase_before_merge.py::"
        "test_what_is_merged_into_a_branch_that_is_kept_is_no_back_merge": 3,
        "tests/history/refs/test_upstream_branch.py::"
        "test_a_branch_must_not_fall_behind_one_of_a_remote": 2,
        "tests/history/statistics/test_history_report.py::"
        "test_the_numbers_agree_with_each_other": 3,
        "tests/history/statistics/test_in_browser.py::test_axe_finds_nothing": 2,
        "tests/history/statistics/test_in_browser.py::"
        "test_nothing_is_requested_and_nothing_is_wider_than_the_window": 3,
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
        "tests/hooks/test_event_cases.py::test_a_row": 9,
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
        "tests/pep8/test_relocate_correction.py::test_a_part_is_placed_whatever_was_taken": 2,
        "tests/pep8/test_fix_text.py::"
        "test_without_safety_it_is_byte_for_byte_what_the_command_gives": 3,
        "tests/pep8/test_fix_text_failures.py::test_no_output_has_a_warning": 3,
        "tests/pep8/test_fix_text_passes.py::test_real_files": 3,
        "tests/pep8/test_correction_parts.py::"
        "test_each_part_of_a_real_correction_keeps_the_program_alone": 3,
        "tests/pep8/test_recognize_faultless_row.py::test_rows_of_any_pieces": 3,
        "tests/pep8/test_fix_processes.py::test_a_file_that_kills_its_process_loses_only_itself": 3,
        "tests/pep8/test_fix_processes.py::test_the_processes_end_with_their_parent": 3,
        "tests/pep8/test_fix_processes.py::test_what_is_not_reached_in_time_is_left_alone": 3,
        "tests/repairs/test_repairs_run.py::test_a_repair_leaves_no_marker_and_loses_nothing": 8,
        "tests/repairs/test_repairs_run.py::test_what_is_told_by_git_alone_does_the_same": 3,
        "tests/repairs/test_squash_line.py::test_edits_are_not_stashed_to_squash": 2,
        "tests/server/test_environment.py::test_a_configuration_in_the_pusher_s_home_has_no_say": 2,
        "tests/server/test_journal.py::test_who_pushes_is_as_the_software_of_the_host_tells": 2,
        "tests/server/test_policy.py::"
        "test_a_policy_that_is_wrong_takes_nothing_and_names_its_line": 4,
        "tests/server/test_replace_refs.py::"
        "test_a_check_in_a_clone_sees_the_commits_that_are_pushed": 3,
        "tests/server/test_verdicts.py::"
        "test_each_history_gets_its_verdict_on_a_protected_branch_alone": 5,
        "tests/server/test_verdicts.py::"
        "test_the_repair_works_in_the_clone_and_what_it_makes_is_taken": 2,
        "tests/server/test_verdicts.py::"
        "test_what_a_protected_branch_has_is_not_judged_again_on_another": 2,
        "tests/server/test_verdicts.py::test_what_is_neither_branch_nor_tag_is_not_judged": 3,
        "tests/settings/test_autopep8.py::test_finds_what_autopep8_finds_anywhere": 3,
        "tests/settings/test_project_formatter.py::"
        "test_real_files_that_are_formatted_are_left_alone": 2,
        "tests/settings/test_project_formatter.py::test_what_is_formatted_is_left_alone": 4,
        "tests/shims/test_failing_pre_commit_or_prek_scripts.py::"
        "test_it_is_named_with_a_repair_that_lets_the_commit_through": 3,
        "tests/states/test_branch_states.py::test_a_range_and_the_rules_that_it_breaks": 2,
        "tests/states/test_branch_states.py::test_a_state_and_the_rules_that_it_breaks": 3,
        "tests/states/test_branch_states.py::test_a_state_and_what_becomes_of_it": 7,
        "tests/states/test_ticket_states.py::test_the_commits_that_get_a_ticket": 3,
        "tests/states/test_tidy_states.py::test_a_line_of_commits": 7,
        "tests/test_scope.py::test_a_touched_line_grows_to_its_logical_line": 4,
        "tests/test_git_in_progress.py::test_a_rebase_ends_as_without_hooks_and_proposes_once": 8,
        "tests/test_git_in_progress.py::test_commands_touch_nothing_in_the_middle": 4,
        "tests/test_git_in_progress.py::test_other_operations_end_as_without_hooks": 3,
        "tests/tui/test_app.py::test_a_screen_that_changes_its_size": 8,
        "tests/tui/test_terminal.py::test_hunks_are_chosen_and_placed": 6,
        "tests/tui/test_terminal.py::test_quitting_changes_nothing": 3,
        "tests/undo/test_undo_or_redo.py::test_a_file_replaced_by_a_submodule_since_is_left": 3,
        "tests/undo/test_undo_or_redo.py::test_a_file_that_has_gone_since_does_not_come_back": 4,
        "tests/undo/test_undo_or_redo.py::test_a_later_edit_of_a_fixed_line_stays_and_is_told": 2,
        "tests/undo/test_undo_or_redo.py::test_a_later_staged_edit_stays_and_is_told": 3,
        "tests/undo/test_undo_or_redo.py::"
        "test_commits_on_top_are_not_taken_back_and_git_revert_is_named": 2,
        "tests/undo/test_undo_or_redo.py::test_garbage_collection_takes_nothing_of_it": 4,
        "tests/undo/test_undo_or_redo.py::test_later_edits_keep_their_own_line_ends": 4,
        "tests/undo/test_undo_or_redo.py::test_later_edits_of_the_file_stay": 2,
        "tests/walk/test_walk.py::test_a_short_walk_loses_nothing": 3,
        "tests/worker/test_broken_worker.py::test_a_plain_start_does_it": 14,
        "tests/worker/test_broken_worker.py::test_the_next_commits_get_a_new_one": 4,
        "tests/worker/test_worker_commits.py::test_nothing_is_imported_after_the_fork": 4,
        "tests/worker/test_worker_commits.py::"
        "test_where_python_would_start_in_another_way_it_is_started": 3,
    }
)
"""Tests that try one thing in many places: every so many of their parameters stay."""

FIRST: Mapping[str, int] = MappingProxyType(
    {
        "tests/commands/test_review_places.py::test_a_part_without_a_place_is_told": 1,
        "tests/corrections/test_accept.py::test_what_is_in_the_worktree_already_is_taken": 2,
        "tests/corrections/test_accept.py::test_what_is_staged_already_is_taken": 1,
        "tests/corrections/test_worktree_placement.py::"
        "test_a_commit_is_signed_with_ssh_where_the_person_signs": 1,
        "tests/corrections/test_worktree_placement.py::"
        "test_a_real_commit_is_corrected_once_and_taken_back": 1,
        "tests/corrections/test_worktree_placement.py::"
        "test_a_signer_that_fails_is_named_and_nothing_moves": 2,
        "tests/corrections/test_worktree_placement.py::"
        "test_in_a_partial_clone_nothing_is_fetched": 1,
        "tests/undo/test_undo_or_redo.py::test_a_file_replaced_by_a_submodule_since_is_left": 2,
        "tests/undo/test_undo_or_redo.py::test_a_file_that_has_gone_since_does_not_come_back": 3,
        "tests/undo/test_undo_or_redo.py::test_a_later_edit_of_a_fixed_line_stays_and_is_told": 1,
        "tests/undo/test_undo_or_redo.py::test_a_later_staged_edit_stays_and_is_told": 1,
        "tests/undo/test_undo_or_redo.py::test_later_edits_keep_their_own_line_ends": 2,
    }
)
"""The place of the first parameter that stays, where it is not 0: tests of one kind, which have the
same parameters, stay with different ones."""


AT_NIGHT: frozenset[str] = frozenset(
    {
        "tests/benchmarks/test_main.py::test_a_commit_is_measured_with_each_peer",
        "tests/benchmarks/test_real_files.py::test_faults_are_put_into_a_clean_text",
        "tests/benchmarks/test_real_files.py::test_untidy_files_are_different_ones",
        "tests/cluster/test_debt_on_cluster.py::test_a_flake8_that_fails_on_a_worker",
        "tests/cluster/test_debt_on_cluster.py::test_what_is_new",
        "tests/cluster/test_debt_on_cluster.py::test_what_is_shown_is_that_of_one_machine",
        "tests/cluster/test_failures.py::test_a_worker_that_dies_is_survived",
        "tests/cluster/test_failures.py::test_ctrl_c_cancels_what_is_queued",
        "tests/cluster/test_run_on_cluster.py::test_nothing_to_do",
        "tests/cluster/test_run_on_cluster.py::test_what_is_only_looked_at",
        "tests/commands/test_accept.py::"
        "test_a_ref_that_is_locked_is_told_with_the_command_that_finds_the_lock",
        "tests/commands/test_accept.py::test_amending_after_a_fixup",
        "tests/commands/test_accept.py::test_amending_what_is_below_other_commits",
        "tests/commands/test_accept.py::test_objects_are_read_by_one_process_in_each_of_its_steps",
        "tests/commands/test_accept.py::test_plain_git_is_named_as_it_is_typed_in_a_subfolder",
        "tests/commands/test_check.py::test_what_a_remote_has_on_main_is_not_to_be_made_anew",
        "tests/commands/test_completion.py::test_branches_commits_and_ranges_are_offered",
        "tests/commands/test_completion.py::test_fish_completes",
        "tests/commands/test_completion.py::test_remotes_and_their_branches_are_offered",
        "tests/commands/test_completion.py::test_settings_and_their_values_are_offered",
        "tests/commands/test_debt.py::"
        "test_a_function_that_is_moved_to_another_file_is_no_new_debt",
        "tests/commands/test_debt.py::test_nothing_is_written_by_looking",
        "tests/commands/test_debt.py::"
        "test_two_branches_that_both_repaid_are_merged_without_a_hand",
        "tests/commands/test_debt.py::test_what_a_partial_clone_would_have_to_fetch_is_unknown",
        "tests/commands/test_debt.py::test_what_comes_next_can_be_typed_in_any_folder",
        "tests/commands/test_debt_log.py::test_a_bare_repository",
        "tests/commands/test_debt_log.py::test_a_cell_is_no_formula",
        "tests/commands/test_debt_log.py::test_a_content_that_is_not_here_is_not_counted",
        "tests/commands/test_debt_log.py::test_a_content_that_is_too_large_is_not_looked_at",
        "tests/commands/test_debt_log.py::test_ids_of_64_digits",
        "tests/commands/test_debt_log.py::test_links_submodules_and_names_of_any_bytes",
        "tests/commands/test_debt_log.py::test_since_a_date_and_since_a_tag",
        "tests/commands/test_debt_log.py::test_the_commands_at_the_end_are_about_the_same_and_run",
        "tests/commands/test_debt_log.py::"
        "test_what_a_shallow_clone_has_not_does_not_count_where_the_log_begins_later",
        "tests/commands/test_debt_pay.py::test_each_folder_has_a_commit",
        "tests/commands/test_debt_pay.py::test_the_commits_are_listed_where_git_blame_looks",
        "tests/commands/test_debt_pay.py::test_two_branches_that_both_paid_merge_without_a_hand",
        "tests/commands/test_debt_pay.py::test_what_would_bring_a_new_finding_is_left_out",
        "tests/commands/test_interrupted_moves.py::"
        "test_sigterm_to_the_group_while_1500_files_move",
        "tests/commands/test_merge.py::test_a_correction_follows_its_commit_when_it_is_rebased",
        "tests/commands/test_merge.py::test_a_merge_of_main_goes_by_the_rebase",
        "tests/commands/test_merge.py::"
        "test_a_target_that_follows_a_branch_of_another_name_gets_nothing_of_it",
        "tests/commands/test_merge.py::test_long_ids",
        "tests/commands/test_merge.py::test_settings_may_let_a_merge_inside_through",
        "tests/commands/test_push.py::test_a_merge_of_another_branch_is_left_to_the_person",
        "tests/commands/test_push.py::test_after_a_race_the_repair_keeps_the_merge",
        "tests/commands/test_push.py::test_what_main_has_by_then_is_not_to_be_made_anew",
        "tests/commands/test_push.py::test_what_was_taken_in_and_dropped_is_warned_of",
        "tests/commands/test_remaining_correction.py::"
        "test_on_a_topic_review_names_tidy_as_accept_does",
        "tests/commands/test_remaining_correction.py::test_status_counts_what_is_left",
        "tests/commands/test_remaining_correction.py::"
        "test_what_an_amended_commit_leaves_is_kept_for_the_new_one",
        "tests/commands/test_review.py::test_what_a_commit_cannot_take_in_is_offered_as_a_spread",
        "tests/commands/test_review_refusals.py::"
        "test_a_locked_index_costs_the_correction_nothing_that_was_not_asked_about",
        "tests/commands/test_review_refusals.py::"
        "test_what_a_commit_did_not_change_is_not_squashed_into_it",
        "tests/commands/test_review_refusals.py::"
        "test_without_a_worktree_there_is_only_the_proposal",
        "tests/commands/test_review_terminal.py::"
        "test_a_refused_hunk_is_not_proposed_again_until_it_is_forgotten",
        "tests/commands/test_review_terminal.py::test_a_search_and_a_rule",
        "tests/commands/test_review_terminal.py::"
        "test_a_stop_gives_the_terminal_back_and_goes_on_where_it_was",
        "tests/commands/test_review_terminal.py::test_a_terminal_may_change_its_width",
        "tests/commands/test_review_terminal.py::"
        "test_keys_that_were_typed_ahead_do_not_answer_the_last_question",
        "tests/commands/test_review_terminal.py::test_one_q_is_enough_where_nothing_was_taken",
        "tests/commands/test_review_terminal.py::test_the_last_answer_can_be_undone_at_the_end",
        "tests/commands/test_review_written.py::test_a_page_goes_to_stdout",
        "tests/commands/test_review_written.py::test_a_page_that_cannot_be_written_is_named",
        "tests/commands/test_run.py::test_a_patch_is_free_of_the_persons_diff_settings",
        "tests/commands/test_run.py::test_a_patch_of_the_index_and_of_files",
        "tests/commands/test_run.py::test_a_reader_that_goes_away_is_no_failure",
        "tests/commands/test_selection.py::test_dropped_before_something_else",
        "tests/commands/test_selection.py::test_what_was_taken_of_a_dropped_correction_stays",
        "tests/commands/test_edge_cases_with_git.py::"
        "test_a_topic_that_was_squashed_is_merged_for_the_check_too",
        "tests/commands/test_spread.py::test_a_part_of_a_correction_is_counted_for_what_it_is",
        "tests/commands/test_spread.py::test_edits_beside_it_stay_and_are_told",
        "tests/commands/test_spread.py::test_the_repair_that_accept_names_spreads",
        "tests/commands/test_start.py::test_a_repository_with_long_ids",
        "tests/commands/test_status.py::"
        "test_a_correction_that_was_taken_does_not_wait_when_the_file_goes_on",
        "tests/commands/test_status.py::test_undo_is_not_told_of_a_merge_that_is_pushed",
        "tests/commands/test_sync.py::test_a_base_with_merges_of_its_own_is_laid_on_top_with_them",
        "tests/commands/test_sync.py::"
        "test_a_correction_in_the_files_of_a_conflict_is_taken_out_first",
        "tests/commands/test_sync.py::test_a_fix_of_a_release_is_kept_up_with_it_and_merged_there",
        "tests/commands/test_sync.py::test_a_linked_worktree",
        "tests/commands/test_sync.py::"
        "test_a_merge_of_the_target_goes_and_what_it_resolved_is_a_conflict",
        "tests/commands/test_sync.py::"
        "test_a_merged_branch_is_left_for_a_target_of_any_name_and_place",
        "tests/commands/test_sync.py::test_a_name_for_a_branch_below_moves_with_it",
        "tests/commands/test_sync.py::test_a_partial_clone_gets_what_it_lacks",
        "tests/commands/test_sync.py::test_a_release_that_began_at_main_does_not_become_main",
        "tests/commands/test_sync.py::test_a_repository_with_long_ids",
        "tests/commands/test_sync.py::test_a_submodule_that_has_another_commit_is_named",
        "tests/commands/test_sync.py::test_a_target_may_be_named_with_its_remote",
        "tests/commands/test_sync.py::test_an_author_without_a_name_is_left_to_git",
        "tests/commands/test_sync.py::test_an_empty_commit_stays_beside_one_of_the_target",
        "tests/commands/test_sync.py::test_from_a_folder_inside_and_with_a_tag_of_the_same_name",
        "tests/commands/test_sync.py::test_hookkits_own_hooks_do_not_run",
        "tests/commands/test_sync.py::test_in_a_fork_the_remote_of_the_branch_is_asked_too",
        "tests/commands/test_sync.py::test_main_of_a_fork_that_goes_its_own_way_follows_origin",
        "tests/commands/test_sync.py::test_net_changes_of_none_are_not_taken_for_merged",
        "tests/commands/test_sync.py::test_no_setting_of_rebase_has_a_part_in_it",
        "tests/commands/test_sync.py::test_notes_go_with_the_commits_where_git_is_told_so",
        "tests/commands/test_sync.py::"
        "test_what_comes_first_leaves_the_merges_of_the_branch_as_they_are",
        "tests/commands/test_sync.py::"
        "test_what_such_a_merge_brought_is_not_lost_where_git_has_nothing_to_compare",
        "tests/commands/test_sync.py::test_within_a_submodule",
        "tests/commands/test_sync_resolve.py::"
        "test_a_commit_that_git_was_killed_over_is_not_left_out",
        "tests/commands/test_sync_resolve.py::test_a_dry_run_after_plain_git_writes_nothing",
        "tests/commands/test_sync_resolve.py::"
        "test_a_subject_that_is_not_utf_8_keeps_nobody_from_going_on",
        "tests/commands/test_sync_resolve.py::test_abort_leaves_what_has_come_to_its_end",
        "tests/commands/test_sync_resolve.py::"
        "test_after_plain_git_continue_tells_what_became_of_it",
        "tests/commands/test_sync_resolve.py::"
        "test_an_edit_that_looks_like_the_target_stays_after_git_gave_up",
        "tests/commands/test_sync_resolve.py::"
        "test_files_with_odd_names_are_named_in_a_line_and_can_be_added",
        "tests/commands/test_sync_resolve.py::test_in_a_linked_worktree",
        "tests/commands/test_sync_resolve.py::test_it_ends_as_git_itself_would",
        "tests/commands/test_sync_resolve.py::"
        "test_markers_that_a_file_had_before_are_none_of_the_conflict",
        "tests/commands/test_sync_resolve.py::test_one_that_comes_in_the_way_meanwhile_is_named",
        "tests/commands/test_sync_resolve.py::test_other_branches_on_the_way_stay_as_in_any_sync",
        "tests/commands/test_sync_resolve.py::test_the_stack_stays_where_git_is_told_so",
        "tests/commands/test_sync_resolve.py::test_the_target_has_the_first_commits_as_one",
        "tests/commands/test_sync_resolve.py::"
        "test_what_git_wrote_before_it_was_killed_is_not_in_the_way",
        "tests/commands/test_sync_resolve.py::"
        "test_what_only_looks_at_the_log_leaves_it_as_plain_git_left_it",
        "tests/commands/test_sync_resolve.py::test_where_git_cannot_begin_the_files_are_as_before",
        "tests/commands/test_sync_resolve.py::"
        "test_work_that_came_after_plain_git_stays_above_it_in_the_log",
        "tests/commands/test_sync_squashed.py::test_a_squash_in_other_surroundings",
        "tests/commands/test_sync_squashed.py::test_merge_rebases_what_is_above_the_squash",
        "tests/commands/test_sync_squashed.py::"
        "test_what_meets_the_target_above_the_squash_is_told",
        "tests/commands/test_tidy.py::test_a_linked_worktree",
        "tests/commands/test_tidy.py::test_commits_are_signed_again",
        "tests/commands/test_tidy.py::test_from_a_folder_inside",
        "tests/commands/test_tidy.py::test_of_many_backups_the_last_stay",
        "tests/commands/test_tidy.py::test_where_a_shallow_clone_ends_is_unknown",
        "tests/commands/test_tidy.py::"
        "test_where_hookkit_would_push_it_elsewhere_the_place_is_named",
        "tests/commands/test_tidy.py::test_where_the_branch_is_pushed_under_another_name",
        "tests/commands/test_undo_moves.py::"
        "test_a_file_of_which_only_a_part_was_written_is_put_back",
        "tests/commands/test_undo_moves.py::"
        "test_a_pushed_merge_stays_and_what_was_before_it_has_a_number",
        "tests/commands/test_undo_moves.py::test_a_start_is_done_again_with_the_edits",
        "tests/commands/test_undo_moves.py::test_all_of_a_workday_is_taken_back_and_done_again",
        "tests/commands/test_undo_moves.py::"
        "test_stacked_branches_under_another_worktree_are_left_alone",
        "tests/commands/test_undo_moves.py::"
        "test_the_list_says_nothing_of_branches_that_hookkit_itself_took_back",
        "tests/commands/test_undo_moves.py::"
        "test_the_list_tells_of_each_whether_it_can_be_taken_back",
        "tests/commands/test_undo_moves.py::"
        "test_what_a_later_operation_moved_again_is_taken_back_after_it",
        "tests/commands/test_undo_moves.py::"
        "test_where_head_cannot_move_it_says_so_and_is_taken_back",
        "tests/corrections/test_remembered_fixes.py::"
        "test_a_fault_is_explained_twice_and_fixed_once",
        "tests/corrections/test_remembered_fixes.py::test_other_settings_are_another_question",
        "tests/corrections/test_spread_placement.py::test_nothing_below_the_range_gets_a_fixup",
        "tests/debt_log/test_flake8_runs.py::"
        "test_a_content_that_is_nested_too_deeply_stops_no_other",
        "tests/frameworks/test_hooks.py::test_a_rebase_is_left_alone",
        "tests/git/test_runner.py::test_a_great_many_objects_are_read_at_once",
        "tests/graph/test_commit_positions.py::"
        "test_a_first_parent_is_reached_in_the_lane_of_its_child",
        "tests/graph/test_commit_positions.py::test_the_main_line_has_the_first_lane_for_itself",
        "tests/graph/test_commit_positions.py::"
        "test_there_are_no_more_lanes_than_the_lines_of_a_row_need",
        "tests/graph/test_in_browser.py::"
        "test_a_message_that_is_not_on_the_page_is_named_by_its_command",
        "tests/graph/test_in_browser.py::test_everything_is_unfolded_and_folded_again",
        "tests/graph/test_in_browser.py::test_the_newest_rows_are_read_without_script",
        "tests/graph/test_in_browser.py::test_what_is_folded_or_out_of_view_is_printed",
        "tests/graph/test_page.py::test_the_newest_commits_have_their_files_and_messages",
        "tests/graph/test_page.py::test_the_page_links_to_the_forge_and_the_tickets",
        "tests/history/checks/test_fixups.py::test_a_repair_begins_as_the_caller_says",
        "tests/history/checks/test_fixups.py::test_many_are_counted_and_squashed_at_once",
        "tests/history/checks/test_many_merges.py::"
        "test_few_rebases_are_tried_and_each_finding_is_repaired",
        "tests/history/checks/test_rebase_before_merge.py::"
        "test_a_merge_that_has_not_begun_is_mended_without_an_abort",
        "tests/history/checks/test_rebase_before_merge.py::"
        "test_names_that_a_tag_has_too_are_told_apart",
        "tests/hooks/test_debt.py::"
        "test_pre_commit_asks_by_the_hook_of_debt_and_by_all_where_there_is_a_baseline",
        "tests/hooks/test_framework_by_hand.py::test_where_nothing_is_staged_nothing_is_judged",
        "tests/hooks/test_framework_push.py::test_only_hookkits_own_hook_sees_every_ref",
        "tests/hooks/test_framework_push.py::"
        "test_without_it_the_first_ref_is_judged_by_what_the_remote_has",
        "tests/hooks/test_framework_range.py::test_a_topic_is_judged_as_a_topic",
        "tests/hooks/test_framework_range.py::"
        "test_at_the_stage_manual_all_that_is_offered_is_judged_and_nothing_is_changed",
        "tests/hooks/test_framework_range.py::"
        "test_what_main_would_get_is_judged_and_judged_again_once_it_is_there",
        "tests/hooks/test_framework_range.py::"
        "test_without_a_range_the_push_of_the_branch_is_judged",
        "tests/hooks/test_many_refs.py::"
        "test_a_clone_starts_git_as_often_for_many_refs_as_for_some",
        "tests/hooks/test_many_refs.py::test_a_forced_update_among_many_is_found",
        "tests/hooks/test_repaid_debt.py::test_a_file_that_does_not_parse_keeps_its_findings",
        "tests/hooks/test_repaid_debt.py::test_a_finding_that_moves_to_another_file_stays",
        "tests/hooks/test_repaid_debt.py::test_a_flake8_that_does_not_run_stops_nothing",
        "tests/hooks/test_repaid_debt.py::test_edits_of_the_baseline_are_kept",
        "tests/hooks/test_repaid_debt.py::test_two_branches_that_both_repaid_merge_without_a_hand",
        "tests/hooks/test_repaid_debt.py::test_what_a_person_repays_in_the_commit_goes_with_it",
        "tests/hooks/test_repaid_debt.py::test_what_a_review_takes_back_alone_is_not_repaid",
        "tests/hooks/test_repairs.py::test_a_merge_with_work_of_its_own_keeps_its_message",
        "tests/hostile/test_patterns.py::test_a_checkout_and_a_push_go_on",
        "tests/hostile/test_patterns.py::test_a_pattern_that_hangs_switches_no_other_rule_off",
        "tests/hostile/test_patterns.py::test_many_messages_that_each_take_long_end_as_one_does",
        "tests/hostile/test_patterns.py::test_other_settings_on_another_branch_mend_nothing",
        "tests/install/test_install.py::"
        "test_an_event_is_handed_over_to_pre_commit_with_the_foreign_hook",
        "tests/install/test_install.py::test_pre_commit_before_and_after_hookkit_is_no_loop",
        "tests/install/test_install.py::test_pre_commit_installed_before_hookkit",
        "tests/interruption/test_killed_placement.py::"
        "test_undo_killed_at_any_step_loses_nothing_and_can_be_done_again",
        "tests/interruption/test_killed_merge.py::"
        "test_a_merge_interrupted_anywhere_can_be_taken_back",
        "tests/interruption/test_killed_move.py::"
        "test_taking_back_killed_at_any_step_is_taken_back_again",
        "tests/pep8/test_time_limit.py::test_it_strikes_again_where_python_drops_an_error",
        "tests/pep8/test_fix_processes.py::test_the_limit_holds_in_a_pool",
        "tests/pep8/test_fix_processes.py::test_there_are_ticks_while_others_work",
        "tests/repairs/test_registry.py::"
        "test_no_further_repair_is_added_to_a_function_that_is_registered",
        "tests/server/test_verdicts.py::test_a_long_list_of_findings_is_cut",
        "tests/server/test_verdicts.py::test_a_release_comes_to_main_as_it_is",
        "tests/server/test_verdicts.py::test_ids_of_any_length_are_read",
        "tests/server/test_verdicts.py::"
        "test_what_a_name_has_in_it_that_ends_a_line_elsewhere_ends_none_here",
        "tests/shims/test_failing_pre_commit_or_prek_scripts.py::"
        "test_the_file_that_the_script_names_is_the_one_that_counts",
        "tests/shims/test_failing_pre_commit_or_prek_scripts.py::"
        "test_who_has_silenced_it_is_not_told",
        "tests/test_packaging.py::test_another_build_has_the_same_bytes",
        "tests/test_packaging.py::test_the_wheel_works_without_the_checkout",
        "tests/test_packaging.py::test_twine_has_nothing_to_say",
        "tests/test_scope.py::test_what_scope_lines_leaves_is_the_same_program",
        "tests/test_git_in_progress.py::test_a_report_in_a_rebase_begins_on_a_line_of_its_own",
        "tests/test_git_in_progress.py::test_a_skipped_commit_does_not_bring_in_the_base",
        "tests/test_git_in_progress.py::test_scope_lines_holds_after_a_rebase",
        "tests/test_week_page.py::test_the_week_is_what_the_commands_print",
        "tests/tui/test_screen_lines.py::test_a_huge_hunk_is_drawn_without_python_in_colours",
        "tests/tui/test_terminal.py::test_a_branch_that_moves_meanwhile_costs_nothing",
        "tests/tui/test_terminal.py::test_a_terminal_that_shrinks_and_grows",
        "tests/tui/test_terminal.py::test_the_mouse_is_switched_off_and_the_choice_stays",
        "tests/undo/test_undo_or_redo.py::test_after_amend_upon_a_fixup_both_are_back",
        "tests/undo/test_undo_or_redo.py::test_twice_in_a_row_takes_the_two_last_placements_back",
        "tests/upgrade/test_upgrade_of_clone.py::"
        "test_a_worker_that_imports_while_the_link_is_turned_starts_anew",
        "tests/upgrade/test_upgrade_of_clone.py::"
        "test_no_commit_is_corrected_by_the_version_that_the_link_led_to_before",
        "tests/upgrade/test_page.py::"
        "test_a_server_is_set_up_upgraded_and_taken_back_as_the_page_says",
        "tests/upgrade/test_upgrade_of_server.py::"
        "test_files_that_are_replaced_in_place_let_no_push_by",
        "tests/upgrade/test_install_during_push.py::"
        "test_a_link_is_kept_in_the_hook_whoever_renews_it",
        "tests/upgrade/test_install_during_push.py::"
        "test_a_link_that_is_turned_meanwhile_brings_no_module_of_the_other",
        "tests/upgrade/test_install_during_push.py::"
        "test_what_cannot_be_imported_meanwhile_is_no_bug",
        "tests/worker/test_broken_worker.py::test_a_worker_that_is_killed_leaves_its_fork_at_work",
        "tests/worker/test_commands.py::test_status_says_why_a_commit_was_not_served",
        "tests/worker/test_worker_commits.py::test_a_captured_commit_ends_when_it_is_done",
        "tests/worker/test_worker_commits.py::"
        "test_a_kept_hook_that_reads_the_lines_leaves_them_to_a_plain_start",
        "tests/worker/test_worker_commits.py::test_a_reader_that_is_slow_gets_all_of_it",
        "tests/worker/test_worker_commits.py::"
        "test_a_repository_that_does_not_want_it_is_not_served",
        "tests/worker/test_worker_commits.py::test_in_a_file_the_plain_start_writes",
        "tests/worker/test_worker_commits.py::test_it_ends_when_nothing_is_asked",
        "tests/worker/test_worker_commits.py::test_one_of_many_that_are_started_at_once_stays",
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
            if (seen[name] - FIRST.get(name, 0)) % SAMPLED[name]:
                item.add_marker(pytest.mark.long)
            seen[name] += 1
