"""The registry of repairs: where the code makes each, and which test proves that it is harmless."""

from __future__ import annotations

PLAYED = {
    "history/checks/behind_target_and_inner_merges.py:check_behind_target": "check: a topic behind",
    "history/checks/behind_target_and_inner_merges.py:inner_merge_finding": (
        "check: a merge with a file of its own"
    ),
    "history/checks/fixups.py:_targetless_finding": "check: an orphan above a merge",
    "history/checks/fixups.py:_squash_finding": "check: fixups",
    "history/checks/fixups.py:check_targetless_fixups": "check: a range inside a topic",
    "history/check_runs/replace_repairs.py:with_squash_as_repair": "check: main, with a fixup",
    "history/checks/history_of_protected_branch.py:_direct_finding": (
        "check: main, with a direct commit below"
    ),
    "history/checks/history_of_protected_branch.py:_not_rebased_findings": (
        "check: main, with a file of its own"
    ),
    "history/checks/history_of_protected_branch.py:make_finding": "check: main, merged behind",
    "history/checks/rebase_before_merge.py:_finding": "merge: a topic behind",
    "history/checks/merge_context.py:make_finding": "merge: a topic behind",
    "history/checks/lost_commits.py:lost_commits_finding": (
        "push: main with a merge of its own"
    ),
    "history/checks/topic_tickets.py:_with_edit_command": "check: tickets beside a merge",
    "history/checks/topic_tickets.py:check_tickets_of_other_branches": (
        "check: tickets beside a merge"
    ),
    "corrections/accept.py:_require_successful_squash": "accept: an older proposal",
    "branches/merge/requirements_and_checks.py:require_topic_descends": "merge: another project",
    "branches/merge/dry_run_topic_rebase.py:_refuse": "merge: a merge with a file of its own",
    "branches/sync/sync.py:_fast_forward_to_upstream": "sync: main with a merge of its own",
    "branches/sync/rebase_refusals.py:_git_rebase_refusal": "merge: a conflict",
    "branches/sync/rebase_refusals.py:resolvable_conflict_refusal": "sync: a correction in the way",
    "branches/sync/rebase_refusals.py:require_common_commit": "sync: no commit in common",
    "branches/branches_affected_by_rewrite.py:_shared_commit_refusal": "sync: an amended parent",
    "branches/sync/rebase_refusals.py:merges_refusal": "sync: a merge of another branch",
    "branches/sync/rebase_refusals.py:rebase_differs_from_merge_refusal": (
        "sync: a merge with a file of its own"
    ),
    "branches/tidy.py:_refuse": "tidy: a conflict",
    "branches/start.py:_require_unused_name": "start: the branch is here",
    "branches/require_movable_branch.py:require_rewritable_branch": "tidy: main",
    "branches/add_ticket_to_commits.py:add_ticket": "ticket: what is pushed",
    "history/checks/topic_tickets.py:use_ticket_command_as_repair": (
        "check: a commit without a ticket"
    ),
    "branches/require_movable_branch.py:require_current_branch": "tidy: a detached HEAD",
    "branches/push.py:_branch_and_commit": "push: a detached HEAD",
    "branches/merge/branches_of_merge.py:_head_branch_and_commit": "merge: a detached HEAD",
    "branches/merge/branches_of_merge.py:find_branches_of_merge": "merge: without a main here",
    "branches/sync/sync.py:_require_upstream": "sync: a release that follows nothing",
    "branches/require_movable_branch.py:require_not_in_other_worktree": "sync: in two worktrees",
    "undo/undo_or_redo.py:_entry_to_undo": "undo: taken back already",
    "undo/undo_or_redo.py:_entry_to_redo": "redo: not taken back",
    "corrections/correction.py:find_correction": "accept: no correction",
    "undo/undo_placement_or_rewrite.py:require_unmoved_head": "undo: a fixup below a commit",
    "undo/undo_move.py:_refuse_new_commits": "undo: a sync below a commit",
    "undo/undo_or_redo.py:_push_undo_refusal": "undo: a push",
    "install/install.py:_keep_previous_hook": "install: two hooks of another",
    "shims/hooks_folder.py:writable_hooks_folder": "install: hooks nowhere",
    "shims/hooks_folder.py:_refused_scope": "install: hooks of everybody",
}
"""The scenario of ``scenarios`` in which it is printed and run."""

_CI = "tests/ci/test_read_build.py"
_HISTORY = "tests/history/checks/test_history_of_protected_branch.py"
_REBASED = "tests/history/checks/test_rebase_before_merge.py"
_DIRECT = "tests/history/checks/test_direct_commits.py"

ELSEWHERE = {
    "branches/sync/rebase_refusals.py:_conflict_sentence_or_refusal": "tests/commands/test_sync.py",
    "ci/check_merge_request_or_push.py:_with_usable_repairs": _CI,
    "ci/check_merge_request_or_push.py:usable": _CI,
    "ci/range_to_check.py:_unknown_range": _CI,
    "history/checks/force_push.py:_lost_by_deletion_finding": (
        "tests/history/checks/test_force_push.py"
    ),
    "history/checks/branch_name.py:check_branch_name": "tests/hooks/test_repairs.py",
    "history/checks/force_push.py:_check_forced_update": "tests/history/checks/test_force_push.py",
    "history/checks/force_push.py:_moved_tag_finding": "tests/history/checks/test_force_push.py",
    "history/checks/force_push.py:_never_fetched_finding": (
        "tests/history/checks/test_force_push.py"
    ),
    "history/checks/force_push.py:_never_on_branch_finding": (
        "tests/history/checks/test_force_push.py"
    ),
    "history/checks/force_push.py:_unknown_loss_finding": "tests/history/checks/test_force_push.py",
    "history/checks/history_of_protected_branch.py:_evil_merge_findings": _HISTORY,
    "history/checks/history_of_protected_branch.py:_foxtrot_finding": _HISTORY,
    "history/checks/history_of_protected_branch.py:_inner_merge_findings": _HISTORY,
    "history/checks/history_of_protected_branch.py:_octopus_findings": _HISTORY,
    "history/checks/direct_commits.py:_push_finding": _DIRECT,
    "history/checks/direct_commits.py:check_direct_commits": _DIRECT,
    "history/checks/rebase_before_merge.py:_octopus_finding": _REBASED,
    "history/checks/back_merge_or_pull.py:check_back_merge": _REBASED,
    "history/checks/back_merge_or_pull.py:pull_finding": _REBASED,
    "history/checks/behind_upstream.py:check_behind_upstream": _REBASED,
    "history/checks/ticket.py:check_ticket": "tests/hooks/test_repairs.py",
    "corrections/accept.py:_amend": "tests/commands/test_accept.py",
    "corrections/accept.py:_require_amendable": "tests/commands/test_accept.py",
    "corrections/accept.py:_require_squashable": "tests/commands/test_accept.py",
    "branches/merge/requirements_and_checks.py:require_rebasable_topic": (
        "tests/commands/test_merge.py"
    ),
    "branches/push.py:_require_fetched_unless_blocked": "tests/commands/test_push.py",
    "commands/debt_merge_driver.py:command": "tests/commands/test_debt_merge_driver.py",
    "debt/read_baseline.py:read_worktree_baseline": "tests/debt/test_read_baseline.py",
    "debt/read_baseline.py:read_index_baseline": "tests/debt/test_read_baseline.py",
    "debt/read_baseline.py:read_commit_baseline": "tests/debt/test_read_baseline.py",
    "history/events/pre_merge_commit.py:_without_abort": "tests/hooks/test_repairs.py",
    "history/events/pre_merge_commit.py:_with_repair_after_merge": "tests/hooks/test_repairs.py",
    "history/check_runs/replace_repairs.py:with_repairs_without_autostash": (
        "tests/repairs/test_repairs_run.py"
    ),
    "history/events/pre_commit.py:_with_repair_after_commit": "tests/hooks/test_repairs.py",
}
"""The tests that run it as it is printed."""

NOT_PLAYED = {
    "what is left after a fault, which the fault runs play with hookkit undo": (
        "branches/checkout.py:_move_index_and_files",
        "branches/checkout.py:_locked_plan",
        "branches/checkout.py:_move_files_and_refs",
        "branches/checkout.py:check_out_with_edits",
        "operation_log/stored_entries.py:_cannot_write_error",
        "operation_log/migrate_from_refs.py:migrate_from_refs",
        "git/rewrite_worktree_files.py:_failure",
        "git/rewrite_worktree_files.py:_replace_index",
        "branches/sync/interrupted_sync.py:restore_files_from_before_sync",
        "branches/sync/run_git_rebase.py:continue_rebase",
        "branches/sync/conclude_stopped_sync.py:_finish_rebase",
    ),
    "switches to a branch, or names one to the person": (
        "branches/merge/branches_of_merge.py:_find_topic",
        "branches/merge/dry_run_topic_rebase.py:_topic",
        "branches/tidy.py:_find_target",
    ),
    "needs an address or a remote of the person, whose tests play the push": (
        "branches/read_remote_commit.py:_push_address",
        "branches/push_destination.py:_default_remote",
        "branches/read_remote_commit.py:read_remote_commit",
        "branches/push.py:plan_push",
        "debt/lint_worktree_index_or_range.py:lint_range",
        "debt/tracked_files.py:read_blobs",
    ),
    "is a command of hookkit that has tests of its own, or needs a terminal to choose from": (
        "debt/check.py:refuse_conflict_markers",
        "debt/lint_worktree_index_or_range.py:lint_index",
        "commands/shared/find_kept_correction.py:find_kept_correction",
        "commands/review.py:_require_compatible_options",
        "debt/accept.py:_create",
        "history/checks/debt.py:debt_findings",
        "history/checks/debt.py:_untrusted_plugins_finding",
        "debt_payment/ignore_revs_file.py:read_ignore_revs",
        "debt_payment/pay.py:_commit_for_planned_tree",
        "debt_payment/pay.py:commit_for",
        "history/checks/debt.py:_grown_baseline_finding",
        "history/checks/debt.py:_check_files",
        "commands/shared/choose_review_hunks.py:choose_by_ids",
        "corrections/refused_hunks.py:_find_by_id",
        "tui/show_review.py:require_terminal",
        "corrections/spread_placement.py:_require_on_branch",
        "corrections/spread_placement.py:_last_commit_if_unchanged",
        "corrections/spread_placement.py:make",
        "branches/merge/requirements_and_checks.py:require_correction_committed",
        "git/refs.py:require_commit",
        "corrections/worktree_files_to_fix.py:_expand",
        "corrections/worktree_files_to_fix.py:_path_from_top",
        "corrections/worktree_files_to_fix.py:files_at_paths",
        "corrections/files_and_lines_to_fix.py:files_of_range",
        "corrections/commit_or_file_arguments.py:files_of_arguments",
        "corrections/review/state_at_review_start.py:require_unchanged",
        "corrections/review/placement_modes.py:_placement_error",
        "corrections/review/placement_modes.py:require_placement_modes",
        "branches/sync/requirements_to_continue.py:require_resolved",
        "branches/sync/requirements_to_continue.py:require_no_commit_lost",
        "branches/sync/begin_continue_abort_sync.py:_conclude",
        "branches/sync/begin_continue_abort_sync.py:_require_stopped",
        "branches/sync/begin_continue_abort_sync.py:_already_aborted_refusal",
        "branches/sync/begin_continue_abort_sync.py:abort_sync",
        "operation_log/require_git_operation_finished.py:require_no_operation_or_stopped_sync",
    ),
    "commits the edits that are in the way, in words of the person": (
        "git/plan_move_with_edits.py:_raise_if_blocked",
    ),
    "is printed on a server, and played in a clone by tests/server": (
        "history/check_runs/receive_checks.py:_tag_finding",
        "history/checks/protected_branch_tickets.py:check_missing_tickets",
        "history/check_runs/receive_checks.py:_slow_pattern_finding",
    ),
    "is printed by undo where an interruption or another worktree came between: its tests": (
        "branches/checkout.py:_recorded_move",
        "undo/undo_or_redo.py:_find_entry",
        "undo/undo_placement_or_rewrite.py:other_branch_refusal",
        "undo/compare_refs.py:_moved_ref_refusal",
        "undo/compare_refs.py:has_changes_to_undo",
        "branches/push_with_lease.py:unknown_result_error",
        "branches/push_with_lease.py:require_push_succeeded",
        "branches/move_to_rewritten_commits.py:move_to_rewritten_commits",
        "undo/undo_move.py:_refuse_other_commits",
        "undo/undo_move.py:_refuse_branches_in_use",
        "undo/undo_move.py:_refuse_pushed",
    ),
    "needs pre-commit, husky, pip, a cluster, or a server's or no repository: its tests play it": (
        "cluster/require_same_worker_versions.py:require_same_versions_on_all_workers",
        "cluster/require_same_worker_versions.py:require_same_versions_on_worker",
        "cluster/batches.py:batch_result",
        "cluster/connection.py:count_workers",
        "cluster/connection.py:connection_lost_error",
        "cluster/dask_client.py:_import_distributed",
        "cluster/dask_client.py:_connection_error",
        "cluster/dask_client.py:_require_reachable",
        "corrections/correction.py:_require_known_format",
        "debt/logging_rules.py:require_logging_plugins",
        "debt_log/tool_versions.py:installed_tool_versions",
        "fleet/result_store.py:_require_store_format",
        "install/global_install_and_uninstall.py:_require_no_hooks_path",
        "install/global_install_and_uninstall.py:_require_no_other_template",
        "install/config_hook_shims.py:require_config_hooks",
        "commands/hook/__init__.py:_require_known_shim",
        "commands/install.py:command",
        "install/install.py:install_server_hook",
        "server/read_trusted_file.py:_require_trusted_owner_and_mode",
        "commands/uninstall.py:command",
        "shims/require_no_newer_shims.py:require_no_newer_shim",
        "shims/read_pre_commit_config.py:_load_config",
        "install/install_pre_commit_or_prek.py:install_scripts",
        "shims/hooks_folder.py:_refused_husky",
        "shims/shim_file.py:events_with_shim",
        "debt/baseline.py:_require_first_line",
        "install/doctor_hooks.py:diagnose_hooks",
    ),
}
"""What is not played, by what its repair does."""

SHOWS = """
commands/debt.py:check
corrections/commit_or_file_arguments.py:split_revision_and_paths
commands/debt.py:_no_range_error
debt/lint_worktree_index_or_range.py:lint_worktree
debt/read_baseline.py:_read_worktree_file
branches/sync/conclude_stopped_sync.py:_commit_moved_to
commands/debt.py:_refuse_rules_on_cluster
commands/debt.py:_lint_worktree
commands/fleet/__init__.py:command
commands/shared/parse_day.py:parse_day_as_seconds
commands/fleet/page.py:command
commands/fleet/inspect_and_report.py:_read_repositories
debt/flake8_process.py:wait_for_findings
debt/prestarted_flake8.py:wait
debt/lint_contents.py:_lint_on_cluster
debt_log/changed_files.py:_read_folder
debt_log/compare_debt_of_trees.py:_read_findings
debt_log/compare_debt_of_trees.py:_keep_problem
debt_log/flake8_runs.py:_require_working_flake8
debt_log/main_line.py:_find_tip
debt_log/main_line.py:read_main_line
debt_log/compute_debt_log.py:compute_debt_log
fleet/default_branch_and_settings.py:_commit_of
fleet/read_repository_list.py:_read_text
fleet/result_store.py:_not_a_store
commands/debt_pay.py:_parse_selection
commands/debt_pay.py:command
commands/trust.py:command
ci/range_to_check.py:_require_commit
commands/shared/output_options_and_files.py:parse_output_option
ci/shard.py:parse_shard
ci/join_shard_reports.py:_require_all_shards
ci/join_shard_reports.py:_mismatch_error
ci/join_shard_reports.py:parse_shard_report
commands/ci.py:_read_shard_file
commands/sync.py:command
commands/server/__init__.py:command
commands/server/policy.py:_read_whole_policy
commands/server/report.py:_existing_journal
commands/server/report.py:_journal_of_policy
server/read_journal.py:pushes
commands/server/policy.py:command
server/append_to_journal.py:append_line
server/read_trusted_file.py:_content
server/read_trusted_file.py:read_trusted_file
server/parse_policy.py:wrong_usage
server/parse_policy.py:_wrong_usage
server/read_policy.py:repository_name
error_boundary.py:environment_error
git/plan_move_with_edits.py:_overwrite_refusal
git/plan_move_with_edits.py:plan_move
git/worktree_paths_and_checks.py:require_worktree
branches/build_branch_name.py:_usage_error
branches/resolve_target.py:missing_target_error
branches/push.py:_with_commits
branches/push.py:execute_push
terminal/ask_yes_or_no.py:ask_yes_or_no
branches/start.py:_build_name
branches/start.py:start
branches/tidy.py:_read_commits
branches/add_ticket_to_commits.py:_encoded_message
branches/add_ticket_to_commits.py:_commits_to_rewrite
branches/add_ticket_to_commits.py:_ticket_pattern
cli.py:resolve_command
cli.py:_from_click_error
commands/accept.py:_choose_correction
commands/accept.py:command
commands/check.py:_run_checks
commands/config/__init__.py:command
commands/config/set_and_unset.py:_scope
commands/config/show.py:_file_to_show
commands/config/show.py:_too_many_arguments_error
commands/check.py:_single_argument
commands/check.py:_unknown_check_error
commands/shared/html_and_svg_options.py:require_valid_html_and_svg_options
commands/hook/__init__.py:_unknown_event_error
commands/hook/run_checks_or_framework_stage.py:run_one_check
commands/shared/run_undo_or_redo.py:parse_operation_id
commands/refused.py:command
commands/run.py:_placeable_settings
commands/run.py:_find_files
commands/run.py:command
commands/run.py:_run
commands/run.py:_run_stdin
api/convert_results.py:to_check_result
corrections/worktree_files_to_fix.py:_path_in
corrections/worktree_files_to_fix.py:_read_content
commands/why_not.py:_require_line
commands/why_not.py:_require_positive
corrections/review/find_hunks_by_id.py:_find_hunk
corrections/review/find_hunks_by_id.py:parse_hunk_ids
corrections/hunk_selection.py:_parse_codes
corrections/hunk_selection.py:_encoded_path
corrections/select_hunks.py:_with_named_hunks
corrections/why_not/explain_faults.py:explain_faults
corrections/why_not/explain_whole_file.py:explain_missing
install/write_initial_settings.py:_append_settings
install/write_initial_settings.py:write_initial_settings
install/change_setting_in_team_file.py:_edit_text
install/change_setting_in_team_file.py:_parse_settings_file
git/blame.py:_path_in_worktree
git/blame.py:_explain_failure
git/blame.py:blamed_commit
git/changed_python_files.py:commit_changes
git/commits.py:read_commit
git/index_update.py:locked_index
git/write_blob_tree_commit.py:_committer
git/process.py:start_error
git/unusable_repository_error.py:unusable_repository_error
graph/shown_commits.py:_resolved_commit
graph/shown_commits.py:find_shown_commits
history/refs/naming_patterns.py:compiled_pattern
history/checks/fixups.py:check_fixups
history/checks/force_push.py:_unknown_finding
history/checks/history_of_protected_branch.py:_unknown_finding
history/checks/history_of_protected_branch.py:_findings
history/checks/history_of_protected_branch.py:_unknown_merge_findings
history/checks/rebase_before_merge.py:_unknown_finding
history/events/framework_event.py:_hook_arguments
history/events/framework_event.py:_pre_push_line
history/events/check_framework_range.py:_resolve_commit
history/events/check_framework_range.py:_read_range
history/events/check_framework_range.py:_require_target
history/check_runs/range_checks.py:_resolve_commit
history/check_runs/check_result.py:run_pattern_check
history/check_runs/branch_context.py:read_branch_context
history/check_runs/branch_context.py:problem
history/statistics/history_report.py:_resolve_commit
history/statistics/history_report.py:_last_year
history/why/commit_origin.py:_find_commit
history/why/commit_origin.py:_find_in_bare_repository
history/why/commit_origin.py:_last_commit_of_line
history/why/commit_origin.py:_with_problem
diagnostic_log/custom_configuration.py:_parse
diagnostic_log/custom_configuration.py:_parse_json
diagnostic_log/custom_configuration.py:_parse_yaml
diagnostic_log/custom_configuration.py:apply_config
settings/autopep8/config_parsing.py:_broken_file_error
settings/autopep8/config_parsing.py:value_error
settings/time_limited_pattern.py:_run_limited
settings/value_conversion.py:_setting_error
settings/team_files.py:both_files_error
settings/settings_file.py:read_settings_table
settings/raw_setting.py:find_key
settings/git_config_edit.py:set_git_value
settings/git_settings.py:_value_text
settings/git_settings.py:_setting_key
settings/settings_file.py:decode_settings
settings/settings_file.py:parse_toml
settings/settings_file.py:parse_tool_table
settings/settings_file.py:read_settings_file
settings/setting_argument.py:parse_setting_value
terminal/write_html_or_svg_file.py:write_page
git/operation_in_progress.py:require_no_git_operation
worker/folder_and_paths.py:_unsafe_folder
""".split()
"""What only shows something, fetches, opens a settings file, or names the right words."""

SEVERAL = {
    "server/append_to_journal.py:append_line": 2,
    "commands/fleet/inspect_and_report.py:_read_repositories": 2,
    "commands/install.py:command": 4,
    "install/install.py:install_server_hook": 2,
    "server/read_trusted_file.py:_require_trusted_owner_and_mode": 2,
    "server/read_trusted_file.py:_content": 2,
    "cluster/dask_client.py:_require_reachable": 2,
    "cluster/dask_client.py:_connection_error": 2,
    "debt_log/flake8_runs.py:_require_working_flake8": 2,
    "debt_log/main_line.py:_find_tip": 2,
    "ci/check_merge_request_or_push.py:_with_usable_repairs": 2,
    "ci/check_merge_request_or_push.py:usable": 2,
    "commands/shared/output_options_and_files.py:parse_output_option": 2,
    "history/checks/debt.py:_check_files": 2,
    "ci/join_shard_reports.py:_require_all_shards": 2,
    "ci/join_shard_reports.py:parse_shard_report": 3,
    "history/checks/behind_target_and_inner_merges.py:check_behind_target": 2,
    "history/checks/force_push.py:_never_fetched_finding": 2,
    "history/checks/history_of_protected_branch.py:_not_rebased_findings": 3,
    "history/checks/back_merge_or_pull.py:check_back_merge": 2,
    "commands/debt.py:check": 2,
    "history/checks/rebase_before_merge.py:_finding": 4,
    "history/checks/rebase_before_merge.py:_octopus_finding": 3,
    "history/checks/back_merge_or_pull.py:pull_finding": 2,
    "history/checks/ticket.py:check_ticket": 2,
    "commands/shared/html_and_svg_options.py:require_valid_html_and_svg_options": 2,
    "commands/shared/choose_review_hunks.py:choose_by_ids": 2,
    "commands/review.py:_require_compatible_options": 6,
    "git/unusable_repository_error.py:unusable_repository_error": 5,
    "diagnostic_log/custom_configuration.py:apply_config": 3,
    "terminal/write_html_or_svg_file.py:write_page": 3,
    "settings/settings_file.py:parse_toml": 3,
    "settings/setting_argument.py:parse_setting_value": 3,
    "git/blame.py:_explain_failure": 3,
    "branches/read_remote_commit.py:_push_address": 2,
    "branches/push_destination.py:_default_remote": 2,
    "branches/resolve_target.py:missing_target_error": 2,
    "branches/checkout.py:_move_files_and_refs": 2,
    "corrections/accept.py:_require_amendable": 2,
    "corrections/accept.py:_require_squashable": 2,
    "tui/show_review.py:require_terminal": 5,
    "undo/undo_or_redo.py:_find_entry": 2,
    "undo/undo_or_redo.py:_entry_to_redo": 2,
    "undo/undo_or_redo.py:_entry_to_undo": 2,
    "undo/undo_placement_or_rewrite.py:require_unmoved_head": 2,
    "branches/merge/branches_of_merge.py:_head_branch_and_commit": 2,
    "branches/merge/branches_of_merge.py:find_branches_of_merge": 3,
    "branches/merge/dry_run_topic_rebase.py:_topic": 2,
    "branches/push.py:_branch_and_commit": 2,
    "branches/require_movable_branch.py:require_current_branch": 2,
    "branches/start.py:_require_unused_name": 4,
    "branches/add_ticket_to_commits.py:_commits_to_rewrite": 2,
    "branches/sync/rebase_refusals.py:_git_rebase_refusal": 2,
    "branches/branches_affected_by_rewrite.py:_shared_commit_refusal": 3,
    "branches/sync/rebase_refusals.py:require_common_commit": 2,
    "branches/sync/rebase_refusals.py:resolvable_conflict_refusal": 3,
    "branches/sync/requirements_to_continue.py:require_resolved": 2,
    "branches/sync/requirements_to_continue.py:require_no_commit_lost": 2,
    "commands/run.py:_run_stdin": 3,
    "branches/sync/begin_continue_abort_sync.py:abort_sync": 2,
    "git/refs.py:require_commit": 2,
    "shims/hooks_folder.py:writable_hooks_folder": 2,
    "corrections/worktree_files_to_fix.py:_path_from_top": 2,
    "corrections/commit_or_file_arguments.py:files_of_arguments": 2,
    "corrections/review/placement_modes.py:_placement_error": 2,
    "history/why/commit_origin.py:_find_commit": 5,
    "history/why/commit_origin.py:_with_problem": 4,
    "corrections/why_not/explain_whole_file.py:explain_missing": 2,
}
"""How many repairs a function makes that makes several: one more needs a look, and a scenario."""
