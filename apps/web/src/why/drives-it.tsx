'use client';
import dynamic from 'next/dynamic';
import { useState } from 'react';
import type { RunReport, RunView } from '../api/client.ts';
import { text } from '../text.ts';
import { ImportanceBars } from './importance-bars.tsx';

const words = text.why;

/** Read when it is opened. */
const HowItChanges = dynamic(async () => (await import('./how-it-changes.tsx')).HowItChanges, { ssr: false });

/** Props of the answer. */
export interface DrivesItProps {
  view: RunView;
  report: RunReport;
  explanation: NonNullable<RunReport['explanation']>;
}

/** What drives a finished run's model: the columns that matter, and one tap deeper how predictions change with them. */
export function DrivesIt({ view, report, explanation }: DrivesItProps) {
  // Without columns to rank, the maps and words are the answer.
  const isRanked = explanation.importance.length > 0;
  const [wasOpen, setWasOpen] = useState(!isRanked);
  return (
    <>
      <p className="text-small text-soft">{words.what(explanation.base.rows.toLocaleString('en'))}</p>
      {isRanked && <ImportanceBars explanation={explanation} measure={report.measure} />}
      <details open={!isRanked} onToggle={(event) => setWasOpen((before) => before || event.currentTarget.open)}>
        <summary className="tap w-fit text-accent">{isRanked ? words.curves.title : words.details}</summary>
        {wasOpen && <HowItChanges view={view} report={report} isRanked={isRanked} />}
      </details>
    </>
  );
}
