#!/bin/sh --
# hookkit shim 4
# git runs this for the event below; `hookkit install` puts it here, `hookkit uninstall` takes it
# away. It is hooks/frame.sh with the decision of the event, hooks/EVENT, and the functions that this
# calls (hooks/functions.sh). sh reads a file only as far as it runs it, and a commit waits for each
# line: what decides that there is nothing to do comes first. (The -- above: a folder may begin with
# a dash.)

event=''
python=''
path=''
policy=''

# The environment of the person who pushes must not change how the push is judged. For a path of this
# machine git passes all of it to this hook: programs on PATH, functions of bash, settings. The hook
# that was here before hookkit runs with it; everything else runs without.
case $event in
    pre-receive)
        unset -f [ cat cd command echo env git grep printf pwd read
        unset HOOKKIT PRE_COMMIT_RUNNING_LEGACY PREK_RUNNING_LEGACY
        path_of_pusher=$PATH
        PATH=${path:-$PATH}
        ;;
esac

# git gives GIT_DIR where it is not .git.
git_dir=${GIT_DIR:-.git}

# What the functions have found out; not each event calls them.
# shellcheck disable=SC2034
head=''
lines=''
# shellcheck disable=SC2034
settings=''

# Some events get lines on stdin, and both readers want all of them, byte for byte.
case $event in
    pre-push | pre-receive | post-rewrite) has_lines=yes ;;
    *) has_lines='' ;;
esac

# The hook that was here before hookkit runs first, whatever is decided. It is looked for beside this
# file by the name of the event: this file may have been renamed.
previous=${0%/*}/$event.before-hookkit
[ -x "$previous" ] && [ -f "$previous" ] || previous=''

#: early exits

if [ -z "$previous" ]; then
    [ "${HOOKKIT-}" = 0 ] && exit 0

#: decision without functions
fi

#: functions of the decision

# End here where there is nothing to do.
decide() {
    [ "${HOOKKIT-}" = 0 ] && exit 0

#: decision
    :
}
[ -n "$previous" ] || decide "$@"

#: functions of the rest

# Run a program without the environment of the person who pushes. What git sets for its hooks stays,
# and what the software of the host says of a push (who pushes, to what): that goes into the journal,
# and no finding depends on it.
clean_env() {
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
                ${GL_USERNAME:+"GL_USERNAME=$GL_USERNAME"} ${GL_ID:+"GL_ID=$GL_ID"} \
                ${GL_USER:+"GL_USER=$GL_USER"} ${GL_REPO:+"GL_REPO=$GL_REPO"} \
                ${GL_PROJECT_PATH:+"GL_PROJECT_PATH=$GL_PROJECT_PATH"} \
                ${GL_PROTOCOL:+"GL_PROTOCOL=$GL_PROTOCOL"} \
                ${GITEA_PUSHER_NAME:+"GITEA_PUSHER_NAME=$GITEA_PUSHER_NAME"} \
                ${REMOTE_USER:+"REMOTE_USER=$REMOTE_USER"} \
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

with_lines() {
    if [ -n "$has_lines" ]; then
        printf %s "${lines%.}" 2>/dev/null | "$@"
    else
        "$@"
    fi
}

# End with the status for git. A hook that can stop git does so where hookkit failed: 2, 3, 4 (hookkit
# cannot be started), 75 (it was installed again while it worked). The post- hooks end with 0.
finish() {
    case $event:$1 in
        pre-receive:[01]) exit "$1" ;;
        pre-receive:*)
            again='hookkit doctor'
            [ "$1" != 4 ] || again='pip install hookkit && hookkit install --server'
            echo "hookkit: nothing of this push was taken. Who looks after $(pwd -P)" >&2
            echo "hookkit: runs there: $again; or: git config hookkit.enabled false" >&2
            exit 1
            ;;
        *:4) echo "hookkit: run: pip install hookkit && hookkit install" >&2 ;;
    esac
    case $event:$1 in
        post-*) exit 0 ;;
        pre-push:[234] | pre-push:75)
            echo "hookkit: or this once without it: git push --no-verify" >&2
            ;;
        *:[234] | *:75) echo "hookkit: or this once without it: git commit --no-verify" >&2 ;;
        *) exit "$1" ;;
    esac
    exit 1
}

if [ -n "$previous" ]; then
    here=$(CDPATH='' cd -- "${0%/*}" && pwd -P)/$event
    # The previous hook has called this one again: the loop ends here. On a server the push is refused
    # then, because the person who pushes could set HOOKKIT_CHAIN.
    if [ "${HOOKKIT_CHAIN-}" = "$here" ]; then
        [ "$event" = pre-receive ] || exit 0
        echo "hookkit: $here.before-hookkit calls $here again" >&2
        finish 3
    fi
    take_lines
    is_our_caller "$here.before-hookkit" || (
        export HOOKKIT_CHAIN="$here"
        [ "$event" != pre-receive ] || PATH=$path_of_pusher
        with_lines "$here.before-hookkit" "$@"
    ) || exit
    unset HOOKKIT_CHAIN
    decide "$@"
fi
unset HOOKKIT_CHAIN

# The options of `hookkit hook`, which say how git found this file.
options=''

# The environment may be a link that an upgrade switches: a Python that went through it would import
# from one version and then from the next.
if [ -L "${python%/bin/*}" ]; then
    folder=$(CDPATH='' cd -P -- "${python%/*}" && pwd -P) && python=$folder/${python##*/}
fi

#: worker

# Whether hookkit is enabled in git's configuration.
is_enabled() {
    own=''
    case $event in
        pre-receive) own=--local ;;
        *) may_be_configured || return 0 ;;
    esac
    [ "$(clean_env git config ${own:+"$own"} --type=bool hookkit.enabled 2>/dev/null)" != false ]
}
is_enabled || exit 0

isolated=-E
[ "$event" != pre-receive ] || isolated=-I

# Not `-m hookkit`: that puts the worktree on sys.path, where an ast.py would shadow the library's.
# Nor may Python run a sitecustomize.py of the worktree through PYTHONPATH (-E): only its entries
# outside of the worktree are used. Python 3.13 imports modules before it runs what -c has, first from
# the current folder: it is started in the root folder, and goes back to the one that it is given.
start='
import os, sys
folder = sys.argv.pop(1)
top = os.path.realpath(folder) + os.sep
given = os.environ.get("PYTHONPATH", "").split(os.pathsep)
given = [p for p in given if os.path.isabs(p)]
given = [p for p in given if not (os.path.realpath(p) + os.sep).startswith(top)]
sys.path[:] = given + [p for p in sys.path if p]
try:
    os.chdir(folder)
    os.environ.pop("OLDPWD", None)
    if "PWD" in os.environ:
        os.environ["PWD"] = folder
    from hookkit.__main__ import run
    run()
except Exception as error: # an incomplete installation may fail anywhere
    print(f"hookkit: {sys.executable} cannot start hookkit: {error}", file=sys.stderr)
    sys.exit(4)
'

# Run hookkit for the event: that of the Python above, else the one on PATH. Returns 4 where neither
# can be started.
run_hookkit() {
    if [ -x "$python" ]; then
        folder=$PWD
        cd / || return 4
        # shellcheck disable=SC2086 # each option is a word of its own
        with_lines clean_env "$python" "$isolated" -c "$start" "$folder" hook $options \
            ${policy:+"--policy=$policy"} "$event" "$@"
        ended=$?
        cd "$folder" || return 4
        return "$ended"
    fi
    case $(command -v hookkit) in
        /* | ?:*)
            unset PYTHONPATH # Python would use it before hookkit can check it
            # shellcheck disable=SC2086
            with_lines clean_env hookkit hook $options ${policy:+"--policy=$policy"} "$event" "$@"
            ;;
        *)
            echo "hookkit: not found: neither ${python:-a Python of its own} nor hookkit on PATH" >&2
            return 4
            ;;
    esac
}
take_lines
run_hookkit "$@"
status=$?

# While hookkit is installed again it cannot be started for a moment (126 and 127 are of sh): a push
# waits for that. A commit fails at once, with a message.
for pause in 1 2 4; do
    case $event:$status in pre-receive:4 | pre-receive:75 | pre-receive:12[67]) ;; *) break ;; esac
    echo "hookkit: trying again in $pause s, in case it is being installed" >&2
    sleep "$pause"
    run_hookkit "$@"
    status=$?
done
finish "$status"
