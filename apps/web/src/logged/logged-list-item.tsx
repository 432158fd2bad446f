'use client';
import { ApiError } from '../api/api-error.ts';
import { forgetRun, type KnownRun } from '../browser/known-runs.ts';
import { text } from '../text.ts';
import { loggedText } from '../text/logged.ts';
import { useLogged } from './use-logged.ts';

const words = text.yourRuns;

/** A logged run of this browser in the list of runs. */
export function LoggedListItem({ run }: { run: KnownRun }) {
  const { data, error } = useLogged(run.id);
  const gone = error instanceof ApiError && !error.transient;
  const word =
    data !== undefined ? loggedText.words[data.status] : gone ? words.gone : error === null ? '…' : words.lost;
  const name = run.label ?? run.name;
  return (
    <div className="pl-9">
      <a href={`/l/${run.id}`} className="block min-h-20 py-3 hover:bg-shade">
        <span className="flex items-baseline justify-between gap-4">
          <span className="min-w-0 truncate font-semibold">{name}</span>
          <span className="shrink-0 text-small text-soft">{word}</span>
        </span>
        <span className="line-clamp-2 text-small text-soft">
          {data === undefined ? '' : loggedText.listed(data.project)}
        </span>
      </a>
      {gone && (
        <button type="button" className="tap text-small text-accent" onClick={() => forgetRun(run.id)}>
          {words.remove}
        </button>
      )}
    </div>
  );
}
