'use client';
import { ApiError } from '../api/api-error.ts';
import { useKnownRuns, type KnownRun } from '../browser/known-runs.ts';
import { useRun } from '../run/run-queries.ts';
import { text } from '../text.ts';
import { unbroken } from '../text/unbroken.ts';

/** The runs that were started on this browser, with what became of them. */
export function YourRuns() {
  const runs = useKnownRuns();
  return (
    <section aria-labelledby="your-runs" className="flex flex-col gap-3">
      <h2 id="your-runs" className="font-semibold">
        {text.yourRuns.title}
      </h2>
      {runs !== null && runs.length === 0 && <p className="text-soft">{text.yourRuns.none}</p>}
      <ul className="divide-y divide-line border-y border-line empty:hidden">
        {runs?.map((run) => (
          <li key={run.id}>
            <KnownRunLine run={run} />
          </li>
        ))}
      </ul>
    </section>
  );
}

function KnownRunLine({ run }: { run: KnownRun }) {
  const { data, error } = useRun(run.id);
  const gone = error instanceof ApiError && !error.passing;
  const word =
    data !== undefined
      ? text.statuses[data.status]
      : gone
        ? text.yourRuns.gone
        : error === null
          ? '…'
          : text.yourRuns.lost;
  return (
    <a href={`/r/${run.id}`} className="block min-h-20 py-3 hover:bg-shade">
      <span className="flex items-baseline justify-between gap-4">
        <span className="min-w-0 truncate font-semibold">{text.run.title(run.target, run.name)}</span>
        <span className="shrink-0 text-small text-soft">{word}</span>
      </span>
      <span className="line-clamp-2 text-small text-soft">{unbroken(data?.verdict ?? '')}</span>
    </a>
  );
}
