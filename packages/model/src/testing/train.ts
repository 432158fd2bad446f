import type { Table } from '@stepwell/data/table';
import { openRunData, type RunData } from '@stepwell/workflow';
import type { RunSpecInput } from '@stepwell/workflow/question';
import { driveRun, type Driven } from '../../../workflow/src/run/drive-run.ts';
import { specOf } from '../../../workflow/src/testing/spec.ts';
import {
  certaintyOf,
  decodeModel,
  encodeModel,
  plainPreparation,
  questionOf,
  relationColumns,
  signatureOf,
  type Model,
} from '../index.ts';

/** A model, and the run it comes from. */
export interface Trained {
  model: Model;
  data: RunData;
  driven: Driven;
}

/** Trains a small model on a table, as a run does, and takes it through its encoding. */
export async function train(table: Table, fields: Partial<RunSpecInput> = {}): Promise<Trained> {
  const spec = specOf({ effort: 'single', protocol: 'hold-out', model: { units: [8], epochs: 3 }, ...fields });
  const data = openRunData(spec, table, null);
  const driven = await driveRun(data);
  const { definition, measure, test: tested, model: final } = driven.state;
  const { preparation, spec: layers, weights } = driven.tested!;
  const model: Model = {
    schema: 'stepwell.model/1',
    question: questionOf(definition!),
    threshold: measure!.threshold,
    certainty: certaintyOf(driven.state),
    preparation: plainPreparation(preparation),
    spec: layers,
    signature: signatureOf(
      data.development,
      [...definition!.inputs.map(({ column }) => column), ...relationColumns({ question: definition! })],
      data.reading,
      spec.read,
    ),
    sha256: final!.sha256,
    origin: {
      dataset: 'd',
      verdict: '',
      measure: tested!.metric,
      value: tested!.value,
      ci: tested!.ci,
      rows: { trained: 1, tested: 1 },
    },
    weights,
  };
  return { model: decodeModel(encodeModel(model).buffer), data, driven };
}
