# The resident worker (hookkit/worker), for the events that correct: it is asked before Python is
# started. Nothing here starts a process. If anything is wrong with the worker, Python is started.

# ask_worker ARGUMENT...: have the worker do the event, and end here; return 1 if it does not.
ask_worker() {
    case ${XDG_RUNTIME_DIR-} in /*) base=$XDG_RUNTIME_DIR ;; *)
        case ${XDG_STATE_HOME-} in /*) base=$XDG_STATE_HOME ;; *) base=${HOME-}/.local/state ;; esac ;;
    esac
    place=$base/hookkit/worker$python
    [ -f "$place/ready" ] && [ -O "$base/hookkit" ] && [ ! -h "$base/hookkit" ] || return 1
    read -r worker slots 2>/dev/null <"$place/ready" || return 1
    case $worker$slots in *[!0-9]*) return 1 ;; esac
    kill -0 "$worker" 2>/dev/null || return 1
    slots=$place/$slots
    # Copies that the worker opens through /proc: sh itself reassigns 0, 1 and 2 while it reads.
    command exec 7>&2 2>/dev/null || return 1
    if command exec 5<&0 6>&1 && take_slot "$@" && open_reply && wait_for_worker; then
        read_answer
    fi
    exec 2>&7 5<&- 6>&- 7>&- 8<&- 9<&-
    return 1
}

# Write the request into a file that only one process can create. Its last line marks it complete.
take_slot() {
    set -C
    for slot in 0 1 2 3 4 5 6 7; do
        # shellcheck disable=SC2086 # each option is a word of its own
        printf '%s\n' "$$" $options "$event" "$@" . >"$slots/$slot.request" &&
            set +C && return 0
    done
    set +C
    return 1
}

# Open the pipe of the answer for reading without waiting for a writer: for a moment this process is
# the writer itself.
open_reply() {
    [ -p "$slots/$slot.reply" ] && command exec 8<>"$slots/$slot.reply" &&
        command exec 9<"$slots/$slot.reply" && exec 8>&-
}

# Wake the worker and wait until it has taken the request, at most some milliseconds (sh has no
# clock, so it counts). Then the request is withdrawn, unless the worker takes it first.
wait_for_worker() {
    [ -p "$slots/wake" ] && true 8<>"$slots/wake"
    turns=${BASH_VERSION:+250}
    turns=${turns:-600}
    until [ -e "$slots/$slot.taken" ] || [ "$turns" = 0 ]; do
        turns=$((turns - 1))
    done
    set -C
    if printf 'withdrawn\n' >"$slots/$slot.taken"; then
        set +C
        return 1
    fi
    set +C
}

# Do as the worker says. If the pipe ends before a first word, no process works on the request; if it
# ends later, the process that did was killed.
read_answer() {
    is_running=''
    while read -r word status <&9; do
        case $word in
            running) is_running=yes ;;
            refused) return 0 ;;
            ended) finish "$status" ;;
        esac
    done
    [ -z "$is_running" ] || finish 137
}

# The worker cannot read lines that sh has read already.
[ -n "$lines" ] || [ ! -x "$python" ] || ask_worker "$@"
