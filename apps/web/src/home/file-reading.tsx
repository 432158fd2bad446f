import { useId } from 'react';
import type { Dataset } from '../api/client.ts';
import { text } from '../text.ts';
import type { ReadFileAs } from '../upload/send.ts';
import { needsALook, otherWays, type ColumnReading } from './reading-choices.ts';

const MOST_QUOTED = 5;

/** Props of the panel. */
export interface FileReadingProps {
  dataset: Dataset;
  /** Columns that are read otherwise than by the rules. */
  read: Readonly<Record<string, string[]>>;
  onRead: (read: Record<string, string[]>) => void;
  /** Reads the file again; null where it can't be. */
  onReadAgain: ((reading: ReadFileAs) => void) | null;
}

/** The first rows as read, what was assumed, and how to overrule it. Open where something needs a look. */
export function FileReading({ dataset, read, onRead, onReadAgain }: FileReadingProps) {
  const { reading, columns, head } = dataset;
  if (reading === null) return null;
  const { file } = reading;
  const odd = reading.columns.filter(
    (column) => column.doubtful || column.misfits > 0 || column.format !== '' || column.why !== '',
  );
  const choose = (column: string, way: string) => {
    const others = Object.fromEntries(Object.entries(read).filter(([name]) => name !== column));
    onRead(way === '' ? others : { ...others, [column]: [way] });
  };
  return (
    <details open={needsALook(reading)}>
      <summary className="tap w-fit text-accent">{text.reading.title}</summary>
      <div className="flex flex-col gap-4 pt-2">
        <ul className="flex flex-col gap-1 text-small">
          {file.notes.map((note) => (
            <li key={note.text} className={note.severity === 'warn' ? 'font-semibold' : ''}>
              {note.text}
            </li>
          ))}
          {file.setAside.map(({ why, count, examples }) => (
            <li key={why}>
              {text.reading.aside[why](count)}{' '}
              <span className="text-soft">
                {examples
                  .filter(({ line }) => line > 0)
                  .slice(0, MOST_QUOTED)
                  .map(({ line, text: cells }) => text.reading.line(line, cells))
                  .join(' · ')}
              </span>
            </li>
          ))}
          {file.header !== null && (
            <li>
              {text.reading.header(file.header)} {file.delimiter !== null && text.reading.delimiter(file.delimiter)}{' '}
              {onReadAgain !== null && (
                <button
                  type="button"
                  className="min-h-11 text-accent underline"
                  onClick={() => onReadAgain({ header: file.header === 0 ? '1' : 'none' })}
                >
                  {file.header === 0 ? text.reading.firstIsHeader : text.reading.firstIsData}
                </button>
              )}
            </li>
          )}
        </ul>
        <FirstRows columns={columns} head={head} />
        {odd.length > 0 && (
          <ul className="flex flex-col gap-3">
            {odd.map((column) => (
              <OddColumn
                key={column.column}
                column={column}
                chosen={read[column.column]?.[0] ?? ''}
                onChoose={choose}
              />
            ))}
          </ul>
        )}
      </div>
    </details>
  );
}

function FirstRows({ columns, head }: Pick<Dataset, 'columns' | 'head'>) {
  const shown = head[0]?.length ?? 0;
  if (shown === 0) return null;
  return (
    <div className="flex flex-col gap-1">
      <p className="text-small text-soft">{text.reading.shown(shown, columns.length)}</p>
      {/* Focusable, so that it can be scrolled from the keyboard. */}
      <div
        className="overflow-x-auto rounded-md border border-line"
        role="region"
        aria-label={text.reading.title}
        tabIndex={0}
      >
        <table className="w-full text-small tabular-nums">
          <thead>
            <tr>
              {columns.slice(0, shown).map(({ name, kind }) => (
                <th key={name} scope="col" className="max-w-40 px-3 py-2 text-left align-top">
                  <span className="block truncate">{name}</span>
                  <span className="font-normal text-soft">{text.setup.kinds[kind]}</span>
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {head.map((row, i) => (
              <tr key={i} className="border-t border-line">
                {row.map((cell, j) => (
                  <td key={j} className="max-w-40 truncate px-3 py-1">
                    {cell}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </div>
  );
}

function OddColumn({
  column,
  chosen,
  onChoose,
}: {
  column: ColumnReading;
  chosen: string;
  onChoose: (column: string, way: string) => void;
}) {
  const id = useId();
  const { column: name, kind, format, why, doubtful, misfits, examples } = column;
  return (
    <li className={`flex flex-col gap-1 ${doubtful || misfits > 0 ? 'notice' : ''}`}>
      <label htmlFor={id} className="font-semibold">
        {text.reading.readAs(name)}
      </label>
      <select id={id} className="field w-full" value={chosen} onChange={(event) => onChoose(name, event.target.value)}>
        <option value="">{text.reading.automatic(text.setup.kinds[kind], format)}</option>
        {otherWays(column).map((way) => (
          <option key={way} value={way}>
            {text.reading.ways[way] ?? way}
          </option>
        ))}
      </select>
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
