"""Git commands that people run, each with the messages and findings that the hooks must give."""

from __future__ import annotations

from typing import NamedTuple


class Row(NamedTuple):
    """``before`` goes well and is not checked; then ``does`` is.

    ``ends`` is whether the last command of it ended well (0) or not (1), then each rule that was
    told of, with what became of it. ``says`` is text that must be among what was printed.
    ``message`` is that of the newest commit then, where it matters. ``everywhere``: also with the
    hooks of pre-commit and prek.
    """

    does: str
    ends: str
    before: str = ""
    says: str = ""
    message: str = ""
    everywhere: bool = False


SOLVED = "echo solved >both && git add both"
# Two branches that change the same line, and a merge that stops at it.
CONFLICT = """\
echo x >both && q add both && q commit -qm x && q push -q
q checkout -q -b conflict && echo y >both && q commit -qam y
q checkout -q main && echo z >both && q commit -qam z && q push -q
"""
NAMED = "q config hookkit.branchPattern '{type}/{ticket}-{slug}'\n"
# A colleague's commit on topic, which is on the remote by then.
BOBS = """\
q push -q -u origin topic
(cd ../bob && q fetch -q && q checkout -q topic && grow bobs && q push -q)
"""
# My own topic again, on another branch.
REDONE = "q push -q -u origin topic; topic topic-2 main t2\n"
REWRITE = "q checkout -q topic && q commit -q --amend -m again\n"
DIRECT = "0 warning HK401"

# A release with a fix of its own, and main that is ahead of it.
RELEASE = "topic release/1 main~1 && q push -q -u origin release/1; topic fix release/1 f1\n"
RELEASE += "q checkout -q release/1; join fix; q push -q; q checkout -q main\n"

# A project whose default branch is called trunk.
TRUNK = """\
q branch -q -m main trunk && q push -q -u origin trunk && q remote set-head origin trunk
git -C ../remote.git symbolic-ref HEAD refs/heads/trunk && q push -q origin :main
"""

# The protected branch (2), and which events a commit has (2a).
COMMITS = {
    "on a topic": Row("git commit -qm x --allow-empty", "0", "q checkout -q topic"),
    "on main": Row(
        "git commit -qm x --allow-empty && git switch -q -c topic-2 && git branch -q -f main m2",
        "0 warning HK201",
        "q tag m2",
        everywhere=True,
    ),
    "an amend on main": Row("git commit -q --amend --no-edit", "0 warning HK201"),
    "without verify": Row("git commit -q --no-verify -m x --allow-empty", "0"),
    "on a detached HEAD": Row("git commit -qm x --allow-empty", "0", "q checkout -q --detach"),
    "from a subfolder, some paths only": Row(
        "cd sub && echo 2 >a && git commit -qm x a",
        "0 warning HK201",
        "mkdir sub && echo 1 >sub/a && q add sub && q commit -qm sub",
    ),
    "where a tag has the name of the branch (2e 4)": Row(
        "git commit -qm x --allow-empty", "0 warning HK201", "q tag main"
    ),
    "where nobody else has the branch": Row(
        "git commit -qm x --allow-empty", "0", "q remote remove origin"
    ),
    "refused where that is set": Row(
        "git commit -qm x --allow-empty && echo made",
        "1 refused HK201",
        "printf '[checks]\\nprotected-branch = \"refuse\"\\n' >.hookkit.toml",
        says="hookkit: where there is no other way: git commit --no-verify",
    ),
    "in a linked worktree (2c)": Row(
        "cd ../linked && git commit -qm x --allow-empty",
        "0 warning HK201",
        "q checkout -q topic && q worktree add -q ../linked main",
        everywhere=True,
    ),
    "the first one": Row(
        "git commit -qm x --allow-empty",
        "0",
        "q checkout -q --orphan master && q push -q origin main:master && q fetch -q",
    ),
    "on the default branch, whatever it is called": Row(
        "git commit -qm x --allow-empty", "0 warning HK201", TRUNK
    ),
    "on it in a linked worktree": Row(
        "cd ../linked && git commit -qm x --allow-empty",
        "0 warning HK201",
        TRUNK + "q checkout -q topic && q worktree add -q ../linked trunk",
    ),
    "on a topic beside it": Row(
        "git commit -qm x --allow-empty", "0", TRUNK + "q checkout -q topic"
    ),
    "turned off": Row("HOOKKIT=0 git commit -qm x --allow-empty", "0"),
}

# Rebase before merge (3a), and which events a merge has (2a, 2b).
MERGES = {
    "of a rebased branch": Row("git merge -q --no-ff --no-edit topic", "0", everywhere=True),
    "of a branch that is behind": Row(
        "git merge -q --no-ff --no-edit behind",
        "1 refused HK301",
        says="git merge --abort && hookkit merge --rebase behind",
        everywhere=True,
    ),
    "concluded by a commit after it was refused": Row(
        "git merge -q --no-ff --no-edit behind; git commit -q --no-edit",
        "1 refused HK301",
        everywhere=True,
    ),
    "concluded by continue after it was refused": Row(
        "git merge -q --no-ff --no-edit behind; git merge --continue", "1 refused HK301"
    ),
    "made without a commit, then committed": Row(
        "git merge -q --no-ff --no-commit behind; git commit -q --no-edit", "1 refused HK301"
    ),
    "that conflicted, then committed": Row(
        f"git merge -q conflict; {SOLVED} && git commit -q --no-edit",
        "1 refused HK301",
        CONFLICT,
        everywhere=True,
    ),
    "that conflicted, then continued": Row(
        f"git merge -q conflict; {SOLVED} && git merge --continue", "1 refused HK301", CONFLICT
    ),
    "without verify, which is told of": Row(
        "git merge -q --no-ff --no-verify --no-edit behind", "0 warning HK403"
    ),
    "of a branch that is behind, in a linked worktree": Row(
        "cd ../linked && git merge -q --no-ff --no-edit behind; git commit -q --no-edit",
        "1 refused HK301",
        "q checkout -q topic && q worktree add -q ../linked main",
    ),
    "of two branches": Row(
        "git merge -q --no-edit topic other",
        "1 refused HK303",
        "topic other main o1 && q checkout -q main",
        says="would go to main in one merge: merge each alone",
        everywhere=True,
    ),
    "of a branch with a merge inside": Row(
        "git merge -q --no-ff --no-edit nested",
        "1 refused HK304",
        "topic side main s1; topic nested main n1; join side; q checkout -q main",
    ),
    "of a branch that took main in by a merge": Row(
        "git merge -q --no-ff --no-edit behind",
        "1 refused HK304",
        "q checkout -q behind; join main; q checkout -q main",
    ),
    "into a stale main": Row(
        "git merge -q --no-ff --no-edit topic",
        "1 refused HK302",
        "(cd ../bob && grow bobs && q push -q); q fetch -q",
        says="git merge --abort && git merge --ff-only origin/main",
    ),
    "by a pull of the same branch": Row(
        "git pull -q --no-rebase --no-edit",
        "1 refused HK305",
        "(cd ../bob && grow bobs && q push -q); grow mine",
        says="git merge --abort && git pull --rebase",
        everywhere=True,
    ),
    "by a pull of the same branch, without ff (2e 6)": Row(
        "git pull -q --no-rebase --no-ff --no-edit",
        "1 refused HK305",
        "(cd ../bob && grow bobs && q push -q)",
    ),
    "by a pull that rebases": Row(
        "git pull -q --rebase", "0", "(cd ../bob && grow bobs && q push -q); grow mine"
    ),
    "by a pull that forwards": Row("git pull -q", "0", "(cd ../bob && grow bobs && q push -q)"),
    "of main into a topic": Row(
        "git merge -q --no-edit main",
        "0 warning HK306",
        "q checkout -q behind",
        says="&& hookkit sync",
        everywhere=True,
    ),
    "of a release into main, and its push (3a)": Row(
        "git merge -q --no-ff --no-edit release/1 && git push -q",
        "0",
        RELEASE,
        everywhere=True,
    ),
    "of main into a release, and its push": Row(
        "git merge -q --no-ff --no-edit main && git push -q",
        "0",
        RELEASE + "q checkout -q release/1",
    ),
    "of a topic into a release": Row(
        "git merge -q --no-ff --no-edit topic",
        "1 refused HK301",
        RELEASE + "q checkout -q release/1",
        says="git merge --abort && git rebase release/1 topic"
        " && git switch release/1 && git merge --no-ff topic",
    ),
    "of main into develop": Row("git merge -q --no-edit main", "0", "topic develop main~1 d1"),
    "of a topic into a topic": Row("git merge -q --no-edit topic", "0", "q checkout -q behind"),
    "with our own content": Row("git merge -q --no-edit -s ours behind", "1 refused HK301"),
    "of an unrelated history": Row(
        "git merge -q --no-edit --allow-unrelated-histories far",
        "0 warning HK407",
        "q checkout -q --orphan far && grow far && q checkout -q main",
    ),
    "in a shallow clone": Row(
        "cd ../shallow && git merge -q --no-edit --allow-unrelated-histories origin/behind",
        "0 unknown HK301 unknown HK403",
        "q push -q origin behind && q clone -q --depth 1 --no-single-branch"
        " file://$PWD/../remote.git ../shallow && cp -p .git/hooks/* ../shallow/.git/hooks/",
    ),
    "of a branch with a fixup": Row(
        "git merge -q --no-ff --no-edit topic; git commit -q --no-edit",
        "1 refused HK601",
        "q checkout -q topic; grow 'fixup! t1'; q checkout -q main",
        says="git merge --abort && git switch topic && hookkit tidy",
        everywhere=True,
    ),
    "of a branch with a fixup for nothing": Row(
        "git merge -q --no-ff --no-edit topic",
        "1 refused HK602",
        "q checkout -q topic; grow 'fixup! other'; q checkout -q main",
    ),
    "of a fixup into a topic": Row(
        "git merge -q --no-ff --no-edit other",
        "0",
        "topic other topic o1 'fixup! o1'; q checkout -q topic",
    ),
    "that forwards main": Row(
        "git merge -q topic", DIRECT, says='"t1" went to main without a merge', everywhere=True
    ),
    "that forwards main to a topic that was pushed": Row(
        "git merge -q topic",
        DIRECT,
        "q push -q -u origin topic",
        says='"t1" went to main without a merge',
        everywhere=True,
    ),
    "that forwards main to what another protected branch has": Row(
        "git merge -q release/1",
        DIRECT,
        "q push -q origin topic:release/1; q branch -q release/1 topic",
    ),
    "that forwards a topic": Row("git merge -q topic", "0", "q checkout -q -b new main"),
    "that is up to date": Row("git merge -q topic", "0", "join topic"),
    "squashed": Row(
        "git merge -q --squash topic && git commit -qm squashed",
        "0 warning HK201",
    ),
    "turned off for good": Row(
        "git merge -q --no-ff --no-edit behind", "0", "q config hookkit.enabled false"
    ),
    "into the default branch, whatever it is called": Row(
        "git merge -q --no-ff --no-edit behind", "1 refused HK301", TRUNK, everywhere=True
    ),
    "that forwards the default branch": Row("git merge -q topic", DIRECT, TRUNK),
    "into the target of the settings": Row(
        "git merge -q --no-ff --no-edit behind",
        "1 refused HK301",
        "q config hookkit.target dev; q checkout -q -b dev",
    ),
}

# Commits that were made before are let go, whatever they are (2a, 2b).
REPLAYS = {
    "a cherry-pick": Row("git cherry-pick topic", "0"),
    "a cherry-pick with a conflict, committed": Row(
        f"git cherry-pick conflict; {SOLVED} && git commit -q --no-edit", "0", CONFLICT
    ),
    "a cherry-pick with a conflict, continued": Row(
        f"git cherry-pick conflict; {SOLVED} && git cherry-pick --continue", "0", CONFLICT
    ),
    "a revert": Row("git revert --no-edit HEAD", "0"),
    "a revert with a conflict": Row(
        f"git revert --no-edit HEAD~1; {SOLVED} && git revert --continue", "0", CONFLICT
    ),
    "a rebase": Row("git rebase -q main behind", "0", everywhere=True),
    "a rebase by apply": Row("git rebase -q --apply main behind", "0"),
    "a rebase with a conflict": Row(
        f"git rebase -q main conflict; {SOLVED} && git rebase --continue", "0", CONFLICT
    ),
    "a rebase with its merges": Row(
        "git rebase -q --rebase-merges main behind",
        "0",
        "topic side behind s1; q checkout -q behind; join side",
    ),
    "a rebase that rewords": Row(
        "GIT_SEQUENCE_EDITOR='sed -i.bak 1s/pick/reword/' git rebase -q -i main behind", "0"
    ),
    "a rebase that squashes": Row(
        "GIT_SEQUENCE_EDITOR=: git rebase -q -i --autosquash main topic",
        "0",
        "q checkout -q topic; grow 'fixup! t1'",
    ),
    "a commit in the middle of a rebase": Row(
        "GIT_SEQUENCE_EDITOR='sed -i.bak 1s/pick/edit/' git rebase -q -i main behind;"
        " git commit -q --amend --no-edit && git rebase --continue",
        "0",
    ),
    "am": Row("q format-patch -q --stdout main..topic >../mail; git am -q ../mail", "0"),
    "a bisect": Row("git bisect start main main~1 && git bisect reset", "0"),
    "branches, tags, resets, a stash": Row(
        "git branch new && git branch -m new newer && git tag t && git reset -q --hard main~1"
        " && echo 2 >m1 && git stash -q && git stash pop -q",
        "0",
    ),
}

# The names of branches (3e), at the checkout, the commit and the push.
NAMES = {
    "new, as agreed": Row("git checkout -q -b fix/ABC-1-words", "0", NAMED),
    "new, otherwise": Row(
        "git checkout -q -b ABC-1-words",
        "0 warning HK101",
        NAMED,
        says="such as feature/ABC-12-short-words",
        everywhere=True,
    ),
    "new, with the way to the right one": Row(
        "git switch -q -c fix-ABC-1-words topic",
        "0 warning HK101",
        NAMED,
        says="repair: git branch -m fix-ABC-1-words fix/ABC-1-words",
    ),
    "checked out again": Row(
        "git checkout -q main && git checkout -q bad && git checkout -q -- m1",
        "0",
        NAMED + "q checkout -q -b bad",
        everywhere=True,
    ),
    "not known where no pattern is set": Row(
        "git checkout -q -b bad && git push -q -u origin bad", "0"
    ),
    "of a clone and a worktree": Row(
        "git clone -q . ../clone && git worktree add -q ../linked topic",
        "0",
        NAMED,
    ),
    "at a commit": Row(
        "git commit -qm x --allow-empty",
        "0 warning HK101",
        NAMED + "q checkout -q topic",
    ),
    "at the first commit": Row(
        "git commit -qm x --allow-empty", "0 warning HK101", NAMED + "q checkout -q --orphan bad"
    ),
    "at a commit in a rebase, where HEAD has no branch": Row(
        "GIT_SEQUENCE_EDITOR='sed -i.bak 1s/pick/edit/' git rebase -q -i main behind;"
        " git commit -q --amend --no-edit",
        "0",
        NAMED,
    ),
    "at a push, by that of the remote": Row(
        "git push -q origin topic:bad",
        "1 refused HK101",
        NAMED,
        says="where there is no other way: git push --no-verify",
        everywhere=True,
    ),
    "at a push, as agreed there": Row("git push -q origin topic:fix/ABC-1-x", "0", NAMED),
    "at a push of a commit": Row(
        "git push -q origin topic~0:refs/heads/bad", "1 refused HK101", NAMED
    ),
    "of one that the remote has": Row(
        "git push -q origin topic",
        "0",
        NAMED + "q push -q origin topic && q checkout -q topic && grow t2",
    ),
    "of bots, GUIs, queues and reverts": Row(
        "git push -q origin topic:dependabot/pip/x topic:gh-readonly-queue/main/pr-1"
        " topic:revert-12-x topic:alice-patch-1 topic:release/1",
        DIRECT,
        NAMED,
    ),
    "of tags and deletions": Row(
        "git push -q origin topic:refs/tags/bad :topic", "0", NAMED + "q push -q origin topic"
    ),
}

FIXUP = "q checkout -q topic; grow 'fixup! t1'\n"
# Bob is upstream, and has merged a branch there that was not rebased.
UPSTREAM = """\
q push -q origin behind
(cd ../bob && q fetch -q && q merge -q --no-ff -m 'Merge behind' origin/behind && grow 'fixup! m2')
q remote add upstream ../bob && q fetch -q upstream
"""
DEPLOYED = """\
printf 'protected = ["main", "production"]\\n' >.hookkit.toml
q push -q origin main:production
"""

# What git tells pre-push (2d), and what is checked by it (2, 3b, 3d, 3e, 4).
PUSHES = {
    "of a topic": Row("git push -q origin topic", "0"),
    "of a topic that is behind": Row(
        "git push -q origin behind",
        "0 warning HK301",
        says="repair: git switch behind && hookkit sync",
    ),
    "of a topic of a release": Row(
        "git push -q origin HEAD && git push -q origin fix-2",
        "0",
        RELEASE + "q checkout -q -b fix-2 origin/release/1; grow f2",
    ),
    "of a topic that is behind its release": Row(
        "git push -q origin HEAD",
        "0 warning HK301",
        RELEASE + "q checkout -q -b fix-2 origin/release/1; q reset -q --hard HEAD~1; grow f2",
        says="repair: hookkit sync\n",
    ),
    "of a topic with a merge inside": Row(
        "git push -q origin topic",
        "0 warning HK304",
        "topic side main s1; q checkout -q topic; join side",
    ),
    "of a topic with fixups": Row(
        "git push -q origin topic",
        "0",
        "q checkout -q topic; grow 'fixup! t1'",
        says="topic has 1 commit to squash before it is merged: hookkit tidy",
    ),
    "of a merge": Row("git push -q", "0", "join topic", everywhere=True),
    "of a direct commit": Row("git push -q", DIRECT, "grow direct"),
    "of a direct commit where that is refused": Row(
        "git push -q",
        "1 refused HK201",
        'grow direct; printf \'[checks]\\nprotected-branch = "refuse"\\nhistory = "off"\\n\''
        " >.hookkit.toml",
    ),
    "of a branch that was not rebased": Row("git push -q", "1 refused HK403", "join behind"),
    "of HEAD:main": Row(
        "git push -q origin HEAD:main",
        "1 refused HK403",
        "q checkout -q -b work; q checkout -q main; join behind; q checkout -q -B work",
        everywhere=True,
    ),
    "of an id to main": Row(
        "git push -q origin $(git rev-parse work):refs/heads/main",
        "1 refused HK403",
        "join behind; q checkout -q -b work; q reset -q --hard work",
    ),
    "of HEAD~1 to main": Row(
        "git push -q origin HEAD~1:main", "1 refused HK403", "join behind; grow x"
    ),
    "dry": Row("git push -q --dry-run", "1 refused HK403", "join behind"),
    "without verify": Row("git push -q --no-verify", "0", "join behind"),
    "of nothing": Row("git push -q", "0"),
    "of the first parents turned round": Row(
        "git push -q",
        "1 refused HK402",
        "(cd ../bob && grow bobs && q push -q); grow mine; q pull -q --no-rebase --no-edit",
    ),
    "of a pull merge that main forwards to": Row(
        "git push -q",
        "1 refused HK402",
        "q checkout -q topic; (cd ../bob && grow bobs && q push -q); q fetch -q;"
        " join origin/main; q checkout -q main; q merge -q --ff-only topic",
    ),
    "of an octopus": Row(
        "git push -q",
        "1 refused HK405 warning HK401",
        "topic other main o1; q checkout -q main; grow here; q merge -q --no-edit topic other",
    ),
    "of a merge with a merge inside": Row(
        "git push -q",
        "0 warning HK404",
        "topic side main s1; q checkout -q topic; join side; q checkout -q main; join topic",
    ),
    "of a merge with changes of its own": Row(
        "git push -q",
        "1 refused HK406",
        "join topic; echo evil >m1; q commit -qa --amend --no-edit",
    ),
    "of a fixup to main": Row(
        "git push -q",
        "1 refused HK601",
        "q checkout -q topic; grow 'fixup! t1'; q checkout -q main; join topic",
        says="main would get 1 commit that should be squashed before",
    ),
    "of a fixup for nothing to main": Row(
        "git push -q",
        "1 refused HK602",
        "q checkout -q topic; grow 'squash! other'; q checkout -q main; join topic",
    ),
    "of a fixup to main, on a topic that was pushed": Row(
        "git push -q",
        "1 refused HK601 warning HK401",
        FIXUP + "q push -q -u origin topic; q checkout -q main; q merge -q topic",
        everywhere=True,
    ),
    "of a fixup that main has, to another protected branch": Row(
        "git push -q origin main:release/1",
        "0",
        FIXUP + "q checkout -q main; join topic; q push -q",
    ),
    "of a fixup, by URL": Row(
        "git push -q ../remote.git main",
        "1 refused HK601",
        FIXUP + "q checkout -q main; join topic",
    ),
    "of the revert of a fixup": Row(
        "git push -q",
        "0",
        "q checkout -q topic; grow 'Revert \"fixup! t1\"'; q checkout -q main; join topic",
    ),
    "of a second ref": Row(
        "git push -q origin topic main",
        "1 refused HK403",
        "join behind",
    ),
    "of all": Row("git push -q --all", "1 refused HK403 warning HK301", "join behind"),
    "of a mirror": Row("git push -q --mirror", "1 refused HK403 warning HK301", "join behind"),
    # A way round that git leaves: it tells no hook of what a mirror deletes.
    "of a mirror that deletes": Row(
        "git push -q --mirror",
        "0",
        "git -C ../remote.git config receive.denyDeleteCurrent ignore;"
        " q checkout -q topic; q branch -q -D main behind",
    ),
    "by URL": Row("git push -q ../remote.git main", "1 refused HK403", "join behind"),
    "of a new protected branch": Row("git push -q origin main:release/1", "0"),
    "of a new protected branch without a parent": Row(
        "git push -q origin far:release/1", "0", "q checkout -q --orphan far && grow far"
    ),
    "of a new protected branch, by a topic that was pushed": Row(
        "git push -q -u origin behind:refs/heads/release/1",
        DIRECT,
        "q push -q origin behind",
    ),
    "of a released topic as a new protected branch": Row(
        "git push -q origin behind:refs/heads/release/1", DIRECT, "q tag v1 behind"
    ),
    "of the first branch of all": Row(
        "git push -q origin main",
        "0",
        FIXUP + "q checkout -q main; join topic; join behind;"
        " q init -q --bare ../new.git; q remote remove origin; q remote add origin ../new.git",
    ),
    # What others have published, and checked as they like.
    "of what upstream has, to a fork": Row(
        "git push -q origin main",
        "0",
        UPSTREAM + "q merge -q --ff-only upstream/main",
        everywhere=True,
    ),
    "of what upstream has, by its name": Row(
        "git push -q origin upstream/main:main", "0", UPSTREAM
    ),
    "of what upstream has, and more that is mine": Row(
        "git push -q origin main",
        "1 refused HK601 warning HK401",
        UPSTREAM + "q merge -q --ff-only upstream/main; grow mine 'fixup! mine'",
    ),
    "of what main has, to a branch of deployments": Row(
        "git push -q origin main:production",
        "0",
        DEPLOYED + "join behind && q push -q origin main",
    ),
    "of what main has not yet, to a branch of deployments": Row(
        "git push -q origin main:production", "1 refused HK403", DEPLOYED + "join behind"
    ),
    "of a release that goes on to main": Row(
        "git push -q origin main:release/1",
        "0",
        "q push -q origin main:release/1; join behind; q push -q",
    ),
    "of a first branch to a second remote": Row(
        "git push -q deploy main",
        "0",
        FIXUP + "q checkout -q main; join topic; join behind; q push -q;"
        " q init -q --bare ../deploy.git; q remote add deploy ../deploy.git",
    ),
    "of a branch that goes on at a second remote": Row(
        "git push -q deploy main",
        "0",
        "q init -q --bare ../deploy.git; q remote add deploy ../deploy.git; q push -q deploy main;"
        " join behind; q push -q origin main",
    ),
    "of the default branch, whatever it is called": Row(
        "git push -q", "1 refused HK403", TRUNK + "join behind", everywhere=True
    ),
    "in a shallow clone (2e 5)": Row(
        "cd ../shallow && git push -q",
        DIRECT,
        "q clone -q --depth 1 file://$PWD/../remote.git ../shallow"
        " && cp -p .git/hooks/* ../shallow/.git/hooks/ && cd ../shallow && grow shallow",
    ),
    "of a tag with a message": Row(
        "git push -q origin v1 && git push -q --follow-tags origin topic",
        "0",
        "q tag -a -m v1 v1; q tag -a -m v2 v2 topic",
    ),
}

# What the remote would lose (3c), and what is no push to a branch (2d, 4).
FORCES = {
    "a deletion of main": Row(
        "git push -q origin :main",
        "1 refused HK502",
        "git -C ../remote.git config receive.denyDeleteCurrent false",
    ),
    "a deletion as the second ref": Row(
        "git push -q origin topic :main", "1 refused HK502", everywhere=True
    ),
    "a deletion of my topic": Row("git push -q origin :topic", "0", "q push -q origin topic"),
    "a deletion of what Bob made": Row(
        "git push -q origin :topic", "0 warning HK504", BOBS + "q fetch -q", says="by Bob"
    ),
    "main, rewritten": Row("git push -q -f", "1 refused HK501", "q commit -q --amend -m again"),
    "main, rewound": Row("git push -q -f origin main~1:main", "1 refused HK501"),
    "main, without force": Row(
        "git push -q", "1", "q commit -q --amend -m again", says="non-fast-forward"
    ),
    "my topic, amended": Row("git push -q -f", "0", f"q push -q -u origin topic; {REWRITE}"),
    "my topic, rebased": Row(
        "git push -q -f",
        "0",
        "q push -q -u origin behind; q checkout -q behind; q rebase -q main",
    ),
    "my topic, squashed and rewound": Row(
        "git push -q -f origin topic && git push -q -f origin topic~1:topic",
        "0",
        "q checkout -q topic; grow t2 t3; q push -q -u origin topic;"
        " q reset -q --soft HEAD~2; q commit -qm squashed",
    ),
    "what Bob pushed and I never fetched": Row("git push -q -f", "1 refused HK503", BOBS + REWRITE),
    "what I fetched and never had": Row(
        "git push -q -f", "1 refused HK506", BOBS + REWRITE + "q fetch -q", says="by Bob"
    ),
    "what I fetched and never had, with a lease": Row(
        "git push -q --force-with-lease", "1 refused HK506", BOBS + REWRITE + "q fetch -q"
    ),
    "what I took in and rebased": Row(
        "git push -q -f",
        "0",
        BOBS + "q checkout -q topic; q pull -q --rebase; (cd ../bob && q checkout -q main"
        " && grow bobs2 && q push -q); q fetch -q; q rebase -q origin/main",
    ),
    "what I took in and dropped": Row(
        "git push -q -f",
        "0 warning HK504",
        BOBS + "q checkout -q topic; q pull -q --rebase; q reset -q --hard HEAD~1;"
        " q commit -q --amend -m again",
    ),
    "what I took in and squashed": Row(
        "git push -q -f",
        "0 warning HK504",
        BOBS + "q checkout -q topic; q pull -q --rebase; q reset -q --soft HEAD~1;"
        " q commit -q --amend -m both",
    ),
    "main over a topic of Bob": Row(
        "git push -q -f origin main:topic", "1 refused HK506", BOBS + "q fetch -q"
    ),
    "my own topic, made again as another branch": Row(
        "git push -q -f origin topic-2:topic", "0", REDONE
    ),
    "my own topic, made again and pushed as HEAD": Row(
        "git push -q -f origin HEAD:topic", "0", REDONE
    ),
    "my own topic, made again where its branch is gone": Row(
        "git push -q -f origin topic-2:topic",
        "0 warning HK506",
        REDONE + "q branch -q -D topic",
        says="would lose 1 commit that your branch never had",
    ),
    "a topic of Bob and me, made again as another branch": Row(
        "git push -q -f origin topic-2:topic",
        "1 refused HK506",
        BOBS + "q fetch -q; topic topic-2 main t2",
        says="by Bob",
    ),
    "main, after a race": Row(
        "git push -q -f",
        "1 refused HK503 unknown HK402",
        "join topic; (cd ../bob && grow bobs && q push -q)",
        says="repair: git switch main && git pull --rebase=merges origin main",
    ),
    "main, after a race that was seen": Row(
        "git push -q -f",
        "1 refused HK501",
        "join topic; (cd ../bob && grow bobs && q push -q); q fetch -q",
        says="repair: git rebase --rebase-merges ",
    ),
    "a branch that sorts first, and one that is lost": Row(
        "git push -q -f origin aa0 topic",
        "1 refused HK506",
        BOBS + REWRITE + "q fetch -q; topic aa0 main a1; q push -q origin aa0; grow a2",
    ),
    "a tag that moves": Row(
        "git push -q -f origin topic:refs/tags/v1",
        "1 refused HK505",
        "q push -q origin main:refs/tags/v1",
    ),
    "a tag that goes": Row("git push -q origin :v1", "0", "q push -q origin main:refs/tags/v1"),
}

TICKETS = """\
q config hookkit.ticketPattern '[A-Z]+-[0-9]+'
q checkout -q -b fix/ABC-1-words topic
"""
# A branch for one ticket, on top of another for another one.
STACKED = (
    TICKETS
    + """\
grow 'ABC-1: one' 'fixup! ABC-1: one' && q push -q origin HEAD
q checkout -q -b fix/ABC-2-more
"""
)
PREFIX = TICKETS + "q config hookkit.ticketPrefix '{ticket}: '\n"
COMMIT = "git commit -q --allow-empty"
WRITTEN = "x\n\nTicket: ABC-1"
TYPES = "GIT_EDITOR='sed -i.bak 1s/^/x/'"  # an editor in which x is typed

# The ticket in the message (3f).
MESSAGES = {
    "of a commit": Row(f"{COMMIT} -m x", "0", TICKETS, message=WRITTEN, everywhere=True),
    "of a commit that is amended": Row(
        f"{COMMIT} -m x && {COMMIT} --amend --no-edit && {COMMIT} --amend -C HEAD",
        "0",
        TICKETS,
        message=WRITTEN,
    ),
    "that has trailers": Row(
        f"{COMMIT} -m x --trailer 'Cc: you'", "0", TICKETS, message="x\n\nCc: you\nTicket: ABC-1"
    ),
    "that names the ticket": Row(f"{COMMIT} -m 'x (ABC-1)'", "0", TICKETS, message="x (ABC-1)"),
    "that names the ticket in a trailer": Row(
        f"{COMMIT} -m x --trailer Refs:ABC-1", "0", TICKETS, message="x\n\nRefs: ABC-1"
    ),
    "that names another ticket": Row(
        f"{COMMIT} -m 'ABC-2: x'", "0 warning HK702", TICKETS, message="ABC-2: x"
    ),
    "that names another ticket, refused": Row(
        f"{COMMIT} -m 'ABC-2: x'",
        "1 refused HK702",
        TICKETS + "printf '[checks]\\nticket = \"refuse\"\\n' >.hookkit.toml",
        message="t1",
    ),
    "typed above comments": Row(f"{TYPES} {COMMIT}", "0", TICKETS, message=WRITTEN),
    "typed above comments of another kind": Row(
        f"{TYPES} {COMMIT}", "0", TICKETS + "q config core.commentChar ';'", message=WRITTEN
    ),
    "typed above scissors": Row(
        f"echo more >>t1 && {TYPES} git commit -q -a -v --cleanup=scissors",
        "0",
        TICKETS,
        message=WRITTEN,
    ),
    "that was left empty": Row(COMMIT, "1", TICKETS, says="empty commit message", message="t1"),
    "without verify": Row(f"{COMMIT} --no-verify -m x", "0", TICKETS, message="x"),
    "of a fixup": Row(f"{COMMIT} --fixup HEAD", "0", TICKETS, message="fixup! t1", everywhere=True),
    "of a squash of a commit": Row(
        f"{COMMIT} --squash HEAD -m y", "0", TICKETS, message="squash! t1\n\ny"
    ),
    "of a merge": Row(
        "git merge -q --no-edit side",
        "0",
        TICKETS + "topic side main s1; q checkout -q -",
        message="Merge branch 'side' into fix/ABC-1-words",
        everywhere=True,
    ),
    "of a merge that stopped": Row(
        "git merge -q --no-commit side; git commit -q --no-edit",
        "0",
        TICKETS + "topic side main s1; q checkout -q -",
        message="Merge branch 'side' into fix/ABC-1-words",
    ),
    "of a squashed branch": Row(
        "git merge -q --squash side && git commit -qm squashed",
        "0",
        TICKETS + "topic side main s1; q checkout -q -",
        message="squashed",
    ),
    "of a cherry-pick": Row(
        "git cherry-pick side",
        "0",
        TICKETS + "topic side main s1; q checkout -q -",
        message="s1",
    ),
    "of a cherry-pick that stopped": Row(
        f"git cherry-pick conflict; {SOLVED} && git cherry-pick --continue",
        "0",
        CONFLICT + TICKETS.replace(" topic", " main"),
        message="y",
    ),
    "of a revert that stopped": Row(
        f"git revert --no-edit HEAD~1; {SOLVED} && git commit -qm reverted",
        "0",
        CONFLICT + TICKETS.replace(" topic", " main"),
        message="reverted",
    ),
    "reworded in a rebase": Row(
        "GIT_SEQUENCE_EDITOR='sed -i.bak 1s/pick/reword/' git rebase -q -i HEAD~1",
        "0",
        TICKETS,
        message="t1",
    ),
    "on a branch of no ticket": Row(
        f"{COMMIT} -m x", "0", TICKETS + "q checkout -q topic", message="x"
    ),
    "on a detached HEAD": Row(
        f"{COMMIT} -m x", "0", TICKETS + "q checkout -q --detach", message="x"
    ),
    "with the ticket in front": Row(
        f"{COMMIT} -m x && {COMMIT} --amend --no-edit", "0", PREFIX, message="ABC-1: x"
    ),
    "of a fixup, with the ticket in front of others": Row(
        f"{COMMIT} --fixup HEAD", "0", PREFIX, message="fixup! t1"
    ),
    "in a linked worktree": Row(
        f"cd ../linked && {COMMIT} -m x && test \"$(git log -1 --format=%b)\" = 'Ticket: ABC-1'",
        "0",
        TICKETS + "q checkout -q main; q worktree add -q ../linked fix/ABC-1-words",
        everywhere=True,
    ),
    "of pushed commits": Row(
        "git push -q origin HEAD",
        "0 warning HK701 warning HK801",
        TICKETS + "grow t2 'ABC-2: other'",
    ),
    "of pushed commits that are stacked on others": Row(
        "git push -q origin HEAD", "0", STACKED + "grow 'ABC-2: two'"
    ),
    "of pushed commits that are stacked on what a remote has": Row(
        "git push -q origin HEAD",
        "0 warning HK801",
        STACKED + "q branch -q -D fix/ABC-1-words; grow 'ABC-3: three'",
        says='"ABC-3: three" is for ABC-3, and the branch for ABC-2',
    ),
}

TABLES = {
    "message": MESSAGES,
    "commit": COMMITS,
    "merge": MERGES,
    "replay": REPLAYS,
    "name": NAMES,
    "push": PUSHES,
    "force": FORCES,
}
ROWS = {f"{table}: {name}": row for table, rows in TABLES.items() for name, row in rows.items()}
"""Every row by the table and what it is about."""
