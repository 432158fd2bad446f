import type { Dataset } from '../api/client.ts';
import { text } from '../text.ts';

const MOST_QUOTED = 5;

/** What was assumed of a file, and which of its lines were set aside. */
export function FileNotes({ file }: { file: NonNullable<Dataset['reading']>['file'] }) {
  return (
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
          {text.reading.header(file.header)} {file.delimiter !== null && text.reading.delimiter(file.delimiter)}
        </li>
      )}
    </ul>
  );
}
