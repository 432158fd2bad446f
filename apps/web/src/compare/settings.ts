import { formatNumber } from '@stepwell/base/format';
import { formatScore, metricWords } from '@stepwell/metrics/names';
import type { RunReport } from '../api/client.ts';
import { layersOf } from '../run/trial-names.ts';
import { text } from '../text.ts';

const words = text.compare;

/** Settings and results of a run that can be compared. */
export type SettingName = keyof typeof words.settings;

/** A setting's value in each run, in order; null where a run hasn't reached it. */
export interface Setting {
  name: SettingName;
  values: (string | null)[];
}

type Known = Pick<RunReport, 'spec' | 'dataset' | 'measure' | 'protocol' | 'tune' | 'model' | 'test'>;

/** Enough of a SHA-256 to distinguish files of the same name. */
const SHORT = 8;

/** @returns the settings in which the runs differ, and those that are the same in all. */
export function compareSettings(reports: readonly Known[]): { differing: Setting[]; same: Setting[] } {
  const all = reports.map(settingsOf);
  const settings = SETTINGS.map((name): Setting => ({ name, values: all.map((one) => one[name]) }));
  const differs = ({ values }: Setting) => values.some((value) => value !== values[0]);
  const known = settings.filter(({ values }) => values.some((value) => value !== null));
  return { differing: known.filter(differs), same: known.filter((setting) => !differs(setting)) };
}

const SETTINGS: readonly SettingName[] = [
  'dataset',
  'target',
  'drop',
  'keep',
  'measure',
  'protocol',
  'order',
  'effort',
  'seed',
  'from',
  'layers',
  'dropout',
  'l1',
  'l2',
  'optimizer',
  'learningRate',
  'batchSize',
  'classWeight',
  'features',
  'numbers',
  'loss',
  'levels',
  'categories',
  'epochs',
  'fits',
  'params',
  'test',
];

function settingsOf({
  spec,
  dataset,
  measure,
  protocol,
  tune,
  model,
  test,
}: Known): Record<SettingName, string | null> {
  const chosen = test?.trial ?? tune?.best;
  const config = tune?.trials.find(({ id }) => id === chosen)?.config;
  return {
    dataset: `${dataset.name} (${dataset.sha256.slice(0, SHORT)})`,
    target: spec.target.join(', '),
    drop: listed(spec.drop),
    keep: listed(spec.keep),
    measure: measure === null ? null : (measure.expression ?? metricWords[measure.name]),
    protocol:
      protocol === null ? null : protocol.k === null ? words.holdOut : words.folds(protocol.k, protocol.iterations),
    order: protocol === null ? null : text.config.orders[protocol.order],
    effort: spec.effort === 'single' ? text.config.single : spec.effort,
    seed: String(spec.seed),
    from: spec.from ?? null,
    layers: config === undefined ? null : layersOf(config),
    dropout: numbered(config?.dropout),
    l1: numbered(config?.l1),
    l2: numbered(config?.l2),
    optimizer: config?.optimizer ?? null,
    learningRate: numbered(config?.learningRate),
    batchSize: numbered(config?.batchSize),
    classWeight: config === undefined ? null : words.classWeights[config.classWeight],
    features: config === undefined ? null : config.features ? words.yes : words.no,
    numbers: config === undefined ? null : config.numbers === undefined ? words.no : words.yes,
    loss: config?.loss ?? null,
    levels: config?.levels ?? null,
    categories: config?.categories ?? null,
    epochs: numbered(model?.epochs),
    fits: numbered(model === null ? undefined : (model.fits ?? 1)),
    params:
      model === null ? null : Number.isSafeInteger(model.params) ? String(model.params) : formatNumber(model.params),
    test: test === null ? null : testOf(test),
  };
}

/** A test score with its interval. */
export function testOf({ metric, value, ci }: NonNullable<RunReport['test']>): string {
  return `${formatScore(metric, value)} (${formatScore(metric, ci[0])}–${formatScore(metric, ci[1])})`;
}

function listed(columns: readonly string[]): string {
  return columns.length === 0 ? words.none : columns.toSorted().join(', ');
}

function numbered(value: number | undefined): string | null {
  return value === undefined ? null : String(Number(value.toPrecision(6)));
}
