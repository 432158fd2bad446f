'use client';
import { useEffect, useRef } from 'react';
import { useAddressKnown, useParameters } from '../browser/address.ts';
import { text } from '../text.ts';
import { AddRun } from './add-run.tsx';
import { ComparedLogs } from '../logged/compared-logs.tsx';
import { PageHeader } from '../share/page-header.tsx';
import { ComparedCurves } from './compared-curves.tsx';
import { readRunIds, writeRunIds } from './run-ids.ts';
import { SettingsDifference } from './settings-difference.tsx';
import { useCompared } from './use-compared.ts';
import { VerdictTable } from './verdict-table.tsx';

/** Compares runs, or logged runs. */
export function ComparePage() {
  return useParameters().get('logs') === null ? <ComparedRuns /> : <ComparedLogs />;
}

/** Compares runs: their verdicts, curves and settings. */
function ComparedRuns() {
  const known = useAddressKnown();
  const parameters = useParameters();
  const ids = readRunIds(parameters.get('runs'));
  const runs = useCompared(ids);
  const keep = (next: readonly string[]) => parameters.set({ runs: writeRunIds(next) });
  const words = text.compare;
  const heading = useRef<HTMLHeadingElement>(null);
  const remove = (id: string) => {
    keep(ids.filter((other) => other !== id));
    // The pressed button is gone: screen readers continue at the heading.
    heading.current?.focus();
  };
  useEffect(() => {
    document.title = `${words.title} · ${text.name}`;
  }, [words.title]);

  return (
    <>
      <PageHeader link={() => window.location.href} width="max-w-5xl" />
      <main className="mx-auto flex max-w-5xl flex-col gap-8 px-4 pt-6 pb-16">
        <div className="flex flex-col gap-1">
          <h1 ref={heading} tabIndex={-1} className="heading outline-none">
            {words.title}
          </h1>
          <p className="text-soft">{words.what}</p>
        </div>
        {!known ? (
          <p role="status">{words.reading}</p>
        ) : (
          <>
            {ids.length === 0 ? (
              <div className="notice flex flex-col gap-1">
                <h2 className="font-semibold">{words.empty.title}</h2>
                <p>{words.empty.how}</p>
              </div>
            ) : (
              <VerdictTable runs={runs} onRemove={remove} />
            )}
            {ids.length === 1 && <p className="notice">{words.empty.one}</p>}
            {ids.length > 0 && <ComparedCurves runs={runs} />}
            {ids.length > 1 && <SettingsDifference runs={runs} />}
            <AddRun ids={ids} onAdd={(id) => keep([...ids, id])} />
          </>
        )}
      </main>
    </>
  );
}
