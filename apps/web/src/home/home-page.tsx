'use client';
import { useState } from 'react';
import { uploadTable } from '../api/calls.ts';
import { text } from '../text.ts';
import { BringYourOwn } from './bring-your-own.tsx';
import { SetupForm, type Chosen } from './setup-form.tsx';
import { TryOne } from './try-one.tsx';
import { YourRuns } from './your-runs.tsx';

type Step =
  | { kind: 'choose'; error: string | null }
  | { kind: 'uploading'; name: string }
  | { kind: 'setup'; chosen: Chosen };

/** The home page: what this is, a table to begin with, and the runs of this browser. */
export function HomePage() {
  const [step, setStep] = useState<Step>({ kind: 'choose', error: null });
  const upload = async (name: string, suggestion: Chosen['suggestion'], read: () => Promise<Blob>) => {
    setStep({ kind: 'uploading', name });
    try {
      const dataset = await uploadTable(await read());
      setStep({ kind: 'setup', chosen: { name, dataset, suggestion } });
    } catch (error) {
      setStep({ kind: 'choose', error: error instanceof Error ? error.message : text.errors.unknown });
    }
  };

  return (
    <main className="mx-auto flex max-w-2xl flex-col gap-10 px-4 pt-8 pb-16">
      <header className="flex flex-col gap-2">
        <h1 className="text-title font-semibold">{text.name}</h1>
        <p>{text.what}</p>
      </header>
      {step.kind === 'setup' ? (
        <SetupForm
          key={step.chosen.dataset.sha256}
          chosen={step.chosen}
          onBack={() => setStep({ kind: 'choose', error: null })}
        />
      ) : (
        <>
          <p role="status" className={step.kind === 'uploading' ? 'notice' : 'sr-only'}>
            {step.kind === 'uploading' ? text.bring.uploading(step.name) : ''}
          </p>
          {step.kind === 'choose' && step.error !== null && (
            <p role="alert" className="notice border-bad">
              {step.error}
            </p>
          )}
          <TryOne busy={step.kind === 'uploading'} onChoose={upload} />
          <BringYourOwn busy={step.kind === 'uploading'} onChoose={upload} />
        </>
      )}
      <YourRuns />
    </main>
  );
}
