import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, test } from 'vitest';
import { experimentMarkdown } from '../../apps/cli/src/book/experiment-markdown.ts';
import { EXPERIMENTS } from '../../apps/cli/src/book/experiments/index.ts';
import { findData } from '../../apps/cli/src/book/find-data.ts';
import { runExperiment } from '../../apps/cli/src/book/run-experiment.ts';
import { connect } from '../../apps/cli/src/client.ts';
import { startStack, type Stack } from '../../apps/cli/src/stack/stack.ts';

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));
const DATA = here('../../../shared/data');
const RESULTS = here('../../test-results/book');
const SEEDS = [0, 1, 2];

// The published data are not part of the project: without them these are skipped, each by its name.
describe.skipIf(!existsSync(DATA))('the book', () => {
  let stack: Stack;
  let folder: string;
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'stepwell-book-'));
    mkdirSync(RESULTS, { recursive: true });
    stack = await startStack({ persistTo: folder, reuse: false, quiet: true, dashboard: false });
  });
  afterAll(async () => {
    await stack.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  test.for(EXPERIMENTS)('$name: three seeds come to what is published', async (experiment, { expect }) => {
    const file = await findData(experiment, DATA);
    const outcomes = await runExperiment(connect(stack.url), experiment, file, { seeds: SEEDS, out: process.stdout });
    const comparisons = experiment.compare(outcomes);
    writeFileSync(
      join(RESULTS, `${experiment.name}.md`),
      `${experimentMarkdown(experiment, comparisons, SEEDS.length)}\n`,
    );
    for (const { what, ours, tolerance, holds } of comparisons) {
      expect(holds, `${what}: ${ours.join(', ')}, must be ${tolerance ?? 'anything'}`).toBe(true);
    }
  });
});
