'use client';
import { text } from '../text.ts';
import { typed } from '../upload/body-of.ts';
import { ExampleImage } from './example-image.tsx';
import { readExample, type Example } from './examples.ts';
import type { Suggestion } from './setup-form.tsx';

/** How a file is chosen: its name, what to suggest, and how to read it. */
export type OnChoose = (name: string, suggestion: Suggestion, read: () => Promise<Blob>) => Promise<void>;

/** What is offered. */
export interface TryOneProps {
  examples: readonly Example[];
  busy: boolean;
  onChoose: OnChoose;
}

/** The shipped sets, each by its question. */
export function TryOne({ examples, busy, onChoose }: TryOneProps) {
  return (
    <section aria-labelledby="try-one" className="flex flex-col gap-3">
      <h2 id="try-one" className="font-semibold">
        {text.tryOne.title}
      </h2>
      <div className="flex flex-col gap-2">
        {examples.map(({ file, name, question, target, rows, order, picture }) => (
          <button
            key={file}
            type="button"
            disabled={busy}
            className="button min-h-14 w-full justify-start gap-3 px-3 py-2 text-left"
            onClick={() =>
              void onChoose(name, { target, effort: 'quick', ...(order === 'time' ? { order } : {}) }, async () =>
                typed(await readExample(file)),
              )
            }
          >
            <ExampleImage picture={picture} />
            <span className="flex min-w-0 flex-1 flex-col sm:flex-row sm:items-center sm:justify-between sm:gap-4">
              <span className="font-semibold">{question}</span>
              <span className="text-small text-soft sm:shrink-0">{text.tryOne.rows(rows, name)}</span>
            </span>
          </button>
        ))}
      </div>
      <details>
        <summary className="tap w-fit text-small text-accent">{text.tryOne.credits}</summary>
        <ul className="text-small text-soft">
          {examples.map(({ name, source, licence }) => (
            <li key={name}>{text.tryOne.credit(name, source, licence)}</li>
          ))}
        </ul>
      </details>
    </section>
  );
}
