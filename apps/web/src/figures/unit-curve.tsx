/** A curve from 0 to 1 on both axes. */
export interface UnitCurveProps {
  points: readonly (readonly [number, number])[];
  x: string;
  y: string;
  /** What guessing reaches: the diagonal, or a constant. */
  guess: 'diagonal' | number;
  /** If given, points are drawn instead of a line, each with its interval and its number of rows. */
  bins?: readonly { rows: number; ci: readonly [number, number] }[];
}

const SIZE = 220;
const LEFT = 46;
const BOTTOM = 30;
const ROOM = 8;
const TICKS = [0, 0.5, 1];

/** A curve with axes in percent; guessing is dashed. */
export function UnitCurve({ points, x, y, guess, bins }: UnitCurveProps) {
  const right = SIZE - ROOM;
  const px = (value: number) => LEFT + value * (right - LEFT);
  const py = (value: number) => SIZE - BOTTOM - value * (SIZE - BOTTOM - ROOM);
  return (
    <svg viewBox={`0 0 ${SIZE} ${SIZE}`} className="w-full max-w-80">
      {TICKS.map((tick) => (
        <g key={tick} className="fill-soft text-[10px]">
          <line x1={px(0)} x2={px(1)} y1={py(tick)} y2={py(tick)} className="stroke-line" />
          <line x1={px(tick)} x2={px(tick)} y1={py(0)} y2={py(1)} className="stroke-line" />
          <text x={LEFT - 4} y={py(tick) + 3} textAnchor="end">
            {100 * tick}%
          </text>
          <text x={px(tick)} y={SIZE - BOTTOM + 12} textAnchor={tick === 1 ? 'end' : 'middle'}>
            {100 * tick}%
          </text>
        </g>
      ))}
      <text x={px(0.5)} y={SIZE - 4} textAnchor="middle" className="fill-ink text-[10px]">
        {x}
      </text>
      <text transform={`translate(9 ${py(0.5)}) rotate(-90)`} textAnchor="middle" className="fill-ink text-[10px]">
        {y}
      </text>
      <line
        x1={px(0)}
        y1={py(guess === 'diagonal' ? 0 : guess)}
        x2={px(1)}
        y2={py(guess === 'diagonal' ? 1 : guess)}
        className="stroke-soft"
        strokeDasharray="4 4"
      />
      {bins === undefined ? (
        <polyline
          points={points.map(([a, b]) => `${px(a)},${py(b)}`).join(' ')}
          fill="none"
          strokeWidth="2"
          className="stroke-curve"
        />
      ) : (
        points.map(([a, b], i) => {
          const { rows, ci } = bins[i]!;
          // To the left in the right half: the number must not leave the picture.
          const isLeft = a > 0.5;
          return (
            <g key={a}>
              <line x1={px(a)} x2={px(a)} y1={py(ci[0])} y2={py(ci[1])} strokeWidth="2" className="stroke-curve" />
              <circle cx={px(a)} cy={py(b)} r="4" className="fill-curve" />
              <text
                x={px(a) + (isLeft ? -6 : 6)}
                y={py(b) + 3}
                textAnchor={isLeft ? 'end' : 'start'}
                className="fill-soft stroke-paper text-[9px]"
                style={{ paintOrder: 'stroke', strokeWidth: 2.5 }}
              >
                {rows}
              </text>
            </g>
          );
        })
      )}
    </svg>
  );
}
