import type { RunReport } from '../api/client.ts';
import { text } from '../text.ts';

/** How many rows are sealed, or how often they were opened. */
export function VaultNote({ report }: { report: RunReport }) {
  const sealed = report.protocol?.rows.test;
  if (sealed === undefined || sealed === 0) return null;
  const words = text.figure.vault;
  const { test } = report;
  return (
    <section aria-label={words.title} className="flex items-center gap-4">
      <svg viewBox="0 0 40 40" className="h-10 w-10 shrink-0" aria-hidden="true" fill="none" strokeWidth="2">
        <rect x="4" y="4" width="32" height="30" rx="3" className="stroke-ink" />
        <circle cx="20" cy="19" r="8" className={test === null ? 'fill-shade stroke-ink' : 'stroke-ink'} />
        <path d={test === null ? 'M20 13v12M14 19h12' : 'M20 11v8l6 4'} className="stroke-ink" />
      </svg>
      <p className="text-small">
        <strong className="block text-body">{words.title}</strong>
        {test === null ? words.sealed(sealed) : words.opened(test.rows, test.opened)}
      </p>
    </section>
  );
}
