import type { Diagnostics, RunReport } from '../api/client.ts';
import { text } from '../text.ts';
import { ConfusionMatrix } from './confusion-matrix.tsx';
import { UnitCurve } from './unit-curve.tsx';
import { RegressionFigures } from './regression-figures.tsx';
import { Figure } from './figure.tsx';

type Curves = NonNullable<Extract<Diagnostics, { kind: 'classes' }>['curves']>;

/** Diagnostics of the test rows. */
export function TestFigures({ found }: { found: Diagnostics }) {
  switch (found.kind) {
    case 'classes':
      return (
        <>
          <ConfusionMatrix classes={found.classes} together={found.together} matrix={found.matrix} />
          {found.curves !== null && <CurveFigures curves={found.curves} />}
        </>
      );
    case 'number':
      return found.targets.map((target) => <RegressionFigures key={target.target} found={target} />);
    case 'labels':
      return <LabelsFigure labels={found.labels} />;
  }
}

/** How many rows are sealed, or how often they were opened. */
export function VaultNote({ report }: { report: RunReport }) {
  const sealed = report.protocol?.rows.test;
  if (sealed === undefined || sealed === 0) return null;
  const words = text.figure.vault;
  const { test } = report;
  return (
    <section aria-label={words.title} className="flex items-center gap-4">
      <svg viewBox="0 0 40 40" className="h-10 w-10 shrink-0" aria-hidden="true" fill="none" strokeWidth="2">
        <rect x="4" y="4" width="32" height="30" rx="3" className="stroke-ink" />
        <circle cx="20" cy="19" r="8" className={test === null ? 'fill-shade stroke-ink' : 'stroke-ink'} />
        <path d={test === null ? 'M20 13v12M14 19h12' : 'M20 11v8l6 4'} className="stroke-ink" />
      </svg>
      <p className="text-small">
        <strong className="block text-body">{words.title}</strong>
        {test === null ? words.sealed(sealed) : words.opened(test.rows, test.opened)}
      </p>
    </section>
  );
}

function CurveFigures({ curves: { roc, precisionRecall, share, calibration } }: { curves: Curves }) {
  const { figure } = text;
  const rows = calibration.reduce((sum, tenth) => sum + tenth.rows, 0);
  const gap =
    calibration.reduce((sum, tenth) => sum + tenth.rows * Math.abs(tenth.predicted - tenth.observed), 0) / rows;
  const tenth = roc.findLast(([fall]) => fall <= 0.1)?.[1] ?? 0;
  return (
    <>
      <Figure
        title={figure.roc.title}
        sentence={figure.roc.sentence(percent(tenth))}
        table={{ head: figure.roc.head, rows: roc.map(([x, y]) => [percent(x), percent(y)]) }}
      >
        <UnitCurve points={roc} x={figure.roc.x} y={figure.roc.y} guess="diagonal" />
      </Figure>
      <Figure
        title={figure.precision.title}
        sentence={figure.precision.sentence(percent(share))}
        table={{ head: figure.precision.head, rows: precisionRecall.map(([x, y]) => [percent(x), percent(y)]) }}
      >
        <UnitCurve points={precisionRecall} x={figure.precision.x} y={figure.precision.y} guess={share} />
      </Figure>
      <Figure
        title={figure.calibration.title}
        sentence={figure.calibration.sentence((100 * gap).toFixed(1))}
        table={{
          head: figure.calibration.head,
          rows: calibration.map((of) => [percent(of.predicted), percent(of.observed), of.rows]),
        }}
      >
        <UnitCurve
          points={calibration.map((of) => [of.predicted, of.observed] as const)}
          sizes={calibration.map((of) => of.rows / rows)}
          x={figure.calibration.x}
          y={figure.calibration.y}
          guess="diagonal"
        />
      </Figure>
    </>
  );
}

function LabelsFigure({ labels }: Pick<Extract<Diagnostics, { kind: 'labels' }>, 'labels'>) {
  const words = text.figure.labels;
  return (
    <Figure
      title={words.title}
      sentence={words.sentence(labels.length)}
      table={{ head: words.head, rows: labels.map((of) => [of.label, of.hits, of.misses, of.falseAlarms]) }}
    >
      <ul className="flex flex-col gap-1 text-small tabular-nums">
        {labels.map(({ label, hits, misses }) => (
          <li key={label} className="grid grid-cols-[6rem_minmax(0,1fr)_4.5rem] items-center gap-2">
            <span className="truncate">{label}</span>
            <span className="h-3 bg-line">
              <span className="block h-3 bg-curve" style={{ width: `${(100 * hits) / Math.max(1, hits + misses)}%` }} />
            </span>
            <span className="text-right">
              {hits} / {hits + misses}
            </span>
          </li>
        ))}
      </ul>
    </Figure>
  );
}

function percent(share: number): string {
  return `${(100 * share).toFixed(0)}\u00a0%`;
}
