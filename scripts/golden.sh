#!/usr/bin/env bash
# Writes transcripts/golden anew, from the examples. Only where old logs are meant to replay to something else: then a game's
# version has gone up too. Otherwise these files must never change.
set -euo pipefail
cd "$(dirname "$0")/.."
npm run --silent build
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
for name in first talk treatments; do
  node dist/src/cli/main.js run "examples/$name.yaml" --db "$scratch/golden.sqlite" --run "$name" > /dev/null
  # without the run's own line, which holds the file as it stood here
  node dist/src/cli/main.js export "$name" --db "$scratch/golden.sqlite" \
    | grep -v '^{"type":"run"' | sed 's/^\({"type":"started".*\)"run":"[^"]*",/\1/' > "transcripts/golden/$name.jsonl"
done
ls -l transcripts/golden
