'use client';
import { useEffect, useState } from 'react';
import type { RunView } from '../api/client.ts';
import { useTimeLeft } from '../drive/use-time-left.ts';
import { text } from '../text.ts';

const QUIET_MS = 30_000;

/** Tells watchers of a running run who drives it, and whether the page is still connected. */
export function WatchNote({ view, stale }: { view: Pick<RunView, 'steps' | 'driver' | 'work'>; stale: boolean }) {
  const { steps, driver } = view;
  const timeLeft = useTimeLeft(view.work);
  const [quietAt, setQuietAt] = useState<number | null>(null);
  useEffect(() => {
    const timer = setTimeout(() => setQuietAt(steps), QUIET_MS);
    return () => clearTimeout(timer);
  }, [steps]);
  const isQuiet = quietAt === steps && !driver.service;
  return (
    <div className="notice">
      <p role="status">
        {stale ? text.run.updating : isQuiet ? text.driver.quiet : text.driver.watching[whoDrives(driver)]}
      </p>
      {!stale && !isQuiet && timeLeft !== null && <p className="text-soft">{text.driver.timeLeftSentence(timeLeft)}</p>}
    </div>
  );
}

function whoDrives({ service, last }: RunView['driver']): keyof typeof text.driver.watching {
  if (service) return 'service';
  // If the service drove last and stopped, a page can take over.
  return last === null || last === 'service' ? 'page' : last;
}
