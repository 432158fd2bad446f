import { timeLeftWords } from '@stepwell/base/format';
import { Pace } from '@stepwell/base/pace';
import { useEffect, useState } from 'react';
import type { RunView } from '../api/client.ts';

/**
 * @param work of a run, as of the last answer; null where nothing is known, undefined in answers of earlier versions.
 * @returns the time left in words, at the pace since the page was opened; null where nothing is known.
 */
export function useTimeLeft(work: RunView['work'] | undefined): string | null {
  const [pace] = useState(() => new Pace());
  const [words, setWords] = useState(() => wordsOf(pace, work));
  useEffect(() => {
    pace.see(performance.now() / 1000, work);
    setWords(wordsOf(pace, work));
  }, [pace, work]);
  return words;
}

function wordsOf(pace: Pace, work: RunView['work'] | undefined): string | null {
  return work === null || work === undefined ? null : timeLeftWords(...pace.left(work));
}
