'use client';
import { useState, type DragEvent } from 'react';
import { text } from '../text.ts';
import { bodyOf, withMediaType } from '../upload/body-of.ts';
import { chosenFiles, droppedFiles, type Picked } from '../upload/dropped-files.ts';
import { fetchFile } from '../upload/fetch-file.ts';
import { nameOf } from '../upload/named-file.ts';
import type { OnChoose } from './example-list.tsx';
import { FromUrl } from './from-url.tsx';

/** The user's own file: dropped, picked or pasted. */
export function BringYourOwn({ busy, onChoose }: { busy: boolean; onChoose: OnChoose }) {
  const [pasted, setPasted] = useState('');
  const [over, setOver] = useState(false);
  const choose = (first: File | undefined, picking: Picked | Promise<Picked>) => {
    if (first === undefined || busy) return;
    void onChoose(nameOf(first.name), NOTHING_KNOWN, () => bodyOf(picking));
  };
  const onDrop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    choose(event.dataTransfer.files[0], droppedFiles(event.dataTransfer));
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
            // No `accept`: idx files have no extension.
            type="file"
            multiple
            disabled={busy}
            className="absolute inset-0 h-full w-full cursor-pointer opacity-0"
            onChange={(event) => {
              const files = [...(event.target.files ?? [])];
              choose(files[0], chosenFiles(files));
              // Reset, so that the same file can be chosen again after a fix.
              event.target.value = '';
            }}
          />
        </label>
        <p className="text-small text-soft">
          {text.bring.drop} {text.bring.limits}
        </p>
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
            onClick={() => void onChoose(text.bring.pastedName, NOTHING_KNOWN, () => withMediaType(new Blob([pasted])))}
          >
            {text.bring.usePasted}
          </button>
        </div>
      </details>
      <FromUrl
        busy={busy}
        onChoose={(address) => void onChoose(nameOf(address.name), NOTHING_KNOWN, () => fetchFile(address))}
      />
      <p className="text-small text-soft">{text.bring.private}</p>
    </section>
  );
}

const NOTHING_KNOWN = { target: null, effort: 'quick' } as const;
