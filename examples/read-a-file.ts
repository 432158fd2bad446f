// Read a CSV into typed columns with @stepwell/data, and write the columns back into bytes.
import { decodeTable, encodeTable, readUpload, summarize } from '@stepwell/data';

const csv = 'name,weight,hired\nAnn,61.5,2024-03-01\nBob,,2024-11-15\n"Cruz, Eva",58,2025-01-07\n';

// A file is read as a stream, so it may be larger than memory. Zip, .npz, idx and gzip files are recognized by content.
const { table, format } = await readUpload(new Blob([csv]).stream(), { part: null });
console.log(table.rows, JSON.stringify(format)); // 3 ","

for (const { name, kind, missing, examples } of summarize(table))
  console.log(name, kind, missing, examples.join(' | '));
// name categorical 0 Ann | Bob | Cruz, Eva
// weight numeric 1 61.5 | 58
// hired date 0 2024-03-01 | 2024-11-15 | 2025-01-07

const bytes = await new Blob([...encodeTable(table).chunks]).arrayBuffer();
const copy = decodeTable(bytes);
console.log(copy.columns.map(({ name }) => name).join()); // name,weight,hired
