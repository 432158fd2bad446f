// Times DuckDB-WASM on a CSV file: node time-duckdb.mjs FOLDER, where the package is installed in FOLDER.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';

const require = createRequire(join(process.argv[2], 'package.json'));
const duckdb = require('@duckdb/duckdb-wasm/dist/duckdb-node-blocking.cjs');
const dist = dirname(require.resolve('@duckdb/duckdb-wasm'));
const bundle = (name) => ({
  mainModule: join(dist, `duckdb-${name}.wasm`),
  mainWorker: join(dist, `duckdb-node-${name}.worker.cjs`),
});
const bundles = { mvp: bundle('mvp'), eh: bundle('eh') };
const db = await duckdb.createDuckDB(bundles, new duckdb.VoidLogger(), duckdb.NODE_RUNTIME);
await db.instantiate(() => {});
const connection = db.connect();
console.log(db.getVersion());
for await (const line of createInterface({ input: process.stdin })) {
  const [path, decimal] = line.split('\t');
  db.registerFileBuffer('table.csv', new Uint8Array(readFileSync(path)));
  const began = performance.now();
  connection.query(
    `CREATE OR REPLACE TABLE t AS SELECT * FROM read_csv('table.csv', decimal_separator = '${decimal}')`,
  );
  const seconds = (performance.now() - began) / 1000;
  const [row] = connection.query('SELECT count(*)::INT AS n FROM t').toArray();
  console.log(`${seconds} ${row.n}`);
  db.dropFile('table.csv');
}
