import { parseArgs } from 'node:util';
import type { Comparison, Experiment } from '../book/experiment.ts';
import { EXPERIMENTS } from '../book/experiments/index.ts';
import { experimentMarkdown } from '../book/experiment-markdown.ts';
import { findData } from '../book/find-data.ts';
import { runExperiment } from '../book/run-experiment.ts';
import { connect } from '../client.ts';
import { readToken, toNumber, usage } from '../run-options.ts';
import { startStack } from '../stack/stack.ts';

/**
 * `stepwell book [NAME …] --data DIR`: runs the book's experiments and compares the results with the published ones.
 *
 * @returns the exit code: 1 if a number is outside its tolerance.
 */
export async function book(argv: string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args: argv,
    options: {
      data: { type: 'string' },
      seeds: { type: 'string' },
      url: { type: 'string' },
      token: { type: 'string' },
    },
    allowPositionals: true,
  });
  const experiments = selectExperiments(positionals);
  if (values.data === undefined)
    throw usage(`No data folder was given. Set it with --data DIR. Published at: ${publishedAt(experiments)}`);
  const count = toNumber('seeds', values.seeds) ?? 1;
  if (count < 1) throw usage(`--seeds takes a number of seeds, 1 or more, not "${count}".`);
  const seeds = Array.from({ length: count }, (_, seed) => seed);
  const files = [];
  for (const experiment of experiments) files.push({ experiment, file: await findData(experiment, values.data) });
  const stack = values.url === undefined ? await startStack({ quiet: true }) : null;
  try {
    const client = connect(values.url ?? stack!.url, readToken(values.token));
    const all: Comparison[] = [];
    for (const { experiment, file } of files) {
      const outcomes = await runExperiment(client, experiment, file, { seeds, out: process.stdout });
      const comparisons = experiment.compare(outcomes);
      all.push(...comparisons);
      process.stdout.write(`\n${experimentMarkdown(experiment, comparisons, count)}\n`);
    }
    return all.every(({ holds }) => holds) ? 0 : 1;
  } finally {
    await stack?.stop();
  }
}

function selectExperiments(names: string[]): readonly Experiment[] {
  for (const name of names) {
    if (!EXPERIMENTS.some((experiment) => experiment.name === name)) {
      throw usage(`There is no experiment "${name}". Choose from ${EXPERIMENTS.map((one) => one.name).join(', ')}.`);
    }
  }
  return names.length === 0 ? EXPERIMENTS : EXPERIMENTS.filter(({ name }) => names.includes(name));
}

function publishedAt(experiments: readonly Experiment[]): string {
  return experiments.map(({ name, files }) => `${name}: ${files.published}`).join('. ');
}
