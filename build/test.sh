#!/usr/bin/env bash
# Builds everything and runs every test. Usage: build/test.sh suite|long. Ends with "N passed, N failed[, N skipped]".
set -uo pipefail
cd "$(dirname "$0")/.."

export TRADING_TEST_SCALE="${1:-suite}"
results=artifacts/test-results
log="$results/output.txt"
rm -rf "$results"
mkdir -p "$results"

build/install-prerequisites.sh || exit 1
dotnet restore Orleans.Trading.sln --locked-mode || exit 1
dotnet build Orleans.Trading.sln -c Release --no-restore || exit 1

# No test of that scale takes half as long: a module in which none begins or ends for so long hangs, and must not take the whole run with it.
case "$TRADING_TEST_SCALE" in long) silence=40m ;; *) silence=20m ;; esac
dotnet test --solution Orleans.Trading.sln -c Release --no-build --no-progress --max-parallel-test-modules 1 --results-directory "$results" \
  --hangdump --hangdump-timeout "$silence" --hangdump-type None 2>&1 | tee "$log"
outcome=${PIPESTATUS[0]}

count() { grep -E "^ *$1: [0-9]+" "$log" | tail -n 1 | grep -oE '[0-9]+' || echo 0; }
passed=$(count succeeded)
failed=$(count failed)
skipped=$(count skipped)

# A crashed runner fails the run even if no single test is to blame.
if [ "$outcome" -ne 0 ] && [ "$failed" -eq 0 ]; then failed=1; fi
if [ "$passed" -eq 0 ]; then outcome=1; fi

# The runner names a failure where it happens, thousands of lines above; whoever reads only the end must see it too.
grep -E -A 8 '^failed ' "$log" | head -n 60
for hung in "$results"/Trading.*_hang.log; do
  if [ -f "$hung" ]; then echo "hung in $(basename "$hung" _hang.log):"; cat "$hung"; fi
done

line="$passed passed, $failed failed"
if [ "$skipped" -gt 0 ]; then line="$line, $skipped skipped"; fi
echo "$line"
exit "$outcome"
