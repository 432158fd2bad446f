'use client';
import { useState, type FormEvent } from 'react';
import { ApiError } from '../api/api-error.ts';
import { forgetRun, noteRun, type KnownRun } from '../browser/known-runs.ts';
import { useRun } from '../queries/run-queries.ts';
import { text } from '../text.ts';
import { unbroken } from '../text/unbroken.ts';

const words = text.yourRuns;

/** Props of the item. */
export interface RunListItemProps {
  run: KnownRun;
  picked: boolean;
  onPick: (on: boolean) => void;
}

/** A run of this browser: its verdict, a checkbox to compare it, and actions. */
export function RunListItem({ run, picked, onPick }: RunListItemProps) {
  const { data, error } = useRun(run.id);
  const gone = error instanceof ApiError && !error.transient;
  const word = data !== undefined ? text.statuses[data.status] : gone ? words.gone : error === null ? '…' : words.lost;
  const name = text.run.title(run.target, run.label ?? run.name);
  return (
    <div className="flex items-start gap-1">
      <label className="flex h-11 w-8 shrink-0 items-center pt-1">
        <input
          type="checkbox"
          aria-label={words.pick(name)}
          className="h-4 w-4"
          checked={picked}
          onChange={(event) => onPick(event.target.checked)}
        />
      </label>
      <div className="min-w-0 flex-1">
        <a href={`/r/${run.id}`} className="block min-h-20 py-3 hover:bg-shade">
          <span className="flex items-baseline justify-between gap-4">
            <span className="min-w-0 truncate font-semibold">{name}</span>
            <span className="shrink-0 text-small text-soft">
              {run.pinned === true && `${words.pinned} · `}
              {word}
            </span>
          </span>
          <span className="line-clamp-2 text-small text-soft">{unbroken(data?.verdict ?? '')}</span>
        </a>
        <RunActions run={run} name={name} />
      </div>
    </div>
  );
}

function RunActions({ run, name }: { run: KnownRun; name: string }) {
  const [doing, setDoing] = useState<'rename' | 'remove' | null>(null);
  const [typed, setTyped] = useState(run.label ?? run.name);
  const rename = (event: FormEvent) => {
    event.preventDefault();
    noteRun(run.id, { label: typed.trim() === '' ? run.name : typed.trim().slice(0, 200) });
    setDoing(null);
  };
  return (
    <details>
      <summary aria-label={words.moreFor(name)} className="tap w-fit pr-4 text-small text-accent">
        {words.more}
      </summary>
      {doing === 'rename' ? (
        <form className="flex flex-wrap gap-2 pb-3" onSubmit={rename}>
          <input
            aria-label={words.renameLabel(name)}
            className="field min-w-0 flex-1"
            maxLength={200}
            value={typed}
            onChange={(event) => setTyped(event.target.value)}
          />
          <button type="submit" className="button">
            {words.save}
          </button>
        </form>
      ) : doing === 'remove' ? (
        <div className="pb-3">
          <p className="text-small">{words.sure}</p>
          <p className="flex gap-2 pt-2">
            <button type="button" className="button border-bad text-bad" onClick={() => forgetRun(run.id)}>
              {words.really}
            </button>
            <button type="button" className="button" onClick={() => setDoing(null)}>
              {words.keep}
            </button>
          </p>
        </div>
      ) : (
        <p className="flex flex-wrap gap-2 pb-3">
          <button type="button" className="button" onClick={() => noteRun(run.id, { pinned: run.pinned !== true })}>
            {run.pinned === true ? words.unpin : words.pin}
          </button>
          <button type="button" className="button" onClick={() => setDoing('rename')}>
            {words.rename}
          </button>
          <button type="button" className="button" onClick={() => setDoing('remove')}>
            {words.remove}
          </button>
        </p>
      )}
    </details>
  );
}
