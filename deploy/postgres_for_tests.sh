#!/usr/bin/env bash
# Runs a command with a throw-away PostgreSQL beside it, whose address it finds in PORTAL_TEST_POSTGRES_URL.
#
#   postgres_for_tests.sh COMMAND [ARGUMENT...]    ends with the command's exit status
#   postgres_for_tests.sh                          prints the address and serves until Ctrl-C
#
# A server named in PORTAL_TEST_POSTGRES_URL already is used as it is. The cluster answers on 127.0.0.1 alone, with a random password,
# loses its data in a crash (that makes it fast) and is removed at the end. Needs Debian's postgresql; root lends it the user postgres.
set -euo pipefail

folder=
owner=()

main() {
    if [ -z "${PORTAL_TEST_POSTGRES_URL:-}" ]; then
        # Every way out goes through the clean-up, a signal too.
        trap remove_cluster EXIT
        trap 'exit 130' INT
        trap 'exit 143' TERM HUP
        start_cluster
    fi
    echo "PORTAL_TEST_POSTGRES_URL=$PORTAL_TEST_POSTGRES_URL"
    if [ $# -gt 0 ]; then
        "$@"
    else
        while true; do
            sleep 1
        done
    fi
}

start_cluster() {
    local bin room port password output
    bin=$(find_programs)
    if [ "$(id -u)" -eq 0 ]; then
        owner=(runuser -u postgres --)
    fi
    room=$(bash "$(dirname "${BASH_SOURCE[0]}")/room_in_memory.sh")
    # Not in the folder that TMPDIR names: it may be closed to the other user.
    cd /
    folder=$("${owner[@]}" mktemp -d "$room/portal-postgres.XXXXXX")
    port=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
    password=$(od -An -N16 -tx1 /dev/urandom | tr -d ' \n')
    "${owner[@]}" bash -c 'umask 077; cat >"$1"' - "$folder/password" <<<"$password"
    output=$("${owner[@]}" "$bin/initdb" --pgdata="$folder/data" --username=portal --pwfile="$folder/password" --auth=scram-sha-256 \
        --encoding=UTF8 --locale=C.UTF-8 --no-sync 2>&1) || { echo "$output" >&2; return 1; }
    "${owner[@]}" "$bin/pg_ctl" start --pgdata="$folder/data" --wait --silent --log="$folder/log" --options="$(server_options "$port")" ||
        { cat "$folder/log" >&2; return 1; }
    cd "$OLDPWD"
    export PORTAL_TEST_POSTGRES_URL="postgresql+psycopg://portal:$password@127.0.0.1:$port/postgres"
}

find_programs() {
    local newest
    newest=$(compgen -G '/usr/lib/postgresql/*/bin' | sort -V | tail -n 1)
    if [ -z "$newest" ]; then
        echo "PostgreSQL がありません。deploy/bootstrap.sh test を先に実行してください。" >&2
        return 1
    fi
    echo "$newest"
}

server_options() {
    local setting
    for setting in "port=$1" listen_addresses=127.0.0.1 unix_socket_directories= max_connections=100 \
        fsync=off synchronous_commit=off full_page_writes=off wal_level=minimal max_wal_senders=0 max_wal_size=256MB; do
        printf -- "-c %s " "$setting"
    done
}

remove_cluster() {
    local status=$?
    trap '' INT TERM HUP
    if [ -n "$folder" ]; then
        cd /
        "${owner[@]}" "$(find_programs)/pg_ctl" stop --pgdata="$folder/data" --mode=immediate --silent 2>/dev/null || true
        rm -rf "$folder"
    fi
    exit "$status"
}

main "$@"
