import type { Target } from '@stepwell/metrics/targets';
import {
  countDistinct,
  countMissing,
  storedText,
  unitsIn,
  type Column,
  type Table,
  type TextColumn,
} from '@stepwell/data/table';
import { besideForecast, type RunSpec } from '../../question/index.ts';
import { cyclesIn } from '../../training/preparation/index.ts';
import type { Definition, Finding, Input } from './definition.ts';
import { findLeak, type Leak } from './find-leak.ts';

/** A category with unique values in more than this share of the rows is an ID. */
const ID_SHARE = 0.9;
const MIN_ROWS_FOR_ID = 20;
/** Text with fewer words than this on average is an ID. */
const MIN_WORDS_PER_TEXT = 2;

/** Why a first column without a name is left out. */
const ROW_NAME = 'has no name in the header, so it only names or numbers the rows';

type Choice = Pick<Definition, 'leftOut' | 'leaks'> & { inputs: Input[]; audit: Finding[] };

/** Why a column can't help; `spec.keep` may override it. */
interface Objection {
  why: string;
  finding: Finding;
  overridable: boolean;
  /** Whether the column is left out; otherwise the finding is only said. */
  leavesOut: boolean;
}

/**
 * Takes every column as an input except the target and those that can't help: empty, constant, an ID, further images and texts
 * next to images, the group, the time that orders the rows, or leaking the target. Columns the user keeps are kept if a
 * model can use them at all.
 *
 * @param table the development rows.
 * @param target their target.
 * @param rowNames columns without a name that only name the rows.
 */
export function chooseInputs(table: Table, spec: RunSpec, target: Target, rowNames: readonly string[] = []): Choice {
  const choice: Choice = { inputs: [], leftOut: [], leaks: [], audit: [] };
  const beside = besideForecast(spec);
  for (const column of table.columns) {
    const { name } = column;
    if (spec.target.includes(name) || beside.has(name)) continue;
    const unwanted = spec.keep.includes(name)
      ? null
      : (requestedReason(column, spec) ?? (rowNames.includes(name) ? ROW_NAME : null));
    if (unwanted !== null) {
      choice.leftOut.push({ column: name, why: unwanted });
      continue;
    }
    const objection = findObjection(column, table, spec.horizon === undefined ? target : null);
    const kept = objection?.overridable === true && spec.keep.includes(name);
    if (objection !== null) choice.audit.push(kept ? keptFinding(objection.finding) : objection.finding);
    if (objection === null || kept || !objection.leavesOut) {
      choice.inputs.push(inputOf(column));
      continue;
    }
    choice.leftOut.push({ column: name, why: objection.why });
    if (objection.finding.check === 'leak') choice.leaks.push({ column: name, why: objection.why });
  }
  return withOneImage(choice);
}

function inputOf(column: Column): Input {
  if (column.kind !== 'image') return { column: column.name, kind: column.kind };
  const { height, width, channels } = column;
  return { column: column.name, kind: column.kind, size: { height, width, channels } };
}

/** A model takes one column of images, with numbers, categories, truths and dates beside it: leaves out further images, and texts. */
function withOneImage(choice: Choice): Choice {
  const image = choice.inputs.find(({ kind }) => kind === 'image');
  if (image === undefined) return choice;
  const unused = choice.inputs.filter((input) => input !== image && (input.kind === 'image' || input.kind === 'text'));
  return {
    ...choice,
    inputs: choice.inputs.filter((input) => !unused.includes(input)),
    leftOut: [
      ...choice.leftOut,
      ...unused.map(({ column, kind }) => ({
        column,
        why:
          kind === 'image'
            ? `isn't used, because a model takes the images of one column, and those are in "${image.column}"`
            : `isn't used, because a model of images takes no text beside them, and the images are in "${image.column}"`,
      })),
    ],
  };
}

/** Why the spec leaves the column out; null if it doesn't. */
function requestedReason(column: Column, spec: RunSpec): string | null {
  const { name } = column;
  if (spec.drop.includes(name)) return 'was left out by you';
  if (name === spec.query) return 'is the query column, and rows to rank belong to new queries';
  if (name === spec.group) return 'is the group column, and rows to predict belong to unseen groups';
  if (name === spec.split) return 'is the column that assigns rows to splits';
  if (name !== spec.timeColumn) return null;
  // Months, weekdays and hours come again on later rows: "prepare" leaves out elapsed time alone.
  if (column.kind === 'date' && cyclesIn(column.values.filter(Number.isFinite)).length > 0) return null;
  return 'is the time column, and rows to predict come from later times';
}

/** A column that predicts nearly perfectly may be honest; that it does is said all the same. */
function strongFinding(name: string, { why, evidence }: Leak): Finding {
  return {
    check: 'strong-predictor',
    severity: 'warn',
    finding: `"${name}" ${why}. Keep it only if its values are known at prediction time.`,
    evidence: { column: name, ...evidence },
  };
}

function keptFinding(finding: Finding): Finding {
  return { ...finding, finding: finding.finding.replace(/ Left out\.$/, ' Kept at your request.') };
}

/**
 * @param target null where no column can leak it: the inputs of a forecast are of an earlier time, or said to be known in advance.
 */
function findObjection(column: Column, table: Table, target: Target | null): Objection | null {
  const { rows } = table;
  const { name } = column;
  const warn = (check: string, why: string, evidence: Record<string, unknown>, overridable = false): Objection => ({
    why,
    overridable,
    leavesOut: true,
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
    const words = countWords(column, rows) / present;
    if (words >= MIN_WORDS_PER_TEXT) return null;
    const why = `has little more than one word per row and mostly unique values, so it looks like an ID`;
    return warn('id-like', why, { wordsEach: words, rows }, true);
  }
  const distinct = countDistinct(column, rows);
  if (distinct === 1 && present === rows) return warn('constant', 'has the same value in every row', { distinct });
  if (target === null) return null;
  if (looksLikeId(column, rows, distinct)) {
    return warn(
      'id-like',
      `has ${distinct} unique values in ${rows} rows, so it looks like an ID`,
      { distinct, rows },
      true,
    );
  }
  const leak = findLeak(column, rows, target);
  if (leak === null) return null;
  if (leak.check === 'leak') return warn('leak', leak.why, leak.evidence, true);
  return { why: leak.why, overridable: false, leavesOut: false, finding: strongFinding(name, leak) };
}

/** The number of words in all rows together. */
function countWords(column: TextColumn, rows: number): number {
  let units = 0;
  for (let row = 0; row < rows; row++) {
    const { store, row: stored } = storedText(column, row);
    units += unitsIn(store, stored);
  }
  return units;
}

function looksLikeId(column: Column, rows: number, distinct: number): boolean {
  if (rows < MIN_ROWS_FOR_ID) return false;
  if (column.kind === 'categorical') return distinct > ID_SHARE * rows;
  if (column.kind !== 'numeric' || distinct !== rows) return false;
  return column.values.every(Number.isInteger) && isNearlyConsecutive(column.values);
}

/** Unique whole numbers that fill most of their range number the rows; a measurement wouldn't. */
function isNearlyConsecutive(values: Float64Array): boolean {
  let low = Infinity;
  let high = -Infinity;
  for (const value of values) {
    if (value < low) low = value;
    if (value > high) high = value;
  }
  // Some of the numbers belong to sealed rows.
  return high - low + 1 <= values.length * 1.5;
}
