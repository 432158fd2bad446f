import type { SheetCell } from './sheet-cells.ts';

interface Seen {
  cells: number;
  formulas: number;
  zeros: number;
  errors: number;
  unsaved: number;
  percents: number;
  hours: number;
}

/** Counts what a person should know of the columns of a sheet. */
export class ColumnDoubts {
  readonly #columns: Seen[];

  constructor(width: number) {
    this.#columns = Array.from({ length: width }, () => ({
      cells: 0,
      formulas: 0,
      zeros: 0,
      errors: 0,
      unsaved: 0,
      percents: 0,
      hours: 0,
    }));
  }

  see(column: number, { value, was, isFormula }: SheetCell): void {
    const seen = this.#columns[column]!;
    seen.cells++;
    if (isFormula) seen.formulas++;
    if (isFormula && value === 0) seen.zeros++;
    if (was === 'error') seen.errors++;
    else if (was === 'unsaved') seen.unsaved++;
    else if (was === 'percent') seen.percents++;
    else if (was === 'hours') seen.hours++;
  }

  /** @returns what was left out or is doubtful, in sentences. */
  warnings(names: readonly string[]): string[] {
    return this.#columns.flatMap(({ cells, formulas, zeros, errors, unsaved }, i) => {
      const found: string[] = [];
      if (errors > 0)
        found.push(
          `${counted(errors, 'cell', 'holds an error', 'hold an error')} such as #N/A in "${names[i]}" and ${errors === 1 ? 'counts' : 'count'} as missing.`,
        );
      if (unsaved > 0) {
        found.push(
          `${counted(unsaved, 'formula', 'has no value', 'have no value')} in "${names[i]}" and ${unsaved === 1 ? 'counts' : 'count'} as missing. Open the workbook in Excel and save it, so that values are stored.`,
        );
      }
      if (zeros > 1 && zeros === cells && formulas === cells) {
        found.push(
          `All cells of "${names[i]}" are formulas with the value 0, as programs write them that don't compute. Open the workbook in Excel and save it, so that values are stored.`,
        );
      }
      return found;
    });
  }

  /** @returns what was assumed, in sentences. */
  infos(names: readonly string[]): string[] {
    return this.#columns.flatMap(({ percents, hours }, i) => {
      const found: string[] = [];
      if (hours > 0) found.push(`Times in "${names[i]}" were read as hours: 6:30 is 6.5.`);
      if (percents > 0)
        found.push(`Percentages in "${names[i]}" were read as the workbook stores them: 4.75% is 0.0475.`);
      return found;
    });
  }
}

function counted(count: number, what: string, one: string, many: string): string {
  return count === 1 ? `1 ${what} ${one}` : `${count} ${what}s ${many}`;
}
