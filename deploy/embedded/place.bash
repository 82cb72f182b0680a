# Sourced after processes.bash by scripts whose server must not run as root: who owns it, and where it sees DIR.

# owned_by USER INNER: root's servers run as USER. Where USER cannot reach DIR (below /root, say), the server sees it
# as INNER in a mount namespace of its own.
owned_by() {
    INNER=$2
    if [ "$(id -u)" = "$ROOT_ID" ]; then OWNER=$1; else OWNER=$(id -un); fi
}

# choose_view: sets $seen, the name under which the server sees DIR
choose_view() {
    identity=(); seen=$DIR
    [ "$(id -u)" = "$ROOT_ID" ] || return 0
    identity=(--reuid "$OWNER" --regid "$OWNER" --init-groups)
    setpriv "${identity[@]}" -- test -x "$DIR" || seen=$INNER
}

# in_place COMMAND...: runs it as the owner, where the folder is called $seen
in_place() {
    local drop=(setpriv --no-new-privs "${identity[@]}" --)
    if [ "$seen" = "$DIR" ]; then exec setsid "${drop[@]}" "$@"; fi
    exec setsid unshare -m --propagation slave bash -c '
        mount --bind "$1" "$2" && shift 2 && exec "$@"' in_place "$DIR" "$INNER" "${drop[@]}" "$@"
}
