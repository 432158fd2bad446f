import { useEffect, useRef, type RefObject } from 'react';

/**
 * Moves the focus to the verdict's heading when a run ends while it is watched, unless the person is in the middle of
 * something: the bar that had the focus is gone then, and the stages have made room for the answers.
 *
 * @returns the heading.
 */
export function useFocusAtEnd(isRunning: boolean): RefObject<HTMLHeadingElement | null> {
  const heading = useRef<HTMLHeadingElement>(null);
  const wasRunning = useRef(isRunning);
  useEffect(() => {
    const { activeElement } = document;
    const isFree = activeElement === null || activeElement === document.body;
    if (wasRunning.current && !isRunning && isFree) heading.current?.focus();
    wasRunning.current = isRunning;
  }, [isRunning]);
  return heading;
}
