import type { Diagnostics } from '../api/client.ts';
import { text } from '../text.ts';
import { shortNumber } from './edge-labels.ts';
import { Picture } from './picture.tsx';
import { ShapeBars } from './shape-bars.tsx';

type NumberTarget = Extract<Diagnostics, { kind: 'number' }>['targets'][number];

const SIZE = 240;
const LEFT = 40;
const BOTTOM = 30;
const ROOM = 8;

/** Where predictions and truths of a number lie together, and how far they are apart. */
export function NumberPictures({ found }: { found: NumberTarget }) {
  return (
    <>
      <ScatterPicture found={found} />
      <ResidualsPicture residuals={found.residuals} />
    </>
  );
}

function ScatterPicture({ found: { target, low, high, bins, cells } }: { found: NumberTarget }) {
  const words = text.picture.scatter;
  const most = Math.max(1, ...cells.map(([, , rows]) => rows));
  const px = (bin: number) => LEFT + ((bin + 0.5) / bins) * (SIZE - LEFT - ROOM);
  const py = (bin: number) => SIZE - BOTTOM - ((bin + 0.5) / bins) * (SIZE - BOTTOM - ROOM);
  const middle = (bin: number) => shortNumber(low + ((bin + 0.5) / bins) * (high - low));
  const last = bins - 1;
  return (
    <Picture
      title={words.title(target)}
      sentence={words.sentence}
      table={{ head: words.head, rows: cells.map(([truth, named, rows]) => [middle(truth), middle(named), rows]) }}
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
        {cells.map(([truth, named, rows]) => (
          <circle
            key={`${truth}/${named}`}
            cx={px(truth)}
            cy={py(named)}
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
    </Picture>
  );
}

function ResidualsPicture({ residuals: { low, high, counts } }: Pick<NumberTarget, 'residuals'>) {
  const words = text.picture.residuals;
  const middle = Math.floor(counts.length / 2);
  const sum = (of: readonly number[]) => of.reduce((total, count) => total + count, 0);
  const width = (high - low) / counts.length;
  const edge = (bin: number) => shortNumber(low + bin * width);
  return (
    <Picture
      title={words.title}
      sentence={words.sentence(sum(counts.slice(middle + 1)), sum(counts.slice(0, middle)))}
      table={{ head: words.head, rows: counts.map((count, bin) => [`${edge(bin)} to ${edge(bin + 1)}`, count]) }}
    >
      <ShapeBars shape={{ kind: 'bins', low, high, counts }} className="h-20 w-full" />
      <p className="flex justify-between text-small text-soft tabular-nums">
        <span>{shortNumber(low)}</span>
        <span>0</span>
        <span>{shortNumber(high)}</span>
      </p>
    </Picture>
  );
}
