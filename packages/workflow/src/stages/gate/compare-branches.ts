import { compare, type ComparedPart, type Comparison } from '@stepwell/metrics';
import { formatCount } from '@stepwell/base/format';
import { formatGain, formatScore } from '@stepwell/metrics/names';
import type { RunSpec } from '../../question/index.ts';
import { byRule, byUser, type Decision } from '../../decisions/index.ts';
import type { Measure } from '../measure/index.ts';
import type { Branches } from './gate.ts';

/** Trials of the small model with one branch alone. */
export const BRANCH_TRIALS = { front: 'front-alone', columns: 'columns-alone' } as const;

/** Columns that a decision names, at most. */
const NAMED = 20;

/** The columns of each branch. */
export interface BranchColumns {
  kind: Branches['kind'];
  /** Those of the images or texts. */
  front: string[];
  /** Those beside them. */
  columns: string[];
}

/** What came of the trials of each branch alone. */
export interface ComparedBranches {
  branches: Branches;
  /** The small model with the branch that is kept, if one is left out; else null. */
  best: Comparison | null;
  /** Ways that may have been chosen, beside the given one. */
  tried: number;
  decisions: Decision[];
}

/**
 * What images or texts and the columns beside them add to each other: the small model with both, against the small model with
 * either alone, on the same validation rows. A branch is left out only where the model scores better without it by more than
 * chance, and the user doesn't keep one of its columns.
 *
 * @param keep columns that the user keeps.
 * @returns null without the trials.
 */
export function compareBranches(
  parts: ReadonlyMap<string, ComparedPart[]>,
  columns: BranchColumns | null,
  keep: readonly string[],
  measure: Measure,
  seed: number,
): ComparedBranches | null {
  const joint = parts.get('power');
  const frontAlone = parts.get(BRANCH_TRIALS.front);
  const columnsAlone = parts.get(BRANCH_TRIALS.columns);
  if (columns === null || joint === undefined || frontAlone === undefined || columnsAlone === undefined) return null;
  const against = (alone: ComparedPart[], what: string) =>
    compare(
      joint.map((part, i) => ({ ...part, other: alone[i]!.model })),
      measure,
      seed,
      what,
    );
  const columnsAdd = against(frontAlone, BRANCH_TRIALS.front);
  const frontAdds = against(columnsAlone, BRANCH_TRIALS.columns);
  if (!columnsAdd.defined || !frontAdds.defined) return null;
  const mayLeaveOut = (branch: keyof typeof BRANCH_TRIALS) => !columns[branch].some((name) => keep.includes(name));
  const harms = { columns: columnsAdd.ci[1] < 0, front: frontAdds.ci[1] < 0 };
  // Where each would do better alone, the better one stays.
  const worse = columnsAdd.gain <= frontAdds.gain ? 'columns' : 'front';
  const other = worse === 'columns' ? 'front' : 'columns';
  const harmful = harms[worse] ? worse : harms[other] ? other : null;
  const leftOut = harmful !== null && mayLeaveOut(harmful) ? harmful : null;
  const branches: Branches = {
    kind: columns.kind,
    front: columns.front.slice(0, NAMED),
    columns: columns.columns.length,
    scores: { joint: columnsAdd.score, front: columnsAdd.otherScore, columns: frontAdds.otherScore },
    columnsAdd: { gain: columnsAdd.gain, ci: columnsAdd.ci },
    frontAdds: { gain: frontAdds.gain, ci: frontAdds.ci },
    leftOut,
  };
  const alone = leftOut === 'columns' ? frontAlone : leftOut === 'front' ? columnsAlone : null;
  const kept = alone === null ? null : compare(alone, measure, seed, 'power');
  return {
    branches,
    best: kept?.defined === true ? kept : null,
    tried: Number(mayLeaveOut('columns')) + Number(mayLeaveOut('front')),
    decisions: [
      byRule('gate', choiceOf(branches), sentenceOf(branches, measure), {
        columnsAdd: branches.columnsAdd,
        frontAdds: branches.frontAdds,
        scores: branches.scores,
      }),
      ...decideHarmful(harmful, leftOut, branches, columns),
    ],
  };
}

/** @returns the columns that may not be left out: those that the user keeps, prepares, or sets layers for. */
export function keptOf(
  { front, columns }: Pick<BranchColumns, 'front' | 'columns'>,
  { keep, prepare, model }: Pick<RunSpec, 'keep' | 'prepare' | 'model'>,
): string[] {
  const { convolution, embedding, branch = 0 } = model;
  return [
    ...keep,
    ...Object.keys(prepare),
    ...(convolution === undefined && embedding === undefined ? [] : front),
    ...(branch > 0 ? columns : []),
  ];
}

/** What each branch adds, in a sentence. */
export function sentenceOf(branches: Branches, measure: Pick<Measure, 'name'>): string {
  const showGain = (value: number) => formatGain(measure.name, value);
  const show = (value: number) => formatScore(measure.name, value);
  const adds = ({ gain, ci }: Branches['columnsAdd']) =>
    `${showGain(gain)} (95 %: ${showGain(ci[0])} to ${showGain(ci[1])})`;
  const { joint, front, columns } = branches.scores;
  const [theFront, theColumns] = namesOf(branches);
  return `The columns add ${adds(branches.columnsAdd)} to ${theFront}; ${theFront} add ${adds(branches.frontAdds)} to the columns. Both together score ${show(joint)}, ${theFront} alone ${show(front)}, ${theColumns} alone ${show(columns)}.`;
}

function namesOf({ kind, columns }: Pick<Branches, 'kind' | 'columns'>): [string, string] {
  return [
    kind === 'image' ? 'the images' : 'the texts',
    columns === 1 ? 'the column beside them' : `the ${formatCount(columns, 'column')} beside them`,
  ];
}

function choiceOf(branches: Branches): string {
  const { columnsAdd, frontAdds, kind } = branches;
  const front = kind === 'image' ? 'images' : 'texts';
  const [columnsHelp, frontHelps] = [columnsAdd.ci[0] > 0, frontAdds.ci[0] > 0];
  if (columnsHelp && frontHelps) return `${front} and columns add to each other`;
  if (frontHelps) return `the columns add nothing that these rows show to the ${front}`;
  if (columnsHelp) return `the ${front} add nothing that these rows show to the columns`;
  return `neither ${front} nor columns add anything that these rows show to each other`;
}

function decideHarmful(
  harmful: keyof typeof BRANCH_TRIALS | null,
  leftOut: Branches['leftOut'],
  branches: Branches,
  columns: BranchColumns,
): Decision[] {
  if (harmful === null) return [];
  const names = columns[harmful];
  const named = names.slice(0, NAMED).map((name) => `"${name}"`);
  if (names.length > NAMED) named.push(`${names.length - NAMED} more`);
  const [front, beside] = namesOf(branches);
  const what = harmful === 'front' ? front : beside;
  const rest = harmful === 'front' ? 'the columns alone' : `${front} alone`;
  const evidence = { columns: names.slice(0, NAMED) };
  if (leftOut === null) {
    const why = `You keep them, although ${rest} score better by more than chance explains: ${named.join(', ')}.`;
    return [byUser('gate', `keep ${what}`, why, evidence)];
  }
  const why = `With ${rest} the small model scores better by more than chance explains. Left out: ${named.join(', ')}. To use them all the same, keep one of them.`;
  return [byRule('gate', `leave out ${what}`, why, evidence)];
}

/** Why a column of the branch that is left out isn't an input. */
export function whyLeftOut({ kind, leftOut }: Pick<Branches, 'kind' | 'leftOut'>): string {
  const front = kind === 'image' ? 'the images' : 'the texts';
  return leftOut === 'front'
    ? 'is left out by the gate: the small model scores better with the columns alone'
    : `is left out by the gate: the small model scores better with ${front} alone`;
}
