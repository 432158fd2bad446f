'use client';
import { useState, type FormEvent } from 'react';
import { useKnownRuns } from '../browser/known-runs.ts';
import { text } from '../text.ts';
import { MOST_RUNS, readPasted, type PastedRun } from './run-ids.ts';

const FEW = 8;

/** Adds a run to the comparison: by its link, or from the runs of this browser. */
export function AddRun({ ids, onAdd }: { ids: readonly string[]; onAdd: (id: string) => void }) {
  const words = text.compare.add;
  const [pasted, setPasted] = useState('');
  const [refused, setRefused] = useState<PastedRun['refused']>(null);
  const runs = useKnownRuns()?.filter(({ id, kind }) => kind !== 'logged' && !ids.includes(id)) ?? [];
  if (ids.length >= MOST_RUNS) return <p className="text-soft">{words.full(MOST_RUNS)}</p>;

  const submit = (event: FormEvent) => {
    event.preventDefault();
    const read = readPasted(pasted, ids);
    setRefused(read.refused);
    if (read.id === null) return;
    setPasted('');
    onAdd(read.id);
  };
  return (
    <section className="flex flex-col gap-4" aria-label={words.label}>
      <form onSubmit={submit} className="flex flex-col gap-2">
        <label htmlFor="pasted-run" className="font-semibold">
          {words.label}
        </label>
        <div className="flex max-w-2xl gap-2">
          <input
            id="pasted-run"
            className="field min-w-0 flex-1"
            inputMode="url"
            autoComplete="off"
            spellCheck={false}
            placeholder="/r/…"
            value={pasted}
            aria-invalid={refused !== null}
            aria-describedby={refused === null ? undefined : 'refused-run'}
            onChange={(event) => {
              setPasted(event.target.value);
              setRefused(null);
            }}
          />
          <button type="submit" className="button">
            {words.button}
          </button>
        </div>
        {refused !== null && (
          <p id="refused-run" role="alert" className="text-bad">
            {refused === 'full' ? words.full(MOST_RUNS) : words[refused]}
          </p>
        )}
      </form>
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
