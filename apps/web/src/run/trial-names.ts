import type { RunReport } from '../api/client.ts';
import { text } from '../text.ts';

/** @returns a trial's name with its shape, as far as the report knows it. */
export function trialName(trial: string, report: Pick<RunReport, 'scaleUp' | 'tune'> | undefined): string {
  const [kind, number = ''] = trial.split('-');
  if (kind === 'rung') {
    const rung = report?.scaleUp?.rungs[Number(number) - 1];
    return text.trials.rung(number, rung === undefined ? null : rung.units.join('-'));
  }
  if (kind === 'tune') {
    const tuned = report?.tune?.trials.find(({ id }) => id === trial);
    return text.trials.tune(number, tuned === undefined ? null : shapeOf(tuned.config), report?.tune?.best === trial);
  }
  return kind === 'power' ? text.trials.power : kind === 'final' ? text.trials.final : trial;
}

/** @returns the trial to show unless the person chose one: the chosen one of a finished search, else the latest. */
export function trialToShow(trials: readonly string[], report: Pick<RunReport, 'tune'> | undefined): string | null {
  const best = report?.tune?.best;
  if (best !== undefined && trials.includes(best)) return best;
  return trials.at(-1) ?? null;
}

function shapeOf({ units, dropout, l2 }: { units: number[]; dropout: number; l2: number }): string {
  return [units.join('-'), ...(dropout > 0 ? [`dropout ${dropout}`] : []), ...(l2 > 0 ? [`L2 ${l2}`] : [])].join(', ');
}
