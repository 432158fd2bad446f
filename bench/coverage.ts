/**
 * How often 95 % intervals of scores hold the true score, and how far the tuning's correction for optimism is from the truth:
 * `npm run bench:coverage`. `-- --runs 200` sets the simulated runs of each kind (1000), `--rows 100` the test rows (100,400),
 * `--searches 0` the simulated searches (1000), `--measure mae` takes one measure alone. Seeds are 0, 1, 2, …
 */
import { parseArgs } from 'node:util';
import { generator } from '@stepwell/base/random';
import { score, scoreInterval, type Asked, type MetricName } from '@stepwell/metrics';
import { printTable } from './print-table.ts';
import { drawRows, freshRows, number, THREE_CLASSES, twoClasses, type Problem } from './coverage/problems.ts';
import { optimismTable } from './coverage/searches.ts';

const { values: options } = parseArgs({
  options: {
    runs: { type: 'string', default: '1000' },
    rows: { type: 'string', default: '100,400' },
    searches: { type: 'string', default: '1000' },
    measure: { type: 'string' },
  },
});
const RUNS = Number(options.runs);
const ROWS = options.rows.split(',').map(Number);
const TRAINING_ROWS = 60;
/** Rows that a true score is measured on, once for every model. */
const FRESH_ROWS = 200_000;
/** Each model is tested this often, each time on other rows. */
const TESTS_PER_MODEL = 20;

const CASES: [Problem, MetricName[]][] = [
  [twoClasses(0.4, 0.7), ['accuracy', 'balanced-accuracy', 'roc-auc', 'f1', 'log-loss']],
  [twoClasses(0.1, 0.7), ['balanced-accuracy', 'roc-auc', 'f1']],
  [twoClasses(0.4, 1.8), ['accuracy', 'balanced-accuracy', 'roc-auc', 'f1']],
  [THREE_CLASSES, ['accuracy', 'balanced-accuracy', 'precision', 'f1', 'roc-auc']],
  [number('normal'), ['mae', 'rmse', 'r2']],
  [number('exponential'), ['mae', 'rmse', 'r2']],
];

/** How many intervals hold the true score, lie above it, and below it. */
interface Found {
  held: number;
  above: number;
  below: number;
  width: number;
}

function coverageOf(problem: Problem, names: MetricName[], rows: number): Found[] {
  const fresh = freshRows(problem, FRESH_ROWS);
  const truth = problem.target(fresh.y);
  const found = names.map((): Found => ({ held: 0, above: 0, below: 0, width: 0 }));
  const measures = names.map((name): Asked => ({ name, custom: null, threshold: 0.5 }));
  for (let model = 0; model * TESTS_PER_MODEL < RUNS; model++) {
    const random = generator(model, 'bench', `coverage/${problem.name}/${rows}`);
    const predict = problem.train(drawRows(problem, TRAINING_ROWS, random));
    const known = predict(fresh.x);
    const right = measures.map((measure) => score(measure, known, truth));
    for (let run = model * TESTS_PER_MODEL; run < Math.min(RUNS, (model + 1) * TESTS_PER_MODEL); run++) {
      const test = drawRows(problem, rows, random);
      const [seen, target] = [predict(test.x), problem.target(test.y)];
      measures.forEach((measure, i) => {
        const [low, high] = scoreInterval(measure, seen, target, run, 'bench');
        if (right[i]! < low) found[i]!.above++;
        else if (right[i]! > high) found[i]!.below++;
        else found[i]!.held++;
        found[i]!.width += (high - low) / RUNS;
      });
    }
  }
  return found;
}

const lines: string[][] = [];
for (const rows of RUNS > 0 ? ROWS : []) {
  for (const [problem, all] of CASES) {
    const names = all.filter((name) => options.measure === undefined || name === options.measure);
    if (names.length === 0) continue;
    coverageOf(problem, names, rows).forEach(({ held, above, below, width }, i) => {
      const share = (count: number) => `${((100 * count) / RUNS).toFixed(1)} %`;
      const met = Math.abs(held / RUNS - 0.95) <= 0.015 ? 'yes' : 'no';
      lines.push([
        problem.name,
        names[i]!,
        String(rows),
        share(held),
        share(above),
        share(below),
        width.toFixed(3),
        met,
      ]);
      console.error(lines.at(-1)!.join('\t'));
    });
  }
}
if (RUNS > 0) {
  printTable(
    `95 % intervals that hold the true score, of ${RUNS} each`,
    ['problem', 'measure', 'rows', 'holds it', 'too high', 'too low', 'mean width', '95 ± 1.5 %'],
    lines,
  );
}
if (Number(options.searches) > 0) optimismTable(Number(options.searches));
