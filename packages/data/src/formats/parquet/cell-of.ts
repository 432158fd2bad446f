import type { SchemaElement } from 'hyparquet';
import { AS_SHORTEST } from '../../table/plain-number.ts';
import type { Raw } from './decode-values.ts';
import { dayOf, hoursOf, momentOf, oldMomentOf, type Unit } from './moments.ts';
import { damagedParquet } from './parquet-errors.ts';

/** What stands in a cell: a text or a number; bytes where the file doesn't say what they are. */
export type Cell = string | number | Uint8Array;

/** How the stored values of a column become cells. */
export interface CellReader {
  read: (raw: Raw) => Cell;
  /** With how many decimals its numbers are pushed. */
  decimals: number;
}

const MOST_DECIMAL_BYTES = 64;
const MOST_SCALE = 1_000;
const HALF_BYTES = 2;

/**
 * Says how values of a column are read.
 *
 * @param classes what its numbers stand for, if they are classes.
 * @returns null where they are bytes of which the schema says nothing.
 */
export function cellReader(element: SchemaElement, classes: readonly string[] | null): CellReader | null {
  const { type, converted_type: converted, logical_type: logical } = element;
  if (classes !== null && (type === 'INT32' || type === 'INT64')) return asText((raw) => classes[Number(raw)] ?? '');
  if (converted === 'DECIMAL' || logical?.type === 'DECIMAL') {
    const scale = element.scale ?? (logical?.type === 'DECIMAL' ? logical.scale : 0);
    if (scale < 0 || scale > MOST_SCALE) throw damagedParquet(`a column has ${scale} decimals`);
    return asText((raw) => decimalOf(raw, scale));
  }
  if (type === 'BOOLEAN') return asText((raw) => (raw === true || raw === 1 ? 'true' : 'false'));
  if (type === 'INT96') return asText((raw) => (typeof raw === 'bigint' ? oldMomentOf(raw) : ''));
  if (type === 'FLOAT' || type === 'DOUBLE') return { read: (raw) => numberOf(Number(raw)), decimals: AS_SHORTEST };
  if (type === 'INT32' || type === 'INT64') return integerReader(element);
  if (logical?.type === 'FLOAT16') return { read: (raw) => numberOf(halfOf(raw)), decimals: AS_SHORTEST };
  if (logical?.type === 'UUID') return asText((raw) => uuidOf(raw));
  const isText = converted === 'UTF8' || converted === 'ENUM' || converted === 'JSON';
  if (isText || logical?.type === 'STRING' || logical?.type === 'ENUM' || logical?.type === 'JSON') {
    const decoder = new TextDecoder();
    // Trimmed once here rather than for every row that refers to it.
    return asText((raw) => (raw instanceof Uint8Array ? decoder.decode(raw).trim() : ''));
  }
  return null;
}

function integerReader({ type, converted_type: converted, logical_type: logical }: SchemaElement): CellReader {
  if (converted === 'DATE' || logical?.type === 'DATE') return asText((raw) => dayOf(Number(raw)));
  const moment = logical?.type === 'TIMESTAMP' ? logical.unit : unitIn(converted, 'TIMESTAMP_');
  if (moment !== null) return asText((raw) => momentOf(typeof raw === 'bigint' ? raw : BigInt(Number(raw)), moment));
  const time = logical?.type === 'TIME' ? logical.unit : unitIn(converted, 'TIME_');
  if (time !== null)
    return { read: (raw) => hoursOf(typeof raw === 'bigint' ? raw : Number(raw), time), decimals: AS_SHORTEST };
  const isUnsigned = converted?.startsWith('UINT_') === true || (logical?.type === 'INTEGER' && !logical.isSigned);
  if (type === 'INT32') return { read: (raw) => (isUnsigned ? Number(raw) >>> 0 : Number(raw)), decimals: 0 };
  return {
    read: (raw) => exact(typeof raw === 'bigint' ? (isUnsigned ? BigInt.asUintN(64, raw) : raw) : 0n),
    decimals: 0,
  };
}

function unitIn(converted: string | undefined, before: string): Unit | null {
  if (converted === `${before}MILLIS`) return 'MILLIS';
  return converted === `${before}MICROS` ? 'MICROS' : null;
}

/** Whole numbers beyond 2^53 stay exact as texts. */
function exact(value: bigint): Cell {
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : value.toString();
}

/** Cells of delimited texts write infinity so; NaN is missing. */
function numberOf(value: number): Cell {
  if (Number.isFinite(value)) return value === 0 ? 0 : value;
  return Number.isNaN(value) ? '' : value > 0 ? 'inf' : '-inf';
}

function decimalOf(raw: Raw, scale: number): string {
  let value: bigint;
  if (raw instanceof Uint8Array) {
    if (raw.length > MOST_DECIMAL_BYTES) throw damagedParquet('a decimal number has too many digits');
    value = 0n;
    for (const byte of raw) value = value * 256n + BigInt(byte);
    value = BigInt.asIntN(raw.length * 8, value);
  } else value = BigInt(raw);
  const digits = (value < 0n ? -value : value).toString().padStart(scale + 1, '0');
  const sign = value < 0n ? '-' : '';
  return scale === 0 ? sign + digits : `${sign}${digits.slice(0, -scale)}.${digits.slice(-scale)}`;
}

function halfOf(raw: Raw): number {
  if (!(raw instanceof Uint8Array) || raw.length !== HALF_BYTES)
    throw damagedParquet('a half-precision number is not two bytes long');
  const bits = raw[0]! | (raw[1]! << 8);
  const [sign, exponent, fraction] = [bits >>> 15 === 1 ? -1 : 1, (bits >>> 10) & 31, bits & 1023];
  if (exponent === 31) return fraction === 0 ? sign * Infinity : Number.NaN;
  return sign * (exponent === 0 ? fraction * 2 ** -24 : (1024 + fraction) * 2 ** (exponent - 25));
}

function uuidOf(raw: Raw): string {
  if (!(raw instanceof Uint8Array)) return '';
  const hex = Array.from(raw, (byte) => byte.toString(16).padStart(2, '0')).join('');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}

function asText(read: (raw: Raw) => string): CellReader {
  return { read, decimals: 0 };
}
