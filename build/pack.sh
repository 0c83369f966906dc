#!/usr/bin/env bash
# Builds the NuGet packages into artifacts/packages (or the folder given), with the version of Directory.Build.props
# (or the one given).
#
#   build/pack.sh [FOLDER [VERSION]]
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
command -v dotnet >/dev/null || { echo "pack.sh: the .NET SDK 10 is missing: https://dot.net/download" >&2; exit 2; }

output="${1:-artifacts/packages}"
version="${2:-}"
mkdir -p "$output"
rm -f "$output"/PhasedMigrations.*.nupkg "$output"/PhasedMigrations.*.snupkg

# The analyzer package takes the fix assembly along, so that one is restored first.
dotnet restore src/PhasedMigrations.CodeFixes --nologo --verbosity quiet
for project in PhasedMigrations.Analyzers PhasedMigrations PhasedMigrations.EntityFrameworkCore PhasedMigrations.Tool; do
  dotnet pack "src/$project" --configuration Release --output "$output" --nologo --verbosity quiet \
    -p:ContinuousIntegrationBuild=true ${version:+-p:Version=$version}
done
ls "$output"
