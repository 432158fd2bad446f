// Writes ../fixtures/*.json with DuckDB, a writer of Parquet that shares no code with hyparquet:
//   npm install --no-save @duckdb/node-api@1.5.6-r.1 && node write-fixtures.mjs
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';

const KINDS = `SELECT * FROM (VALUES
 (1::BIGINT, 9007199254740993::BIGINT, 12.50::DECIMAL(9,2), -0.07::DECIMAL(30,20), DATE '2021-03-04',
  TIMESTAMP_MS '2021-03-04 05:06:07.089', TIMESTAMP '1959-12-31 23:59:59.999999', TIMESTAMP_NS '2021-03-04 05:06:07.089123456',
  TIME '06:30:00', true, 'x', 1.5::FLOAT, 1e-7::DOUBLE, [1, 2, NULL], {'a': 1, 'b': 'u'}, 18446744073709551615::UBIGINT,
  4294967295::UINTEGER, INTERVAL 1 DAY, 'blob'::BLOB, TIMESTAMPTZ '2021-03-04 05:06:07+02', MAP {'k1': 5, 'k2': 6},
  [{'n': 'p', 'v': 1}, {'n': 'q', 'v': 2}], 'ff00aa11-2233-4455-6677-8899aabbccdd'::UUID),
 (2, NULL, NULL, 3.14159265358979323846, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 'nan', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
 (3, -9007199254740993, -12.05, 0, DATE '1969-12-31', TIMESTAMP_MS '1969-12-31 23:59:59.999', TIMESTAMP '1970-01-01 00:00:00',
  TIMESTAMP_NS '1969-12-31 23:59:59.999999999', TIME '23:15:00', false, ' 007 ', 'inf', 2.5, [], {'a': NULL, 'b': 'v'}, 0, 0,
  INTERVAL 1 MONTH, 'two', TIMESTAMPTZ '1959-12-31 23:59:59.999999+00', MAP {}, [], '00000000-0000-0000-0000-000000000001')
) t(id, big, dec9, dec30, day, ms, us, ns, time, flag, name, f, d, list, s, u64, u32, span, bin, tz, m, items, uuid)`;

// Numbers as differences, prefixes of texts, halves of floats: what the second version of the format has.
const PAGES = `SELECT i * 1000003 AS big, CASE WHEN i % 5 = 0 THEN NULL ELSE (i % 50) / 4 END AS quarter,
 'name number ' || (i // 20) AS txt, range(i % 4) AS l, i % 3 = 0 AS b FROM range(2100) r(i)`;

const db = await (await DuckDBInstance.create(':memory:')).connect();
await db.run("SET TimeZone = 'UTC'");
const folder = mkdtempSync(join(tmpdir(), 'parquet-'));
await write('kinds.json', KINDS, { zstd: 'COMPRESSION zstd', gzip: 'COMPRESSION gzip', snappy: 'COMPRESSION snappy' });
await write('pages.json', PAGES, {
  v1: 'COMPRESSION zstd, PARQUET_VERSION V1, ROW_GROUP_SIZE 2048',
  v2: 'COMPRESSION zstd, PARQUET_VERSION V2, ROW_GROUP_SIZE 2048',
});
await write('codecs.json', 'SELECT i, i AS j FROM range(9) r(i)', {
  lz4: 'COMPRESSION lz4_raw',
  brotli: 'COMPRESSION brotli',
});

async function write(name, query, options) {
  const files = {};
  for (const [key, option] of Object.entries(options)) {
    const path = join(folder, `${key}.parquet`);
    await db.run(`COPY (${query}) TO '${path}' (FORMAT parquet, ${option})`);
    files[key] = readFileSync(path).toString('base64');
  }
  writeFileSync(new URL(`../fixtures/${name}`, import.meta.url), `${JSON.stringify(files, null, 2)}\n`);
}
