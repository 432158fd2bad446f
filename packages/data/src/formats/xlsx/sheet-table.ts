import { fileReadingOf } from '../../values/reading.ts';
import type { UnpackedBudget, UploadLimits } from '../../upload/limits.ts';
import { findHeader, type FoundHeader, type HeadRecord } from '../../delimited/find-header.ts';
import { AsideLines } from '../../delimited/set-aside.ts';
import { CollectColumns } from '../../table/collect-columns.ts';
import { columnNames, type ColumnNames } from '../../table/column-names.ts';
import { AS_SHORTEST } from '../../table/plain-number.ts';
import type { Table } from '../../table/table.ts';
import { ColumnDoubts } from './column-doubts.ts';
import type { SheetCell } from './sheet-cells.ts';

/** Rows that tell where the table begins. */
const HEAD_ROWS = 200;
/** Letters of a cell that tell what it is; a name may have a thousand. */
const HEAD_LETTERS = 1_001;
/** Letters from which on a text counts as unpacked each time that a cell refers to it. */
const LONG = 256;
const TOTALS = /^(?:grand |sub|sub-)?totals?\b|^sum\b|^summe\b|^gesamt|^insgesamt|^average\b|^mean\b/i;

interface SheetRow {
  number: number;
  cells: SheetCell[];
}

/** What was found in a sheet. */
export interface SheetTable {
  table: Table;
  /** The header's row; 0 without one. */
  header: number;
  /** Sentences: what was assumed, and what was left out. */
  infos: string[];
  warnings: string[];
  aside: AsideLines;
}

/** Finds the table in the rows of a sheet and collects its columns. */
export class SheetReader {
  readonly #limits: UploadLimits;
  readonly #budget: UnpackedBudget;
  readonly #asked: 'none' | number | null;
  #head: SheetRow[] | null = [];
  /** By the column of the sheet, that of the table: columns without a cell in the first rows are left out. */
  #places = new Map<number, number>();
  #header: FoundHeader | null = null;
  #names: ColumnNames | null = null;
  #columns: CollectColumns | null = null;
  #doubts = new ColumnDoubts(0);
  /** Rows that are totals or notes if the sheet ends with them. */
  #pending: SheetRow[] = [];
  readonly #aside = new AsideLines();
  readonly #numbers: number[] = [];
  #lastNumber = 0;
  #seen = 0;
  #outside = 0;

  constructor(limits: UploadLimits, budget: UnpackedBudget, asked: 'none' | number | null) {
    this.#limits = limits;
    this.#budget = budget;
    this.#asked = asked;
  }

  /** @returns false where no table begins within the first rows. @throws {StepwellError} */
  row(number: number, cells: SheetCell[]): boolean {
    if (this.#head === null) {
      this.#take({ number, cells });
      return true;
    }
    this.#head.push({ number, cells });
    return this.#head.length < HEAD_ROWS || this.#begin();
  }

  /** @returns null where there is no table. @throws {StepwellError} */
  finish(): SheetTable | null {
    if (this.#head !== null && !this.#begin()) return null;
    for (const row of this.#pending) {
      const texts = row.cells.map(({ value }) => String(value ?? ''));
      this.#aside.add(
        texts.some((text) => TOTALS.test(text)) ? 'totals' : 'footer',
        row.number,
        texts.join(' '),
        texts.length,
      );
    }
    const [columns, names, header] = [this.#columns!, this.#names!, this.#header!];
    const { table, readings } = columns.finish({
      marks: { decimal: null, delimiter: null },
      missing: new Set(),
      lineOf: (row) => this.#numbers[row] ?? 0,
      isNameless: (column) => names.unnamed.includes(column),
    });
    const { hasRowName } = names;
    const file = fileReadingOf('xlsx');
    const named = readings.map((reading, i) => ({
      ...reading,
      rowName: hasRowName && i === 0 && reading.column === names.names[0],
    }));
    const headerRow = header.before.find(({ is }) => is === 'header')?.line ?? 0;
    const warnings = this.#doubts.warnings(names.names);
    if (headerRow === 0 && this.#asked !== 'none')
      warnings.push(`The sheet has no header: ${header.why}. Its columns are numbered.`);
    else if (header.doubtful)
      warnings.push(
        `Row ${headerRow} was read as the header: ${header.why || 'it has more words than the rows below it'}.`,
      );
    if (this.#outside > 0)
      warnings.push(
        `${this.#outside === 1 ? '1 cell' : `${this.#outside} cells`} beside the table ${this.#outside === 1 ? 'was' : 'were'} left out.`,
      );
    const infos = [...names.notes, ...this.#doubts.infos(names.names)];
    return {
      table: { ...table, reading: { file, columns: named } },
      header: headerRow,
      infos,
      warnings,
      aside: this.#aside,
    };
  }

  /** Rows that were taken, and those that would have been without a sample. */
  get rows(): { taken: number; seen: number } {
    return { taken: this.#columns?.rows ?? 0, seen: this.#seen };
  }

  #begin(): boolean {
    const head = this.#head!;
    const used = new Set(head.flatMap(({ cells }) => cells.map(({ column }) => column)));
    this.#places = new Map([...used].sort((a, b) => a - b).map((column, i) => [column, i]));
    const width = used.size;
    if (head.length < 2 || width < 2) return false;
    const records = head.map((row): HeadRecord => ({ cells: textsOf(row, this.#places), line: row.number }));
    this.#header = findHeader(records, this.#asked);
    if (this.#header.width < 2) return false;
    this.#names = columnNames(this.#header.names, width);
    this.#columns = new CollectColumns(this.#names.names, this.#limits);
    this.#doubts = new ColumnDoubts(width);
    for (const { is, line, cells } of this.#header.before) {
      const filled = cells.filter((cell) => cell !== '');
      if (is !== 'header') this.#aside.add(is, line, filled.join(' '), filled.length);
    }
    const skip = Math.max(0, ...this.#header.before.map(({ line }) => line));
    this.#head = null;
    for (const row of head) if (row.number > skip) this.#take(row);
    return true;
  }

  #take(row: SheetRow): void {
    if (!row.cells.some(({ column }) => this.#places.has(column))) {
      this.#outside += row.cells.length;
      return;
    }
    const isAfterGap = this.#lastNumber > 0 && row.number > this.#lastNumber + 1;
    this.#lastNumber = row.number;
    const { width } = this.#header!;
    const isLone = width >= 3 && row.cells.length === 1 && (isAfterGap || this.#pending.length > 0);
    if (isLone || (this.#seen >= 3 && isTotals(row))) {
      this.#pending.push(row);
      // As many are no footer.
      if (this.#pending.length < HEAD_ROWS) return;
    } else this.#pending.push(row);
    for (const pending of this.#pending) this.#accept(pending);
    this.#pending = [];
  }

  #accept({ number, cells }: SheetRow): void {
    const place = this.#seen++;
    if (this.#limits.isSampled?.(place) === false) return;
    const columns = this.#columns!;
    const width = this.#names!.names.length;
    const row = Array.from<SheetCell | undefined>({ length: width });
    for (const cell of cells) {
      const column = this.#places.get(cell.column);
      if (column === undefined) this.#outside++;
      else {
        row[column] = cell;
        this.#doubts.see(column, cell);
        if (typeof cell.value === 'string' && cell.value.length > LONG) this.#budget.spend(cell.value.length);
      }
    }
    this.#numbers.push(number);
    if (columns.hasPixels) {
      columns.push(row.map((cell) => String(cell?.value ?? '')));
      return;
    }
    for (let i = 0; i < width; i++) {
      const value = row[i]?.value ?? '';
      const builder = columns.builder(i);
      if (typeof value === 'string') builder.push(value);
      else builder.pushNumber(value, Number.isSafeInteger(value) ? 0 : AS_SHORTEST);
    }
    columns.endRow();
  }
}

function textsOf({ cells }: SheetRow, places: ReadonlyMap<number, number>): string[] {
  const texts = Array.from({ length: places.size }, () => '');
  for (const { column, value } of cells) texts[places.get(column)!] = String(value ?? '').slice(0, HEAD_LETTERS);
  return texts;
}

/** Totals: the word, and a number. */
function isTotals({ cells }: SheetRow): boolean {
  return (
    cells.some(({ value }) => typeof value === 'string' && TOTALS.test(value)) &&
    cells.some(({ value }) => typeof value === 'number')
  );
}
