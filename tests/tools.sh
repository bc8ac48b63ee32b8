#!/bin/sh
# Installs what tests use beside Python's packages, Chromium and PostgreSQL, where it
# is missing and the user may install; else says in a line what will be skipped.
set -eu

wanted=""
needs() { # $1 package, $2 what its tests are
    wanted="$wanted $1"
    echo "$1 is not installed; $2 need it."
}

has_postgres() {
    command -v initdb >/dev/null || ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1
}
has_chromium() {
    command -v chromium >/dev/null || command -v chromium-browser >/dev/null ||
        command -v google-chrome >/dev/null
}

has_chromium || needs chromium "the browser journeys"
has_postgres || needs postgresql "the tests of queries on PostgreSQL"
[ -n "$wanted" ] || exit 0

skipped="their tests will be skipped"
if ! command -v apt-get >/dev/null; then
    echo "SKIPPED:$wanted: there is no apt-get here to install with; $skipped."
    exit 0
fi
if [ "$(id -u)" = 0 ]; then
    as_root=""
elif command -v sudo >/dev/null && sudo -n true 2>/dev/null; then
    as_root="sudo -n"
else
    echo "SKIPPED:$wanted: neither root nor sudo without a password; $skipped." \
        "Install by hand: sudo apt-get install$wanted"
    exit 0
fi

# Debian's package would start a server of its own; tests start theirs.
config=/etc/postgresql-common/createcluster.conf
if ! has_postgres && [ ! -e "$config" ]; then
    $as_root mkdir -p "$(dirname "$config")"
    echo "create_main_cluster = false" | $as_root tee "$config" >/dev/null
fi
echo "Installing$wanted from the distribution's packages (some minutes) ..."
if ! { $as_root apt-get update -q &&
    $as_root env DEBIAN_FRONTEND=noninteractive apt-get install -q -y \
        -o Dpkg::Options::=--force-confold --no-install-recommends \
        $wanted fonts-dejavu-core; }; then
    echo "SKIPPED:$wanted: apt-get failed, as it says above; $skipped."
fi
