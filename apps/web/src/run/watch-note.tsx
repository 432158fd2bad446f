'use client';
import { useEffect, useState } from 'react';
import type { RunView } from '../api/client.ts';
import { text } from '../text.ts';

const QUIET_MS = 30_000;

/** Tells watchers of a running run who drives it, and whether the page is still connected. */
export function WatchNote({ view, stale }: { view: Pick<RunView, 'steps' | 'driver'>; stale: boolean }) {
  const { steps, driver } = view;
  const [quietAt, setQuietAt] = useState<number | null>(null);
  useEffect(() => {
    const timer = setTimeout(() => setQuietAt(steps), QUIET_MS);
    return () => clearTimeout(timer);
  }, [steps]);
  return (
    <p className="notice" role="status">
      {stale
        ? text.run.updating
        : quietAt === steps && !driver.service
          ? text.driver.quiet
          : text.driver.watching[whoDrives(driver)]}
    </p>
  );
}

function whoDrives({ service, last }: RunView['driver']): keyof typeof text.driver.watching {
  if (service) return 'service';
  // If the service drove last and stopped, a page can take over.
  return last === null || last === 'service' ? 'page' : last;
}
