import { StepwellError } from '@stepwell/base/errors';
import type { FileMetaData } from 'hyparquet';
import { UnpackedBudget, type UploadLimits } from '../../upload/limits.ts';
import type { Cell, CellReader } from './cell-of.ts';
import { chunkPages, type Dictionary, type Page } from './chunk-pages.ts';
import type { ColumnSink } from './sink.ts';
import type { Raw, Values } from './decode-values.ts';
import type { Leaf } from './leaf-columns.ts';
import { damagedParquet } from './parquet-errors.ts';

/** What separates the elements of a list in the text that they become. */
const LIST_MARK = '|';
const MOST_LIST_LETTERS = 1_000_000;
/** Cells between checks of the size. */
const WEIGHED_EVERY = 256;
/** Letters from which on a text counts as unpacked each time that it comes. */
const LONG = 256;

/**
 * Reads a column of all row groups, a page at a time.
 *
 * @param reader how stored values become cells; null to hand over their bytes.
 * @param weigh called now and then; throws where the columns have become too large.
 * @throws {StepwellError}
 */
export async function readColumn(
  file: Uint8Array,
  { row_groups: groups }: FileMetaData,
  leaf: Leaf,
  reader: CellReader | null,
  sink: ColumnSink,
  budget: UnpackedBudget,
  { isSampled }: UploadLimits,
  weigh: () => void,
): Promise<void> {
  let row = -1;
  let list: string[] | null = null;
  let letters = 0;
  let pushed = 0;
  const push = (cell: Cell | null): Promise<void> | void => {
    if (isSampled?.(row) === false) return;
    if (typeof cell === 'string' && cell.length > LONG) {
      // A dictionary repeats a long text for nothing, but reading it takes its time.
      budget.spend(cell.length);
      weigh();
    }
    if (++pushed % WEIGHED_EVERY === 0) weigh();
    return sink.push(cell);
  };
  const endList = async () => {
    if (list === null) return;
    await push(list.join(LIST_MARK));
    list = null;
    letters = 0;
  };
  for (const group of groups) {
    const meta = group.columns[leaf.place]?.meta_data;
    if (meta?.path_in_schema.join('\0') !== leaf.path.join('\0') || meta.type !== leaf.element.type)
      throw damagedParquet('its columns are not those of its schema');
    if (group.columns[leaf.place]?.file_path !== undefined) throw damagedParquet('its columns lie in other files');
    const first = row + 1;
    for (const page of chunkPages(file, meta, leaf, budget)) {
      const cells = new PageCells(page, reader);
      for (let i = 0; i < page.count; i++) {
        const isThere = page.definitions === null || page.definitions[i] === leaf.maxDefinition;
        const cell = isThere ? cells.next() : null;
        if (page.repetitions === null) {
          row++;
          const later = push(cell);
          if (later !== undefined) await later;
          continue;
        }
        if (page.repetitions[i] === 0) {
          await endList();
          row++;
          list = [];
        } else if (list === null) throw damagedParquet(`"${leaf.name}" continues a list that it never began`);
        // Bytes within a list are no text that could be joined.
        if (cell === null || cell instanceof Uint8Array) continue;
        const text = String(cell);
        letters += text.length + 1;
        if (letters > MOST_LIST_LETTERS) throw listTooLong(leaf, row);
        list.push(text);
      }
      weigh();
    }
    await endList();
    if (row + 1 - first !== Number(group.num_rows))
      throw damagedParquet(
        `"${leaf.name}" has ${row + 1 - first} rows where the file says ${String(group.num_rows ?? 'nothing')}`,
      );
  }
}

/** The cells of a page that are there; each of a dictionary is read once. */
class PageCells {
  readonly #values: Values;
  readonly #dictionary: Dictionary | null;
  readonly #reader: CellReader | null;
  #place = 0;

  constructor({ values, dictionary }: Page, reader: CellReader | null) {
    this.#values = values;
    this.#dictionary = dictionary;
    this.#reader = reader;
  }

  next(): Cell {
    const raw = this.#values.get(this.#place++);
    if (this.#dictionary === null) return this.#read(raw);
    const place = Number(raw);
    return (this.#dictionary.cells[place] ??= this.#read(this.#dictionary.values.get(place)));
  }

  #read(raw: Raw): Cell {
    if (this.#reader !== null) return this.#reader.read(raw);
    if (raw instanceof Uint8Array) return raw;
    throw damagedParquet('a column of bytes holds something else');
  }
}

function listTooLong({ name }: Leaf, row: number): StepwellError {
  return new StepwellError(
    'cell_too_long',
    `The list in row ${row + 1} of "${name}" has more than ${MOST_LIST_LETTERS} characters as a text. Leave the column out, or split it.`,
    { details: { column: name, row: row + 1 } },
  );
}
