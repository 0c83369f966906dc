#!/usr/bin/env bash
# The benchmarks. docs/benchmarks.md says what they measure.
#
#   bench/run.sh sql [FOLDER ...]      the SQL front end beside squawk, on generated files and on those in the folders
#   bench/run.sh analyzers [CLONE]     the share of the compiler's time, on bitwarden/server's migrations. CLONE is a
#                                      clone of that repository, with or without a work tree; the default fetches one.
#   bench/run.sh backfill [OPTIONS]    the engine beside the usual ways to fill a column; --help lists the options
#   bench/run.sh latency [OPTIONS]     what the application notices of the engine and of the usual ways; --help lists the options
#   bench/run.sh scale [OPTIONS]       the engine on tables of several sizes; --help lists the options
#
# What is fetched and generated is kept in PHASED_CACHE (default: the user's cache folder).
set -euo pipefail
here="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)"
cache="${PHASED_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/phased-migrations}/bench"
squawk_version=2.66.0

say() { echo "run.sh: $*" >&2; }

command -v dotnet >/dev/null || { say "the .NET SDK 10 is missing: https://dot.net/download"; exit 2; }

# Prints the path of squawk's binary; fails, and says why, where there is none.
squawk() {
  local folder="$cache/squawk-$squawk_version"
  local binary="$folder/package/bin/squawk"
  if [[ ! -x $binary ]]; then
    [[ "$(uname -s)/$(uname -m)" == Linux/x86_64 ]] || { say "squawk is compared on Linux x64 only; measuring our side alone"; return 1; }
    command -v npm >/dev/null || { say "npm is missing, which squawk comes from; measuring our side alone"; return 1; }
    mkdir -p "$folder"
    (cd "$folder" && npm pack --silent "@squawk-cli/linux-x64@$squawk_version" >/dev/null 2>&1 && tar -xzf ./*.tgz) ||
      { say "npm could not fetch @squawk-cli/linux-x64@$squawk_version; measuring our side alone"; return 1; }
  fi
  echo "$binary"
}

sql() {
  local arguments=(sql --generated "$cache/sql") binary
  if binary="$(squawk)"; then arguments+=(--squawk "$binary"); fi
  dotnet build "$here/PhasedMigrations.Bench" --configuration Release --nologo --verbosity quiet
  mkdir -p "$cache"
  dotnet "$here/PhasedMigrations.Bench/bin/Release/net10.0/PhasedMigrations.Bench.dll" "${arguments[@]}" "$@"
}

fill() {
  dotnet build "$here/PhasedMigrations.BackfillBench" --configuration Release --nologo --verbosity quiet >&2
  dotnet "$here/PhasedMigrations.BackfillBench/bin/Release/net10.0/PhasedMigrations.BackfillBench.dll" "$@"
}

case "${1:-}" in
  sql) shift; sql "$@" ;;
  analyzers) shift; exec "$here/analyzers/run.sh" "$cache" "$@" ;;
  backfill | latency | scale) fill "$@" ;;
  *) sed -n '2,11s/^# \{0,1\}//p' "${BASH_SOURCE[0]}" >&2; exit 2 ;;
esac
