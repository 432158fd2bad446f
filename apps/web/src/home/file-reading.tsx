import { useId, useState } from 'react';
import type { Dataset } from '../api/client.ts';
import { text } from '../text.ts';
import type { ReadFileAs } from '../upload/send.ts';
import { askedOf, columnsAsRead, withColumn, type ReadColumns } from './column-as-read.ts';
import { ColumnReading } from './column-reading.tsx';
import { FileNotes } from './file-notes.tsx';
import { FileOptions } from './file-options.tsx';
import { FirstRows } from './first-rows.tsx';
import { hasSomethingToSay, needsALook } from './reading-choices.ts';

/** Props of the panel. */
export interface FileReadingProps {
  dataset: Dataset;
  /** Columns that are read otherwise than by the rules. */
  read: ReadColumns;
  onRead: (read: Record<string, string[]>) => void;
  /** How the file was read, where the rules were overruled, and a way to read it again otherwise. */
  file: { chosen: ReadFileAs; onReadAgain: (reading: ReadFileAs) => void };
}

/** The first rows as read, what was assumed, and how to overrule it. Open where something needs a look. */
export function FileReading({ dataset, read, onRead, file: { chosen, onReadAgain } }: FileReadingProps) {
  const id = useId();
  const [opened, setOpened] = useState<readonly string[]>([]);
  const { reading, columns, head } = dataset;
  if (reading === null) return null;
  const { file } = reading;
  const isText = file.delimiter !== null;
  const open = (column: string) => setOpened((before) => [column, ...before.filter((name) => name !== column)]);
  const listed = [
    ...opened.flatMap((name) => reading.columns.find(({ column }) => column === name) ?? []),
    ...reading.columns.filter((column) => hasSomethingToSay(column) && !opened.includes(column.column)),
  ];
  const others = reading.columns.filter((column) => !listed.includes(column));
  return (
    <details open={needsALook(reading)}>
      <summary className="tap w-fit text-accent">{text.reading.title}</summary>
      <div className="flex flex-col gap-4 pt-2">
        <div>
          <FileNotes file={file} />
          {isText && (
            <button
              type="button"
              className="min-h-11 text-accent underline"
              onClick={() => onReadAgain({ ...chosen, header: file.header === 0 ? '1' : 'none' })}
            >
              {file.header === 0 ? text.reading.firstIsHeader : text.reading.firstIsData}
            </button>
          )}
          {(isText || file.sheets.length > 1) && (
            <FileOptions chosen={chosen} sheets={file.sheets} isText={isText} onRead={onReadAgain} />
          )}
        </div>
        <FirstRows
          columns={columnsAsRead(columns, read)}
          head={head}
          opened={new Set(listed.map(({ column }) => column))}
          onOpen={reading.columns.length === 0 ? null : open}
        />
        {others.length > 0 && columns.length > (head[0]?.length ?? 0) && (
          <div>
            <label htmlFor={id} className="block font-semibold">
              {text.reading.another}
            </label>
            <select id={id} className="field w-full" value="" onChange={(event) => open(event.target.value)}>
              <option value="">{text.reading.chooseColumn}</option>
              {others.map(({ column }) => (
                <option key={column}>{column}</option>
              ))}
            </select>
          </div>
        )}
        {listed.length > 0 && (
          <ul className="flex flex-col gap-3">
            {listed.map((column) => (
              <ColumnReading
                key={column.column}
                column={column}
                asked={askedOf(read, column.column)}
                isOpened={opened[0] === column.column}
                onAsk={(way, missing) => onRead(withColumn(read, column.column, way, missing))}
              />
            ))}
          </ul>
        )}
      </div>
    </details>
  );
}
