'use client';
import dynamic from 'next/dynamic';
import { useState } from 'react';
import { ApiError } from '../api/api-error.ts';
import { text } from '../text.ts';
import { send, type ReadFileAs } from '../upload/send.ts';
import { BringYourOwn } from './bring-your-own.tsx';
import type { Example } from './examples.ts';
import type { Chosen } from './setup-form.tsx';
import { FileOptions } from './file-options.tsx';
import { TokenField } from './token-field.tsx';
import { ExampleList } from './example-list.tsx';
import { YourRuns } from './your-runs.tsx';

/** Loaded once there is a file to set up. */
const SetupForm = dynamic(async () => (await import('./setup-form.tsx')).SetupForm, { ssr: false });

type Step =
  | { kind: 'choose'; error: string | null; offer: Offer | null; again: Again | null }
  | { kind: 'uploading'; name: string }
  | { kind: 'setup'; chosen: Chosen; readAgain: (reading: ReadFileAs) => void };

/** What can be done about a file that was refused, if the user agrees. */
interface Offer {
  label: string;
  send: () => void;
}

/** The same file sent again. */
interface Again {
  send: () => void;
  /** How it was read and a way to read it otherwise, where that may help. */
  file: { chosen: ReadFileAs; onRead: (reading: ReadFileAs) => void } | null;
}

/** Errors of a file that may be read another way. */
const READ_OTHERWISE = new Set([
  'too_few_columns',
  'ragged_rows',
  'empty_table',
  'not_a_table',
  'cell_too_long',
  'unknown_encoding',
  'invalid_request',
]);

const CHOOSE: Step = { kind: 'choose', error: null, offer: null, again: null };

/** The home page: examples, your own data, and the runs of this browser. */
export function HomePage({ examples }: { examples: readonly Example[] }) {
  const [step, setStep] = useState<Step>(CHOOSE);
  const upload = async (
    name: string,
    suggestion: Chosen['suggestion'],
    read: () => Promise<Blob>,
    share: number | null = null,
    reading: ReadFileAs = {},
  ) => {
    setStep({ kind: 'uploading', name });
    let body: Blob | null = null;
    try {
      body = await read();
      const sent = body;
      const readAgain = (otherwise: ReadFileAs) => void upload(name, suggestion, async () => sent, share, otherwise);
      const chosen = { ...(await send(body, share, reading)), name, share, suggestion, reading };
      setStep({ kind: 'setup', chosen, readAgain });
    } catch (error) {
      const message = error instanceof Error ? error.message : text.errors.unknown;
      const sent = body;
      const half = (share ?? 1) / 2;
      // A sample doesn't help if the file can't be unpacked at all.
      const isTooLarge = error instanceof ApiError && error.code === 'dataset_too_large';
      const isRagged = error instanceof ApiError && error.code === 'ragged_rows';
      const retry = (rows: number | null, how: ReadFileAs) =>
        void upload(name, suggestion, async () => sent!, rows, how);
      const offer =
        sent === null
          ? null
          : isTooLarge
            ? { label: text.upload.sample(half), send: () => retry(half, reading) }
            : isRagged
              ? { label: text.reading.skip, send: () => retry(share, { ...reading, misfits: 'skip' }) }
              : null;
      const mayBeReadOtherwise = error instanceof ApiError && READ_OTHERWISE.has(error.code);
      const file = mayBeReadOtherwise
        ? { chosen: reading, onRead: (otherwise: ReadFileAs) => retry(share, otherwise) }
        : null;
      const again = sent === null ? null : { send: () => retry(share, reading), file };
      setStep({ kind: 'choose', error: message, offer, again });
    }
  };

  return (
    <main className="mx-auto flex max-w-2xl flex-col gap-10 px-4 pt-8 pb-16">
      <header className="flex flex-col gap-2">
        <h1 className="text-title font-semibold">{text.name}</h1>
        <p>{text.what}</p>
      </header>
      <TokenField onKept={() => step.kind === 'choose' && step.again?.send()} />
      {step.kind === 'setup' ? (
        <SetupForm
          key={step.chosen.dataset.sha256}
          chosen={step.chosen}
          onBack={() => setStep(CHOOSE)}
          onReadAgain={step.readAgain}
        />
      ) : (
        <>
          <p role="status" className={step.kind === 'uploading' ? 'notice' : 'sr-only'}>
            {step.kind === 'uploading' ? text.bring.uploading(step.name) : ''}
          </p>
          {step.kind === 'choose' && step.error !== null && (
            <div role="alert" className="notice flex flex-col items-start gap-3 border-bad">
              <p>{step.error}</p>
              {step.offer !== null && (
                <button type="button" className="button bg-paper" onClick={step.offer.send}>
                  {step.offer.label}
                </button>
              )}
            </div>
          )}
          {step.kind === 'choose' && step.again !== null && step.again.file !== null && (
            <FileOptions {...step.again.file} />
          )}
          <ExampleList examples={examples} busy={step.kind === 'uploading'} onChoose={upload} />
          <BringYourOwn busy={step.kind === 'uploading'} onChoose={upload} />
        </>
      )}
      <YourRuns />
    </main>
  );
}
