"""The catalogue of the rules: the fault, the reason, the exceptions and the repair of each."""

from __future__ import annotations

from typing import NamedTuple


class Rule(NamedTuple):
    """One rule.

    ``check`` is the name of its check in the table ``checks`` of the settings. ``level`` says in
    words which level a finding has if nothing is configured. ``fault`` describes the fault,
    ``reason`` the reason for the rule, ``exceptions`` the cases without a finding, ``repair`` the
    repair.
    """

    id: str
    name: str
    check: str
    level: str
    fault: str
    reason: str
    exceptions: str
    repair: str


_WARN = "warns"
_REFUSE = "refuses"
_DEBT_LEVEL_TEXT = (
    "off until `checks.debt` is set; under pre-commit the hook `hookkit-debt` refuses, and "
    "`hookkit` where there is a baseline"
)
_OTHER_MERGES_TEXT = "Merges into other branches than the protected ones and the target."
_KEPT_MERGES_TEXT = "Merges of another protected branch, such as a release: nobody rebases that."

_ALL_AS_ONE_TEXT = (
    ". Where that would lose something or stop at a conflict, all of it becomes one branch, which "
    "is merged: no commit is rewritten."
)
_ALREADY_CHECKED_TEXT = (
    "Commits that a protected branch of a remote has are not checked again, unless they are new "
    "on the target; commits of a `trusted` ref never are."
)

RULES = (
    Rule(
        "HK101",
        "branch name",
        "branch-name",
        "off until `branch_pattern` is set; then a commit warns, a push refuses",
        "The name of the branch does not match `branch_pattern` as a whole.",
        "Who reads `git branch` or a merge commit sees at once what a branch is for.",
        "Protected branches; names of bots, GUIs, queues and reverts; branches that a remote has "
        "already, but for those that CI builds; a detached HEAD, deletions and tags.",
        "`git branch -m OLD NEW`, with the new name where it can be made of the old one.",
    ),
    Rule(
        "HK201",
        "commit on a protected branch",
        "protected-branch",
        "warns at a commit, is off at a push",
        "A commit, or a push where that is asked for, goes straight to a protected branch.",
        "What comes by a merge has a branch that tells what belongs together.",
        "Commits that conclude a merge, the first commit of a repository, a detached HEAD; "
        "pre-commit and prek by hand or in CI, where nothing is staged.",
        "`git switch -c TOPIC`: what is staged goes along; of a push `git push REMOTE "
        "BRANCH:refs/heads/TOPIC`. With `branch_pattern` TOPIC is a name as agreed, and at a push "
        "it has the ticket and words of the newest commit.",
    ),
    Rule(
        "HK301",
        "not rebased",
        "rebase-before-merge",
        _REFUSE,
        "What is merged, or will be, lacks commits of the branch that it is merged into.",
        "A merge of a rebased branch has just the content that was tested on the branch.",
        f"{_OTHER_MERGES_TEXT} {_KEPT_MERGES_TEXT} "
        "A branch of which the target has all changes, as after a squash, and "
        "one of a merge queue. What a shallow clone cannot tell is unknown.",
        "`hookkit merge --rebase TOPIC`, by git: `git rebase TARGET TOPIC && git switch TARGET && "
        "git merge --no-ff TOPIC`; of a branch that is not merged yet `hookkit sync`, by git: "
        "`git rebase TARGET`; where a rebase would lose what merges of the branch have, "
        "`git merge --no-edit TARGET`.",
    ),
    Rule(
        "HK302",
        "target is behind",
        "rebase-before-merge",
        _REFUSE,
        "The branch that gets the merge is behind the remote branch that it follows.",
        "The merge would have to be made again: the remote does not take it.",
        "Branches that follow none. Nothing is fetched: what the remote has since is not seen. To "
        "be behind `upstream` alone, where another remote is followed, only warns.",
        "`git merge --ff-only UPSTREAM`, or a rebase where both have commits.",
    ),
    Rule(
        "HK303",
        "several branches in one merge",
        "rebase-before-merge",
        _REFUSE,
        "One merge brings in more than one branch.",
        "Of two branches only one can be rebased on the target.",
        _OTHER_MERGES_TEXT,
        "A merge for each branch, `hookkit merge --rebase TOPIC`, by git as for HK301.",
    ),
    Rule(
        "HK304",
        "merge inside of a branch",
        "rebase-before-merge",
        _REFUSE,
        "The branch that is merged, or will be, has a merge commit in it.",
        "A branch that took its target in by a merge looks rebased and is not.",
        f"{_OTHER_MERGES_TEXT} {_KEPT_MERGES_TEXT} "
        "A merge with changes of its own, which a rebase would lose, or that it "
        "would stop at, is kept: it is named, and only warned of.",
        "`git rebase TARGET`, which makes the branch a line; of a merge as for HK301.",
    ),
    Rule(
        "HK305",
        "merge of the same branch",
        "rebase-before-merge",
        _REFUSE,
        "A pull merges the remote's commits of a branch into the branch itself.",
        "Such a merge tells of nobody's work, and turns the first parents round.",
        "Pulls that rebase or fast-forward.",
        "`git pull --rebase`; where that would lose something or stop at a conflict, what the "
        "branch has of its own goes to a new branch.",
    ),
    Rule(
        "HK306",
        "merge of the target into a topic",
        "rebase-before-merge",
        _WARN,
        "A protected branch or the target is merged into a topic.",
        "The topic is not a line any more (HK304).",
        "Merges into protected branches, into the target, and into others that are kept for long "
        "by their names (`develop`, `next`, `staging`); a topic with merges that no rebase keeps.",
        "`hookkit sync`, by git: `git rebase TARGET`.",
    ),
    Rule(
        "HK401",
        "direct commit",
        "history",
        _WARN,
        "Commits went to a protected branch without a merge commit.",
        "Nobody sees which of them belong together.",
        f"Branches that are not protected, and all that was there before. {_ALREADY_CHECKED_TEXT}",
        "A branch of these commits, and `git merge --no-ff`, before it is pushed.",
    ),
    Rule(
        "HK402",
        "first parents turned round",
        "history",
        _REFUSE,
        "What was the newest commit of the branch is no first parent any more.",
        "`git log --first-parent` loses the merges of the branch, and shows a topic instead.",
        "Branches that are not protected; a branch of which there is nothing to compare. "
        f"{_ALREADY_CHECKED_TEXT}",
        f"`git rebase OLD BRANCH`{_ALL_AS_ONE_TEXT}",
    ),
    Rule(
        "HK403",
        "merge of a branch that is not rebased",
        "history",
        _REFUSE,
        "A merge commit brought in a branch that lacks commits of its first parent.",
        "The tests of the branch did not see what the merge made.",
        f"Branches that are not protected. {_ALREADY_CHECKED_TEXT} {_KEPT_MERGES_TEXT} "
        "The history of another project "
        "(HK407). What a shallow clone cannot tell is unknown.",
        f"`git rebase --rebase-merges=rebase-cousins`, before it is pushed{_ALL_AS_ONE_TEXT}",
    ),
    Rule(
        "HK404",
        "merge with a merge inside",
        "history",
        _WARN,
        "A merge commit brought in a branch that has a merge in it.",
        "The branch cannot be read as a line of commits.",
        f"Branches that are not protected. {_ALREADY_CHECKED_TEXT} {_KEPT_MERGES_TEXT}",
        "The branch is rebased and merged again, before it is pushed. None where that would lose "
        "something: the sentence says what.",
    ),
    Rule(
        "HK405",
        "merge of several branches",
        "history",
        _REFUSE,
        "A merge commit has more than two parents.",
        "Only one of its branches can have been rebased.",
        f"Branches that are not protected. {_ALREADY_CHECKED_TEXT}",
        f"A merge for each branch, before it is pushed{_ALL_AS_ONE_TEXT}",
    ),
    Rule(
        "HK406",
        "merge with changes of its own",
        "history",
        _REFUSE,
        "A merge of a rebased branch has another content than the branch; or another merge differs "
        "from what git itself makes, beside the conflicts that somebody has resolved.",
        "Changes of a merge are in no commit of the branch: no review has seen them.",
        f"Branches that are not protected. {_ALREADY_CHECKED_TEXT} "
        "What git before 2.38 cannot tell.",
        "The changes become a commit of the branch, which is merged again; those of a merge that "
        "is not rebased stay in it, and it is merged in its turn.",
    ),
    Rule(
        "HK407",
        "history of another project",
        "history",
        _WARN,
        "A merge commit brings in a history that does not begin where that of the branch does.",
        "It is what `git subtree add` and `git merge --allow-unrelated-histories` make: who did it "
        "by mistake hears of it.",
        f"Branches that are not protected. {_ALREADY_CHECKED_TEXT} "
        "Neither HK403 nor HK406 is asked of such a "
        "merge, because a rebase would move the other project's files to other folders.",
        "None: the merge is kept.",
    ),
    Rule(
        "HK501",
        "protected branch rewritten",
        "force-push",
        _REFUSE,
        "A protected branch would lose commits that it has.",
        "Everybody has built on them.",
        "Branches that are not protected.",
        "`git rebase OLD BRANCH`, which goes on from what is there; with `--rebase-merges` where "
        "there are merges. Where that would lose something, `git branch NEW-BRANCH` and "
        "`git reset --keep OLD`.",
    ),
    Rule(
        "HK502",
        "protected branch deleted",
        "force-push",
        _REFUSE,
        "A push would delete a protected branch.",
        "Everybody has built on it.",
        "Branches that are not protected.",
        "None: leave the branch out of the push.",
    ),
    Rule(
        "HK503",
        "never fetched",
        "force-push",
        _REFUSE,
        "The remote has commits of the branch that are not here.",
        "A forced push would destroy what nobody here has seen; any other would be rejected.",
        "What a shallow clone cannot tell is unknown.",
        "`git pull --rebase REMOTE BRANCH`; with `--rebase=merges` where there are " "merges.",
    ),
    Rule(
        "HK504",
        "commits of others dropped",
        "force-push",
        _WARN,
        "A forced push or a deletion drops commits that others made.",
        "They were taken in once, and are gone now: by a rebase, or by mistake.",
        "Commits that are there again with the same change, and those of other branches there. A "
        "server, for which a topic is the business of those who work on it.",
        "`git cherry-pick` of those commits.",
    ),
    Rule(
        "HK505",
        "tag moved",
        "force-push",
        _REFUSE,
        "A push would move a tag that the remote has, or delete one of a server with hookkit's "
        "hook.",
        "Who has fetched it keeps the old one, and is not informed.",
        "New tags. Deletions, but on a server.",
        "A tag of another name.",
    ),
    Rule(
        "HK506",
        "commits lost that the branch never had",
        "force-push",
        "refuses; warns where all of them are one's own",
        "A forced push drops commits that were never on the pushed branch here, nor on the one "
        "that usually goes there.",
        "To have fetched a commit is not to have looked at it, also with a lease.",
        "One's own rebase, amend or squash. Where no branch here tells, it is unknown. A server, "
        "for which a topic is the business of those who work on it.",
        "`git cherry-pick` of those commits, after a look at `git range-diff`.",
    ),
    Rule(
        "HK601",
        "commit to squash",
        "fixups",
        _REFUSE,
        "A protected branch would get a `fixup!`, `squash!` or `amend!` commit.",
        "They are notes for the review and belong into the commit that they mend.",
        f"Pushes of topic branches. {_ALREADY_CHECKED_TEXT}",
        "`hookkit tidy`; by git, for commits of a protected branch, and beside merges "
        "`GIT_SEQUENCE_EDITOR=: git rebase -i --autosquash --keep-base TARGET`. It comes before "
        "those of the history (HK401 to HK406).",
    ),
    Rule(
        "HK602",
        "commit to squash into none",
        "fixups",
        _REFUSE,
        "A commit is to be squashed, but into one that is not among those that come with it.",
        "`git rebase --autosquash` leaves it as it is.",
        f"Pushes of topic branches. {_ALREADY_CHECKED_TEXT}",
        "The message of that commit, by `git rebase -i`.",
    ),
    Rule(
        "HK701",
        "no ticket",
        "ticket",
        "off until `ticket_pattern` is set; then it warns",
        "A message does not name the ticket of its branch; on a server, neither a commit that a "
        "protected branch gets nor the merge that brings it in names a ticket.",
        "Years later a ticket says why.",
        "Branches that name no ticket; fixups; messages that come from another commit (a rebase, a "
        "cherry-pick, a revert, a merge, a squash).",
        "`git commit --amend --no-edit --trailer 'Ticket: …'`; of commits that no remote has "
        "`hookkit ticket TICKET`, by git: `git rebase -i COMMIT^`.",
    ),
    Rule(
        "HK702",
        "other ticket",
        "ticket",
        "off until `ticket_pattern` is set; then it warns",
        "The message that is being written names tickets, but not that of its branch.",
        "The commit is on the wrong branch, or the ticket is mistyped.",
        "The same as for HK701.",
        "`git commit --amend`",
    ),
    Rule(
        "HK801",
        "commit for another ticket",
        "topic",
        "off until `ticket_pattern` is set; then it warns",
        "A commit of a branch names tickets, but not that of its branch.",
        "A branch about one thing can be read, merged and reverted as one.",
        "Branches that name no ticket, reverts, merges, commits without a ticket (HK701); the "
        "commits of another branch that it is stacked on.",
        "`git rebase -i --keep-base TARGET`, to take it out or to reword it.",
    ),
    Rule(
        "HK901",
        "replacement of an object",
        "replace-refs",
        _REFUSE,
        "A push to a server with hookkit's hook would make or move a ref below `refs/replace/`.",
        "git shows another object in the place of the one that the ref names, to everybody who "
        "fetches it.",
        "Deletions. A clone, where a replacement is one's own business.",
        "None: leave the ref out of the push.",
    ),
    Rule(
        "HK911",
        "new debt",
        "debt",
        _DEBT_LEVEL_TEXT,
        "flake8 finds what is not in the baseline, `.hookkit-debt.json` ([Debt](debt.md)).",
        "What is new is corrected in a minute by whoever has just written it.",
        "What the baseline has, also where its code has moved; files that were not changed; "
        "rebases and picks; what plugins that the repository itself defines would find.",
        "`hookkit run --staged` where autopep8 corrects one of them, `hookkit debt accept --new` "
        "for what cannot be corrected now, `hookkit debt accept` where there is no baseline yet.",
    ),
    Rule(
        "HK912",
        "longer baseline of debt",
        "debt",
        _DEBT_LEVEL_TEXT,
        "A range has more in its baseline of debt at its end than where it began.",
        "A baseline that can grow hides what is new.",
        "The range that brings the first one.",
        "`git checkout FORK -- :/.hookkit-debt.json`, then `hookkit debt accept`.",
    ),
)
"""Every rule, in the order of the ids."""


def rule_by_id(name: str) -> Rule:
    """Give the rule with an id. Raises KeyError if no rule has this id."""
    return {each.id: each for each in RULES}[name]
