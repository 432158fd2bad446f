import { z } from 'zod';
import { METRIC_NAMES } from '@stepwell/metrics/names';
import { baselineScore } from '../stages/baseline/index.ts';
import { decision, type Decision } from '../decisions/index.ts';
import { finding } from '../stages/define/index.ts';
import { finalModel, testResult } from '../stages/test/index.ts';
import { gate } from '../stages/gate/index.ts';
import { columnPreparation } from '../training/preparation/index.ts';
import { protocol } from '../stages/protocol/index.ts';
import { rung, scaleUpVerdict } from '../stages/scale-up/index.ts';
import { forecast, problemType, runSpec, type RunSpec } from '../question/index.ts';
import { lookAhead } from '../training/forecast/index.ts';
import { trial } from '../training/trial/index.ts';
import { explanation } from '../stages/explain/index.ts';
import { certain, tune } from '../stages/tune/index.ts';
import { runStatus, type RunState } from '../run/index.ts';
import { improvementOf } from './improvement.ts';
import { summaryOf } from './summary.ts';
import { verdictOf } from './verdict.ts';

/** The report, `stepwell.report/2`. A stage that wasn't reached is null. */
export const report = z.object({
  schema: z.literal('stepwell.report/2'),
  run: z.object({
    id: z.string(),
    url: z.string(),
    seed: z.int(),
    status: runStatus,
    /** Who stopped a run that is `stopped`: the gate, or the person. */
    stoppedBy: z.enum(['gate', 'person']).nullable(),
    /** Committed steps. */
    steps: z.int(),
    /** From the run's creation to its last decision. */
    wallSeconds: z.number(),
    failure: z.object({ code: z.string(), message: z.string() }).nullable(),
  }),
  dataset: z.object({
    name: z.string(),
    /** Identifies the dataset: on the service, the sha256 of the dataset's sha256. */
    sha256: z.string(),
    rows: z.int(),
    columns: z.int(),
    audit: z.array(finding),
  }),
  problem: z
    .object({
      type: problemType,
      target: z.array(z.string()),
      inputs: z.array(z.string()),
      classes: z.array(z.string()).nullable(),
      labels: z.array(z.string()).nullable(),
      bounds: z.object({ low: z.number(), high: z.number() }).nullable(),
      leftOut: z.array(z.object({ column: z.string(), why: z.string() })),
      hypothesis: z.string(),
      /** What is forecast; absent where rows are predicted as they are. */
      forecast: forecast.optional(),
    })
    .nullable(),
  measure: z
    .object({
      name: z.enum(METRIC_NAMES),
      greaterIsBetter: z.boolean(),
      why: z.string(),
      /** The person's own measure. */
      expression: z.string().nullable(),
      /** With two classes, the probability from which a row is predicted positive. */
      threshold: z.number(),
    })
    .nullable(),
  protocol: protocol.nullable(),
  preparation: z.array(columnPreparation).nullable(),
  baselines: z.array(baselineScore).nullable(),
  gate: gate.nullable(),
  scaleUp: z.object({ rungs: z.array(rung), verdict: scaleUpVerdict.nullable() }).nullable(),
  tune: tune.nullable(),
  /** How sure predictions are, and what matters to the configuration, both from validation rows; null without them. */
  certainty: certain.nullable(),
  explanation: explanation.nullable(),
  test: testResult.nullable(),
  model: finalModel.nullable(),
  /** Of forecasts: what comes next; absent where nothing is forecast, and before the test. */
  ahead: lookAhead.optional(),
  /** Trials whose fits the run is waiting for; null if there are none. */
  plan: z.array(trial).nullable(),
  decisions: z.array(decision),
  /** The verdict in one or two sentences. */
  verdict: z.string(),
  /** What would improve a tested model most; null before the test, and where the run has seen nothing that would. */
  improvement: z.string().nullable(),
  /** The run in a paragraph: verdict, what was tried, what would change the verdict, what to do next; null where there is no verdict. */
  summary: z.string().nullable(),
  /** The request: the same spec on the same dataset gives the same run. */
  spec: runSpec,
});
export type Report = z.infer<typeof report>;

/** The inputs of a report. */
export interface ReportSources {
  run: { id: string; url: string; steps: number; wallSeconds: number };
  dataset: { name: string; rows: number; columns: number };
  spec: RunSpec;
  state: RunState;
  decisions: Decision[];
}

/** Writes the report of a run up to its current stage. */
export function writeReport({ run, dataset, spec, state, decisions }: ReportSources): Report {
  const { definition, measure } = state;
  return {
    schema: 'stepwell.report/2',
    run: { ...run, seed: spec.seed, status: state.status, stoppedBy: state.stoppedBy, failure: state.failure },
    dataset: { ...dataset, sha256: spec.dataset, audit: definition?.audit ?? [] },
    problem: definition && {
      type: definition.type,
      target: definition.target,
      inputs: definition.inputs.map((input) => input.column),
      classes: definition.classes,
      labels: definition.labels,
      bounds: definition.bounds,
      leftOut: definition.leftOut,
      hypothesis: definition.hypothesis,
      ...(definition.forecast && { forecast: definition.forecast }),
    },
    measure: measure && {
      name: measure.name,
      greaterIsBetter: measure.greaterIsBetter,
      why: measure.why,
      expression: measure.custom?.expression ?? null,
      threshold: measure.threshold,
    },
    protocol: state.protocol,
    preparation: state.preparation,
    baselines: state.baselines,
    gate: state.gate,
    scaleUp: state.rungs.length === 0 ? null : { rungs: state.rungs, verdict: state.scaleUp?.verdict ?? null },
    tune: state.tune,
    certainty: state.certainty,
    explanation: state.explanation,
    test: state.test,
    model: state.model,
    ...(state.ahead && { ahead: state.ahead }),
    plan: state.plan,
    decisions,
    verdict: verdictOf(state),
    improvement: improvementOf(state),
    summary: summaryOf(state),
    spec,
  };
}
