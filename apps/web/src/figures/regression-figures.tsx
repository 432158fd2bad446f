import type { Diagnostics } from '../api/client.ts';
import { text } from '../text.ts';
import { shortNumber } from './edge-labels.ts';
import { Figure } from './figure.tsx';
import { DistributionBars } from './distribution-bars.tsx';

type NumberTarget = Extract<Diagnostics, { kind: 'number' }>['targets'][number];

const SIZE = 240;
const LEFT = 40;
const BOTTOM = 30;
const ROOM = 8;

/** Predicted against true values of a number, and their errors. */
export function RegressionFigures({ found }: { found: NumberTarget }) {
  return (
    <>
      <ScatterPlot found={found} />
      <ErrorHistogram residuals={found.residuals} />
    </>
  );
}

function ScatterPlot({ found: { target, low, high, bins, cells } }: { found: NumberTarget }) {
  const words = text.figure.scatter;
  const most = Math.max(1, ...cells.map(([, , rows]) => rows));
  const px = (bin: number) => LEFT + ((bin + 0.5) / bins) * (SIZE - LEFT - ROOM);
  const py = (bin: number) => SIZE - BOTTOM - ((bin + 0.5) / bins) * (SIZE - BOTTOM - ROOM);
  const middle = (bin: number) => shortNumber(low + ((bin + 0.5) / bins) * (high - low));
  const last = bins - 1;
  return (
    <Figure
      title={words.title(target)}
      sentence={words.sentence}
      table={{
        head: words.head,
        rows: cells.map(([truth, predicted, rows]) => [middle(truth), middle(predicted), rows]),
      }}
    >
      <svg viewBox={`0 0 ${SIZE} ${SIZE}`} className="w-full max-w-96">
        <rect
          x={px(-0.5)}
          y={py(last + 0.5)}
          width={px(last + 0.5) - px(-0.5)}
          height={py(-0.5) - py(last + 0.5)}
          className="fill-none stroke-line"
        />
        <line
          x1={px(-0.5)}
          y1={py(-0.5)}
          x2={px(last + 0.5)}
          y2={py(last + 0.5)}
          className="stroke-soft"
          strokeDasharray="4 4"
        />
        {cells.map(([truth, predicted, rows]) => (
          <circle
            key={`${truth}/${predicted}`}
            cx={px(truth)}
            cy={py(predicted)}
            r={1.5 + 3.5 * Math.sqrt(rows / most)}
            className="fill-curve"
            opacity="0.7"
          />
        ))}
        <g className="fill-soft text-[10px]">
          <text x={px(-0.5)} y={SIZE - BOTTOM + 12}>
            {shortNumber(low)}
          </text>
          <text x={px(last + 0.5)} y={SIZE - BOTTOM + 12} textAnchor="end">
            {shortNumber(high)}
          </text>
          <text x={LEFT - 4} y={py(-0.5)} textAnchor="end">
            {shortNumber(low)}
          </text>
          <text x={LEFT - 4} y={py(last + 0.5) + 8} textAnchor="end">
            {shortNumber(high)}
          </text>
        </g>
        <text x={px(last / 2)} y={SIZE - 4} textAnchor="middle" className="fill-ink text-[10px]">
          {words.x}
        </text>
        <text
          transform={`translate(9 ${py(last / 2)}) rotate(-90)`}
          textAnchor="middle"
          className="fill-ink text-[10px]"
        >
          {words.y}
        </text>
      </svg>
    </Figure>
  );
}

function ErrorHistogram({ residuals: { low, high, counts } }: Pick<NumberTarget, 'residuals'>) {
  const words = text.figure.errors;
  const middle = Math.floor(counts.length / 2);
  const sum = (of: readonly number[]) => of.reduce((total, count) => total + count, 0);
  const width = (high - low) / counts.length;
  const edge = (bin: number) => shortNumber(low + bin * width);
  return (
    <Figure
      title={words.title}
      sentence={words.sentence(sum(counts.slice(middle + 1)), sum(counts.slice(0, middle)))}
      table={{ head: words.head, rows: counts.map((count, bin) => [`${edge(bin)} to ${edge(bin + 1)}`, count]) }}
    >
      <DistributionBars shape={{ kind: 'bins', low, high, counts }} className="h-20 w-full" />
      <p className="flex justify-between text-small text-soft tabular-nums">
        <span>{shortNumber(low)}</span>
        <span>0</span>
        <span>{shortNumber(high)}</span>
      </p>
    </Figure>
  );
}
