import { metricWords } from '@stepwell/metrics/names';
import { dependsOnGroups } from '../stages/gate/index.ts';
import type { RunState } from '../run/index.ts';
import { differenceWords, gainInterval, isGain } from './gain-words.ts';
import { isSure } from './is-sure.ts';

/**
 * What would improve a tested model most, by what the run has seen: how its rows belong together, whether later rows differ, how
 * much the last doubling of the rows gained, or else other columns.
 *
 * @returns a sentence or two; null before the test, and where nothing was seen.
 */
export function improvementOf({ test, gate, measure }: RunState): string | null {
  if (test === null || gate === null || measure === null) return null;
  // Who went on past the gate still has its advice to follow.
  if (gate.verdict !== 'beats-baseline') return gate.advice;
  if (gate.group !== null && dependsOnGroups(gate.group)) {
    const { column, groupedGain, randomGain } = gate.group;
    const [drawn, unseen] = [differenceWords(measure.name, randomGain), differenceWords(measure.name, groupedGain)];
    return `Group rows by "${column}", or add rows with new values of it. A small model scored ${drawn} than guessing on random rows, but ${unseen} where "${column}" was new (${metricWords[measure.name]}).`;
  }
  const harder = gate.order.find(({ column, scoresWorse }) => column !== null && scoresWorse);
  if (harder !== undefined) {
    return `Train on more recent rows, or add columns that explain the change: later rows (by "${harder.column}") are predicted worse than random ones.`;
  }
  const curve = gate.learningCurve;
  if (curve?.moreRowsHelp === true) {
    const [half, all] = curve.points.slice(-2).map(({ rows }) => rows);
    return `Add rows: with ${all} training rows instead of ${half}, a small model scored ${differenceWords(measure.name, curve.lastDoubling.gain)} (${metricWords[measure.name]}).`;
  }
  if (!isSure(test)) return `Add test rows: with only ${test.rows}, this gain can't be told from chance.`;
  if (curve === null) return null;
  const { gain, ci } = curve.lastDoubling;
  const gained = differenceWords(measure.name, gain);
  const [doubt, chance] = isGain(measure.name, gain)
    ? ['may not help', `, which may be chance (${gainInterval(measure.name, ci)})`]
    : ["don't seem to help", ''];
  return `Add other columns. More rows ${doubt}: trained on all rows instead of half, a small model scored ${gained} (${metricWords[measure.name]})${chance}.`;
}
