import type { ReactNode } from 'react';
import { text } from '../text.ts';

/** A figure's data as a table. */
export interface FigureTable {
  head: readonly string[];
  rows: readonly (readonly (string | number)[])[];
}

/** Props of a figure. */
export interface FigureProps {
  title: string;
  /** What the figure shows, in a sentence. */
  sentence: string;
  table: FigureTable;
  /** The drawing, hidden from screen readers: they get the sentence and the table. */
  children: ReactNode;
}

/** A drawing with a caption, and its data behind a tap. */
export function Figure({ title, sentence, table, children }: FigureProps) {
  return (
    <figure aria-label={`${title}. ${sentence}`} className="flex flex-col gap-2">
      <figcaption>
        <span className="block font-semibold">{title}</span>
        <span className="block text-small text-soft">{sentence}</span>
      </figcaption>
      <div aria-hidden="true">{children}</div>
      <details>
        <summary className="tap w-fit text-small text-accent">{text.figure.table}</summary>
        <div className="max-h-80 overflow-auto" tabIndex={0} role="region" aria-label={title}>
          <table className="w-full text-small tabular-nums">
            <thead>
              <tr>
                {table.head.map((name, i) => (
                  <th key={name} scope="col" className={`py-1 pr-3 ${i === 0 ? 'text-left' : 'text-right'}`}>
                    {name}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody className="divide-y divide-line">
              {table.rows.map((row, i) => (
                <tr key={i}>
                  {row.map((cell, j) =>
                    j === 0 ? (
                      <th key={j} scope="row" className="py-1 pr-3 text-left font-normal">
                        {cell}
                      </th>
                    ) : (
                      <td key={j} className="py-1 pr-3 text-right">
                        {cell}
                      </td>
                    ),
                  )}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      </details>
    </figure>
  );
}
