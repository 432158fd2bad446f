import type { RunReport } from '../api/client.ts';
import { text } from '../text.ts';
import { Figure } from './figure.tsx';

const words = text.figure.split;
/** Of more folds, only the first are drawn. */
const MOST_FOLDS = 10;
const ROW = 18;
const HEIGHT = 12;

type Protocol = NonNullable<RunReport['protocol']>;

/** The train, validation and test rows of each fold: one bar per fold, to scale. */
export function SplitFigure({ protocol }: { protocol: Protocol }) {
  const { k, iterations, order, rows } = protocol;
  const { train, validation, test } = rows;
  const all = train + validation + test;
  const folds = Math.min(k ?? 1, MOST_FOLDS);
  const at = (count: number) => (100 * count) / all;
  const inTime = order === 'time';
  return (
    <Figure
      title={words.title}
      sentence={words.sentence(train, validation, test, k, iterations)}
      table={{
        head: words.head,
        rows: Array.from({ length: k ?? 1 }, (_, fold) => [words.fold(fold + 1), train, validation, test]),
      }}
    >
      <svg
        viewBox={`0 0 100 ${folds * ROW}`}
        preserveAspectRatio="none"
        className="w-full"
        style={{ height: folds * ROW }}
      >
        <defs>
          <pattern id="sealed" width="4" height="4" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
            <line x1="0" y1="0" x2="0" y2="4" className="stroke-soft" strokeWidth="1.5" />
          </pattern>
        </defs>
        {Array.from({ length: folds }, (_, fold) => {
          const start = startOf(fold, protocol);
          return (
            <g key={fold} transform={`translate(0 ${fold * ROW + 2})`}>
              <rect width={at(inTime ? start : train + validation)} height={HEIGHT} className="fill-line" />
              <rect x={at(start)} width={at(validation)} height={HEIGHT} className="fill-curve" />
              <rect x={at(train + validation)} width={at(test)} height={HEIGHT} fill="url(#sealed)" />
            </g>
          );
        })}
      </svg>
      <ul className="flex flex-wrap gap-x-4 text-small text-soft">
        <li className="flex items-center gap-2">
          <span className="h-3 w-3 bg-line" /> {words.train}
        </li>
        <li className="flex items-center gap-2">
          <span className="h-3 w-3 bg-curve" /> {words.validation}
        </li>
        <li className="flex items-center gap-2">
          <svg className="h-3 w-3">
            <rect width="12" height="12" fill="url(#sealed)" />
          </svg>{' '}
          {words.test}
        </li>
      </ul>
      {inTime && <p className="text-small text-soft">{words.inTime}</p>}
    </Figure>
  );
}

/** Where a fold's validation rows start. In a random split each fold has its own place; by time, the last fold is the latest. */
function startOf(fold: number, { k, order, rows: { train, validation } }: Protocol): number {
  if (k === null) return train;
  if (order !== 'time') return Math.min(fold * validation, train);
  return Math.max(0, train + validation - (k - fold) * validation);
}
