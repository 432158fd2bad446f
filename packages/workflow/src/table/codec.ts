import { z } from 'zod';
import { StepwellError } from '../errors/index.ts';
import type { Column, Table } from './table.ts';

const MAGIC = 0x31545753; // "SWT1", little-endian
const PREFIX = 8;

const columnHeader = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('numeric'), name: z.string() }),
  z.object({ kind: z.literal('categorical'), name: z.string(), categories: z.array(z.string()) }),
  z.object({ kind: z.literal('boolean'), name: z.string() }),
  z.object({ kind: z.literal('date'), name: z.string() }),
  z.object({ kind: z.literal('text'), name: z.string(), present: z.int().nonnegative() }),
]);
const tableHeader = z.object({ rows: z.int().nonnegative(), columns: z.array(columnHeader) });

/**
 * Writes a table as bytes: "SWT1", the header's length (uint32), a JSON header, then each column's cells
 * (numeric and date float64, categorical int32, boolean int8), each padded to 8 bytes. Little-endian throughout.
 */
export function encodeTable(table: Table): Uint8Array<ArrayBuffer> {
  const header = new TextEncoder().encode(JSON.stringify({ rows: table.rows, columns: table.columns.map(headerOf) }));
  const payloads = table.columns.map(cellsOf);
  const start = padded(PREFIX + header.byteLength);
  const size = payloads.reduce((sum, cells) => sum + padded(cells?.byteLength ?? 0), start);
  const bytes = new Uint8Array(size);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, MAGIC, true);
  view.setUint32(4, header.byteLength, true);
  bytes.set(header, PREFIX);
  let offset = start;
  for (const cells of payloads) {
    if (cells === null) continue;
    bytes.set(new Uint8Array(cells.buffer, cells.byteOffset, cells.byteLength), offset);
    offset += padded(cells.byteLength);
  }
  return bytes;
}

/**
 * Reads what `encodeTable` wrote.
 *
 * @param buffer the whole blob; numeric and date columns become views on it.
 * @throws {StepwellError} `corrupt_blob` when it is something else or cut short.
 */
export function decodeTable(buffer: ArrayBuffer): Table {
  const view = new DataView(buffer);
  if (buffer.byteLength < PREFIX || view.getUint32(0, true) !== MAGIC) throw corrupt('it has another signature');
  const headerBytes = view.getUint32(4, true);
  if (PREFIX + headerBytes > buffer.byteLength) throw corrupt('its header is cut short');
  const header = readHeader(new Uint8Array(buffer, PREFIX, headerBytes));
  let offset = padded(PREFIX + headerBytes);
  const take = (bytes: number) => {
    const start = offset;
    offset += padded(bytes);
    if (start + bytes > buffer.byteLength) throw corrupt('its cells are cut short');
    return start;
  };
  const { rows } = header;
  const columns = header.columns.map((column): Column => {
    switch (column.kind) {
      case 'numeric':
      case 'date':
        return { ...column, values: new Float64Array(buffer, take(rows * 8), rows) };
      case 'categorical':
        return { ...column, codes: new Int32Array(buffer, take(rows * 4), rows) };
      case 'boolean':
        return { ...column, values: new Int8Array(buffer, take(rows), rows) };
      case 'text':
        return column;
    }
  });
  if (offset !== buffer.byteLength) throw corrupt('it has another length than its header says');
  return { rows, columns };
}

function readHeader(bytes: Uint8Array): z.infer<typeof tableHeader> {
  try {
    return tableHeader.parse(JSON.parse(new TextDecoder().decode(bytes)));
  } catch (cause) {
    throw corrupt('its header makes no sense', cause);
  }
}

function headerOf(column: Column): z.input<typeof columnHeader> {
  const { kind, name } = column;
  switch (kind) {
    case 'numeric':
      return { kind, name };
    case 'categorical':
      return { kind, name, categories: column.categories };
    case 'boolean':
    case 'date':
      return { kind, name };
    case 'text':
      return { kind, name, present: column.present };
  }
}

function cellsOf(column: Column): Float64Array | Int32Array | Int8Array | null {
  if (column.kind === 'text') return null;
  return column.kind === 'categorical' ? column.codes : column.values;
}

function padded(bytes: number): number {
  return Math.ceil(bytes / 8) * 8;
}

function corrupt(why: string, cause?: unknown): StepwellError {
  return new StepwellError('corrupt_blob', `A stored table cannot be read: ${why}. Upload the file again.`, { cause });
}
