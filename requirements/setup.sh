#!/bin/sh
# Sets this checkout up: .venv with the locked packages, the system's libraries, the translation.
#   sh requirements/setup.sh window     what the desk needs
#   sh requirements/setup.sh central    what the server needs
#   sh requirements/setup.sh hall       both: the demo hall has a server of its own
#   sh requirements/setup.sh dev        the same and the tools for tests and checks
# Running it again costs nothing: what is done is stamped.
set -eu

what=${1:-window}
root=$(CDPATH= cd -- "$(dirname -- "$0")/.." && pwd)
cd "$root"
venv=.venv
python=$venv/bin/python
apt_updated=

say() { printf '%s\n' "$*"; }
is_root() { [ "$(id -u)" = 0 ]; }
has_apt() { command -v apt-get >/dev/null 2>&1; }

# The packages of one section ("library" or "test") of system-packages.txt.
packages() {
    awk -v want="$1" '/^## /{on = ($2 == want); next} on && !/^#/ && NF {print $1}' requirements/system-packages.txt
}

missing_packages() {
    for package in $(packages "$1"); do
        dpkg-query -W -f '${Status}' "$package" 2>/dev/null | grep -q 'install ok installed' || printf '%s ' "$package"
    done
}

apt_install() {
    say "installing system packages: $*"
    export DEBIAN_FRONTEND=noninteractive
    [ -n "$apt_updated" ] || apt-get update -q >/dev/null
    apt_updated=yes
    apt-get install -q -y --no-install-recommends "$@" >/dev/null </dev/null
}

# Python.
find_python() {
    for candidate in "${PYTHON:-}" python3 python3.14 python3.13 python3.12 python3.11; do
        [ -n "$candidate" ] && command -v "$candidate" >/dev/null 2>&1 || continue
        if "$candidate" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info < (3, 15))'; then
            printf '%s' "$candidate"
            return
        fi
    done
}

if [ ! -x "$python" ] || ! "$python" -c 'import pip' 2>/dev/null; then
    base=$(find_python)
    if [ -z "$base" ]; then
        say "Python 3.11 or newer is needed (found: $(python3 --version 2>&1 || say none))."
        say "Run: apt-get install python3     (Debian 12 and Ubuntu 24.04 have it; or set PYTHON=/path/to/python3)"
        exit 1
    fi
    if ! "$base" -c 'import venv, ensurepip' 2>/dev/null; then
        package=$("$base" -c 'import sys; print("python3.%d-venv" % sys.version_info[1])')
        if is_root && has_apt; then
            apt_install "$package"
        else
            say "Python cannot make environments here. Run:"
            say "    sudo apt-get install $package"
            say "and start again."
            exit 1
        fi
    fi
    rm -rf "$venv"
    say "making $venv with $("$base" --version)"
    "$base" -m venv "$venv"
fi

# Locked packages.
case $what in
    hall) locks="requirements/window.txt requirements/central.txt" ;;
    *) locks=requirements/$what.txt ;;
esac
stamp=$venv/.installed-$what
# shellcheck disable=SC2086 -- a list of words, here and below
wanted=$(cat $locks | cksum)
if [ "$(cat "$stamp" 2>/dev/null || :)" != "$wanted" ]; then
    say "installing the packages of $locks (a few minutes the first time)"
    # pip byte-compiles what it installs: without that the first start takes seconds.
    "$python" -m pip install --quiet --no-input --disable-pip-version-check --compile --require-hashes \
        $(printf -- '-r %s ' $locks)
    printf '%s\n' "$wanted" >"$stamp"
fi
program() {
    cat >"$venv/bin/$1" <<END
#!$root/$python
import sys

sys.path.insert(0, "$root")

from $2.__main__ import main

sys.exit(main())
END
    chmod +x "$venv/bin/$1"
}
program window-clerk ui
program window-central app.central

# System libraries, the window's alone.
[ "$what" != central ] || exit 0
state=0
lacking=$(QT_LOGGING_RULES="qt.multimedia.*=false" "$python" requirements/check_libraries.py) || state=$?
if [ "$state" != 0 ] && has_apt; then
    libraries=$(packages library | tr '\n' ' ')
    if is_root; then
        # shellcheck disable=SC2086 -- a list of words
        apt_install $libraries
        state=0
        lacking=$(QT_LOGGING_RULES="qt.multimedia.*=false" "$python" requirements/check_libraries.py) || state=$?
    else
        say "Some system libraries are missing:"
        say "$lacking"
        say "Run:"
        say "    sudo apt-get install $libraries"
    fi
fi
if [ "$state" = 2 ]; then
    say "No window can open without these:"
    say "$lacking"
    exit 1
fi
if [ "$what" = dev ] && has_apt; then
    absent=$(missing_packages test)
    if [ -n "$absent" ]; then
        if is_root; then
            # shellcheck disable=SC2086 -- a list of words
            apt_install $absent || say "some test packages could not be installed; their tests will be skipped"
        else
            say "Some tests will be skipped; for all of them run:"
            say "    sudo apt-get install $absent"
        fi
    fi
fi

# Translation.
for ts in resources/i18n/*.ts; do
    [ -e "$ts" ] || continue
    qm=${ts%.ts}.qm
    if [ ! -e "$qm" ] || [ "$ts" -nt "$qm" ]; then
        # Not in place: a window that is open has the old one mapped into its memory.
        "$venv/bin/pyside6-lrelease" -silent "$ts" -qm "$qm.new" && mv "$qm.new" "$qm"
    fi
done
