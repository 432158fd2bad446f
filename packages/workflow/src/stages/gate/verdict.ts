import { METRICS } from '@stepwell/metrics';
import type { Definition } from '../define/index.ts';
import type { Measure } from '../measure/index.ts';
import type { Protocol } from '../protocol/index.ts';
import type { RunSpec } from '../../question/index.ts';
import type { Gate, GateVerdict } from './gate.ts';

/** The gate's level: the share of tables without any signal that pass. */
const ALPHA = 0.05;
/** The share of the gain on random rows that must remain on later ones. */
const MIN_SHARE_ON_LATER_ROWS = 0.5;

type Measured = Omit<Gate, 'verdict' | 'evidence' | 'advice'>;

/** Chooses the verdict from the gate's numbers. */
export function chooseVerdict(
  measured: Measured,
  definition: Definition,
  measure: Measure,
  protocol: Protocol,
  spec: RunSpec,
): GateVerdict {
  if (definition.leaks.length > 0) return 'leak-suspected';
  const related = measured.p < ALPHA;
  const blind = related && showsNothing(measured, measure);
  const beats = related && !blind;
  if (changesWithTime(measured, definition, protocol, spec, beats)) return 'non-stationary';
  if (beats) return 'beats-baseline';
  if (blind) return 'measure-blind';
  const { detectable, worthwhile } = measured.power ?? {
    detectable: protocol.minimumDetectableGain,
    worthwhile: worthwhileGain(measure, measured.baseline.score),
  };
  return detectable > worthwhile ? 'underpowered' : 'no-signal';
}

/** A gain this much smaller than one worth having is as good as none. */
const NEGLIGIBLE = 0.25;

/** Whether the measure can't show the relation that there is: no gain, and none that the interval leaves room for. */
function showsNothing({ gain, ci, power, baseline }: Measured, measure: Measure): boolean {
  const worthwhile = power?.worthwhile ?? worthwhileGain(measure, baseline.score);
  return gain <= 0 && ci[1] < NEGLIGIBLE * worthwhile;
}

/**
 * Whether a model trained on earlier rows fails on later ones although it works on random ones. Unless the user has said
 * that rows are in time order, only a date column counts: many files are merely sorted.
 */
function changesWithTime(
  { order, gain }: Measured,
  definition: Definition,
  protocol: Protocol,
  spec: RunSpec,
  beats: boolean,
): boolean {
  if (protocol.order === 'time') {
    return !beats && order.some(({ randomCi, randomGain, orderedCi }) => randomCi[0] > 0 && randomGain > orderedCi[1]);
  }
  if (!beats || spec.order === 'random') return false;
  return order.some(
    ({ column, orderedCi, randomGain, randomCi }) =>
      column !== null &&
      column === definition.timeColumn &&
      ((randomCi[0] > 0 && orderedCi[1] < MIN_SHARE_ON_LATER_ROWS * randomGain) ||
        // Nothing holds on later rows, though random ones can be predicted from rows before and after them.
        (orderedCi[0] <= 0 && orderedCi[1] < MIN_SHARE_ON_LATER_ROWS * gain)),
  );
}

/**
 * A gain worth detecting: ten points of a measure that reaches 1, or half the remaining distance if that
 * is less; a tenth of the baseline's error or, if the measure is unbounded, of its magnitude.
 */
export function worthwhileGain(measure: Pick<Measure, 'name' | 'greaterIsBetter'>, baseline: number): number {
  const top = measure.greaterIsBetter ? METRICS[measure.name].range[1] : null;
  return top === null ? 0.1 * Math.abs(baseline) : Math.min(0.1, (top - baseline) / 2);
}
