#!/usr/bin/env bash
# Brings a machine as far as the portal needs: Debian's packages, then the virtual environment in .venv. Quick when nothing changed.
#
#   bootstrap.sh run      what serving needs
#   bootstrap.sh check    and what linting and the tests on SQLite need
#   bootstrap.sh test     and PostgreSQL and the browser for the whole suite
#
# As root it installs what is missing; otherwise one message names all of it. PYTHON chooses another Python (3.11 or later).
set -euo pipefail

base_packages=(fonts-morisawa-bizud-gothic fonts-morisawa-bizud-mincho fonts-ipamj-mincho fonts-ocr-b)

main() {
    local kind=${1:-}
    case $kind in
        run | check | test) ;;
        *)
            echo "使い方: deploy/bootstrap.sh run|check|test" >&2
            exit 2
            ;;
    esac
    cd "$(dirname "${BASH_SOURCE[0]}")/.."
    local python
    python=$(find_python)
    install_packages "$kind" "$python"
    make_environment "$python"
    install_requirements "$kind"
}

find_python() {
    local candidate
    for candidate in ${PYTHON:-python3 python3.13 python3.12 python3.11}; do
        if "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
            command -v "$candidate"
            return
        fi
    done
    echo "Python 3.11 以降が見つかりません。入れてから、もう一度実行してください（PYTHON=/path/to/python3 make run で指定もできます）。" >&2
    return 1
}

install_packages() {
    local kind=$1 python=$2 missing
    if ! command -v dpkg-query >/dev/null; then
        echo "Debian ではないので、書体などのパッケージは調べません: ${base_packages[*]}" >&2
        return 0
    fi
    mapfile -t missing < <(list_missing "$kind" "$python")
    [ "${#missing[@]}" -gt 0 ] || return 0
    if [ "$(id -u)" -ne 0 ] || ! command -v apt-get >/dev/null; then
        say_missing "${missing[@]}"
        return 1
    fi
    echo "Debian のパッケージを入れます: ${missing[*]}"
    # The package lists of a fresh machine are empty or old: then the first try fails.
    apt_install "${missing[@]}" || { apt-get update -q && apt_install "${missing[@]}"; }
}

apt_install() {
    DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends "$@" </dev/null
}

say_missing() {
    cat >&2 <<MESSAGE
次のものが足りません: $*
管理者権限で次のコマンドを実行してから、もう一度実行してください。
    sudo apt-get update && sudo apt-get install -y --no-install-recommends $*
MESSAGE
}

# One package a line.
list_missing() {
    local kind=$1 python=$2 wanted=("${base_packages[@]}") installed
    [ "$kind" = run ] || wanted+=(poppler-utils)
    [ "$kind" != test ] || wanted+=(chromium 7zip)
    installed=$(dpkg-query -W -f '${Package} ${db:Status-Status}\n' "${wanted[@]}" 2>/dev/null || true)
    can_make_environments "$python" || ! is_debians "$python" || echo python3-venv
    local package
    for package in "${wanted[@]}"; do
        grep -qx "$package installed" <<<"$installed" || echo "$package"
    done
    if [ "$kind" = test ] && ! has_postgresql; then
        echo postgresql
    fi
}

# Debian leaves ensurepip out of its Python; one built by hand carries it.
can_make_environments() {
    "$1" -c 'import ensurepip, venv' 2>/dev/null
}

is_debians() {
    "$1" -c 'import sys; sys.exit(sys.base_prefix != "/usr")'
}

# Any version serves, also one that is not Debian's own, or a server that is running already.
has_postgresql() {
    [ -n "${PORTAL_TEST_POSTGRES_URL:-}" ] || compgen -G '/usr/lib/postgresql/*/bin/initdb' >/dev/null
}

make_environment() {
    local python=$1 place
    place="$PWD $("$python" -c 'import sys; print(*sys.version_info[:2])')"
    # Its scripts carry the folder's name: one that was moved or copied, or whose Python has gone, is made anew.
    if [ "$(cat .venv/made-for 2>/dev/null)" = "$place" ] && .venv/bin/python -c '' 2>/dev/null; then
        return
    fi
    if ! can_make_environments "$python"; then
        echo "$python には venv と ensurepip がありません。それらを持つ Python 3.11 以降を PYTHON=... で指定してください。" >&2
        return 1
    fi
    echo "Python の環境を .venv に作ります。"
    "$python" -m venv --clear .venv
    echo "$place" >.venv/made-for
}

install_requirements() {
    local kind=$1 lists=(requirements.txt) stamp=.venv/installed-run wanted
    if [ "$kind" != run ]; then
        lists+=(requirements-dev.txt)
        stamp=.venv/installed-development
    fi
    wanted=$(cat "${lists[@]}" | sha256sum)
    if [ "$(cat "$stamp" 2>/dev/null)" = "$wanted" ]; then
        return
    fi
    echo "ライブラリを入れます（初回は1分ほどかかります）。"
    .venv/bin/python -m pip install --quiet --require-hashes "${lists[@]/#/--requirement=}"
    sha256sum <requirements.txt >.venv/installed-run
    echo "$wanted" >"$stamp"
}

main "$@"
