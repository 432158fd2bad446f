import { formatNumber } from '@stepwell/base/format';
import { formatScore } from '@stepwell/metrics/names';
import { useState } from 'react';
import type { RunReport } from '../api/client.ts';
import { CutName } from '../figures/cut-name.tsx';
import { text } from '../text.ts';

const words = text.why.matters;
const SHOWN = 6;

type Explanation = NonNullable<RunReport['explanation']>;
type Importance = Explanation['importance'][number];

/** Props of the bars. */
export interface ImportanceBarsProps {
  explanation: Explanation;
  measure: RunReport['measure'];
}

/** Columns by how much worse rows are predicted without them, as bars from zero with intervals. */
export function ImportanceBars({ explanation, measure }: ImportanceBarsProps) {
  const [all, setAll] = useState(false);
  const { importance, groups, loss, base } = explanation;
  if (importance.length === 0) return <p>{words.wide}</p>;
  const shown = all ? importance : importance.slice(0, SHOWN);
  const scale = scaleOf([...importance, ...groups]);
  const none = !importance.some(({ isClear }) => isClear) && !groups.some(({ isClear }) => isClear);
  const score = (value: number | null) => (value === null || measure === null ? '' : formatScore(measure.name, value));
  return (
    <section aria-label={words.title} className="flex flex-col gap-2">
      <h3 className="font-semibold">{words.title}</h3>
      <p className="text-small text-soft">{words.sentence(text.why.losses[loss], formatNumber(base.loss))}</p>
      {none && <p>{words.none}</p>}
      <Bars rows={shown} scale={scale} score={score} />
      {importance.length > SHOWN && !all && (
        <p className="text-small text-soft tabular-nums">
          {words.others(importance.length - SHOWN, formatNumber(Math.max(0, importance[SHOWN]!.rise)))}
        </p>
      )}
      {importance.length > SHOWN && !all && (
        <button type="button" className="tap w-fit text-accent" onClick={() => setAll(true)}>
          {words.showAll(importance.length)}
        </button>
      )}
      {groups.length > 0 && (
        <>
          <h4 className="pt-2 font-semibold">{words.together}</h4>
          <p className="text-small text-soft">{words.togetherSentence}</p>
          <Bars rows={groups} scale={scale} score={score} />
        </>
      )}
    </section>
  );
}

interface Scale {
  /** @returns where a rise is, in percent of the width. */
  at: (rise: number) => number;
}

/** From the lowest end of an interval, or 0, to the highest. */
function scaleOf(rows: readonly Importance[]): Scale {
  const low = Math.min(0, ...rows.map(({ rise, ci }) => Math.max(ci[0], -Math.abs(rise))));
  const high = Math.max(...rows.map(({ rise, ci }) => Math.min(ci[1], 2 * Math.abs(rise) + Number.MIN_VALUE)), 0);
  const range = high - low || 1;
  return { at: (rise) => 100 * Math.min(1, Math.max(0, (rise - low) / range)) };
}

function Bars({
  rows,
  scale: { at },
  score,
}: {
  rows: readonly Importance[];
  scale: Scale;
  score: (value: number | null) => string;
}) {
  return (
    <ul className="flex flex-col gap-1 text-small tabular-nums">
      {rows.map(({ columns, rise, ci, isClear, score: shuffled }) => {
        const [from, to] = [Math.min(at(0), at(rise)), Math.max(at(0), at(rise))];
        const name = columns.join(' + ');
        return (
          <li key={name} className={`flex flex-col ${isClear ? '' : 'text-soft'}`}>
            <span className="flex items-baseline justify-between gap-3">
              {columns.length === 1 ? (
                <CutName name={name} most={32} />
              ) : (
                <span className="min-w-0 break-words">{name}</span>
              )}
              <span className="shrink-0 whitespace-nowrap">
                {isClear ? `+${formatNumber(rise)}` : words.unclear}
                <span className="sr-only">
                  {` ${words.table[2]}: ${formatNumber(ci[0])} – ${formatNumber(ci[1])}. ${score(shuffled)}`}
                </span>
              </span>
            </span>
            <svg className="h-3 w-full" aria-hidden="true">
              <rect width="100%" height="100%" className="fill-shade" />
              <rect
                x={`${from}%`}
                width={`${to - from}%`}
                height="100%"
                className={isClear ? 'fill-curve' : 'fill-line'}
              />
              <line x1={`${at(ci[0])}%`} x2={`${at(ci[1])}%`} y1="6" y2="6" className="stroke-ink" strokeWidth="1.5" />
            </svg>
          </li>
        );
      })}
    </ul>
  );
}
