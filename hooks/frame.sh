#!/bin/sh --
# hookkit shim 2
# git runs this for the event below. `hookkit install` puts it here: the frame that all events have
# (hooks/frame.sh) with the decision of this one, and the Python that is to be started. `hookkit
# uninstall` takes it away. (The -- above: a hooks folder may begin with a dash.)
# shellcheck disable=SC2317 # no event asks all of the questions below

event=''
python=''
path=''

# What a person sets has no say in how their push is judged. Over a path of this machine git hands
# all of it to this hook: programs on PATH, functions of bash, settings. The hook that was here
# before hookkit runs with it; everything else runs without.
case $event in
    pre-receive)
        unset -f [ cat cd command echo env git grep printf pwd read
        unset HOOKKIT PRE_COMMIT_RUNNING_LEGACY PREK_RUNNING_LEGACY
        path_of_pusher=$PATH
        PATH=${path:-$PATH}
        ;;
esac

# Run a program that judges. A server keeps what git itself sets for its hooks.
judging() {
    case $event in
        pre-receive)
            others=${GIT_ALTERNATE_OBJECT_DIRECTORIES-}
            env -i "PATH=$PATH" PYTHONNOUSERSITE=1 \
                ${SYSTEMROOT:+"SYSTEMROOT=$SYSTEMROOT"} \
                ${GIT_DIR:+"GIT_DIR=$GIT_DIR"} \
                ${GIT_OBJECT_DIRECTORY:+"GIT_OBJECT_DIRECTORY=$GIT_OBJECT_DIRECTORY"} \
                ${others:+"GIT_ALTERNATE_OBJECT_DIRECTORIES=$others"} \
                ${GIT_QUARANTINE_PATH:+"GIT_QUARANTINE_PATH=$GIT_QUARANTINE_PATH"} \
                ${GIT_SHALLOW_FILE:+"GIT_SHALLOW_FILE=$GIT_SHALLOW_FILE"} \
                "$@"
            ;;
        *) "$@" ;;
    esac
}

# pre-commit and prek rename this file to <event>.legacy and run it from there. If the kept hook is
# their own script it would only call us again, so it is left to them.
is_our_caller() {
    [ -n "${PRE_COMMIT_RUNNING_LEGACY-}${PREK_RUNNING_LEGACY-}" ] && grep -q hook-impl "$1"
}

# Some events get lines on stdin, and both readers want all of them, byte for byte.
lines=''
case $event in
    pre-push | pre-receive | post-rewrite) has_lines=yes ;;
    *) has_lines='' ;;
esac

take_lines() {
    [ -z "$has_lines" ] || [ -n "$lines" ] || lines=$(cat && echo .)
}

with_lines() {
    if [ -n "$has_lines" ]; then
        printf %s "${lines%.}" 2>/dev/null | "$@"
    else
        "$@"
    fi
}

# What git waits for fails where it could not be judged (2 to 4). What is done already is let go.
finish() {
    case $event:$1 in
        post-*) exit 0 ;;
        pre-push:[234]) echo "hookkit: or this once without it: git push --no-verify" >&2 ;;
        pre-receive:[01]) exit "$1" ;;
        pre-receive:*)
            echo "hookkit: nothing of this push was taken. Who looks after $(pwd -P)" >&2
            echo "hookkit: runs there: hookkit doctor; or: git config hookkit.enabled false" >&2
            ;;
        *:[234]) echo "hookkit: or this once without it: git commit --no-verify" >&2 ;;
        *) exit "$1" ;;
    esac
    exit 1
}

# git gives GIT_DIR where it is not .git.
git_dir=${GIT_DIR:-.git}

# Whether the commit is one that was made before, on its way to another place.
is_replayed() {
    for mark in rebase-merge rebase-apply CHERRY_PICK_HEAD REVERT_HEAD; do
        [ -e "$git_dir/$mark" ] && return 0
    done
    has_refs_elsewhere || return 1
    [ -n "$(git for-each-ref --include-root-refs CHERRY_PICK_HEAD REVERT_HEAD 2>/dev/null)" ]
}

# Whether the refs are no files of the git dir (reftable): git leaves a HEAD there that says so.
has_refs_elsewhere() {
    read -r head 2>/dev/null <"$git_dir/HEAD" && [ "$head" = 'ref: refs/heads/.invalid' ]
}

# read_symbolic_ref NAME FOLDER: what a ref names that is a file of that folder where refs are files.
read_symbolic_ref() {
    if has_refs_elsewhere; then
        named=$(git symbolic-ref -q "$1") && named="ref: $named"
    else
        read -r named 2>/dev/null <"$2/$1"
    fi
}

# The git directory that a linked worktree shares with the others.
find_common_dir() {
    common_dir=$git_dir
    if read -r common 2>/dev/null <"$git_dir/commondir"; then
        case $common in
            /*) common_dir=$common ;;
            *) common_dir=$git_dir/$common ;;
        esac
    fi
}

# Whether the branch is one of those that are protected where nothing is configured, or the default
# branch of a remote. This, and what follows, looks without Python and says yes where it cannot tell.
may_be_protected() {
    read_symbolic_ref HEAD "$git_dir" || return 0
    branch=${named#ref: refs/heads/}
    case $branch in
        main | master | release/*) return 0 ;;
    esac
    find_common_dir
    for remote in upstream origin; do
        read_symbolic_ref "refs/remotes/$remote/HEAD" "$common_dir" &&
            [ "$named" = "ref: refs/remotes/$remote/$branch" ] && return 0
    done
    return 1
}

# may_be_set NAME...: whether one of these settings may be made anywhere. A name is a pattern of
# grep -E, because files spell it in their own ways.
may_be_set() {
    names=''
    for name in "$@"; do
        case $name in
            branch*) given=${HOOKKIT_BRANCH_PATTERN+set} ;;
            checks) given=${HOOKKIT_CHECKS+set} ;;
            protected) given=${HOOKKIT_PROTECTED+set} ;;
            target) given=${HOOKKIT_TARGET+set} ;;
            ticket*) given=${HOOKKIT_TICKET_PATTERN+set} ;;
            *) given=set ;;
        esac
        [ -z "$given" ] || return 0
        names="$names${names:+|}$name"
    done
    is_in_file .hookkit.toml && return 0
    [ -f pyproject.toml ] && grep -q hookkit pyproject.toml && is_in_file pyproject.toml && return 0
    may_be_configured && git config --get-regexp "^hookkit\\.($names)\$" >/dev/null
}

# Whether a TOML file has one of the names as a key.
is_in_file() {
    [ -f "$1" ] && grep -Eiq "($names)[]\"'[:space:]]*([.=#]|\$)" "$1"
}

# Whether git's configuration may have a setting of hookkit. Its files are read here, because a git
# process takes as long as all else that a hook does. The place of the system's file is known by
# that of git's own programs, which git puts in front of PATH for a hook.
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
                *[Hh][Oo][Oo][Kk][Kk][Ii][Tt]* | *[Ii][Nn][Cc][Ll][Uu][Dd][Ee]*) return 0 ;;
            esac
        done <"$file" || return 0
    done
    return 1
}

# The hook that was here before hookkit runs first, whatever else is decided below. It is found
# beside this file by the event, because this file may have another name by now.
if [ -f "${0%/*}/$event.before-hookkit" ] && [ -x "${0%/*}/$event.before-hookkit" ]; then
    here=$(CDPATH='' cd -- "${0%/*}" && pwd -P)/$event
    # It has called us in its turn: that is a loop, and it ends here. On a server nothing is taken
    # then: who pushes could say that it is one.
    if [ "${HOOKKIT_CHAIN-}" = "$here" ]; then
        [ "$event" = pre-receive ] || exit 0
        echo "hookkit: $here.before-hookkit calls $here again" >&2
        finish 4
    fi
    take_lines
    is_our_caller "$here.before-hookkit" || (
        export HOOKKIT_CHAIN="$here"
        [ "$event" != pre-receive ] || PATH=$path_of_pusher
        with_lines "$here.before-hookkit" "$@"
    ) || exit
fi
unset HOOKKIT_CHAIN

[ "${HOOKKIT-}" = 0 ] && exit 0

#: decision

own=''
isolated=-E
[ "$event" != pre-receive ] || { own=--local && isolated=-I; }
[ "$(judging git config ${own:+"$own"} --type=bool hookkit.enabled 2>/dev/null)" = false ] && exit 0

# Not `-m hookkit`: that puts the worktree on sys.path, where an ast.py would hide the library's. Nor
# may PYTHONPATH have Python run the worktree's sitecustomize.py (-E): of its parts only those outside
# of the worktree count.
start='
import os, sys
top = os.path.realpath(os.curdir) + os.sep
given = os.environ.get("PYTHONPATH", "").split(os.pathsep)
given = [p for p in given if os.path.isabs(p)]
given = [p for p in given if not (os.path.realpath(p) + os.sep).startswith(top)]
sys.path[:] = given + [p for p in sys.path if p]
try:
    from hookkit.__main__ import main
except ModuleNotFoundError as error:
    print(f"hookkit: {sys.executable} cannot start hookkit: {error}", file=sys.stderr)
    print("hookkit: run: pip install hookkit && hookkit install", file=sys.stderr)
    sys.exit(4)
sys.exit(main())
'
take_lines
if [ -x "$python" ]; then
    with_lines judging "$python" "$isolated" -c "$start" hook "$event" "$@"
    finish $?
fi
case $(command -v hookkit) in
    /* | ?:*)
        unset PYTHONPATH # it would act before hookkit could look at it
        with_lines judging hookkit hook "$event" "$@"
        ;;
    *)
        echo "hookkit: not found: neither ${python:-a Python of its own} nor hookkit on PATH" >&2
        echo "hookkit: run: pip install hookkit && hookkit install" >&2
        finish 4
        ;;
esac
finish $?
