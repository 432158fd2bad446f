/** Scores to compare. */
export interface ScoreRowsProps {
  caption: string;
  /** Main scores are the model's own; the others are baselines and controls. */
  rows: { label: string; score: number; main: boolean }[];
  /** All scores on the axis, so that several tables can share one. */
  axis: readonly number[];
  format: (score: number) => string;
}

const MARGIN = 0.06;

/** Scores in rows, each as a dot on a shared axis and as a number. */
export function ScoreRows({ caption, rows, axis, format }: ScoreRowsProps) {
  const least = Math.min(...axis);
  const range = Math.max(...axis) - least || 1;
  const at = (score: number) => `${100 * (MARGIN + ((1 - 2 * MARGIN) * (score - least)) / range)}%`;
  return (
    <table className="w-full text-small tabular-nums">
      <caption className="pb-1 text-left text-soft">{caption}</caption>
      <tbody>
        {rows.map(({ label, score, main }) => (
          <tr key={label}>
            <th scope="row" className="w-28 py-1 pr-2 text-left font-normal">
              {label}
            </th>
            <td className="py-1">
              <svg className="h-4 w-full" aria-hidden="true">
                <line x1="0" x2="100%" y1="8" y2="8" className="stroke-line" strokeWidth="1" />
                {main ? (
                  <circle cx={at(score)} cy="8" r="5" className="fill-curve" />
                ) : (
                  <circle cx={at(score)} cy="8" r="4" className="fill-paper stroke-soft" strokeWidth="2" />
                )}
              </svg>
            </td>
            <td className="w-20 py-1 pl-2 text-right whitespace-nowrap">{format(score)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
