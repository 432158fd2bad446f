import type { Diagnostics } from '../api/client.ts';
import { text } from '../text.ts';
import { ConfusionMatrix } from './confusion-matrix.tsx';
import { UnitCurve } from './unit-curve.tsx';
import { RankingFigures } from './ranking-figures.tsx';
import { RegressionFigures } from './regression-figures.tsx';
import { cutName } from './cut-name.ts';
import { Figure } from './figure.tsx';
import { ShareBar } from './share-bar.tsx';

type Curves = NonNullable<Extract<Diagnostics, { kind: 'classes' }>['curves']>;

/** Diagnostics of the test rows. */
export function TestFigures({ found }: { found: Diagnostics }) {
  switch (found.kind) {
    case 'classes':
      return (
        <>
          <ConfusionMatrix classes={found.classes} together={found.together} matrix={found.matrix} />
          {found.curves !== null && (
            <details>
              <summary className="tap w-fit text-accent">{text.figure.curves}</summary>
              <div className="grid gap-8 pt-2 sm:grid-cols-2">
                <CurveFigures curves={found.curves} />
              </div>
            </details>
          )}
        </>
      );
    case 'number':
      return found.targets.map((target) => (
        <div key={target.target} className="grid gap-8 lg:grid-cols-2">
          <RegressionFigures found={target} />
        </div>
      ));
    case 'queries':
      return <RankingFigures found={found} />;
    case 'labels':
      return <LabelsFigure labels={found.labels} />;
  }
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
          rows: calibration.map((of) => [
            percent(of.predicted),
            percent(of.observed),
            `${percent(of.ci[0])} to ${percent(of.ci[1])}`,
            of.rows,
          ]),
        }}
      >
        <UnitCurve
          points={calibration.map((of) => [of.predicted, of.observed] as const)}
          bins={calibration.map((of) => ({ rows: of.rows, ci: of.ci }))}
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
      table={{
        head: words.head,
        rows: labels.map((of) => [
          of.label,
          of.hits,
          of.misses,
          of.falseAlarms,
          `${percent(of.ci[0])} to ${percent(of.ci[1])}`,
        ]),
      }}
    >
      <ul className="flex flex-col gap-1 text-small tabular-nums">
        {labels.map(({ label, hits, misses, ci }) => (
          <li key={label} className="grid grid-cols-[6rem_minmax(0,1fr)_4.5rem] items-center gap-2">
            <span className="truncate">{cutName(label, 12)}</span>
            <ShareBar share={hits / Math.max(1, hits + misses)} ci={ci} />
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
