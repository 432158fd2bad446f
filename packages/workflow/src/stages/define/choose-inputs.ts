import type { Target } from '@stepwell/metrics/target';
import {
  countDistinct,
  countMissing,
  storedText,
  unitsIn,
  type Column,
  type Table,
  type TextColumn,
} from '@stepwell/data/table';
import type { RunSpec } from '../../question/index.ts';
import type { Definition, Finding, Input } from './definition.ts';
import { findLeak } from './find-leak.ts';

/** Names that differ in more than this share of the rows name the rows. */
const ID_SHARE = 0.9;
const MIN_ROWS_FOR_ID = 20;
/** Fewer words than this on average are a name. */
const WORDS_OF_A_TEXT = 2;

type Choice = Pick<Definition, 'leftOut' | 'leaks'> & { inputs: Input[]; audit: Finding[] };

/** Why a column can't help; `kept` may overrule it. */
interface Objection {
  why: string;
  finding: Finding;
  overrulable: boolean;
}

/**
 * Takes every column as an input but the target and those that can't help: empty, constant, naming the rows, beside
 * images, the group, the time by which rows are ordered, or giving the target away. What the person keeps is kept, where a
 * model can take it at all.
 *
 * @param table the development rows.
 * @param target their target.
 */
export function chooseInputs(table: Table, spec: RunSpec, target: Target): Choice {
  const choice: Choice = { inputs: [], leftOut: [], leaks: [], audit: [] };
  for (const column of table.columns) {
    const { name } = column;
    if (spec.target.includes(name)) continue;
    const unwanted = spec.keep.includes(name) ? null : asked(name, spec);
    if (unwanted !== null) {
      choice.leftOut.push({ column: name, why: unwanted });
      continue;
    }
    const objection = findObjection(column, table, target);
    const kept = objection?.overrulable === true && spec.keep.includes(name);
    if (objection !== null) choice.audit.push(kept ? keptFinding(objection.finding) : objection.finding);
    if (objection === null || kept) {
      choice.inputs.push(inputOf(column));
      continue;
    }
    choice.leftOut.push({ column: name, why: objection.why });
    if (objection.finding.check === 'leak') choice.leaks.push({ column: name, why: objection.why });
  }
  return imagesAlone(choice);
}

function inputOf(column: Column): Input {
  if (column.kind !== 'image') return { column: column.name, kind: column.kind };
  const { height, width, channels } = column;
  return { column: column.name, kind: column.kind, size: { height, width, channels } };
}

/** Images are learned from by themselves: what stands beside them is left out, but for what the person keeps. */
function imagesAlone(choice: Choice): Choice {
  const image = choice.inputs.find(({ kind }) => kind === 'image');
  if (image === undefined) return choice;
  const beside = choice.inputs.filter((input) => input !== image);
  return {
    ...choice,
    inputs: [image],
    leftOut: [
      ...choice.leftOut,
      ...beside.map(({ column }) => ({
        column,
        why: `stands beside the images of "${image.column}", which are learned from by themselves`,
      })),
    ],
  };
}

/** Why the person's own words leave the column out; null where they don't. */
function asked(name: string, spec: RunSpec): string | null {
  if (spec.drop.includes(name)) return 'you left it out';
  if (name === spec.group) return 'names the group: rows to predict belong to groups that were never seen';
  if (name === spec.split) return 'says which part each row belongs to';
  if (name !== spec.timeColumn) return null;
  return 'says when a row was seen: rows to predict come from times that were never seen';
}

function keptFinding(finding: Finding): Finding {
  return { ...finding, finding: finding.finding.replace(/ Left out\.$/, ' Kept, as you asked.') };
}

function findObjection(column: Column, table: Table, target: Target): Objection | null {
  const { rows } = table;
  const { name } = column;
  const warn = (check: string, why: string, evidence: Record<string, unknown>, overrulable = false): Objection => ({
    why,
    overrulable,
    finding: {
      check,
      severity: 'warn',
      finding: `"${name}" ${why}. Left out.`,
      evidence: { column: name, ...evidence },
    },
  });
  const present = rows - countMissing(column, rows);
  if (present === 0) return warn('missing', 'is empty in every row', { missing: rows });
  if (column.kind === 'image') return null;
  if (column.kind === 'text') {
    const words = wordsEach(column, rows) / present;
    if (words >= WORDS_OF_A_TEXT) return null;
    const why = `is different in most rows and holds hardly more than a word in each: it names the rows`;
    return warn('id-like', why, { wordsEach: words, rows }, true);
  }
  const distinct = countDistinct(column, rows);
  if (distinct === 1 && present === rows) return warn('constant', 'has one value in every row', { distinct });
  if (namesRows(column, rows, distinct)) {
    return warn('id-like', `is different in ${distinct} of ${rows} rows: it names the rows`, { distinct, rows }, true);
  }
  const leak = findLeak(column, rows, target);
  return leak === null ? null : warn('leak', leak.why, leak.evidence, true);
}

/** Words of all rows together. */
function wordsEach(column: TextColumn, rows: number): number {
  let units = 0;
  for (let row = 0; row < rows; row++) {
    const { store, row: stored } = storedText(column, row);
    units += unitsIn(store, stored);
  }
  return units;
}

function namesRows(column: Column, rows: number, distinct: number): boolean {
  if (rows < MIN_ROWS_FOR_ID) return false;
  if (column.kind === 'categorical') return distinct > ID_SHARE * rows;
  if (column.kind !== 'numeric' || distinct !== rows) return false;
  return column.values.every(Number.isInteger) && isNearlyConsecutive(column.values);
}

/** Whole numbers without a repeat that fill most of their range count rows; a measurement would not. */
function isNearlyConsecutive(values: Float64Array): boolean {
  let low = Infinity;
  let high = -Infinity;
  for (const value of values) {
    if (value < low) low = value;
    if (value > high) high = value;
  }
  // The sealed rows take their share of the numbers with them.
  return high - low + 1 <= values.length * 1.5;
}
