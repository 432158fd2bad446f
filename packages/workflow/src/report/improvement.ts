import { formatGain, metricWords } from '@stepwell/metrics/names';
import { dependsOnGroups } from '../stages/gate/index.ts';
import type { RunState } from '../run/index.ts';
import { isSure } from './outcome.ts';

/**
 * What would improve a tested model most, by what the run has seen: how its rows belong together, whether later rows differ, how
 * much the last doubling of the rows gained, or else other columns.
 *
 * @returns a sentence or two; null before the test, and where nothing was seen.
 */
export function improvementOf({ test, gate, measure }: RunState): string | null {
  if (test === null || gate === null || measure === null) return null;
  const show = (value: number) => `${formatGain(measure.name, value)} (${metricWords[measure.name]})`;
  if (gate.group !== null && dependsOnGroups(gate.group)) {
    const { column, groupedGain, randomGain } = gate.group;
    return `Group rows by "${column}", or add rows with other values of it: the gain is ${show(randomGain)} on random rows and ${show(groupedGain)} where "${column}" is new.`;
  }
  const harder = gate.order.find(({ column, scoresWorse }) => column !== null && scoresWorse);
  if (harder !== undefined) {
    return `Train on more recent rows, or add columns that explain the change: later rows (by "${harder.column}") are predicted worse than random ones.`;
  }
  const curve = gate.learningCurve;
  if (curve?.moreRowsHelp === true) {
    const [half, all] = curve.points.slice(-2).map(({ rows }) => rows);
    return `More rows: from ${half} to ${all} training rows, a small model gained ${show(curve.lastDoubling.gain)}.`;
  }
  if (!isSure(test)) return `More test rows: ${test.rows} leave open whether the gain is chance.`;
  if (curve === null) return null;
  const { gain, ci } = curve.lastDoubling;
  return `Other columns: twice as many rows gained a small model ${show(gain)}, which may be chance (95 %: ${formatGain(measure.name, ci[0])} to ${formatGain(measure.name, ci[1])}).`;
}
