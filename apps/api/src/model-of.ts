import { shownDatasetId } from '@stepwell/data/archive';
import { certaintyOf, plainPreparation, questionOf, relationColumns, signatureOf, type Model } from '@stepwell/model';
import type { Opening, RunData, RunState } from '@stepwell/workflow';
import { verdictOf } from '@stepwell/workflow';
import type { StoredRun } from './storage/runs.ts';

/** @returns the model that a test was made with, and all that a prediction needs. @param state after the test. */
export async function modelOf(
  run: StoredRun,
  state: RunState,
  data: RunData,
  { preparation, spec, weights }: Opening['tested'],
): Promise<Model> {
  const definition = state.definition!;
  const { metric, value, ci, rows } = state.test!;
  return {
    schema: 'stepwell.model/1',
    question: questionOf(definition),
    threshold: state.measure!.threshold,
    certainty: certaintyOf(state),
    preparation: plainPreparation(preparation),
    spec,
    signature: signatureOf(
      data.development,
      [...definition.inputs.map(({ column }) => column), ...relationColumns({ question: definition })],
      data.reading,
      run.spec.read,
    ),
    sha256: state.model!.sha256,
    origin: {
      dataset: await shownDatasetId(run.spec.dataset),
      verdict: verdictOf(state),
      measure: metric,
      value,
      ci,
      rows: { trained: data.development.rows, tested: rows },
    },
    weights,
  };
}
