import { formatNumber } from '@stepwell/base/format';
import type { Diagnostics } from '../api/client.ts';
import { text } from '../text.ts';
import { Figure } from './figure.tsx';

type Queries = Extract<Diagnostics, { kind: 'queries' }>;

/** How queries score, and how relevant the rows at each place are. */
export function RankingFigures({ found }: { found: Queries }) {
  return (
    <div className="grid gap-8 lg:grid-cols-2">
      <PlacesFigure found={found} />
      <ScoresFigure found={found} />
    </div>
  );
}

function PlacesFigure({ found: { places, random } }: { found: Queries }) {
  const words = text.figure.places;
  const most = Math.max(random, ...places.map(({ relevance }) => relevance)) || 1;
  return (
    <Figure
      title={words.title}
      sentence={words.sentence(formatNumber(places[0]?.relevance ?? 0), formatNumber(random))}
      table={{ head: words.head, rows: places.map((of) => [of.place, formatNumber(of.relevance), of.queries]) }}
    >
      <BarList
        bars={places.map(({ place, relevance }) => ({
          name: String(place),
          length: relevance / most,
          value: formatNumber(relevance),
        }))}
        mark={random / most}
      />
    </Figure>
  );
}

function ScoresFigure({ found: { scores, judged, alike } }: { found: Queries }) {
  const words = text.figure.queryScores;
  const most = Math.max(1, ...scores);
  const range = (tenth: number) => `${(tenth / 10).toFixed(1)} to ${((tenth + 1) / 10).toFixed(1)}`;
  return (
    <Figure
      title={words.title}
      sentence={words.sentence(judged, alike)}
      table={{ head: words.head, rows: scores.map((count, tenth) => [range(tenth), count]) }}
    >
      <BarList
        bars={scores.map((count, tenth) => ({ name: range(tenth), length: count / most, value: String(count) }))}
        mark={null}
      />
    </Figure>
  );
}

interface Bar {
  name: string;
  /** From 0 to 1. */
  length: number;
  value: string;
}

/** Bars from zero, one below the other. @param mark where a dashed line is drawn across them; null for none. */
function BarList({ bars, mark }: { bars: readonly Bar[]; mark: number | null }) {
  return (
    <ol className="flex flex-col gap-1 text-small tabular-nums">
      {bars.map(({ name, length, value }) => (
        <li key={name} className="grid grid-cols-[4.5rem_minmax(0,1fr)_3rem] items-center gap-2">
          <span className="text-right text-soft">{name}</span>
          <svg className="h-3 w-full" aria-hidden="true">
            <rect width="100%" height="100%" className="fill-line" />
            <rect width={`${100 * length}%`} height="100%" className="fill-curve" />
            {mark !== null && (
              <line
                x1={`${100 * mark}%`}
                x2={`${100 * mark}%`}
                y1="0"
                y2="12"
                className="stroke-ink"
                strokeDasharray="2 2"
              />
            )}
          </svg>
          <span className="text-right">{value}</span>
        </li>
      ))}
    </ol>
  );
}
