"""Where a repair is made, and how it is held that it does no harm."""

from __future__ import annotations

PLAYED = {
    "checks/behind.py:_verdicts": "check: a topic behind",
    "checks/behind.py:merge_inside": "check: a merge with a file of its own",
    "checks/fixups.py:_orphan": "check: an orphan above a merge",
    "checks/fixups.py:_squashable": "check: fixups",
    "checks/history.py:_direct": "check: main, with a direct commit below",
    "checks/history.py:_merge": "check: main, with a direct commit below",
    "checks/history.py:_not_rebased": "check: main, with a file of its own",
    "checks/history.py:found": "check: main, merged behind",
    "checks/rebased.py:_broken": "merge: a topic behind",
    "checks/rebased.py:found": "merge: a topic behind",
    "checks/rewritten.py:rewritten": "push: main with a merge of its own",
    "checks/topic.py:_with_merges": "check: tickets beside a merge",
    "checks/topic.py:check_topic": "check: tickets beside a merge",
    "judgement/corrections/accept.py:_check_squashes": "accept: an older proposal",
    "story/branch/merge/rebased.py:_refuse": "merge: a merge with a file of its own",
    "story/branch/sync/base.py:sync_base": "sync: main with a merge of its own",
    "story/branch/sync/guards.py:_by_hand": "sync: a conflict",
    "story/branch/sync/guards.py:check_descent": "sync: no commit in common",
    "story/branch/sync/guards.py:refuse_merges": "sync: a merge of another branch",
    "story/branch/sync/guards.py:refuse_stuck": "sync: a correction in the way",
    "story/branch/sync/guards.py:refuse_unlike": "sync: a merge with a file of its own",
    "story/branch/tidy.py:_refuse": "tidy: a conflict",
    "story/branch/start.py:_check_free": "start: the branch is here",
    "story/branch/tidy.py:_branch": "tidy: main",
    "story/branch/ready.py:current_branch": "tidy: a detached HEAD",
    "story/branch/push.py:_branch": "push: a detached HEAD",
    "story/branch/merge/parties.py:_here": "merge: a detached HEAD",
    "story/branch/merge/parties.py:find_parties": "merge: without a main here",
    "story/branch/sync/base.py:followed": "sync: a release that follows nothing",
    "story/branch/ready.py:check_alone": "sync: in two worktrees",
    "judgement/undo/last.py:_to_undo": "undo: taken back already",
    "judgement/undo/last.py:_to_redo": "redo: not taken back",
    "judgement/corrections/correction.py:find_correction": "accept: no correction",
    "judgement/undo/placed_back.py:check_head": "undo: a fixup below a commit",
    "judgement/undo/moved_back.py:_refuse_commits": "undo: a sync below a commit",
    "judgement/branches/pushing.py:refuse_push_back": "undo: a push",
    "story/install/__init__.py:_keep": "install: two hooks of another",
    "doors/shims/places.py:own_folder": "install: hooks nowhere",
    "doors/shims/places.py:_refused_scope": "install: hooks of everybody",
}
"""The scene of ``scenes`` in which it is printed and run."""

ELSEWHERE = {
    "checks/force_push.py:_lost_with": "tests/checks/test_force_push.py",
    "checks/branch_name.py:check_branch_name": "tests/hooks/test_repairs.py",
    "checks/force_push.py:_lost_by_force": "tests/checks/test_force_push.py",
    "checks/force_push.py:_moved_tag": "tests/checks/test_force_push.py",
    "checks/force_push.py:_never_fetched": "tests/checks/test_force_push.py",
    "checks/force_push.py:_not_taken_in": "tests/checks/test_force_push.py",
    "checks/force_push.py:_untold": "tests/checks/test_force_push.py",
    "checks/history.py:_foxtrot": "tests/checks/test_history.py",
    "checks/protected.py:_pushed": "tests/checks/test_protected.py",
    "checks/protected.py:check_protected": "tests/checks/test_protected.py",
    "checks/rebased.py:_octopus": "tests/checks/test_rebased.py",
    "checks/rebased.py:_onto_topic": "tests/checks/test_rebased.py",
    "checks/rebased.py:_pull": "tests/checks/test_rebased.py",
    "checks/rebased.py:_stale": "tests/checks/test_rebased.py",
    "checks/ticket.py:check_ticket": "tests/hooks/test_repairs.py",
    "judgement/corrections/accept.py:_amend": "tests/commands/test_accept.py",
    "judgement/corrections/accept.py:_check_amendable": "tests/commands/test_accept.py",
    "judgement/corrections/accept.py:_check_belongs": "tests/commands/test_accept.py",
    "story/branch/merge/judged.py:check_rebasable": "tests/commands/test_merge.py",
    "story/branch/push.py:_unseen": "tests/commands/test_push.py",
    "story/events/merging.py:_keeping_work": "tests/hooks/test_repairs.py",
    "story/events/merging.py:_of_made": "tests/hooks/test_repairs.py",
    "story/check/checked.py:here": "tests/repairs/test_played.py",
    "story/events/pre_commit.py:_of_made": "tests/hooks/test_repairs.py",
}
"""The tests that run it as it is printed."""

NOT_PLAYED = {
    "what is left after a fault, which the fault runs play with hookkit undo": (
        "judgement/branches/moving.py:_move_files",
        "judgement/branches/moving.py:_ready",
        "judgement/branches/moving.py:_travel",
        "judgement/branches/moving.py:relocate",
        "judgement/records/journal.py:_unwritten",
        "judgement/records/migration.py:migrate",
        "judgement/records/rewrite.py:_failure",
        "judgement/records/rewrite.py:_replace_index",
    ),
    "switches to a branch, or names one to the person": (
        "story/branch/merge/parties.py:_target",
        "story/branch/merge/parties.py:_topic",
        "story/branch/merge/rebased.py:_topic",
        "story/branch/tidy.py:_target",
    ),
    "needs an address or a remote of the person, whose tests play the push": (
        "facts/remotes/destination.py:_place",
        "facts/remotes/destination.py:_usual",
        "facts/remotes/destination.py:ask_where",
        "story/branch/push.py:plan_push",
    ),
    "is a command of hookkit that has tests of its own, or needs a terminal to choose from": (
        "commands/review/__init__.py:_check_usage",
        "judgement/corrections/placement.py:top_of",
        "judgement/corrections/refusals.py:_named",
        "judgement/corrections/spread.py:_check_on_branch",
        "judgement/corrections/spread.py:_made",
        "judgement/corrections/spread.py:make",
        "story/branch/merge/judged.py:check_settled",
        "story/correct/begun.py:check_begun",
        "story/correct/jobs.py:_expand",
        "story/correct/jobs.py:_inside",
        "story/correct/jobs.py:of_paths",
        "story/correct/jobs.py:of_range",
        "story/correct/named.py:job_of",
        "story/review/settle.py:_check_unmoved",
        "story/review/settle.py:_obstacle",
        "story/review/settle.py:check_place",
    ),
    "commits the edits that are in the way, in words of the person": (
        "judgement/branches/carried.py:_refuse",
    ),
    "is printed on a server, and played in a clone by tests/server": (
        "checks/received.py:_tag",
        "checks/received.py:_updated",
        "checks/unticketed.py:check_unticketed",
        "story/check/of_receive.py:_unmatched",
    ),
    "is printed by undo where an interruption or another worktree came between: its tests": (
        "judgement/branches/moving.py:_recorded",
        "judgement/undo/last.py:_find",
        "judgement/undo/placed_back.py:check_branch",
        "judgement/undo/standing.py:_refuse_moved",
        "judgement/undo/standing.py:check_standing",
        "judgement/branches/pushing.py:_unknown",
        "judgement/branches/pushing.py:check_sent",
        "judgement/branches/tidied.py:move_branch",
        "judgement/undo/moved_back.py:_refuse_gone_on",
        "judgement/undo/moved_back.py:_refuse_occupied",
        "judgement/undo/moved_back.py:_refuse_pushed",
        "judgement/undo/moved_back.py:_refused_elsewhere",
    ),
    "needs pre-commit, husky, pip or a server's repository, whose tests play it": (
        "commands/install.py:command",
        "doors/shims/owner.py:_load_yaml",
        "doors/shims/owner.py:install_pre_commit",
        "doors/shims/places.py:_refused_husky",
        "doors/shims/template.py:_all_events",
        "story/doctor.py:_as_server",
    ),
}
"""What is not played, by what its repair does."""

SHOWS = """
text/bounded_pattern.py:_within
story/quiet.py:check_quiet
story/events/framework.py:_line
story/events/asked_range.py:_said
story/events/asked_range.py:_read
story/events/asked_range.py:_commit
doors/git.py:_no_repository
boundary.py:as_environment
checks/branch_name.py:expression
checks/fixups.py:check_fixups
checks/force_push.py:_unknown
checks/history.py:_unknown
checks/history.py:_verdicts
checks/rebased.py:_unknown
cli.py:_unknown
cli.py:_wrong
commands/accept.py:command
commands/check.py:_judge
commands/check.py:_one
commands/check.py:_unknown
commands/graph.py:_check_usage
commands/hook/__init__.py:_check_known
commands/hook/judging.py:judge_check
commands/refused.py:command
commands/run.py:_fitting
commands/run.py:_job
commands/run.py:_run
commands/why_not.py:_check
commands/why_not.py:_positive
craft/objects.py:_committer
doors/config/checked.py:_wrong
doors/config/files.py:_read
doors/config/files.py:_read_pyproject
doors/config/files.py:_read_table
doors/config/git_config.py:_text
doors/config/git_config.py:read_git
doors/config/raw.py:find_key
doors/config/typed.py:_wrong
doors/git.py:_execute
doors/log/custom.py:_parse
doors/log/custom.py:_parse_json
doors/log/custom.py:_parse_yaml
doors/log/custom.py:apply_config
doors/pages.py:write_page
doors/pep8_config/ini.py:_broken
doors/pep8_config/pyproject.py:read_pyproject
doors/pep8_config/source.py:wrong
doors/settings_text.py:decode_settings
doors/settings_text.py:parse_toml
doors/settings_text.py:read_settings_file
facts/commits/commits.py:read_commit
facts/commits/line_blame.py:_inside
facts/commits/line_blame.py:_wrong
facts/commits/line_blame.py:last_touched
facts/files/changes.py:of_commit
facts/files/index.py:locked_index
judgement/branches/carried.py:plan_way
report/branch/consent.py:agrees
story/branch/elsewhere.py:elsewhere
story/branch/fresh.py:_missing
story/branch/new_name.py:_wrong
story/branch/push.py:_measured
story/branch/push.py:carry_out
story/branch/ready.py:check_quiet
story/branch/ready.py:missing_target
story/branch/start.py:_name
story/branch/start.py:start
story/branch/tidy.py:_commits
story/check/attempted.py:attempted
story/check/of_range.py:_commit
story/check/scene.py:look
story/check/scene.py:problem
story/graph/view.py:_named
story/graph/view.py:view_of
story/history_report/span.py:_commit
story/history_report/span.py:_last_year
story/why/__init__.py:_meant
story/why/__init__.py:_touched
story/why/__init__.py:_with_problem
story/why_not/__init__.py:why_not
story/why_not/whole.py:gone
""".split()
"""What only shows something, fetches, opens a settings file, or names the right words."""

SEVERAL = {
    "checks/behind.py:_verdicts": 2,
    "checks/force_push.py:_never_fetched": 2,
    "checks/history.py:_merge": 4,
    "checks/history.py:_not_rebased": 3,
    "checks/rebased.py:_broken": 3,
    "checks/rebased.py:_octopus": 2,
    "checks/rebased.py:_pull": 2,
    "checks/received.py:_updated": 2,
    "checks/ticket.py:check_ticket": 2,
    "cli.py:_unknown": 2,
    "commands/accept.py:command": 2,
    "commands/check.py:_unknown": 2,
    "commands/graph.py:_check_usage": 2,
    "commands/review/__init__.py:_check_usage": 4,
    "doors/git.py:_no_repository": 3,
    "doors/log/custom.py:apply_config": 3,
    "doors/pages.py:write_page": 3,
    "doors/settings_text.py:parse_toml": 3,
    "facts/commits/line_blame.py:_wrong": 3,
    "facts/remotes/destination.py:_place": 2,
    "facts/remotes/destination.py:_usual": 2,
    "judgement/branches/carried.py:_refuse": 2,
    "judgement/branches/moving.py:_travel": 2,
    "judgement/corrections/accept.py:_check_amendable": 2,
    "judgement/corrections/accept.py:_check_belongs": 2,
    "judgement/undo/last.py:_find": 2,
    "judgement/undo/last.py:_to_redo": 2,
    "judgement/undo/last.py:_to_undo": 2,
    "judgement/undo/placed_back.py:check_head": 2,
    "story/branch/merge/parties.py:_here": 2,
    "story/branch/merge/parties.py:find_parties": 3,
    "story/branch/merge/rebased.py:_topic": 2,
    "story/branch/push.py:_branch": 3,
    "story/branch/ready.py:check_quiet": 2,
    "story/branch/ready.py:current_branch": 2,
    "story/branch/start.py:_check_free": 4,
    "story/branch/sync/guards.py:_by_hand": 2,
    "story/branch/sync/guards.py:check_descent": 2,
    "story/branch/sync/guards.py:refuse_stuck": 2,
    "story/correct/begun.py:check_begun": 2,
    "story/correct/jobs.py:_inside": 3,
    "story/correct/jobs.py:of_paths": 2,
    "story/correct/named.py:job_of": 2,
    "story/review/settle.py:_obstacle": 3,
    "story/why/__init__.py:_meant": 5,
    "story/why/__init__.py:_with_problem": 4,
    "story/why_not/whole.py:gone": 2,
}
"""How many repairs a function makes that makes several: one more needs a look, and a scene."""
