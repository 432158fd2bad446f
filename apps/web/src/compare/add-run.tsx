'use client';
import { useState } from 'react';
import { useKnownRuns } from '../browser/known-runs.ts';
import { text } from '../text.ts';
import { PasteLink } from './paste-link.tsx';
import { MOST_RUNS, readPasted, type PastedRun } from './run-ids.ts';

const FEW = 8;

/** Adds a run to the comparison: by its link, or from the runs of this browser. */
export function AddRun({ ids, onAdd }: { ids: readonly string[]; onAdd: (id: string) => void }) {
  const words = text.compare.add;
  const [pasted, setPasted] = useState('');
  const [refused, setRefused] = useState<PastedRun['refused']>(null);
  const runs = useKnownRuns()?.filter(({ id, kind }) => kind !== 'logged' && !ids.includes(id)) ?? [];
  if (ids.length >= MOST_RUNS) return <p className="text-soft">{words.full(MOST_RUNS)}</p>;

  const submit = () => {
    const read = readPasted(pasted, ids);
    setRefused(read.refused);
    if (read.id === null) return;
    setPasted('');
    onAdd(read.id);
  };
  return (
    <section className="flex flex-col gap-4" aria-label={words.label}>
      <PasteLink
        label={words.label}
        placeholder="/r/…"
        button={words.button}
        value={pasted}
        refusal={refused === null ? null : refused === 'full' ? words.full(MOST_RUNS) : words[refused]}
        onChange={(typed) => {
          setPasted(typed);
          setRefused(null);
        }}
        onSubmit={submit}
      />
      {runs.length > 0 && (
        <div className="flex flex-col gap-2">
          <h2 className="text-small text-soft">{words.known}</h2>
          <ul className="flex flex-wrap gap-2">
            {runs.slice(0, FEW).map(({ id, name, target, createdAt }) => (
              <li key={id} className="max-w-full">
                <button type="button" className="button max-w-full text-left" onClick={() => onAdd(id)}>
                  <span aria-hidden="true">+</span>
                  <span className="min-w-0 truncate">{text.run.title(target, name)}</span>
                  <span className="shrink-0 text-small text-soft">{words.started(new Date(createdAt))}</span>
                </button>
              </li>
            ))}
          </ul>
        </div>
      )}
    </section>
  );
}
