#!/usr/bin/env bash
# vega-datasets 3.2.1, penguins.json: ten penguins of unknown sex have null, one has ".". Read as it is, the column "Sex" has
# three categories, one of them with a single row, which falls into one fold only and becomes an input of its own.
#
# Seen: MALE 168, FEMALE 165, null 10, . 1
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init --yes >/dev/null
npm install --silent --no-fund --no-audit --ignore-scripts vega-datasets@3.2.1
seen=$(node -e '
  const counts = new Map();
  for (const { Sex } of require("./node_modules/vega-datasets/data/penguins.json")) counts.set(Sex, (counts.get(Sex) ?? 0) + 1);
  console.log([...counts].sort((a, b) => b[1] - a[1]).map(([sex, rows]) => `${sex} ${rows}`).join(", "));
')
echo "$seen"
[ "$seen" = 'MALE 168, FEMALE 165, null 10, . 1' ]
