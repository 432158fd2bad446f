import { formatNumber, formatShare, formatValue } from '@stepwell/base/format';
import { formatScore } from '@stepwell/metrics/names';
import { describeLayers } from '../training/architecture/index.ts';
import { STAGES } from '../decisions/index.ts';
import { nameTarget } from '../stages/define/index.ts';
import type { Report } from './report.ts';

/** The report as Markdown: the verdict, the findings, and each stage with its decisions and their reasons. */
export function reportMarkdown(report: Report): string {
  return [
    `# ${titleOf(report) || 'A run'} from ${escaped(report.dataset.name)}`,
    escaped(report.summary ?? report.verdict),
    ...(report.test !== null && report.test.opened > 1
      ? [`> The test rows have been opened ${report.test.opened} times.`]
      : []),
    factsOf(report),
    ...aheadOf(report),
    ...findingsOf(report),
    ...STAGES.flatMap((stage) => stageOf(report, stage)),
    ...trialsOf(report),
    ...importanceOf(report),
    ...slicesOf(report),
    `Run \`${report.run.id}\`, seed ${report.run.seed}, ${report.run.steps} steps. Dataset fingerprint \`${report.dataset.sha256}\`.${report.model === null ? '' : ` Weights sha256 \`${report.model.sha256}\`.`}`,
    report.run.url,
  ].join('\n\n');
}

function titleOf({ problem }: Report): string {
  return problem === null
    ? ''
    : nameTarget(problem.forecast === undefined ? problem.target : [problem.forecast.target]);
}

/** Series whose forecast is listed, and steps of each. */
const MOST_SERIES = 5;
const MOST_STEPS = 24;

/** Of forecasts: how it did beside the naive ones, by steps ahead, and what comes next. */
function aheadOf({ problem, test, ahead }: Report): string[] {
  const { forecast } = problem ?? {};
  if (forecast === undefined || test?.ahead === undefined) return [];
  const { model, naive, steps } = test.ahead;
  const number = (value: number | null) => (value === null ? '' : formatNumber(value));
  const compared = [{ name: 'model', ...model }, ...naive].map(
    ({ name, mae, mase }) => `| ${name} | ${formatNumber(mae)} | ${formatScore('mase', mase)} |`,
  );
  const bySteps = steps
    .slice(0, MOST_STEPS)
    .map(
      ({ mae, naive: other, covered, width }, i) =>
        `| +${i + 1} | ${formatNumber(mae)} | ${formatNumber(other)} | ${covered === null ? '' : formatShare(covered)} | ${number(width)} |`,
    );
  const next = (ahead?.series ?? []).slice(0, MOST_SERIES).flatMap(({ name, steps: coming }) =>
    coming.slice(0, MOST_STEPS).map(({ time, value, low, high }, i) => {
      const when = time === null ? `+${i + 1}` : ahead!.times === 'date' ? timeOf(time) : formatValue(time);
      return `| ${[name === '' ? escaped(forecast.target) : escaped(name), when, formatNumber(value), number(low), number(high)].join(' | ')} |`;
    }),
  );
  return [
    '## Beside the naive forecasts',
    ['| forecast | MAE | MASE |', '| --- | --- | --- |', ...compared].join('\n'),
    [
      '| step | MAE | seasonal naive | truths in 90 % intervals | mean width |',
      '| --- | --- | --- | --- | --- |',
      ...bySteps,
    ].join('\n'),
    ...(next.length === 0
      ? []
      : [
          '## What comes next',
          ['| series | time | forecast | from | to |', '| --- | --- | --- | --- | --- |', ...next].join('\n'),
        ]),
  ];
}

function timeOf(time: number): string {
  return new Date(time).toISOString().replace('T00:00:00.000Z', '').replace(':00.000Z', '').replace('T', ' ');
}

function factsOf({ dataset, problem, measure, protocol, baselines, gate, test, certainty }: Report): string {
  const show = (value: number) => (measure === null ? String(value) : formatScore(measure.name, value));
  const facts: [string, string][] = [['rows × columns', `${dataset.rows} × ${dataset.columns}`]];
  if (problem !== null) facts.push(['problem', problem.type], ['inputs', problem.inputs.join(', ')]);
  if (measure !== null) facts.push(['measure', measure.expression ?? measure.name]);
  if (protocol !== null) {
    const folds = protocol.k === null ? protocol.kind : `${protocol.k} folds × ${protocol.iterations}`;
    facts.push(['protocol', `${folds}, order ${protocol.order}; ${protocol.rows.test} test rows`]);
  }
  for (const { name, score, column } of baselines ?? []) {
    facts.push([`baseline: ${name}${column === undefined ? '' : ` (${column})`}`, show(score)]);
  }
  if (gate !== null)
    facts.push(['gate', `${gate.verdict}, small model ${show(gate.score)}, p ${gate.p.toPrecision(2)}`]);
  if (test !== null) {
    facts.push(['test', `${show(test.value)} (95 %: ${show(test.ci[0])} to ${show(test.ci[1])})`]);
    if (test.queries !== undefined) facts.push(['test queries', String(test.queries)]);
    if (test.oneColumn !== undefined) {
      const { column, value, gain, gainCi } = test.oneColumn;
      facts.push([`test, sorted by ${column} alone`, show(value)]);
      facts.push(['better than that column by', `${show(gain)} (95 %: ${show(gainCi[0])} to ${show(gainCi[1])})`]);
    }
    facts.push(['worse than in validation by', show(test.valToTestGap)]);
    if (test.coverage !== null) {
      const { level, value, ci } = test.coverage;
      const what = certainty?.bands?.kind === 'sets' ? 'sets' : 'intervals';
      facts.push([
        `${formatShare(level)} ${what} hold the truth in`,
        `${formatShare(value)} of test rows (95 %: ${formatShare(ci[0])} to ${formatShare(ci[1])})`,
      ]);
    }
    if (test.calibration !== null) {
      const { before, after } = test.calibration;
      const now = formatShare(after);
      facts.push([
        'calibration error on test rows',
        before === after ? now : `${now}, ${formatShare(before)} as trained`,
      ]);
    }
    for (const [name, value] of Object.entries(test.metrics)) facts.push([`test ${name}`, value.toPrecision(4)]);
  }
  return ['| | |', '| --- | --- |', ...facts.map(([name, value]) => `| ${escaped(name)} | ${escaped(value)} |`)].join(
    '\n',
  );
}

function findingsOf({ dataset }: Report): string[] {
  if (dataset.audit.length === 0) return [];
  const lines = dataset.audit.map(({ severity, finding }) => `- ${severity}: ${escaped(finding)}`);
  return ['## Findings in the data', lines.join('\n')];
}

function stageOf({ decisions, problem, gate }: Report, stage: (typeof STAGES)[number]): string[] {
  const made = decisions.filter((decision) => decision.stage === stage);
  if (made.length === 0) return [];
  const lines = made.map(
    ({ choice, why, by }) => `- **${escaped(choice)}**${by === 'user' ? ' (set by the user)' : ''}: ${escaped(why)}`,
  );
  return [
    `## ${stage}`,
    ...(stage === 'define' && problem !== null ? [`Hypothesis: ${escaped(problem.hypothesis)}`] : []),
    lines.join('\n'),
    ...(stage === 'gate' && gate !== null ? [gate.evidence.map((line) => `- ${escaped(line)}`).join('\n')] : []),
  ];
}

function trialsOf({ tune, measure }: Report): string[] {
  if (tune === null || measure === null) return [];
  const rows = tune.trials.map(({ id, config, score, sd, splits, bestEpoch, status }) => {
    const shown =
      score === null ? '' : formatScore(measure.name, score) + (sd === null ? '' : ` ± ${sd.toPrecision(2)}`);
    const { dropout, l1, l2, optimizer, learningRate, decay, batchSize, features, numbers, loss, levels, categories } =
      config;
    const settings = [
      describeLayers(config),
      dropout,
      l1,
      l2,
      `${optimizer} ${learningRate}${decay === undefined ? '' : ' → 0'}`,
      batchSize,
      features ? 'yes' : 'no',
      numbers === undefined ? 'scaled' : 'in pieces',
      [loss, levels, categories].filter((one) => one !== undefined).join(', '),
    ];
    return `| ${[id === tune.best ? `**${id}**` : id, ...settings, shown, splits, bestEpoch, status].join(' | ')} |`;
  });
  const head =
    '| trial | layers | dropout | L1 | L2 | optimizer | batch | features | numbers | other | score | splits | epoch | status |';
  return ['## Trials', [head, `|${' --- |'.repeat(14)}`, ...rows].join('\n')];
}

/** What matters to the configuration, from validation rows. */
function importanceOf({ explanation }: Report): string[] {
  if (explanation === null || explanation.importance.length === 0) return [];
  const { loss, base, importance, groups } = explanation;
  const rows = [...importance, ...groups].map(({ columns, rise, ci, isClear }) => {
    const name = columns.map(escaped).join(' + ');
    return `| ${isClear ? `**${name}**` : name} | ${formatNumber(rise)} | ${formatNumber(ci[0])} to ${formatNumber(ci[1])} |`;
  });
  return [
    '## What matters',
    `How much the ${loss === 'query' ? 'shortfall from a perfect order' : loss} of ${base.rows} validation rows, ${formatNumber(base.loss)}, rises when columns are shuffled among the rows. In bold: told from nothing.`,
    ['| column | rise | 95 % |', '| --- | --- | --- |', ...rows].join('\n'),
  ];
}

/** Where it errs, from validation rows. */
function slicesOf({ explanation }: Report): string[] {
  if (explanation === null || explanation.slices.length === 0) return [];
  const { slices, looked, error } = explanation;
  const rows = slices.map(({ column, what, rows: count, error: own, others, ci }) => {
    const which =
      what.kind === 'category'
        ? `is ${escaped(what.name)}`
        : what.kind === 'missing'
          ? 'is missing'
          : rangeOf(cellOf(what, what.low), cellOf(what, what.high));
    return `| ${escaped(column)} ${which} | ${count} | ${formatNumber(own)} | ${formatNumber(others)} | ${formatNumber(ci[0])} to ${formatNumber(ci[1])} |`;
  });
  return [
    '## Where it errs',
    `Of ${looked} groups of validation rows, those whose error chance doesn't explain (${error === 'wrong' ? 'share wrong' : error}).`,
    ['| rows | count | error | others | difference, 95 % |', '| --- | --- | --- | --- | --- |', ...rows].join('\n'),
  ];
}

function cellOf({ isDate }: { isDate: boolean }, value: number): string {
  return isDate ? new Date(value).toISOString().slice(0, 10) : formatValue(value);
}

function rangeOf(low: string, high: string): string {
  return low === high ? `is ${low}` : `from ${low} to ${high}`;
}

/** Escapes user text (column names, labels), so nothing in it becomes a heading, a link or a tag. */
function escaped(text: string): string {
  return text.replace(/\s+/g, ' ').replace(/[\\`*_[\]<>#|~]/g, '\\$&');
}
