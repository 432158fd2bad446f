import { startTransition, useEffect, useState } from 'react';

/**
 * Draws the parts of a long page one after the other, so that a phone answers a tap in between. What is drawn stays.
 *
 * @returns how many parts are drawn by now: one at first.
 */
export function useOneByOne(parts: number): number {
  const [drawn, setDrawn] = useState(1);
  useEffect(() => {
    if (drawn >= parts) return;
    // A task of its own: React does what is left of one task in the same.
    const timer = setTimeout(() => startTransition(() => setDrawn(drawn + 1)));
    return () => clearTimeout(timer);
  }, [drawn, parts]);
  return Math.min(drawn, parts);
}
