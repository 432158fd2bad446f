import { modelArchive, predict } from '@stepwell/model';
import keras from '@stepwell/model/keras_model.py';
import python from '@stepwell/model/predict.py';
import node from '@stepwell/model/standalone.txt';
import { startEngine } from './engine.ts';
import type { Env } from './env.ts';
import { reportOf } from './report-of.ts';
import { getModel } from './storage/models.ts';
import type { StoredRun } from './storage/runs.ts';

/** @returns the zip of a run's model. @throws {StepwellError} `not_ready` if it has none. */
export async function archiveOf(env: Env, requestUrl: string, run: StoredRun): Promise<Uint8Array<ArrayBuffer>> {
  const model = await getModel(env.OBJECTS, run.id, run.state.test?.opened);
  const report = await reportOf(env, requestUrl, run);
  await startEngine();
  return modelArchive(model, report, { node, python, keras }, (table) => predict(model, table));
}
