import { StepwellError } from '@stepwell/base/errors';
import { UnpackedBudget, type UploadLimits } from '../../upload/limits.ts';
import type { Table } from '../../table/index.ts';
import type { FileReading } from '../../values/reading.ts';
import { openZip, unpackPart } from './open-zip.ts';
import { readSheetCells } from './sheet-cells.ts';
import { SheetReader, type SheetTable } from './sheet-table.ts';
import { damagedWorkbook, noTable } from './workbook-errors.ts';
import { readWorkbookParts, type Sheet, type Workbook } from './workbook-parts.ts';

type Note = FileReading['notes'][number];

/** How to read a workbook, where a person knows better than the rules. */
export interface WorkbookOptions {
  /** The sheet's name. */
  sheet?: string | undefined;
  /** The header's row, from 1. */
  header?: 'none' | number | undefined;
}

/**
 * Reads a sheet of an Excel workbook (.xlsx): the first visible one that holds a table, or the one that was asked for.
 *
 * Formulas are read as the values stored with them, dates by their formats, times of day and spans of time as hours, and
 * percentages as the fractions that they are. The notes say what was assumed, and which other sheets there are.
 *
 * @param file the whole file.
 * @throws {StepwellError} `corrupt_archive`, `unsupported_archive`, `archive_too_large`, `not_a_table`, `unknown_part`,
 * `empty_table`, `too_many_columns`, `dataset_too_large` or `cell_too_long`.
 */
export async function readWorkbook(
  file: Uint8Array,
  limits: UploadLimits,
  options: WorkbookOptions,
): Promise<{ table: Table; format: 'xlsx' }> {
  try {
    return { table: readTable(file, limits, options), format: 'xlsx' };
  } catch (cause) {
    if (cause instanceof StepwellError) throw cause;
    throw damagedWorkbook('its bytes make no sense', cause);
  }
}

function readTable(file: Uint8Array, limits: UploadLimits, options: WorkbookOptions): Table {
  const budget = new UnpackedBudget(limits.unpackedBytes);
  const workbook = readWorkbookParts(openZip(file, limits.maxEntries), budget);
  const { sheets } = workbook;
  if (sheets.length === 0) throw noTable('The workbook has no sheet with cells.');
  for (const sheet of candidates(sheets, options.sheet)) {
    const found = readSheet(sheet, workbook, limits, budget, options.header ?? null);
    if (found === null) continue;
    const { table, header, infos, warnings, aside } = found;
    const notes: Note[] = [
      ...noteSheets(sheet, sheets, options.sheet),
      ...warnings.map((text): Note => ({ severity: 'warn', text })),
    ];
    for (const text of infos) notes.push({ severity: 'info', text });
    const { reading } = table;
    return {
      ...table,
      reading: {
        columns: reading?.columns ?? [],
        file: { ...reading!.file, header, notes, sheets: namesOf(sheet, sheets), setAside: aside.all() },
      },
    };
  }
  throw noTable(
    options.sheet === undefined
      ? `None of the ${sheets.length} sheets holds a table: ${listed(sheets)}.`
      : `The sheet "${options.sheet}" holds no table.`,
  );
}

/** Visible sheets come before hidden ones, which are read only where no other holds a table. */
function candidates(sheets: readonly Sheet[], asked: string | undefined): Sheet[] {
  if (asked === undefined)
    return [...sheets.filter(({ isVisible }) => isVisible), ...sheets.filter(({ isVisible }) => !isVisible)];
  const found = sheets.filter(({ name }) => name === asked);
  if (found.length > 0) return found;
  throw new StepwellError('unknown_part', `The workbook has no sheet "${asked}". Its sheets are: ${listed(sheets)}.`, {
    details: { sheets: sheets.map(({ name }) => name).slice(0, 100) },
  });
}

function readSheet(
  sheet: Sheet,
  workbook: Workbook,
  limits: UploadLimits,
  budget: UnpackedBudget,
  header: 'none' | number | null,
): SheetTable | null {
  const reader = new SheetReader(limits, budget, header);
  let [hidden, merged] = [0, 0];
  let isTable = true;
  readSheetCells(unpackPart(sheet.part, budget), workbook, {
    row(number, cells, isHidden) {
      if (isHidden) hidden++;
      return (isTable = reader.row(number, cells));
    },
    merged() {
      merged++;
    },
  });
  const found = isTable ? reader.finish() : null;
  if (found === null) return null;
  const { taken, seen } = reader.rows;
  if (taken === 0) throw noRows(sheet, seen);
  if (hidden > 0) found.infos.push(`${hidden} hidden ${hidden === 1 ? 'row was' : 'rows were'} read like the others.`);
  if (merged > 0) found.infos.push('Of merged cells, only the first has the value.');
  return found;
}

function noRows({ name }: Sheet, seen: number): StepwellError {
  return new StepwellError(
    'empty_table',
    seen > 0
      ? `The sample is empty: none of the ${seen} rows was selected. Use a larger share.`
      : `The sheet "${name}" has a header but no rows. Add rows below it.`,
  );
}

function noteSheets(chosen: Sheet, sheets: readonly Sheet[], asked: string | undefined): Note[] {
  const others = sheets.filter((sheet) => sheet !== chosen);
  if (others.length === 0 || asked !== undefined) return [];
  const rule = chosen.isVisible
    ? 'the first visible one with a table'
    : 'the first one with a table; no visible one has any';
  return [
    {
      severity: others.some(({ isVisible }) => isVisible) ? 'warn' : 'info',
      text: `The sheet "${chosen.name}" was read, ${rule}. The others are: ${listed(others)}.`,
    },
  ];
}

/** The names of the sheets, the one that was read first; at most 100. */
function namesOf(read: Sheet, sheets: readonly Sheet[]): string[] {
  return [read, ...sheets.filter((sheet) => sheet !== read)].slice(0, 100).map(({ name }) => name);
}

function listed(sheets: readonly Sheet[]): string {
  const names = sheets.slice(0, 10).map(({ name, isVisible }) => `"${name}"${isVisible ? '' : ' (hidden)'}`);
  return names.join(', ') + (sheets.length > names.length ? ` and ${sheets.length - names.length} more` : '');
}
