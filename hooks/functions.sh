# The functions that the decisions call. `hookkit install` puts each of them in front of the decision
# that calls it, with those that it calls itself.

# Read the lines that git writes.
take_lines() {
    [ -z "$has_lines" ] || [ -n "$lines" ] || lines=$(cat && echo .)
}

# Whether pre-commit has run for the same git, concluded no merge and found no ticket pattern.
is_plain_commit() {
    [ -f "$git_dir/hookkit/no-ticket" ] && read -r asked <"$git_dir/hookkit/no-ticket" &&
        [ "$asked" = "$PPID" ]
}

# Whether the commit is one that a rebase, cherry-pick or revert makes.
is_replayed() {
    for state in rebase-merge rebase-apply CHERRY_PICK_HEAD REVERT_HEAD; do
        [ -e "$git_dir/$state" ] && return 0
    done
    has_refs_elsewhere || return 1
    [ -n "$(git for-each-ref --include-root-refs CHERRY_PICK_HEAD REVERT_HEAD 2>/dev/null)" ]
}

# Whether the refs are not in files (reftable): then git writes a HEAD of this content.
has_refs_elsewhere() {
    [ -n "$head" ] || { [ -f "$git_dir/HEAD" ] && read -r head <"$git_dir/HEAD"; } || return 1
    [ "$head" = 'ref: refs/heads/.invalid' ]
}

# read_symbolic_ref NAME FOLDER: read into `named` what a symbolic ref names; FOLDER has its file.
read_symbolic_ref() {
    if has_refs_elsewhere; then
        named=$(git symbolic-ref -q "$1") && named="ref: $named"
    elif [ "$1" = HEAD ] && [ -n "$head" ]; then
        named=$head
    else
        read -r named 2>/dev/null <"$2/$1"
    fi
}

# The git directory that a linked worktree shares with the others.
find_common_dir() {
    common_dir=$git_dir
    [ -f "$git_dir/commondir" ] || return 0
    if read -r common 2>/dev/null <"$git_dir/commondir"; then
        case $common in
            /*) common_dir=$common ;;
            *) common_dir=$git_dir/$common ;;
        esac
    fi
}

# Whether the branch is one of those that are protected by default, or the default branch of a remote.
# This and the functions below work without Python and say yes where they cannot tell.
may_be_protected() {
    read_symbolic_ref HEAD "$git_dir" || return 0
    branch=${named#ref: refs/heads/}
    case $branch in
        main | master | release/*) return 0 ;;
    esac
    find_common_dir
    for remote in upstream origin; do
        if [ -e "$common_dir/refs/remotes/$remote/HEAD" ] || has_refs_elsewhere; then
            read_symbolic_ref "refs/remotes/$remote/HEAD" "$common_dir" &&
                [ "$named" = "ref: refs/remotes/$remote/$branch" ] && return 0
        fi
    done
    return 1
}

# Whether there is a remote-tracking branch. Where one was fetched there is a folder for it, or the
# file into which git packs refs.
has_remote_branches() {
    find_common_dir
    [ -e "$common_dir/refs/remotes" ] || [ -e "$common_dir/packed-refs" ] || has_refs_elsewhere ||
        return 1
    [ -n "$(git for-each-ref --count=1 refs/remotes)" ]
}

# may_be_set NAME...: whether one of these settings may be set anywhere: branch (branch_pattern),
# checks, debt (checks.debt), protected, target, ticket (ticket_pattern). All are looked for at once,
# the first time.
may_be_set() {
    [ -n "$settings" ] || look_for_settings
    for name in "$@"; do
        case $name in
            branch) name='[Bb][Rr]' ;;
            checks) name='[Cc][Hh]' ;;
            debt) name='[Dd][Ee]' ;;
            protected) name='[Pp][Rr]' ;;
            target) name='[Tt][Aa]' ;;
            ticket) name='[Tt][Ii]' ;;
        esac
        # shellcheck disable=SC2254 # it is a pattern
        case $settings in *:$name*) return 0 ;; esac
        # shellcheck disable=SC2254
        case $configured in *"
hookkit."$name*) return 0 ;; esac
    done
    return 1
}

# Put what may be such a setting in `settings`, each behind a colon, from the environment and the
# team's file, and in `configured`, each in its line, from git's configuration. Each spells the names
# differently.
look_for_settings() {
    configured=''
    settings=/${HOOKKIT_BRANCH_PATTERN+:branch}${HOOKKIT_CHECKS+:checks}
    settings=$settings${HOOKKIT_PROTECTED+:protected}${HOOKKIT_TARGET+:target}
    settings=$settings${HOOKKIT_TICKET_PATTERN+:ticket}
    names_debt "${HOOKKIT_CHECKS-}"
    if [ -f pyproject.toml ] || { [ -f .hookkit.toml ] && names_one 2>/dev/null <.hookkit.toml; }; then
        found=$(grep -Eios "hookkit|(branch[-_]*pattern|checks|debt|protected|target|ticket[-_]*pattern\
)[]\"'[:space:]]*([.=#]|\$)" .hookkit.toml pyproject.toml)
        # Without a mention of hookkit, keys of pyproject.toml are those of other tools.
        case $found in
            *pyproject.toml:[Hh]*) ;;
            *) found=${found%%pyproject.toml:*} ;;
        esac
        settings=$settings$found
    fi
    may_be_configured || return 0
    configured="
$(git config --get-regexp '^hookkit\.(branchpattern|checks|protected|target|ticketpattern)$')"
    names_debt "$configured"
}

# Add debt to `settings` if a list of checks with their levels may have it.
names_debt() {
    case $1 in *[Dd][Ee][Bb][Tt]*) settings=$settings:debt ;; esac
}

# Whether one of the first 50 lines may name such a setting, or there are more lines. To start grep
# takes as long as to read some 2,000 letters here.
names_one() {
    left=50
    while read -r line || [ -n "$line" ]; do
        left=$((left - 1))
        case $left$line in
            0* | *[Bb][Rr][Aa][Nn][Cc][Hh]* | *[Cc][Hh][Ee][Cc][Kk][Ss]*) return 0 ;;
            *[Pp][Rr][Oo][Tt][Ee][Cc]* | *[Tt][Aa][Rr][Gg][Ee][Tt]*) return 0 ;;
            *[Tt][Ii][Cc][Kk][Ee][Tt]* | *[Dd][Ee][Bb][Tt]*) return 0 ;;
        esac
    done
    return 1
}

# Whether something may be configured for hookkit here; Python looks closer. Once hookkit is
# uninstalled for all clones the file is missing, and copies of its shims in clones do nothing.
may_be_wanted() {
    [ -f "$all_clones/installed" ] || return 1
    [ -f .hookkit.toml ] && return 0
    [ -f pyproject.toml ] && grep -qs hookkit pyproject.toml && return 0
    may_be_configured && [ "$(git config --type=bool hookkit.enabled 2>/dev/null)" = true ]
}

# Whether the hooks folder has a shim of hookkit for the event that git runs.
is_in_folder() {
    find_common_dir
    hook=$common_dir/hooks/$event
    [ -x "$hook" ] || return 1
    { read -r mark && read -r mark; } 2>/dev/null <"$hook" || return 1
    case $mark in '# hookkit shim '*) ;; *) return 1 ;; esac
    [ -z "$(git config core.hooksPath)" ]
}

# Whether git's configuration may have a setting of hookkit. Its files are read here, because a git
# process takes as long as everything else that a hook does. Where the system's file is follows from
# where git's own programs are, which git puts first on PATH for a hook.
may_be_configured() {
    [ -n "${GIT_CONFIG_COUNT-}${GIT_CONFIG_PARAMETERS-}" ] && return 0
    [ -n "${GIT_CONFIG_GLOBAL-}${GIT_CONFIG_SYSTEM-}${GIT_CONFIG-}" ] && return 0
    case ${PATH%%:*} in /usr/lib/git-core | /usr/libexec/git-core) ;; *) return 0 ;; esac
    [ -n "${HOME-}" ] || return 0
    find_common_dir
    for file in "$common_dir/config" "$git_dir/config.worktree" "$HOME/.gitconfig" \
        "${XDG_CONFIG_HOME:-$HOME/.config}/git/config" /etc/gitconfig; do
        [ -e "$file" ] || continue
        while read -r line || [ -n "$line" ]; do
            case $line in
                *\[[Hh][Oo][Oo][Kk][Kk][Ii][Tt]* | *[Ii][Nn][Cc][Ll][Uu][Dd][Ee]*) return 0 ;;
            esac
        done <"$file" || return 0
    done
    return 1
}
