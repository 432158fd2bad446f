import type { Comparison, Experiment } from '../book/experiment.ts';
import { EXPERIMENTS } from '../book/experiments/index.ts';
import { experimentMarkdown } from '../book/experiment-markdown.ts';
import { findData } from '../book/find-data.ts';
import { runExperiment } from '../book/run-experiment.ts';
import { connect } from '../client.ts';
import { defineCommand } from '../command/command.ts';
import { didYouMean } from '../command/nearest.ts';
import { usage } from '../command/usage-error.ts';
import { EXIT } from '../exit-codes.ts';
import { SERVICE_OPTIONS } from '../run-option-list.ts';
import { readToken, toNumber } from '../run-options.ts';
import { startStack } from '../stack/stack.ts';

/** Runs the book's experiments and compares the results with the published ones. */
export const book = defineCommand(
  {
    name: 'book',
    summary: "Run the experiments of Chollet's book and compare the results with the published ones",
    arguments: '[NAME …] --data DIR',
    options: {
      data: { type: 'string', value: 'DIR', help: 'The folder with the data sets (required)' },
      seeds: { type: 'string', value: 'N', help: 'Run each configuration with N seeds (default: 1)' },
      ...SERVICE_OPTIONS,
    },
    example: 'stepwell book boston --data ~/datasets',
    notes: [`NAME is ${EXPERIMENTS.map(({ name }) => name).join(', ')}; all of them by default.`],
  },
  async ({ values, positionals }) => compare(values, positionals),
);

async function compare(
  values: { data?: string; seeds?: string; url?: string; token?: string },
  positionals: string[],
): Promise<number> {
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
    return all.every(({ holds }) => holds) ? EXIT.done : EXIT.found;
  } finally {
    await stack?.stop();
  }
}

function selectExperiments(names: string[]): readonly Experiment[] {
  for (const name of names) {
    if (!EXPERIMENTS.some((experiment) => experiment.name === name)) {
      const names = EXPERIMENTS.map((one) => one.name);
      throw usage(`There is no experiment "${name}". Choose from ${names.join(', ')}.${didYouMean(name, names)}`);
    }
  }
  return names.length === 0 ? EXPERIMENTS : EXPERIMENTS.filter(({ name }) => names.includes(name));
}

function publishedAt(experiments: readonly Experiment[]): string {
  return experiments.map(({ name, files }) => `${name}: ${files.published}`).join('. ');
}
