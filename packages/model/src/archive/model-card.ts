import type { Report } from '@stepwell/workflow';
import { formatScore, metricWords } from '@stepwell/metrics/names';
import type { Model } from '../model.ts';

/** The task as model registries name it; they have no other word for numbers from texts or images. */
function taskOf({ question, signature }: Model): string {
  if (question.classes === null && question.labels === null) return 'tabular-regression';
  const kinds = new Set(signature.map(({ kind }) => kind));
  return `${kinds.has('image') ? 'image' : kinds.has('text') ? 'text' : 'tabular'}-classification`;
}

const CAUTION = {
  random: '',
  time: ' The rows are in time order: should later ones differ, fewer are covered.',
  group: ' The rows belong to groups: a single new group may be covered less often.',
};

/** How sure a single prediction is. */
function surenessOf({ certainty }: Model): string {
  if (certainty === null) return 'Predictions come without intervals of their own.';
  const { bands, coverage, order } = certainty;
  const percent = (share: number) => `${Number((100 * share).toPrecision(3))} %`;
  const what =
    bands.kind === 'intervals'
      ? `Each prediction comes with a ${percent(bands.level)} interval`
      : `Each prediction comes with the set of classes that it may be, made to hold the true one in ${percent(bands.level)} of rows`;
  const held =
    coverage === null
      ? ''
      : ` On the test rows ${bands.kind === 'intervals' ? 'the intervals' : 'the sets'} held the truth in ${percent(coverage.value)} of cases (95 %: ${percent(coverage.ci[0])} to ${percent(coverage.ci[1])}).`;
  return `${what}, fitted on ${bands.rows} validation rows.${held}${CAUTION[order]}`;
}

/**
 * Writes a model card: what the model is for, what it was trained and tested on, how well it does, what it must not be used for,
 * and how to make it again.
 *
 * @param report of the run that tested it.
 */
export function modelCard(model: Model, report: Report): string {
  const { question, signature, sha256, origin } = model;
  const target = question.target.map((name) => `"${name}"`).join(', ');
  const show = (value: number) => formatScore(report.measure!.name, value);
  const task = taskOf(model);
  const warnings = report.dataset.audit
    .filter(({ severity }) => severity !== 'info')
    .map(({ finding }) => `- ${finding}`);
  const { baseline, opened } = report.test!;
  return `---
library_name: stepwell
tags:
  - stepwell
  - ${task}
pipeline_tag: ${task}
metrics:
  - ${origin.measure}
---

# ${report.dataset.name}: ${target}

${origin.verdict}

## Intended use

Predicts ${target} from ${signature.length} ${signature.length === 1 ? 'column' : 'columns'}: ${signature.map(({ name }) => name).join(', ')}. For rows like those it was trained on: predictions for values outside the ranges
seen in training are guesses, and \`predict.mjs\` says which rows have such values.

## Data

${origin.rows.trained} rows were used for training and validation, ${origin.rows.tested} were set aside and ${opened === 1 ? 'tested once' : `opened ${opened} times: the score is optimistic`}. Fingerprint of the dataset: \`${origin.dataset}\`.

${warnings.length === 0 ? 'Nothing in the data stood out.' : warnings.join('\n')}

## Measures

| measure | on the test rows | 95 % interval | best constant guess |
| --- | --- | --- | --- |
| ${metricWords[report.measure!.name]} | ${show(origin.value)} | ${show(origin.ci[0])} to ${show(origin.ci[1])} | ${show(baseline.value)} |

${surenessOf(model)}

## What it must not be used for

Decisions about people without somebody who can overrule them. Rows of another kind, place or time than the training rows. Where the
verdict above says that the model is no better than guessing, or may be: any decision.

## How to make it again

The run is at ${report.run.url}. With the file it was made from, \`npx stepwell verify ${report.run.url} --data FILE\` makes it
again and compares every decision, curve and weight. Sha256 of the weights: \`${sha256}\`.
`;
}
