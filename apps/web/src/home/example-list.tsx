'use client';
import { text } from '../text.ts';
import { withMediaType } from '../upload/body-of.ts';
import { ExampleThumbnail } from './example-thumbnail.tsx';
import { readExample, type Example } from './examples.ts';
import type { Suggestion } from './setup-form.tsx';

/** Called with a chosen file: its name, what to suggest, and how to read it. */
export type OnChoose = (name: string, suggestion: Suggestion, read: () => Promise<Blob>) => Promise<void>;

/** Props of the list. */
export interface ExampleListProps {
  examples: readonly Example[];
  busy: boolean;
  onChoose: OnChoose;
}

/** The example datasets, each with its question. */
export function ExampleList({ examples, busy, onChoose }: ExampleListProps) {
  return (
    <section aria-labelledby="examples" className="flex flex-col gap-3">
      <h2 id="examples" className="font-semibold">
        {text.examples.title}
      </h2>
      <div className="grid grid-cols-[repeat(auto-fill,minmax(min(100%,9.5rem),1fr))] gap-2 sm:grid-cols-[repeat(auto-fill,minmax(14rem,1fr))]">
        {examples.map(({ file, name, question, target, rows, order, thumbnail }) => (
          <button
            key={file}
            type="button"
            disabled={busy}
            className="button flex-col items-start justify-start gap-2 px-3 py-3 text-left"
            onClick={() =>
              void onChoose(name, { target, effort: 'quick', ...(order === 'time' ? { order } : {}) }, async () =>
                withMediaType(await readExample(file)),
              )
            }
          >
            <ExampleThumbnail thumbnail={thumbnail} />
            <span className="flex min-w-0 flex-col">
              <span className="font-semibold">{question}</span>
              <span className="text-small text-soft">{text.examples.rows(rows, name)}</span>
            </span>
          </button>
        ))}
      </div>
      <details>
        <summary className="tap w-fit text-small text-accent">{text.examples.credits}</summary>
        <ul className="text-small text-soft">
          {examples.map(({ name, source, license }) => (
            <li key={name}>{text.examples.credit(name, source, license)}</li>
          ))}
        </ul>
      </details>
    </section>
  );
}
