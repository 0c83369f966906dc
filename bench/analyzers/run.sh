#!/usr/bin/env bash
# What the analyzer costs in a build of bitwarden/server's PostgreSQL migrations with their Designer files, beside the
# analyzers of EF Core, Meziantou and Roslynator in the same build. Three builds; every figure is their median.
#
#   bench/analyzers/run.sh CACHE [CLONE]
set -euo pipefail
here="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)"
root="$here/../.."
cache="$1"
clone="${2:-}"
migrations=util/PostgresMigrations/Migrations
rounds="${ROUNDS:-3}"

say() { echo "analyzers/run.sh: $*" >&2; }

# A clone without blobs, of which only the migrations are then fetched.
if [[ -z $clone ]]; then
  clone="$cache/bitwarden-server"
  if [[ ! -d $clone ]]; then
    git clone --quiet --bare --depth 1 --filter=blob:none https://github.com/bitwarden/server "$clone" ||
      { say "bitwarden/server cannot be cloned; give the path of a clone"; exit 2; }
  fi
fi

project="$cache/analyzers"
rm -rf "$project"
mkdir -p "$project"
if [[ -d $clone/$migrations ]]; then
  mkdir -p "$project/$migrations"
  cp -r "$clone/$migrations/." "$project/$migrations"
  cp "$clone/.editorconfig" "$project"
else
  git -C "$clone" archive HEAD .editorconfig "$migrations" | tar -x -C "$project" ||
    { say "$clone is no clone of bitwarden/server"; exit 2; }
fi

dotnet build "$root/src/PhasedMigrations.CodeFixes" --configuration Release --nologo --verbosity quiet
cp "$here"/Migrations.csproj.txt "$project/Migrations.csproj"
cp "$here"/Stubs.cs.txt "$project/Stubs.cs"
# The build of the corpus takes nothing from the folders around it.
echo '<Project />' | tee "$project/Directory.Build.props" "$project/Directory.Build.targets" >"$project/Directory.Packages.props"
dotnet restore "$project" --nologo --verbosity quiet

# Without a build server, so that every build compiles, and is itself compiled, from a cold start.
build() {
  rm -rf "$project/bin" "$project/obj/Release"
  dotnet build "$project" --configuration Release --no-restore --nologo -p:UseSharedCompilation=false -nodeReuse:false \
    -p:AnalyzerFolder="$root/src/PhasedMigrations.CodeFixes/bin/Release/netstandard2.0" \
    -clp:PerformanceSummary -verbosity:detailed "$@" >"$project/build.log" ||
    { grep -m 5 ": error " "$project/build.log" >&2 || tail -5 "$project/build.log" >&2; say "the build failed"; exit 1; }
}

# Milliseconds of the Csc task.
compiler() { awk '$2 == "ms" && $3 == "Csc" { print $1 }' "$project/build.log"; }

# Seconds of an analyzer assembly, as the compiler reports them; 0.001 where it says "<0.001".
analyzer() {
  awk -v name="$1," '$3 == name && /Version=/ { sub("<", "", $1); print $1; found = 1; exit } END { if (!found) print 0 }' "$project/build.log"
}

median() { printf '%s\n' "$@" | sort -n | sed -n "$(($# / 2 + 1))p"; }

names=(PhasedMigrations.Analyzers Microsoft.EntityFrameworkCore.Analyzers Meziantou.Analyzer Roslynator.CSharp.Analyzers)
declare -A seconds
alone=() together=()
for ((round = 1; round <= rounds; round++)); do
  build -p:RunAnalyzers=false
  alone+=("$(compiler)")
  build -p:ReportAnalyzer=true
  together+=("$(compiler)")
  for name in "${names[@]}"; do seconds[$name]+=" $(analyzer "$name")"; done
done

compile="$(median "${alone[@]}")"
printf '%-48s %8.2f s\n' "compiler without analyzers" "$(echo "$compile" | awk '{ print $1 / 1000 }')"
printf '%-48s %8.2f s\n' "compiler with all of them" "$(median "${together[@]}" | awk '{ print $1 / 1000 }')"
for name in "${names[@]}"; do
  # shellcheck disable=SC2086 # one word a round
  value="$(median ${seconds[$name]})"
  printf '%-48s %8.3f s   %5.2f %% of the compiler\n' "$name" "$value" "$(awk -v value="$value" -v all="$compile" 'BEGIN { print 100000 * value / all }')"
done
