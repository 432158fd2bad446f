'use client';
import { useState } from 'react';
import { bundleOf, readBundle } from '../browser/run-bundle.ts';
import { useKnownRuns } from '../browser/known-runs.ts';
import { text } from '../text.ts';

const words = text.carry;

/** Carries the list of runs with their edit keys to another device, as a file. */
export function CarryRuns() {
  const runs = useKnownRuns();
  const [said, setSaid] = useState<string | null>(null);
  const save = () => {
    const link = document.createElement('a');
    link.href = URL.createObjectURL(new Blob([bundleOf()], { type: 'application/json' }));
    link.download = 'stepwell-runs.json';
    link.click();
    URL.revokeObjectURL(link.href);
  };
  const load = async (file: File | undefined) => {
    if (file === undefined) return;
    const added = readBundle(await file.text());
    setSaid(added === null ? words.notOne : words.added(added));
  };
  return (
    <details>
      <summary className="tap w-fit text-small text-accent">{words.title}</summary>
      <div className="flex flex-col items-start gap-3 pb-2 text-small">
        <p>{words.what}</p>
        <p className="flex flex-wrap gap-2">
          <button type="button" className="button" disabled={runs === null || runs.length === 0} onClick={save}>
            {words.save}
          </button>
          <label className="relative">
            <span className="button">{words.load}</span>
            <input
              type="file"
              accept=".json,application/json"
              className="absolute inset-0 h-full w-full cursor-pointer opacity-0"
              onChange={(event) => {
                void load(event.target.files?.[0]);
                event.target.value = '';
              }}
            />
          </label>
        </p>
        <p>{words.one}</p>
        <p role="status" className="min-h-5">
          {said}
        </p>
      </div>
    </details>
  );
}
