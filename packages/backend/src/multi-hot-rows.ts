import { BackendError } from './backend-error.ts';

/** Rows of zeros and ones as the ids of their ones: compressed rows. Row r has `ids[start[r]] … ids[start[r + 1] - 1]`. */
export interface MultiHotRows {
  /** Width of a row, were it written out: ids are below it. */
  vocabulary: number;
  /** [rows + 1], from 0 to the number of ids, never falling. */
  start: Int32Array;
  /** Ascending within a row, each once. */
  ids: Uint16Array | Int32Array;
}

/**
 * Rows of ids as a multi-hot encoding has them: an id counts once a row, wherever and however often it stands.
 *
 * @param rows lists of ids.
 * @param vocabulary ids are in [0, vocabulary).
 * @throws {BackendError} `id_out_of_range`.
 */
export function multiHotRows(rows: readonly ArrayLike<number>[], vocabulary: number): MultiHotRows {
  const sets = rows.map((row, at) => {
    const ids = [...new Set(Array.from(row))].sort((a, b) => a - b);
    for (const id of [ids[0] ?? 0, ids.at(-1) ?? 0, ids.find((one) => !Number.isInteger(one)) ?? 0]) {
      if (!Number.isInteger(id) || id < 0 || id >= vocabulary) throw outOfRange(id, at, vocabulary);
    }
    return ids;
  });
  const start = new Int32Array(rows.length + 1);
  sets.forEach((ids, at) => {
    start[at + 1] = start[at]! + ids.length;
  });
  const total = start[rows.length]!;
  const ids = vocabulary <= 65_536 ? new Uint16Array(total) : new Int32Array(total);
  sets.forEach((set, at) => ids.set(set, start[at]));
  return { vocabulary, start, ids };
}

/**
 * Refuses rows that a kernel would read wrongly, and ids that don't ascend.
 *
 * @throws {BackendError} `id_out_of_range`, `shape_mismatch`.
 */
export function checkMultiHotRows(kernel: string, rows: MultiHotRows): void {
  checkRows(kernel, rows, true);
}

/**
 * Refuses rows that a kernel would read wrongly; ids may stand in any order and more than once.
 *
 * @throws {BackendError} `id_out_of_range`, `shape_mismatch`.
 */
export function checkIdRows(kernel: string, rows: MultiHotRows): void {
  checkRows(kernel, rows, false);
}

function checkRows(kernel: string, rows: MultiHotRows, ascending: boolean): void {
  const { start, ids, vocabulary } = rows;
  const count = start.length - 1;
  if (count < 0 || start[0] !== 0 || start[count] !== ids.length) {
    throw new BackendError(
      'shape_mismatch',
      `${kernel} was given ${ids.length} ids and row starts of shape [${start.length}] that run from ${start[0]} to ${start[count]}; they must run from 0 to ${ids.length}.`,
    );
  }
  for (let row = 0; row < count; row++) {
    if (start[row + 1]! < start[row]!) {
      throw new BackendError(
        'shape_mismatch',
        `${kernel} was given row starts that fall from ${start[row]} to ${start[row + 1]} at row ${row}.`,
      );
    }
    for (let i = start[row]!, before = -1; i < start[row + 1]!; i++) {
      const id = ids[i]!;
      if (id >= vocabulary || id < 0) throw outOfRange(id, row, vocabulary, kernel);
      if (ascending && id <= before) {
        throw new BackendError(
          'id_out_of_range',
          `${kernel} takes ascending ids, each once a row; row ${row} has ${id} behind ${before}. Build the rows with multiHotRows.`,
        );
      }
      before = id;
    }
  }
}

function outOfRange(id: number, row: number, vocabulary: number, kernel = 'multiHotRows'): BackendError {
  return new BackendError(
    'id_out_of_range',
    `${kernel} was given id ${id} in row ${row}; ids are whole numbers from 0 to ${vocabulary - 1}.`,
  );
}
