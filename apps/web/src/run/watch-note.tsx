'use client';
import { useEffect, useState } from 'react';
import { text } from '../text.ts';

const QUIET_MS = 30_000;

/** Tells who watches a running run whether anybody drives it, and whether the page still hears of it. */
export function WatchNote({ steps, stale }: { steps: number; stale: boolean }) {
  const [quietAt, setQuietAt] = useState<number | null>(null);
  useEffect(() => {
    const timer = setTimeout(() => setQuietAt(steps), QUIET_MS);
    return () => clearTimeout(timer);
  }, [steps]);
  return (
    <p className="notice" role="status">
      {stale ? text.run.updating : quietAt === steps ? text.driver.quiet : text.driver.watching}
    </p>
  );
}
