import { StepwellError } from '@stepwell/base/errors';
import { pixelsIn } from './image.ts';
import { headerOf, tableHeader, type TableHeader } from './table-header.ts';
import type { Column, Table, TokenStore } from './table.ts';

const MAGIC = 0x32545753; // "SWT2", little-endian
const PREFIX = 8;

/** An encoded table. */
export interface EncodedTable {
  /** Total size of the chunks, in bytes. */
  byteLength: number;
  /** Views of the table's own cells, with the header before them and padding between: nothing is copied. */
  chunks: Iterable<Uint8Array<ArrayBuffer>>;
}

/**
 * Writes a table as bytes: "SWT2", the header's length (uint32), a JSON header, then each column's cells, each padded
 * to 8 bytes. Numeric and date columns are float64, categorical ones int32, boolean ones int8; a text column is, store
 * by store, its `starts` (uint32) and its `units` (uint16); images are uint8, one store behind the other. Little-endian
 * throughout.
 *
 * @param table as uploaded: texts and images in the order of the rows.
 */
export function encodeTable(table: Table): EncodedTable {
  const header = new TextEncoder().encode(JSON.stringify(headerOf(table)));
  const start = new Uint8Array(padded(PREFIX + header.byteLength));
  const view = new DataView(start.buffer);
  view.setUint32(0, MAGIC, true);
  view.setUint32(4, header.byteLength, true);
  start.set(header, PREFIX);
  const chunks = [start];
  for (const column of table.columns) {
    for (const payload of payloadsOf(column)) {
      const bytes = payload.reduce((sum, part) => sum + part.byteLength, 0);
      chunks.push(...payload.filter((part) => part.byteLength > 0));
      if (bytes < padded(bytes)) chunks.push(new Uint8Array(padded(bytes) - bytes));
    }
  }
  return { byteLength: chunks.reduce((sum, chunk) => sum + chunk.byteLength, 0), chunks };
}

/**
 * Reads what `encodeTable` wrote.
 *
 * @param buffer the whole blob; all cells become views on it.
 * @throws {StepwellError} `corrupt_blob` when it is something else or cut short.
 */
export function decodeTable(buffer: ArrayBuffer): Table {
  const view = new DataView(buffer);
  if (buffer.byteLength < PREFIX || view.getUint32(0, true) !== MAGIC) throw corrupt('it has another signature');
  const headerBytes = view.getUint32(4, true);
  if (PREFIX + headerBytes > buffer.byteLength) throw corrupt('its header is cut short');
  const { rows, columns: headers, reading } = readHeader(new Uint8Array(buffer, PREFIX, headerBytes));
  let offset = padded(PREFIX + headerBytes);
  const take = (bytes: number) => {
    const start = offset;
    offset += padded(bytes);
    if (start + bytes > buffer.byteLength) throw corrupt('its cells are cut short');
    return start;
  };
  const columns = headers.map((column): Column => {
    switch (column.kind) {
      case 'numeric':
      case 'date':
        return { ...column, values: new Float64Array(buffer, take(rows * 8), rows) };
      case 'categorical':
        return { ...column, codes: new Int32Array(buffer, take(rows * 4), rows) };
      case 'boolean':
        return { ...column, values: new Int8Array(buffer, take(rows), rows) };
      case 'text': {
        const stores = column.stores.map((store): TokenStore => {
          const starts = new Uint32Array(buffer, take((store.rows + 1) * 4), store.rows + 1);
          const units = new Uint16Array(buffer, take(store.units * 2), store.units);
          return { dictionary: store.dictionary, starts, units };
        });
        if (stores.reduce((sum, { starts }) => sum + starts.length - 1, 0) !== rows) {
          throw corrupt('it has another number of texts than rows');
        }
        return { ...column, stores, at: inOrder(rows) };
      }
      case 'image': {
        const bytes = rows * pixelsIn(column);
        return { ...column, stores: [new Uint8Array(buffer, take(bytes), bytes)], at: inOrder(rows) };
      }
    }
  });
  if (offset !== buffer.byteLength) throw corrupt('it has another length than its header says');
  return reading === null ? { rows, columns } : { rows, columns, reading };
}

function readHeader(bytes: Uint8Array): TableHeader {
  try {
    return tableHeader.parse(JSON.parse(new TextDecoder().decode(bytes)));
  } catch (cause) {
    throw corrupt('its header makes no sense', cause);
  }
}

/** The column's cells: payloads that are padded, each of parts that are not. */
function payloadsOf(column: Column): Uint8Array<ArrayBuffer>[][] {
  switch (column.kind) {
    case 'numeric':
    case 'date':
    case 'boolean':
      return [[bytesOf(column.values)]];
    case 'categorical':
      return [[bytesOf(column.codes)]];
    case 'text':
      return column.stores.flatMap(({ starts, units }) => [[bytesOf(starts)], [bytesOf(units)]]);
    case 'image':
      return [column.stores.map(bytesOf)];
  }
}

function bytesOf({ buffer, byteOffset, byteLength }: ArrayBufferView): Uint8Array<ArrayBuffer> {
  if (!(buffer instanceof ArrayBuffer))
    throw new StepwellError(
      'internal',
      'The buffer of a table is shared memory, but an ArrayBuffer was expected. Copy it first.',
    );
  return new Uint8Array(buffer, byteOffset, byteLength);
}

function inOrder(rows: number): Int32Array {
  const at = new Int32Array(rows);
  for (let row = 0; row < rows; row++) at[row] = row;
  return at;
}

function padded(bytes: number): number {
  return Math.ceil(bytes / 8) * 8;
}

function corrupt(why: string, cause?: unknown): StepwellError {
  return new StepwellError('corrupt_blob', `A stored table can't be read: ${why}. Upload the file again.`, { cause });
}
