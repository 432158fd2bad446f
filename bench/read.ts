/**
 * How fast files are read, and what it takes: `npm run bench:read`.
 *
 * In Node, MB a second of this reader beside csv-parse alone, pandas' C parser (Debian's python3-pandas) and DuckDB-WASM on the
 * same text, in turns. In workerd, the time of a whole upload of each format, and the most memory that its isolate and its
 * process held.
 */
import { csvOf, jsonLinesOf, parquetOf, workbookOf } from './read/files.ts';
import { benchInNode } from './read/in-node.ts';
import { benchInWorkerd } from './read/in-workerd.ts';

const ROWS = 300_000;

await benchInNode(90);
console.log('In workerd, a whole upload:');
await benchInWorkerd([
  () => csvOf(90),
  () => parquetOf(ROWS, 'SNAPPY'),
  () => parquetOf(ROWS, 'ZSTD'),
  () => workbookOf(ROWS),
  () => jsonLinesOf(ROWS),
]);
