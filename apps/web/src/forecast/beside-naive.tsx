import { formatNumber, formatShare } from '@stepwell/base/format';
import { formatScore } from '@stepwell/metrics/names';
import type { RunReport } from '../api/client.ts';
import { Figure } from '../figures/figure.tsx';
import { text } from '../text.ts';
import { ticksBetween } from './forecast-lines.ts';
import { GridLines, TickLabels } from './value-axis.tsx';

const words = text.forecast;

type Test = NonNullable<RunReport['test']>;

/** How a forecast did on the test rows beside the naive ones, over all steps ahead and by each. */
export function BesideNaive({ test, ahead }: { test: Test; ahead: NonNullable<Test['ahead']> }) {
  const { model, naive, steps } = ahead;
  const mase = (value: number) => formatScore('mase', value);
  const seasonal = naive.find(({ name }) => name === 'seasonal-naive') ?? naive[0];
  const covered = steps.flatMap((step) => (step.covered === null ? [] : [step.covered]));
  const rows = [
    { name: words.model, ...model },
    ...naive.map((one) => ({ ...one, name: words.names[one.name] ?? one.name })),
  ];
  const worst = Math.max(...rows.map((row) => row.mase));
  return (
    <div className="flex flex-col gap-8">
      <Figure
        title={words.scaled}
        sentence={words.besideSentence(mase(model.mase), seasonal === undefined ? '' : mase(seasonal.mase))}
        table={{ head: words.besideHead, rows: rows.map((row) => [row.name, formatNumber(row.mae), mase(row.mase)]) }}
      >
        <ul className="flex flex-col gap-1 text-small tabular-nums">
          {rows.map((row, i) => (
            <li key={row.name} className="grid grid-cols-[8rem_minmax(0,1fr)_3rem] items-center gap-2">
              <span className="truncate">{row.name}</span>
              <span className="h-3 bg-shade">
                <span
                  className={`block h-full ${i === 0 ? 'bg-curve' : 'bg-soft'}`}
                  style={{ width: `${(100 * row.mase) / worst}%` }}
                />
              </span>
              <span className="text-right">{mase(row.mase)}</span>
            </li>
          ))}
        </ul>
      </Figure>
      {steps.length > 1 && (
        <Figure
          title={words.byStep}
          sentence={words.byStepSentence(formatNumber(steps[0]!.mae), formatNumber(steps.at(-1)!.mae))}
          table={{
            head: words.byStepHead,
            rows: steps.map((step, i) => [
              words.step(i + 1),
              formatNumber(step.mae),
              formatNumber(step.naive),
              step.covered === null ? '' : formatShare(step.covered),
              step.width === null ? '' : formatNumber(step.width),
            ]),
          }}
        >
          <ByStep steps={steps} />
        </Figure>
      )}
      {covered.length > 0 && test.coverage !== null && (
        <p className="text-small">
          {words.covered(
            formatShare(test.coverage.value),
            formatShare(Math.min(...covered)),
            formatShare(Math.max(...covered)),
          )}
        </p>
      )}
    </div>
  );
}

function ByStep({ steps }: { steps: NonNullable<Test['ahead']>['steps'] }) {
  const most = 1.05 * Math.max(...steps.flatMap(({ mae, naive }) => [mae, naive]));
  const x = (i: number) => (100 * i) / (steps.length - 1);
  const y = (value: number) => 100 - (100 * value) / (most || 1);
  const path = (of: 'mae' | 'naive') => steps.map((step, i) => `${x(i)},${y(step[of])}`).join(' ');
  const ticks = ticksBetween(0, most);
  return (
    <div className="flex flex-col gap-1 text-[11px] text-soft tabular-nums">
      <div className="flex h-44 gap-2">
        <TickLabels ticks={ticks} y={y} />
        <svg viewBox="0 0 100 100" preserveAspectRatio="none" className="h-full min-w-0 flex-1">
          <GridLines ticks={ticks} y={y} />
          <polyline
            points={path('naive')}
            fill="none"
            strokeWidth="1.5"
            strokeDasharray="4 4"
            className="stroke-soft"
            vectorEffect="non-scaling-stroke"
          />
          <polyline
            points={path('mae')}
            fill="none"
            strokeWidth="2.5"
            className="stroke-curve"
            vectorEffect="non-scaling-stroke"
          />
        </svg>
      </div>
      <div className="ml-14 flex justify-between">
        <span>{words.step(1)}</span>
        <span>{words.step(steps.length)}</span>
      </div>
    </div>
  );
}
