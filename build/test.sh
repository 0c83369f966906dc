#!/usr/bin/env bash
# Builds everything (warnings are errors) and runs every test on real PostgreSQL servers, 14 to 18.
# The last line is the total, alone: "N passed, N failed".
#
#   build/test.sh [OPTIONS]    options go to "dotnet test", e.g. --filter-class '*Planner*'
#
# PHASED_TEST_VERSIONS=14,18   runs the server tests on these versions only
# PHASED_TEST_POSTGRES_18=…    a connection string: use that server instead of starting one
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

fail() { echo "test.sh: $*" >&2; echo "0 passed, 1 failed"; exit 2; }

command -v dotnet >/dev/null || fail "the .NET SDK 10 is missing: https://dot.net/download"
dotnet --version >/dev/null 2>&1 || fail "the .NET SDK found is older than global.json asks for (10.0): https://dot.net/download"

# Server binaries first: what is missing is said here, once, and not by every test that needs it.
versions="${PHASED_TEST_VERSIONS:-14,15,16,17,18}"
for version in ${versions//,/ }; do
  build/postgres.sh "$version" >/dev/null || fail "no PostgreSQL $version; see above for what would do"
done

dotnet build Analyzers.sln --configuration Release --nologo --verbosity quiet || fail "the build failed"

report="$(mktemp)"
trap 'rm -f "$report"' EXIT
status=0
dotnet test --solution Analyzers.sln --configuration Release --no-build --max-parallel-test-modules 1 \
  --no-ansi --no-progress "$@" 2>&1 | tee "$report" || status=$?

count() { sed -n "s/^ *$1: *\([0-9][0-9]*\).*/\1/p" "$report" | tail -n 1; }
passed="$(count succeeded)"
failed="$(count failed)"
# A run that broke off without a failed test is a failure all the same.
if [[ $status != 0 && ${failed:-0} == 0 ]]; then failed=1; fi
echo "${passed:-0} passed, ${failed:-1} failed"
exit "$status"
