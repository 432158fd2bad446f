'use client';
import { useState } from 'react';
import { useKnownRuns } from '../browser/known-runs.ts';
import { LoggedListItem } from '../logged/logged-list-item.tsx';
import { text } from '../text.ts';
import { CarryRuns } from './carry-runs.tsx';
import { RunListItem } from './run-list-item.tsx';

const MOST_COMPARED = 6;

/** The runs started in this browser, with their verdicts; some can be selected to compare. */
export function YourRuns() {
  const runs = useKnownRuns();
  const [picked, setPicked] = useState<ReadonlySet<string>>(new Set());
  const pick = (id: string, on: boolean) => {
    const next = new Set(picked);
    if (on) next.add(id);
    else next.delete(id);
    setPicked(next);
  };
  // A removed run can't be compared any more.
  const compared = (runs ?? []).filter(({ id }) => picked.has(id)).slice(0, MOST_COMPARED);
  return (
    <section aria-labelledby="your-runs" className="flex flex-col gap-3">
      <h2 id="your-runs" className="font-semibold">
        {text.yourRuns.title}
      </h2>
      {runs !== null && runs.length === 0 && <p className="text-soft">{text.yourRuns.none}</p>}
      <ul className="divide-y divide-line border-y border-line empty:hidden">
        {runs?.map((run) => (
          <li key={run.id}>
            {run.kind === 'logged' ? (
              <LoggedListItem run={run} />
            ) : (
              <RunListItem run={run} picked={picked.has(run.id)} onPick={(on) => pick(run.id, on)} />
            )}
          </li>
        ))}
      </ul>
      {runs !== null && runs.length > 1 && (
        <p className="min-h-11 text-small text-soft">
          {compared.length < 2 ? (
            text.yourRuns.pickMore
          ) : (
            <a href={`/compare?runs=${compared.map(({ id }) => id).join(',')}`} className="button text-ink">
              {text.yourRuns.comparing(compared.length)}
            </a>
          )}
        </p>
      )}
      <CarryRuns />
    </section>
  );
}
