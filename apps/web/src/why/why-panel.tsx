'use client';
import dynamic from 'next/dynamic';
import { useState } from 'react';
import type { RunReport, RunView } from '../api/client.ts';
import { text } from '../text.ts';

/** Loaded when it is opened. */
const WhyDetails = dynamic(async () => (await import('./why-details.tsx')).WhyDetails, { ssr: false });

/** Props of the panel. */
export interface WhyPanelProps {
  view: RunView;
  report: RunReport;
  editKey: string | null;
}

/** What matters to a finished run's model, and where it errs; nothing for runs without an explanation. */
export function WhyPanel({ view, report, editKey }: WhyPanelProps) {
  const [wasOpen, setWasOpen] = useState(false);
  // A report that was kept offline by an earlier version lacks it.
  if (report.explanation == null) return null;
  return (
    <section aria-labelledby="why" className="border-t border-line">
      <details onToggle={(event) => setWasOpen((before) => before || event.currentTarget.open)}>
        <summary className="tap">
          <h2 id="why" className="font-semibold">
            {text.why.title}
          </h2>
        </summary>
        {wasOpen && <WhyDetails view={view} report={report} explanation={report.explanation} editKey={editKey} />}
      </details>
    </section>
  );
}
