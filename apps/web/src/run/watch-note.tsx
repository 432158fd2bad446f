'use client';
import { useEffect, useState } from 'react';
import type { RunView } from '../api/client.ts';
import { text } from '../text.ts';

const QUIET_MS = 30_000;

/** Tells who watches a running run whether anybody drives it, and whether the page still hears of it. */
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
  // Whose service it was that drove last, a page can take over at any time.
  return last === null || last === 'service' ? 'page' : last;
}
