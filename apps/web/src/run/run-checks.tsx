'use client';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { removeCheck } from '../api/calls.ts';
import { readAgain } from '../api/after-change.ts';
import type { RunView } from '../api/client.ts';
import { checksQueryKey, useChecks } from '../queries/run-queries.ts';
import { text } from '../text.ts';

const words = text.run.checks;

/** Where the whole run was made again and what came of it, as the key holder states. Nothing if there is no such check. */
export function RunChecks({ view, editKey }: { view: RunView; editKey: string | null }) {
  const queryClient = useQueryClient();
  const { data: checks } = useChecks(view.id, view.version, view.status !== 'running');
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<string | null>(null);
  if (checks === undefined || checks.length === 0) return null;
  const remove = async (key: string, check: string) => {
    setBusy(true);
    setFailure(null);
    try {
      await removeCheck(view.id, key, check);
      await readAgain(queryClient, checksQueryKey(view.id));
    } catch (error) {
      setFailure(error instanceof Error ? error.message : text.errors.unknown);
    }
    setBusy(false);
  };
  return (
    <section aria-labelledby="checks" className="flex flex-col gap-1">
      <h3 id="checks" className="font-semibold">
        {words.title}
      </h3>
      <ul>
        {checks.map(({ id, result, checkedAt, place }) => (
          <li key={id} className="flex flex-wrap items-center gap-x-4">
            <span className={result === 'same' ? 'text-good' : 'text-bad'}>
              {words[result](new Date(checkedAt), place)}
            </span>
            {editKey !== null && (
              <button
                type="button"
                className="tap text-small text-accent"
                disabled={busy}
                onClick={() => void remove(editKey, id)}
              >
                {words.remove}
                <span className="sr-only"> {place}</span>
              </button>
            )}
          </li>
        ))}
      </ul>
      <p className="text-small text-soft">{words.whose}</p>
      {failure !== null && (
        <p role="alert" className="text-small text-bad">
          {failure}
        </p>
      )}
    </section>
  );
}
