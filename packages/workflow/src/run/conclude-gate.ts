import { StepwellError } from '@stepwell/base/errors';
import { blocksOf, compare, type ComparedPart } from '@stepwell/metrics';
import { targetAt, type Target } from '@stepwell/metrics/targets';
import { baselinePredictions, type BaselineName } from '../stages/baseline/index.ts';
import { decideGate, driftingColumns, isOnlyScored, meanScore, type GateResults } from '../stages/gate/index.ts';
import { markLast } from '../stages/protocol/index.ts';
import { planRung } from '../stages/scale-up/index.ts';
import { variantOf } from '../training/preparation/index.ts';
import { fitsOf, type FitRef } from '../training/trial/index.ts';
import { branchesOf, withoutBranch } from './branches-of.ts';
import { change, type Change } from './change.ts';
import { codesOf, farLagsOf, fitContextOf, fitRowsOf, positionsOf } from './fit-rows.ts';
import type { FitResults } from './fit-results.ts';
import { controlLinear } from './linear-control.ts';
import { testWide } from './test-wide.ts';
import { validationPredictions } from './validation-predictions.ts';
import { developmentPart, developmentStructure, type RunData } from './run-data.ts';
import { reached, splitCount, type RunState } from './run-state.ts';

/** Compares the small model and its controls with the baseline, and decides whether the run continues. */
export async function concludeGate(state: RunState, data: RunData, results: FitResults): Promise<Change> {
  const { spec } = data;
  const definition = reached(state, 'definition');
  const measure = reached(state, 'measure');
  const protocol = reached(state, 'protocol');
  const baselines = reached(state, 'baselines');
  const guess = baselines[0]!.name;
  const parts = new Map<string, ComparedPart[]>();
  const scores = new Map<string, number | null>();
  for (const trial of reached(state, 'plan')) {
    const fits = fitsOf(trial, splitCount(state));
    if (fits.some((fit) => results.outcome(fit.id).diverged)) {
      if (trial.id !== 'power') continue;
      throw new StepwellError(
        'diverged',
        'The small model diverged. Check the target and the inputs for extreme values, such as 1e20 used as a marker for missing values.',
      );
    }
    const compared: ComparedPart[] = [];
    for (const fit of fits) compared.push(await comparePart(state, data, fit, results));
    if (isOnlyScored(trial.id)) scores.set(trial.id, meanScore(compared, measure));
    else parts.set(trial.id, compared);
  }
  const part = developmentPart(data, definition);
  const drifting: GateResults['drifting'] = new Map(
    (['time', 'rows'] as const).map((order) => [
      order,
      driftingColumns(
        part.table,
        definition.inputs.filter(({ column }) => column !== definition.timeColumn),
        markLast(positionsOf(part, definition, order), 0.5),
      ),
    ]),
  );
  const preparation = reached(state, 'preparation');
  const codes = codesOf(data, part, preparation);
  const far = farLagsOf(data);
  const group = reached(state, 'plan').find(({ on }) => on === 'grouped')?.group ?? null;
  const variants = {
    trend: definition.timeColumn === null ? [] : [definition.timeColumn],
    categories: [...codes],
    log: definition.target,
    lags: preparation.flatMap(({ column }) => (far.has(column) ? [column] : [])),
  };
  const { gate, decisions, continues, adopted } = decideGate(
    {
      parts,
      scores,
      linear: linearParts(state, data, parts),
      guess,
      drifting,
      variants,
      branches: branchesOf(preparation),
      group,
    },
    definition,
    measure,
    protocol,
    spec,
  );
  // Controls with fits come after those computed from the targets alone.
  const fitted = [
    ...(gate.linear === null ? [] : [{ name: 'linear' as const, score: gate.linear }]),
    ...(gate.shuffled === null ? [] : [{ name: 'shuffled-labels' as const, score: gate.shuffled }]),
  ];
  const prepared = adopted.reduce(
    (before, variant) =>
      variant === 'log'
        ? before
        : variantOf(before, variant === 'lags' ? 'few-lags' : variant, definition.timeColumn, codes, far),
    preparation,
  );
  const scaled = adopted.includes('log') ? { ...definition, scale: 'log' as const } : definition;
  const next = { gate, baselines: [...baselines, ...fitted], ...withoutBranch(gate, scaled, prepared) };
  if (!continues) return change({ ...next, status: 'stopped', stoppedBy: 'gate', plan: null }, decisions);
  const plan = [planRung(0, { definition: next.definition, measure, protocol, spec })];
  return change({ ...next, stage: 'scale-up', plan }, decisions);
}

/** The linear model's predictions beside the baseline's, for the rows of the small model; null where its fit diverged. */
function linearParts(
  state: RunState,
  data: RunData,
  parts: ReadonlyMap<string, ComparedPart[]>,
): GateResults['linear'] {
  if (reached(state, 'plan').some(({ id }) => id === 'linear')) {
    const fitted = parts.get('linear');
    if (fitted === undefined) return null;
    const p =
      data.forecast === null
        ? testWide(state, data)
        : compare(fitted, reached(state, 'measure'), data.spec.seed, 'linear-test').p;
    return { p, parts: fitted };
  }
  const control = controlLinear(state, data);
  if (control === null) return null;
  const small = parts.get('power') ?? [];
  const linear = small.map((part, split) => ({ ...part, model: control.predictions[split]! }));
  if (data.forecast === null) return { p: control.p, parts: linear };
  // That inputs say something of the target isn't enough: the linear model must beat the best naive forecast.
  return { p: compare(linear, reached(state, 'measure'), data.spec.seed, 'linear-test').p, parts: linear };
}

/** A fit's predictions for its validation rows, and the baseline's for the same rows. */
async function comparePart(state: RunState, data: RunData, fit: FitRef, results: FitResults): Promise<ComparedPart> {
  const { part, train, validation } = fitRowsOf(state, data, fit);
  const { measure, seed } = fitContextOf(state, data, fit);
  const definition = reached(state, 'definition');
  const { times } = developmentStructure(data, definition, part);
  const split = { train, validation: validation! };
  return {
    model: await validationPredictions(state, data, fit, results),
    other: baselinePredictions(guessFor(state, fit), part, split, measure, seed, times),
    target: targetAt(part.target, validation!),
    // Iterated k-fold evaluates every row several times, which count as one row; overlapping forecasts count as one too.
    rows: unitsOf(part.target, validation!),
  };
}

/** What counts as one: a row; of forecasts, all whose targets overlap. */
function unitsOf(target: Target, validation: Int32Array): Int32Array {
  const blocks = blocksOf(targetAt(target, validation));
  return blocks ?? validation;
}

/** @returns the best baseline; for random splits without "last value", which is meaningless there. */
function guessFor(state: RunState, { trial }: FitRef): BaselineName {
  if (trial.target === 'late') return 'prior';
  const guesses = reached(state, 'baselines').map(({ name }) => name);
  const drawn = trial.on === 'shuffled' ? guesses.filter((name) => name !== 'last-value') : guesses;
  return drawn[0] ?? guesses[0]!;
}
