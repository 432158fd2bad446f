'use client';
import dynamic from 'next/dynamic';
import { useState } from 'react';
import { text } from '../text.ts';
import { send, type ReadFileAs } from '../upload/send.ts';
import { BringYourOwn } from './bring-your-own.tsx';
import type { Example } from './examples.ts';
import type { Chosen } from './setup-form.tsx';
import { FileOptions } from './file-options.tsx';
import { mayBeReadOtherwise, offerFor, type SentAs } from './other-ways-to-send.ts';
import { TokenField } from './token-field.tsx';
import { ExampleList } from './example-list.tsx';
import { SampleVerdict } from './sample-verdict.tsx';
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

const CHOOSE: Step = { kind: 'choose', error: null, offer: null, again: null };

/** The home page: your own data first, what one gets, examples, and the runs of this browser. */
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
      const sendAs = (as: SentAs) => void upload(name, suggestion, async () => sent!, as.share, as.reading);
      const other = sent === null ? null : offerFor(error, { share, reading });
      const offer = other && { label: other.label, send: () => sendAs(other) };
      const file = mayBeReadOtherwise(error)
        ? { chosen: reading, onRead: (otherwise: ReadFileAs) => sendAs({ share, reading: otherwise }) }
        : null;
      const again = sent === null ? null : { send: () => sendAs({ share, reading }), file };
      setStep({ kind: 'choose', error: message, offer, again });
    }
  };

  return (
    <main className="mx-auto flex max-w-3xl flex-col gap-10 px-4 pt-8 pb-16">
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
          <BringYourOwn busy={step.kind === 'uploading'} onChoose={upload} />
          <SampleVerdict />
          <ExampleList examples={examples} busy={step.kind === 'uploading'} onChoose={upload} />
        </>
      )}
      <YourRuns />
    </main>
  );
}
