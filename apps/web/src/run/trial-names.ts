import type { RunReport } from '../api/client.ts';
import { text } from '../text.ts';

const words = text.trials;
/** Trials that are named by their id alone. */
const PLAIN: Record<string, string> = {
  power: words.power,
  linear: words.linear,
  shuffled: words.shuffled,
  'front-alone': words.frontAlone,
  'columns-alone': words.columnsAlone,
  'random-order': words.random,
  'ordered-time': words.orderedTime,
  'ordered-rows': words.orderedRows,
  'late-time': words.lateTime,
  'late-rows': words.lateRows,
  'out-of-fold': words.outOfFold,
  threshold: words.threshold,
  final: words.final,
};

/** @returns a trial's name, with its shape if the report has it. */
export function trialName(trial: string, report: Pick<RunReport, 'scaleUp' | 'tune'> | undefined): string {
  // Repetitions of a fit are numbered from 2.
  const [repeated, nth] = trial.split('.');
  if (nth !== undefined) return words.nth(trialName(repeated!, report), nth);
  const plain = PLAIN[trial];
  if (plain !== undefined) return plain;
  const [kind, number = '', more] = trial.split('-');
  switch (kind) {
    case 'share':
      return words.share(number);
    case 'rung': {
      const rung = report?.scaleUp?.rungs.find(({ trial: id }) => id === trial);
      const name = words.rung(number, rung === undefined ? null : layersOf(rung));
      return more === 'slower' ? words.slower(name) : name;
    }
    case 'tune': {
      const id = `tune-${number}`;
      const tuned = report?.tune?.trials.find((candidate) => candidate.id === id);
      const shape = tuned === undefined ? null : shapeOf(tuned.config);
      if (more === 'short') return words.tuneShort(number, shape);
      if (more !== undefined) return words.tuneShare(number, more, shape);
      return words.tune(number, shape, stateOf(tuned, report?.tune?.best === id));
    }
    case 'final':
      return words.again(trial.replace(/^final-\d+-/, ''));
    default:
      return trial;
  }
}

/** @returns the trials in reading order: the chosen one first, then as the stages plan them. */
export function inOrder(trials: readonly string[], report: Pick<RunReport, 'tune'> | undefined): string[] {
  const rank = (trial: string) =>
    trial === report?.tune?.best ? -1 : PLANNED.findIndex((kind) => isOfKind(trial, kind));
  return trials.toSorted((a, b) => rank(a) - rank(b) || a.localeCompare(b, 'en', { numeric: true }));
}

function isOfKind(trial: string, kind: string): boolean {
  return trial === kind || trial.startsWith(`${kind}-`) || trial.startsWith(`${kind}.`);
}

/** Kinds of trials, in the order of the stages' plans. */
const PLANNED = [
  'power',
  'linear',
  'shuffled',
  'front',
  'columns',
  'share',
  'random',
  'ordered',
  'late',
  'rung',
  'tune',
  'out-of-fold',
  'threshold',
  'final',
];

/** @returns the trial with the curve of a search trial: itself, its short fits, or its largest share of the rows. */
export function curveOf(tuned: string, trials: readonly string[]): string {
  if (trials.includes(tuned)) return tuned;
  const shares = trials.filter((trial) => trial.startsWith(`${tuned}-`));
  return inOrder(shares, undefined).at(-1) ?? tuned;
}

/** Trials of the gate on other rows, or of another question: whoever doesn't ask for them would take them for the model. */
const ASIDE = /^(?:ordered|random|late)-/;

/** @returns the trial to show by default: the chosen one of a finished search, otherwise the latest of the question itself. */
export function trialToShow(trials: readonly string[], report: Pick<RunReport, 'tune'> | undefined): string | null {
  const best = report?.tune?.best;
  if (best !== undefined && trials.includes(best)) return best;
  return trials.includes('power') ? 'power' : (trials.findLast((trial) => !ASIDE.test(trial)) ?? null);
}

function stateOf(tuned: Tuned | undefined, best: boolean): string | null {
  if (best) return text.table.chosen;
  return tuned === undefined || tuned.status === 'finished' ? null : text.table.statuses[tuned.status];
}

type Tuned = NonNullable<RunReport['tune']>['trials'][number];

/** @returns a configuration in short: its layers, and what differs from the defaults. */
export function shapeOf(config: Tuned['config']): string {
  const { dropout, l1, l2, optimizer, features, numbers, loss, levels, categories } = config;
  return [
    layersOf(config),
    ...(dropout > 0 ? [`dropout ${dropout}`] : []),
    ...(l1 > 0 ? [`L1 ${l1}`] : []),
    ...(l2 > 0 ? [`L2 ${l2}`] : []),
    ...(optimizer === 'rmsprop' ? [] : [optimizer]),
    ...(features ? [words.derived] : []),
    ...(numbers === undefined ? [] : [words.pieces]),
    ...[loss, levels, categories].flatMap((setting) => (setting === undefined ? [] : [words.settings[setting]])),
  ].join(', ');
}

type Layers = Pick<Tuned['config'], 'units' | 'embedding' | 'convolution' | 'branch'>;

/** @returns layers in short: "conv 32-64-64, 64", "embedding 16 averaged, columns 8, linear", "64-64". */
export function layersOf({ units, embedding, convolution, branch }: Layers): string {
  const { conv, separable, embedded, averagePooling, globalAverage, normalized } = words.layers;
  const ahead =
    embedding !== undefined
      ? [embedded(embedding.dimensions, embedding.pooling === 'average' ? null : embedding.length)]
      : convolution !== undefined
        ? [
            `${convolution.kind === 'conv2d' ? conv : separable} ${convolution.filters.join('-')}`,
            ...(convolution.pooling === 'average' ? [averagePooling] : []),
            ...(convolution.ending === 'global-average' ? [globalAverage] : []),
            ...(convolution.batchNormalization ? [normalized] : []),
          ]
        : [];
  const columns = branch === undefined ? [] : [words.layers.columns(branch)];
  return [...ahead, ...columns, units.join('-') || words.linearLayers].join(', ');
}
