# Sourced by the scripts of this folder: one data folder, and the processes recorded in it.
#
# A process is ours only if its pid AND its start time are the recorded ones: a pid alone may
# have been given to somebody else since. Nothing else is ever signalled.

export LC_ALL=C PATH=$PATH:/usr/sbin:/sbin
ROOT_ID=0
EXIT_UNAVAILABLE=3                     # something this machine lacks; one line on standard error says what

say() { printf '%s: %s\n' "${0##*/}" "$*" >&2; }
die() { say "$1"; exit "${2:-1}"; }

# choose_folder DIR: the absolute path in DIR, refused when it could not be written into a connection string
choose_folder() {
    [ -n "${1:-}" ] || die "which folder? usage: ${0##*/} up|down|status DIR" 2
    DIR=$(realpath -m -- "$1")
    [[ $DIR =~ ^(/[A-Za-z0-9._+@-]+){2,}$ ]] ||
        die "'$1' cannot be used as a data folder: choose one below a first-level folder, without blanks or signs" 2
}

# one_at_a_time: a second invocation for the same folder waits (at most 120 s) for the first
one_at_a_time() {
    exec 9>"$DIR/.lock"
    flock -w 120 9 || die "another '${0##*/}' works on $DIR since more than 120 s"
}

# short_folder NAME: a folder whose sockets stay below the 107 bytes of a socket path: DIR/NAME, or where that
# is too long a folder in /run (without root in one of this user's own) that belongs to this DIR
short_folder() {
    local base=/run/hcos
    if [ ${#DIR} -le 70 ]; then printf '%s\n' "$DIR/$1"; return; fi
    if [ "$(id -u)" != "$ROOT_ID" ]; then base=$(users_folder) || return; fi
    printf '%s\n' "$base/$(printf %s "$DIR" | sha256sum | cut -c1-16)-$1"
}

# users_folder: the folder for sockets of a user who is not root, made if need be
users_folder() {
    local runtime=${XDG_RUNTIME_DIR:-/run/user/$(id -u)} base=/var/tmp/hcos-$(id -u)
    if [[ $runtime =~ ^/[A-Za-z0-9._/+@-]{1,40}$ ]] && is_private "$runtime"; then base=$runtime/hcos; fi
    mkdir -m 0700 "$base" 2>/dev/null || :
    # Everybody may make a folder in /var/tmp: whoever did would have the sockets.
    is_private "$base" || die "$base is not of this user alone: chmod 700 it if it is yours, remove it if not"
    printf '%s\n' "$base"
}

# is_private FOLDER: it is this user's, no link to another, and closed to all others
is_private() {
    [ ! -L "$1" ] && [ -d "$1" ] && [ "$(stat -c '%u %a' "$1" 2>/dev/null)" = "$(id -u) 700" ]
}

# started PID: its start time; nothing for one that has ended, reaped or not
started() { awk '{ sub(/^.*\) /, ""); if ($1 != "Z") print $20 }' "/proc/$1/stat" 2>/dev/null; }
pid_of() { cat "$DIR/pids/$1.pid" 2>/dev/null; }

record() {
    mkdir -p "$DIR/pids"
    started "$2" >"$DIR/pids/$1.start"
    printf '%s\n' "$2" >"$DIR/pids/$1.pid"
}

runs() {
    local pid start
    pid=$(pid_of "$1")
    [ -n "$pid" ] && start=$(started "$pid") && [ -n "$start" ] &&
        [ "$start" = "$(cat "$DIR/pids/$1.start" 2>/dev/null)" ]
}

# wait_gone PID SECONDS
wait_gone() {
    local n
    for ((n = 0; n < $2 * 20; n++)); do
        [ -n "$(started "$1")" ] || return 0
        sleep 0.05
    done
    return 1
}

# stop NAME SIGNAL SECONDS: asks, waits, then kills
stop() {
    local pid
    if runs "$1"; then
        pid=$(pid_of "$1")
        kill -s "$2" "$pid" 2>/dev/null
        wait_gone "$pid" "$3" || { say "$1 did not end within $3 s: killed"; kill -9 "$pid"; wait_gone "$pid" 5; }
    fi
    rm -f "$DIR/pids/$1.pid" "$DIR/pids/$1.start"
}
