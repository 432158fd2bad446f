import { useState, useSyncExternalStore } from 'react';
import type { Row } from '../api/calls.ts';
import { text } from '../text.ts';
import type { Column } from './column.ts';
import { useFirstFields } from './first-fields.ts';
import { noteWords } from './note-words.ts';
import { RowField } from './row-field.tsx';
import type { RowDraft } from './row-draft.ts';
import type { Answer } from './use-prediction.ts';

const words = text.predict;

/** Props of the fields. */
export interface RowFieldsProps {
  columns: readonly Column[];
  draft: RowDraft;
  /** The latest answer, with what is to be known of the values; null before the first. */
  answer: Answer | null;
}

/** The fields of columns: the first of them, until one asks for all. */
export function RowFields({ columns, draft, answer }: RowFieldsProps) {
  const first = useFirstFields();
  const [wantsAll, setWantsAll] = useState(false);
  const isAll = wantsAll || columns.length <= first;
  const notes = new Map(answer?.notes.map(({ column, what }) => [column, what]));
  const shown = isAll ? columns : columns.slice(0, first);
  return (
    <>
      <form
        aria-label={words.form}
        className="try-fields grid gap-x-6 gap-y-3 sm:grid-cols-2"
        onSubmit={(event) => event.preventDefault()}
      >
        {shown.map((column) => {
          const what = notes.get(column.name);
          return (
            <RowField
              key={column.name}
              column={column}
              draft={draft}
              note={what === undefined ? null : noteWords(column, what)}
            />
          );
        })}
      </form>
      {!isAll && (
        <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
          <button type="button" className="button" onClick={() => setWantsAll(true)}>
            {words.showAll(columns.length)}
          </button>
          <p className="text-small text-soft">{words.hidden(columns.length - first)}</p>
        </div>
      )}
    </>
  );
}

/** @returns the row in the fields; the same object until something changes. */
export function useRow(draft: RowDraft): Row {
  return useSyncExternalStore(draft.subscribe, draft.row, draft.row);
}
