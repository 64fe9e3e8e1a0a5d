"""The description of each setting, in Markdown, for docs/settings.md, the schema and the help."""

from __future__ import annotations

from collections.abc import Mapping

DESCRIPTIONS: Mapping[str, str] = {
    "enabled": "`false` turns all hooks off",
    "mode": "where a correction is put: `propose`, `worktree`, `fixup` or `commit`",
    "scope": (
        "correct all of a changed file (`file`), only what touches changed lines (`lines`), or all"
        " of it while at most 20 faults are older, otherwise the lines (`auto`)"
    ),
    "safety": (
        "withhold what could change the program (`strict`) or take whatever autopep8 gives (`off`)"
    ),
    "include": "patterns of files to look at, as in `git add`; none means every `.py` file",
    "exclude": "patterns of files to leave alone",
    "max_bytes": "a larger file is left alone",
    "max_lines": "a longer file is left alone",
    "time_limit": "seconds of CPU time after which a file is left alone",
    "hook_time_limit": (
        "seconds of CPU time after which a hook leaves further files to `hookkit run`"
    ),
    "jobs": "processes at work; 0 for as many as there are processors",
    "keep_corrections": "how many corrections are kept",
    "keep_days": "how many days a correction is kept",
    "protected": (
        "patterns of the branches that nobody commits to directly and that are never rebased,"
        " beside the target; add `develop` if there is one"
    ),
    "target": (
        "the branch that others are merged into, `develop` or `origin/develop`; found out if empty"
    ),
    "branch_pattern": (
        "what branches are called, such as `{type}/{ticket}-{slug}`, or a regular expression; not"
        " checked if empty"
    ),
    "ticket_pattern": (
        "a regular expression for tickets, such as `[A-Z]+-[0-9]+`; not looked for if empty"
    ),
    "ticket_prefix": "how the ticket begins a subject, such as `{ticket}: `; a trailer if empty",
    "ticket_url": (
        "the page of a ticket, such as `https://example.com/browse/{ticket}`, for the links of"
        " pages"
    ),
    "trusted": (
        "patterns of refs, by their full names, whose commits are not checked again on a protected"
        " branch, such as `refs/tags/v*`"
    ),
    "python_versions": (
        "the versions of Python that files are for, such as `2.7`, for `hookkit debt`; by"
        " `requires-python` if empty"
    ),
    "worker": "`true` keeps a Python in memory for the commits to come",
    "quiet": "`true` has a hook tell in one line what it corrected, as `hookkit run -q` does",
    "checks": "a level for a check: `off`, `warn` or `refuse`",
}
"""A sentence for each setting, without a capital at its start and a full stop."""

CHOICE_DESCRIPTIONS: Mapping[str, Mapping[str, str]] = {
    "mode": {
        "propose": "only kept, to review and accept",
        "worktree": "put into the files, as uncommitted edits",
        "fixup": "put on the branch as a fixup! commit",
        "commit": "put on the branch as a commit of its own",
    },
    "scope": {
        "auto": "all of a changed file while at most 20 faults are older, otherwise the lines",
        "file": "all of a changed file",
        "lines": "only what touches the lines that the commit touched",
    },
    "safety": {
        "strict": "only fixes that are proved to keep the program",
        "off": "whatever autopep8 gives",
    },
    "checks": {
        "off": "not checked",
        "warn": "reported, and git goes on",
        "refuse": "reported, and git stops",
    },
}
"""The description of each allowed word, by setting; ``checks`` has the levels of a check."""
