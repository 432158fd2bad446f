import { useEffect, useId, useRef } from 'react';
import { text } from '../text.ts';
import { missingIn, wayIn } from './column-as-read.ts';
import { otherWays, takesMissing, type ColumnReading as Reading } from './reading-choices.ts';

const MOST_QUOTED = 5;

/** Props of a column's reading. */
export interface ColumnReadingProps {
  column: Reading;
  /** What is asked of the column. */
  asked: readonly string[];
  /** Whether the person opened it, so that it takes the focus. */
  isOpened: boolean;
  onAsk: (way: string, missing: string) => void;
}

/** How a column is read, why, which of its cells don't fit, and the other ways to read it. */
export function ColumnReading({ column, asked, isOpened, onAsk }: ColumnReadingProps) {
  const id = useId();
  const select = useRef<HTMLSelectElement>(null);
  useEffect(() => {
    if (isOpened) select.current?.focus();
  }, [isOpened]);
  const { column: name, kind, format, why, doubtful, misfits, examples } = column;
  const ways = otherWays(column);
  const [way, missing] = [wayIn(asked, ways), missingIn(asked, ways)];
  return (
    <li className={`flex flex-col gap-1 ${doubtful || misfits > 0 ? 'notice' : ''}`}>
      <label htmlFor={id} className="font-semibold">
        {text.reading.readAs(name)}
      </label>
      <select
        ref={select}
        id={id}
        className="field w-full"
        value={way}
        onChange={(event) => onAsk(event.target.value, missing)}
      >
        <option value="">{text.reading.automatic(text.setup.kinds[kind], format)}</option>
        {ways.map((other) => (
          <option key={other} value={other}>
            {text.reading.way(other)}
          </option>
        ))}
      </select>
      {takesMissing(column) && (
        <label className="flex flex-wrap items-center gap-x-2 text-small">
          {text.reading.alsoMissing}
          <input
            type="text"
            className="field w-32"
            maxLength={100}
            defaultValue={missing}
            onBlur={(event) => event.target.value !== missing && onAsk(way, event.target.value)}
          />
        </label>
      )}
      {why !== '' && <p className="text-small text-soft">{`${why[0]!.toUpperCase()}${why.slice(1)}.`}</p>}
      {misfits > 0 && (
        <p className="text-small">
          {text.reading.misfits(name, misfits)}
          {': '}
          {examples
            .slice(0, MOST_QUOTED)
            .map(({ line, cell }) => (line > 0 ? text.reading.line(line, cell) : cell))
            .join(' · ')}
        </p>
      )}
    </li>
  );
}
