import { formatNumber, formatShare } from '@stepwell/base/format';
import type { Explanation } from '../api/client.ts';
import { Figure } from '../figures/figure.tsx';
import { text } from '../text.ts';

const words = text.why.curves;
const WIDTH = 320;
const HEIGHT = 150;
const LEFT = 44;
const BOTTOM = 22;
const ROOM = 6;
/** Lines of several classes are told apart by their dashes. */
const DASHES = ['', '6 3', '2 3', '8 3 2 3', '1 4', '12 4'];
const LONGEST_LABEL = 9;

/** Props of a curve. */
export interface DependenceCurveProps {
  curve: Explanation['dependence'][number];
  /** Whether predictions are probabilities. */
  isShare: boolean;
}

/** The mean prediction by a column's value, with single rows behind it. */
export function DependenceCurve({ curve: { column, kind, at, names, mean, lines }, isShare }: DependenceCurveProps) {
  const values = [...mean.flat(), ...lines.flat()];
  const low = isShare ? 0 : Math.min(...values);
  const high = isShare ? 1 : Math.max(...values);
  const range = high - low || 1;
  const numbers = at.map((value, i) => (kind === 'category' ? i : Number(value)));
  const [first, last] = [numbers[0]!, numbers.at(-1)!];
  const x = (i: number) => LEFT + ((numbers[i]! - first) / (last - first || 1)) * (WIDTH - LEFT - ROOM);
  const y = (value: number) => ROOM + (1 - (value - low) / range) * (HEIGHT - BOTTOM - 2 * ROOM);
  const path = (line: readonly number[]) => line.map((value, i) => `${x(i)},${y(value)}`).join(' ');
  const show = (value: number) => (isShare ? formatShare(value) : formatNumber(value));
  const label = (value: string | number) =>
    kind === 'date'
      ? new Date(Number(value)).toISOString().slice(0, 10)
      : typeof value === 'number'
        ? formatNumber(value)
        : value;
  return (
    <Figure
      title={words.caption(column)}
      sentence={words.axis(label(at[0]!), label(at.at(-1)!))}
      table={{
        head: [column, ...names],
        rows: at.map((value, i) => [label(value), ...mean.map((of) => show(of[i]!))]),
      }}
    >
      <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} className="w-full text-[10px]">
        {[low, high].map((value) => (
          <g key={value}>
            <line x1={LEFT} x2={WIDTH - ROOM} y1={y(value)} y2={y(value)} className="stroke-line" />
            <text x={LEFT - 4} y={y(value) + 3} textAnchor="end" className="fill-soft">
              {isShare ? `${100 * value}%` : formatNumber(value)}
            </text>
          </g>
        ))}
        {lines.map((line, i) => (
          <polyline key={i} points={path(line)} fill="none" className="stroke-line" />
        ))}
        {mean.map((line, i) => (
          <polyline
            key={names[i]}
            points={path(line)}
            fill="none"
            strokeWidth="2.5"
            strokeDasharray={DASHES[i % DASHES.length]}
            className="stroke-curve"
          />
        ))}
        {(kind === 'category' && at.length <= 6 ? at.map((_, i) => i) : [0, at.length - 1]).map((i) => (
          <text
            key={i}
            x={x(i)}
            y={HEIGHT - 6}
            textAnchor={i === 0 ? 'start' : i === at.length - 1 ? 'end' : 'middle'}
            className="fill-soft"
          >
            {shortened(label(at[i]!))}
          </text>
        ))}
      </svg>
      {names.length > 1 && (
        <p className="flex flex-wrap gap-x-4 text-small text-soft">
          {names.map((name, i) => (
            <span key={name} className="inline-flex items-center gap-1">
              <svg width="28" height="8">
                <line
                  x1="0"
                  x2="28"
                  y1="4"
                  y2="4"
                  strokeWidth="2.5"
                  strokeDasharray={DASHES[i % DASHES.length]}
                  className="stroke-curve"
                />
              </svg>
              {name}
            </span>
          ))}
        </p>
      )}
    </Figure>
  );
}

function shortened(label: string): string {
  return label.length > LONGEST_LABEL ? `${label.slice(0, LONGEST_LABEL - 1)}…` : label;
}
