/**
 * The verdict that the home page shows: of the example of cars, at quick effort with seed 0.
 * `node scripts/sample-verdict.ts` runs it and writes apps/web/src/home/sample-verdict.json; a test runs it again and compares.
 */
import { readUpload } from '@stepwell/data/archive';
import { openRunData, verdictOf } from '@stepwell/workflow';
import { outcomeOf } from '@stepwell/workflow/headline';
import { openAsBlob } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { driveRun } from '../packages/workflow/src/run/drive-run.ts';
import { specOf } from '../packages/workflow/src/testing/spec.ts';
import { startEngine } from '../packages/workflow/src/training/architecture/testing/start-engine.ts';

const CARS = fileURLToPath(new URL('../apps/web/public/examples/cars.csv', import.meta.url));
const SAMPLE = fileURLToPath(new URL('../apps/web/src/home/sample-verdict.json', import.meta.url));
const TARGET = 'miles_per_gallon';

/** Runs the example to its verdict. @returns what the page shows of it. */
export async function sampleVerdict() {
  await startEngine();
  const { table } = await readUpload((await openAsBlob(CARS)).stream(), { part: null });
  const { state } = await driveRun(openRunData(specOf({ target: [TARGET], effort: 'quick' }), table, null));
  const { test, measure } = state;
  if (test === null || measure === null) throw new Error('the example of cars was not tested');
  const { name, greaterIsBetter } = measure;
  const { value, ci, baseline } = test;
  const outcome = outcomeOf({ run: { status: state.status }, gate: state.gate, measure, test });
  return {
    target: TARGET,
    outcome,
    measure: { name, greaterIsBetter },
    value,
    ci,
    baseline: baseline.value,
    sentence: verdictOf(state),
  };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await writeFile(SAMPLE, `${JSON.stringify(await sampleVerdict(), null, 2)}\n`);
}
