#!/usr/bin/env bash
# hyparquet 1.33.0 (newest when seen): a timestamp in microseconds before 1970 is cut towards 1970 instead of down, so that the last
# microsecond of 1959 is read as a moment of 1960: another year, and another day. The file is written by DuckDB, which reads it right.
#
# Seen: hyparquet 1960-01-01T00:00:00.000Z, DuckDB 1959-12-31 23:59:59.999999
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init --yes >/dev/null
npm install --silent --no-fund --no-audit hyparquet@1.33.0 @duckdb/node-api@1.5.6-r.1
cat >read.mjs <<'JS'
import { readFileSync } from 'node:fs';
import { DuckDBInstance } from '@duckdb/node-api';
import { parquetReadObjects } from 'hyparquet';
const db = await (await DuckDBInstance.create(':memory:')).connect();
await db.run("COPY (SELECT TIMESTAMP '1959-12-31 23:59:59.999999' AS t) TO 'one.parquet' (FORMAT parquet, COMPRESSION snappy)");
const [[theirs]] = (await db.runAndReadAll("SELECT CAST(t AS VARCHAR) FROM 'one.parquet'")).getRows();
const bytes = readFileSync('one.parquet');
const file = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength);
const [{ t }] = await parquetReadObjects({ file });
console.log(`hyparquet ${t.toISOString()}, DuckDB ${theirs}`);
JS
seen=$(node read.mjs)
echo "$seen"
[ "$seen" = 'hyparquet 1960-01-01T00:00:00.000Z, DuckDB 1959-12-31 23:59:59.999999' ]
