import type { Diagnostics } from '../api/client.ts';
import { text } from '../text.ts';
import { cutName } from './cut-name.ts';
import { Figure } from './figure.tsx';

const words = text.figure.confusion;
/** So many classes fit a phone. */
const EASY = 6;
/** Of a name beside the cells. */
const MOST_LETTERS = 10;

type Classes = Extract<Diagnostics, { kind: 'classes' }>;

/** The confusion matrix: the darker a cell, the larger its share of the true class. */
export function ConfusionMatrix({ classes, together, matrix }: Pick<Classes, 'classes' | 'together' | 'matrix'>) {
  const rows = matrix.map(sum);
  const all = sum(rows);
  const right = sum(matrix.map((row, i) => row[i] ?? 0));
  const worst = worstMistake(matrix);
  const sentence =
    words.sentence(right, all) +
    (worst === null ? '' : words.worst(classes[worst.truth] ?? '', classes[worst.predicted] ?? '', worst.rows)) +
    (together > 0 ? words.together(together) : '');
  return (
    <Figure
      title={text.figure.confusion.title}
      sentence={sentence}
      table={{ head: [words.corner, ...classes], rows: matrix.map((row, i) => [classes[i] ?? '', ...row]) }}
    >
      <p className="pb-1 text-small text-soft">{words.corner}</p>
      {classes.length > EASY && <p className="pb-1 text-small text-soft">{words.scroll(classes.length)}</p>}
      <div className="max-h-[70vh] w-fit max-w-full overflow-auto">
        <table className="border-separate border-spacing-0 text-small tabular-nums">
          <thead>
            <tr>
              <td className="sticky top-0 left-0 z-2 bg-paper" />
              {classes.map((name) => (
                <td key={name} className="sticky top-0 z-1 bg-paper px-1 text-center whitespace-nowrap">
                  {cutName(name, MOST_LETTERS)}
                </td>
              ))}
            </tr>
          </thead>
          <tbody>
            {matrix.map((row, truth) => (
              <tr key={classes[truth]}>
                <td className="sticky left-0 z-1 bg-paper pr-2 whitespace-nowrap">
                  {cutName(classes[truth] ?? '', MOST_LETTERS)}
                </td>
                {row.map((count, predicted) => {
                  const share = count / Math.max(1, rows[truth] ?? 0);
                  const hue = truth === predicted ? 'var(--color-curve)' : 'var(--color-bad)';
                  return (
                    <td
                      key={classes[predicted]}
                      className={`h-8 min-w-7 border border-paper text-center ${truth === predicted ? 'font-semibold' : ''}`}
                      style={{
                        background: `color-mix(in srgb, ${hue} ${Math.round(45 * share)}%, var(--color-shade))`,
                      }}
                    >
                      {count}
                    </td>
                  );
                })}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Figure>
  );
}

function worstMistake(matrix: Classes['matrix']): { truth: number; predicted: number; rows: number } | null {
  let worst: { truth: number; predicted: number; rows: number } | null = null;
  matrix.forEach((row, truth) =>
    row.forEach((rows, predicted) => {
      if (truth !== predicted && rows > (worst?.rows ?? 0)) worst = { truth, predicted, rows };
    }),
  );
  return worst;
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
