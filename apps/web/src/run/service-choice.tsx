'use client';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { keepRunGoing, takeRunBack } from '../api/calls.ts';
import type { RunView } from '../api/client.ts';
import { text } from '../text.ts';
import { showChangedRun } from '../queries/run-queries.ts';

/** For key holders: hands the run to the service, or takes it back. */
export function ServiceChoice({ view, editKey }: { view: Pick<RunView, 'id' | 'driver'>; editKey: string }) {
  const { id, driver } = view;
  const queryClient = useQueryClient();
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<string | null>(null);
  const change = async () => {
    setBusy(true);
    setError(null);
    try {
      const changed = await (driver.service ? takeRunBack(id, editKey) : keepRunGoing(id, editKey));
      await showChangedRun(queryClient, changed);
    } catch (thrown) {
      setError(text.driver.failed(thrown instanceof Error ? thrown.message : text.errors.unknown));
    }
    setBusy(false);
  };
  return (
    <div className="flex flex-col items-start gap-1">
      <button type="button" className="button max-sm:px-3" disabled={busy} onClick={() => void change()}>
        {driver.service ? text.driver.takeBack : text.driver.leave}
      </button>
      {error !== null && (
        <p role="alert" className="text-small">
          {error}
        </p>
      )}
    </div>
  );
}
