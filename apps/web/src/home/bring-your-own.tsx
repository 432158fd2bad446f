'use client';
import { useState, type DragEvent } from 'react';
import { text } from '../text.ts';
import type { OnChoose } from './try-one.tsx';

/** A table of one's own: dropped, picked or pasted. */
export function BringYourOwn({ busy, onChoose }: { busy: boolean; onChoose: OnChoose }) {
  const [pasted, setPasted] = useState('');
  const [over, setOver] = useState(false);
  const choose = (file: File | undefined) => {
    if (file === undefined || busy) return;
    void onChoose(nameOf(file.name), NOTHING_KNOWN, async () => file);
  };
  const onDrop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    choose(event.dataTransfer.files[0]);
  };
  return (
    <section aria-labelledby="bring" className="flex flex-col gap-3">
      <h2 id="bring" className="font-semibold">
        {text.bring.title}
      </h2>
      <div
        className={`flex flex-col gap-2 rounded-md border border-dashed px-4 py-5 ${over ? 'border-accent bg-shade' : 'border-line'}`}
        onDrop={onDrop}
        onDragOver={(event) => {
          event.preventDefault();
          setOver(true);
        }}
        onDragLeave={() => setOver(false)}
      >
        <label className="relative w-fit">
          <span className="button">{text.bring.file}</span>
          <input
            type="file"
            accept=".csv,.tsv,.txt,text/csv,text/tab-separated-values,text/plain"
            disabled={busy}
            className="absolute inset-0 h-full w-full cursor-pointer opacity-0"
            onChange={(event) => {
              choose(event.target.files?.[0]);
              // The same file may be chosen again after it was mended.
              event.target.value = '';
            }}
          />
        </label>
        <p className="text-small text-soft">{text.bring.drop}</p>
      </div>
      <details>
        <summary className="tap w-fit text-accent">{text.bring.paste}</summary>
        <div className="flex flex-col items-start gap-2">
          <textarea
            aria-label={text.bring.pasteLabel}
            className="field h-40 w-full py-2 font-mono text-small"
            spellCheck={false}
            value={pasted}
            onChange={(event) => setPasted(event.target.value)}
          />
          <button
            type="button"
            className="button"
            disabled={busy || pasted.trim() === ''}
            onClick={() => void onChoose(text.bring.pastedName, NOTHING_KNOWN, async () => new Blob([pasted]))}
          >
            {text.bring.usePasted}
          </button>
        </div>
      </details>
      <p className="text-small text-soft">{text.bring.private}</p>
    </section>
  );
}

const NOTHING_KNOWN = { target: null, effort: 'standard' } as const;

/** The file's name without its ending. */
function nameOf(file: string): string {
  return file.replace(/\.[^.]+$/, '').slice(0, 200) || file;
}
