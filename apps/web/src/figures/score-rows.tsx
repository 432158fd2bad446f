import { text } from '../text.ts';

/** A score, and what is known of how far off it may be. */
export interface ScoreRow {
  label: string;
  score: number;
  main: boolean;
  /** Its 95 % interval, or a standard deviation to either side; null where it isn't known. */
  interval?: readonly [number, number] | null;
}

/** Scores to compare. */
export interface ScoreRowsProps {
  caption: string;
  /** Main scores are the model's own; the others are baselines and controls. */
  rows: ScoreRow[];
  /** All scores on the axis, so that several tables can share one. */
  axis: readonly number[];
  /** A score that is worth having, as a line across all rows. */
  worthwhile?: { score: number; label: string } | null;
  format: (score: number) => string;
}

const MARGIN = 0.06;

/** Scores in rows, each as a dot on a shared axis and as a number. */
export function ScoreRows({ caption, rows, axis, worthwhile = null, format }: ScoreRowsProps) {
  const ends = rows.flatMap(({ interval }) => interval ?? []);
  const all = [...axis, ...ends, ...(worthwhile === null ? [] : [worthwhile.score])];
  const least = Math.min(...all);
  const range = Math.max(...all) - least || 1;
  const at = (score: number) => `${100 * (MARGIN + ((1 - 2 * MARGIN) * (score - least)) / range)}%`;
  return (
    <table className="w-full text-small tabular-nums">
      <caption className="pb-1 text-left text-soft">{caption}</caption>
      <tbody>
        {rows.map(({ label, score, main, interval = null }) => (
          <tr key={label}>
            <th scope="row" className="w-28 py-1 pr-2 text-left font-normal">
              {label}
            </th>
            <td className="py-1">
              <svg className="h-4 w-full" aria-hidden="true">
                <line x1="0" x2="100%" y1="8" y2="8" className="stroke-line" strokeWidth="1" />
                {worthwhile !== null && (
                  <line
                    x1={at(worthwhile.score)}
                    x2={at(worthwhile.score)}
                    y1="0"
                    y2="16"
                    className="stroke-good"
                    strokeDasharray="2 2"
                  />
                )}
                {interval !== null && (
                  <line
                    x1={at(interval[0])}
                    x2={at(interval[1])}
                    y1="8"
                    y2="8"
                    className={main ? 'stroke-curve' : 'stroke-soft'}
                    strokeWidth="2"
                  />
                )}
                {main ? (
                  <circle cx={at(score)} cy="8" r="5" className="fill-curve" />
                ) : (
                  <circle cx={at(score)} cy="8" r="4" className="fill-paper stroke-soft" strokeWidth="2" />
                )}
              </svg>
            </td>
            <td className="w-20 py-1 pl-2 text-right whitespace-nowrap">
              {format(score)}
              {interval !== null && (
                <span className="sr-only"> ({text.hero.interval(format(interval[0]), format(interval[1]))})</span>
              )}
            </td>
          </tr>
        ))}
      </tbody>
      {worthwhile !== null && (
        <tfoot>
          <tr>
            <td colSpan={3} className="pt-1 text-soft">
              <span className="mr-2 inline-block h-3 border-l border-dashed border-good" aria-hidden="true" />
              {worthwhile.label}
            </td>
          </tr>
        </tfoot>
      )}
    </table>
  );
}
