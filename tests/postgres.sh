#!/usr/bin/env bash
# A PostgreSQL of our own for the tests: on loopback, in a temporary folder, with the settings that the distribution gives.
#   eval "$(tests/postgres.sh start)"   starts it and exports QDA_TEST_POSTGRES
#   tests/postgres.sh stop              stops it and removes the folder
#   tests/postgres.sh restart           as if the machine had crashed: nothing is written down before
# The folder is QDA_POSTGRES_DIR (default: /tmp/qda-postgres), the port QDA_POSTGRES_PORT (default: 54329).
set -euo pipefail
folder=${QDA_POSTGRES_DIR:-/tmp/qda-postgres}
port=${QDA_POSTGRES_PORT:-54329}
bin=$(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -V | tail -1)
[ -n "$bin" ] || bin=$(dirname "$(command -v initdb)")

as_owner() { # the server refuses to run as root
    if [ "$(id -u)" = 0 ]; then (cd / && setpriv --reuid=postgres --regid=postgres --init-groups "$@"); else "$@"; fi
}

case "${1:-}" in
start)
    if as_owner "$bin/pg_ctl" --pgdata="$folder/data" status >/dev/null 2>&1; then echo "$folder: runs already" >&2; exit 1; fi
    rm -rf "$folder"
    mkdir -p "$folder"
    [ "$(id -u)" = 0 ] && chown postgres "$folder"
    as_owner sh -c "printf qda > '$folder/password'"
    as_owner "$bin/initdb" --pgdata="$folder/data" --username=qda --pwfile="$folder/password" --auth=scram-sha-256 --encoding=UTF8 --locale=C.UTF-8 >&2
    as_owner "$bin/pg_ctl" --pgdata="$folder/data" --log="$folder/log" --wait \
        --options="-c listen_addresses=127.0.0.1 -c port=$port -c unix_socket_directories='' -c max_connections=200" start >&2
    echo "export QDA_TEST_POSTGRES=postgresql://qda:qda@127.0.0.1:$port/postgres QDA_POSTGRES_DIR=$folder QDA_POSTGRES_PORT=$port"
    ;;
restart)
    as_owner "$bin/pg_ctl" --pgdata="$folder/data" --log="$folder/log" --mode=immediate --wait restart >&2
    ;;
stop)
    as_owner "$bin/pg_ctl" --pgdata="$folder/data" --mode=fast --wait stop >&2
    rm -rf "$folder"
    ;;
*)
    echo "usage: $0 start|restart|stop" >&2
    exit 2
    ;;
esac
