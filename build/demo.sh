#!/usr/bin/env bash
# See, rewrite, run, in under five minutes: the shop of samples/Shop on an embedded PostgreSQL, its unsafe migrations
# against the phased ones under the same traffic. Every figure is measured in the run.
#
#   build/demo.sh [--orders 1000000] [--rate 300] [--postgresql 18]
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

command -v dotnet >/dev/null || { echo "demo.sh: the .NET SDK 10 is missing: https://dot.net/download" >&2; exit 2; }
dotnet --version >/dev/null 2>&1 || { echo "demo.sh: the .NET SDK found is older than global.json asks for (10.0)" >&2; exit 2; }

version=18
for ((i = 1; i < $#; i++)); do
  if [[ ${!i} == --postgresql ]]; then next=$((i + 1)); version="${!next}"; fi
done
build/postgres.sh "$version" >/dev/null || { echo "demo.sh: no PostgreSQL $version; see above for what would do" >&2; exit 2; }

echo "Building the demo (the first time restores its packages)"
dotnet build bench/PhasedMigrations.Demo --configuration Release --nologo --verbosity quiet
exec dotnet bench/PhasedMigrations.Demo/bin/Release/net10.0/PhasedMigrations.Demo.dll "$@"
