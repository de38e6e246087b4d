# The tools that checks need besides Rust, Python and Node: found, or fetched. Source it after lib.sh.

NEXTEST_VERSION=0.9.143
DENY_VERSION=0.20.2

# Outside the checkout, so that a clean one does not compile them again.
tools_dir="${XDG_CACHE_HOME:-$HOME/.cache}/kontor/tools"
export PATH="$tools_dir/bin:$PATH"

# need_cargo_tool NAME VERSION: installs a cargo subcommand from crates.io unless it is there.
need_cargo_tool() {
    if ! command -v "$1" >/dev/null; then
        say "building $1 $2, once; it stays in $tools_dir"
        env -u CARGO_TARGET_DIR cargo install --quiet --locked --root "$tools_dir" --version "$2" "$1" ||
            die "cannot install $1: see above, or install it yourself: cargo install --locked $1"
    fi
}

need_nextest() {
    need_cargo_tool cargo-nextest "$NEXTEST_VERSION"
}

need_cargo_deny() {
    need_cargo_tool cargo-deny "$DENY_VERSION"
}

# need_package PROGRAM PACKAGE: a Debian package, installed when that can be done without asking.
need_package() {
    command -v "$1" >/dev/null && return
    if [ "$(id -u)" -eq 0 ] && command -v apt-get >/dev/null; then
        say "installing Debian's $2"
        # No service is started by it: policy-rc.d says so, for the time of the installation.
        local policy=/usr/sbin/policy-rc.d made=
        if [ ! -e "$policy" ]; then
            printf '#!/bin/sh\nexit 101\n' >"$policy"
            chmod +x "$policy"
            made=1
        fi
        { apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$2"; } \
            >/dev/null 2>&1 || true
        [ -z "$made" ] || rm -f "$policy"
    fi
    command -v "$1" >/dev/null || die "$1 not found: install it (Debian: apt-get install $2)"
}

need_redis() {
    [ -n "${KONTOR_REDIS_SERVER:-}" ] || need_package redis-server redis-server
}

# need_chromium: the browser of the tests, which CHROMIUM may name.
need_chromium() {
    [ -n "${CHROMIUM:-}" ] || command -v chromium-browser >/dev/null || command -v google-chrome >/dev/null ||
        need_package chromium chromium
}

# need_smtp_sink: postfix's mail server for tests, unpacked and not installed, and its path in KONTOR_TEST_SMTP_SINK.
need_smtp_sink() {
    [ -z "${KONTOR_TEST_SMTP_SINK:-}" ] || return 0
    local sink="$tools_dir/bin/smtp-sink" own="set KONTOR_TEST_SMTP_SINK to the program smtp-sink of a postfix"
    if ! [ -x "$sink" ]; then
        command -v dpkg >/dev/null && command -v apt-get >/dev/null || die "smtp-sink not found: install postfix, or $own"
        say "unpacking smtp-sink of Debian's postfix; it stays in $tools_dir"
        local scratch
        scratch="$(mktemp -d)"
        [ "$(id -u)" -ne 0 ] || apt-get update -qq >/dev/null 2>&1 || true
        (cd "$scratch" && apt-get download -qq postfix && dpkg -x postfix_*.deb unpacked) >"$scratch/log" 2>&1 ||
            die "cannot fetch Debian's postfix: $(tail -n 1 "$scratch/log"): $own"
        dpkg-deb -f "$scratch"/postfix_*.deb Depends | tr ',' '\n' | sed -n 's/^ *\(lib[^ ]*\).*/\1/p' >"$scratch/unpacked/libraries"
        rm -rf "$tools_dir/postfix"
        mkdir -p "$tools_dir/bin"
        mv "$scratch/unpacked" "$tools_dir/postfix"
        rm -rf "$scratch"
        # Beside it lie the libraries that it wants.
        cat >"$sink" <<'WRAPPER'
#!/bin/sh
postfix="$(dirname "$0")/../postfix"
LD_LIBRARY_PATH="$postfix/usr/lib/postfix" exec "$postfix/usr/sbin/smtp-sink" "$@"
WRAPPER
        chmod +x "$sink"
    fi
    local missing
    missing="$(missing_of_smtp_sink)"
    if [ -n "$missing" ] && [ "$(id -u)" -eq 0 ]; then
        say "installing the libraries of Debian's postfix"
        # shellcheck disable=SC2046 # one word for each library
        DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $(cat "$tools_dir/postfix/libraries") \
            >/dev/null 2>&1 || true
        missing="$(missing_of_smtp_sink)"
    fi
    [ -z "$missing" ] || die "smtp-sink misses libraries: install what Debian's postfix depends on, or $own:$missing"
    export KONTOR_TEST_SMTP_SINK="$sink"
}

missing_of_smtp_sink() {
    LD_LIBRARY_PATH="$tools_dir/postfix/usr/lib/postfix" ldd "$tools_dir/postfix/usr/sbin/smtp-sink" | grep 'not found' || true
}

need_node() {
    command -v node >/dev/null && command -v npm >/dev/null || die "node and npm not found: install Node 20.11 or later"
    node -e 'const [a, b] = process.versions.node.split("."); process.exit(a > 20 || (a == 20 && b >= 11) ? 0 : 1)' ||
        die "node is too old: install Node 20.11 or later"
}

# free_port: prints a TCP port that nobody listens on.
free_port() {
    python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'
}

# wait_until_ready URL PID: until the URL answers 200, at most two minutes, and only while the process lives.
wait_until_ready() {
    python3 - "$1" "$2" <<'PYTHON'
import os, sys, time, urllib.request

url, pid = sys.argv[1], int(sys.argv[2])
deadline = time.monotonic() + 120
while time.monotonic() < deadline:
    try:
        with urllib.request.urlopen(url, timeout=2) as answer:
            if answer.status == 200:
                sys.exit(0)
    except OSError:
        pass
    try:
        os.kill(pid, 0)
    except OSError:
        sys.exit(1)
    time.sleep(0.05)
sys.exit(1)
PYTHON
}
