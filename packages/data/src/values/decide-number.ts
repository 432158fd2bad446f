import type { CountedCells } from './counted-cells.ts';
import { isMissingAmongNumbers } from './missing-marks.ts';
import { affixOf, digitsValue, magnitudeOf, numberParts, type Affix, type NumberFormat } from './number-format.ts';

/** Which mark the file's other columns use, as far as that is known. */
export interface FileMarks {
  decimal: '.' | ',' | null;
  /** The delimiter; null where the format has none. */
  delimiter: string | null;
}

/** How well a format fits a column. */
export interface NumberFit {
  format: NumberFormat;
  /** Cells that hold a number in this format, plain ones included. */
  fitting: number;
  /** Cells that are neither numbers nor missing. */
  misfits: number;
  /** Cells that show the decimal or thousands mark without doubt. */
  settled: number;
  /** Whether the marks may as well mean the opposite: 1,234. */
  ambiguous: boolean;
}

const THOUSANDS = [',', '.', ' ', "'"] as const;
const MARKED = /[,.' ]/;
const ONE_GROUP = /^[1-9]\d{0,2}[,.]\d{3}$/;

/**
 * The format that fits most cells of a column.
 *
 * A cell settles the decimal mark when it can't be read with the other: `28,7`, `0,123`, `1.234,5`, `1,234,567`. Where every
 * mark stands before exactly three digits, the other columns of the file decide, then the delimiter (a semicolon goes with
 * the decimal comma), and the comma separates thousands otherwise.
 *
 * @returns null when no cell beside the plain ones is a number.
 */
export function decideNumber({ cells, counts, plain }: CountedCells, marks: FileMarks): NumberFit | null {
  const affixes = new Map<string, { affix: Affix; count: number }>();
  const parts = cells.map(numberParts);
  let numbers = 0;
  let present = plain.count;
  for (let i = 0; i < cells.length; i++) {
    if (isMissingAmongNumbers(cells[i]!)) continue;
    present += counts[i]!;
    const part = parts[i];
    const found = part == null ? null : affixOf(part);
    if (part == null || found === null) continue;
    numbers += counts[i]!;
    const key = `${found.affix}\0${found.symbol}`;
    const known = affixes.get(key);
    if (known === undefined) affixes.set(key, { affix: found, count: counts[i]! });
    else known.count += counts[i]!;
  }
  if (numbers === 0) return null;
  const beside = [...affixes.values()].filter(({ affix }) => affix.affix !== null);
  const isMagnitude =
    beside.length > 0 &&
    (beside.length > 1 || plain.count > 0) &&
    beside.every(({ affix }) => affix.affix === 'unit' && magnitudeOf(affix.symbol!) > 1);
  const { affix, symbol } = isMagnitude
    ? { affix: 'magnitude' as const, symbol: null }
    : (beside.sort((a, b) => b.count - a.count)[0]?.affix ?? { affix: null, symbol: null });

  // Where no cell has a mark, nothing tells which one the column uses, and nothing depends on it.
  const isMarked = !plain.whole || parts.some((part) => part !== null && MARKED.test(part.digits));
  let best: (NumberFit & { score: number }) | null = null;
  for (const decimal of isMarked ? (['.', ','] as const) : (['.'] as const)) {
    for (const thousands of [null, ...THOUSANDS]) {
      if (thousands === decimal) continue;
      const format: NumberFormat = { decimal, thousands, affix, symbol };
      // A column of plain numbers with a point can't have a decimal comma, unless all of them look like thousands.
      let fitting = decimal === '.' || plain.whole || (thousands === '.' && plain.likeThousands) ? plain.count : 0;
      let settled = decimal === '.' && !plain.whole && !plain.likeThousands ? plain.count : 0;
      let groups = decimal === ',' && thousands === '.' && !plain.whole ? fitting : 0;
      let misfits = plain.count - fitting;
      for (let i = 0; i < cells.length; i++) {
        if (isMissingAmongNumbers(cells[i]!)) continue;
        const part = parts[i];
        const value = part == null || !fits(part, format) ? Number.NaN : digitsValue(part.digits, format);
        if (Number.isNaN(value)) {
          misfits += counts[i]!;
          continue;
        }
        fitting += counts[i]!;
        const { digits } = part!;
        const marked = MARKED.test(digits);
        if (marked && !ONE_GROUP.test(digits)) settled += counts[i]!;
        if (marked) groups += 1;
      }
      if (thousands !== null && groups === 0) continue;
      const prefers = preference(format, marks);
      const score = fitting * 4 + (thousands === null ? 1 : 0) + prefers;
      // Money goes in thousands; else the other columns may have settled the mark.
      const ambiguous = settled === 0 && groups > 0 && affix !== 'currency' && marks.decimal === null;
      if (best === null || score > best.score) best = { format, fitting, misfits, settled, ambiguous, score };
    }
  }
  return best === null || best.fitting === 0 ? null : best;
}

function fits(parts: NonNullable<ReturnType<typeof numberParts>>, format: NumberFormat): boolean {
  const found = affixOf(parts);
  if (found === null) return false;
  if (found.affix === null) return true;
  if (format.affix === 'magnitude') return found.affix === 'unit' && magnitudeOf(parts.suffix) > 1;
  return found.affix === format.affix && found.symbol === format.symbol;
}

/** Breaks ties between readings that fit equally many cells; less than one cell counts. */
function preference({ decimal, thousands }: NumberFormat, { decimal: known, delimiter }: FileMarks): number {
  const likely = known ?? (delimiter === ';' ? ',' : '.');
  const other = likely === '.' ? ',' : '.';
  if (decimal !== likely) return 0;
  return thousands === other ? 2.5 : 2;
}
