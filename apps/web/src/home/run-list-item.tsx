'use client';
import dynamic from 'next/dynamic';
import { useEffect, useRef, useState, type FormEvent } from 'react';
import { ApiError } from '../api/api-error.ts';
import type { RunView } from '../api/client.ts';
import { linkWithKey } from '../browser/key-in-address.ts';
import { forgetRun, noteRun, useEditKey, type KnownRun } from '../browser/known-runs.ts';
import { useRun } from '../queries/run-queries.ts';
import { COLORS } from '../run/verdict-panel.tsx';
import { linkOf } from '../share/link.ts';
import { text } from '../text.ts';
import { capital } from '../text/capital.ts';

const words = text.yourRuns;

/** Drawn when it is asked for. */
const HandOver = dynamic(async () => (await import('./hand-over.tsx')).HandOver, { ssr: false });

/** Props of the item. */
export interface RunListItemProps {
  run: KnownRun;
  picked: boolean;
  onPick: (on: boolean) => void;
}

/** A run of this browser: its outcome and number, its curve, a checkbox to compare it, and actions. */
export function RunListItem({ run, picked, onPick }: RunListItemProps) {
  const { data, error } = useRun(run.id);
  const gone = error instanceof ApiError && !error.transient;
  const name = text.run.title(run.target, run.label ?? run.name);
  return (
    <div className="flex items-start gap-1">
      <label className="flex h-11 w-8 shrink-0 items-center pt-1">
        <input
          type="checkbox"
          aria-label={words.pick(name)}
          className="h-4 w-4"
          checked={picked}
          onChange={(event) => onPick(event.target.checked)}
        />
      </label>
      <div className="min-w-0 flex-1">
        <a href={`/r/${run.id}`} className="block min-h-24 py-3 hover:bg-shade">
          <span className="flex items-start justify-between gap-4">
            <span className="min-w-0">
              <span className="line-clamp-2 font-semibold">{name}</span>
              <span className="block">
                {data === undefined ? (
                  <span className="text-soft">{gone ? words.gone : error === null ? '…' : words.lost}</span>
                ) : (
                  <HeadlineOf view={data} />
                )}
              </span>
            </span>
            {data !== undefined && data.status !== 'running' ? (
              <img
                src={`/r/${run.id}/spark.svg?v=${data.version}`}
                alt=""
                width={96}
                height={32}
                loading="lazy"
                className="shrink-0"
              />
            ) : (
              <span className="h-8 w-24 shrink-0" />
            )}
          </span>
          <span className="block text-small text-soft">
            {run.pinned === true && `${words.pinned} · `}
            {words.day(run.createdAt)}
          </span>
        </a>
        <RunActions run={run} name={name} />
      </div>
    </div>
  );
}

/** The outcome in its colour, and the number with what it is. */
function HeadlineOf({ view: { headline, status } }: { view: RunView }) {
  // A view that was kept offline by an earlier version lacks it.
  if (headline == null) return <>{capital(text.statuses[status])}</>;
  const { outcome, value, caption } = headline;
  return (
    <>
      <strong className={COLORS[outcome]}>{text.outcomes[outcome]}</strong>
      {value !== null && (
        <>
          {' '}
          <span className="font-semibold tabular-nums">{value}</span>{' '}
          <span className="text-small text-soft">{caption}</span>
        </>
      )}
    </>
  );
}

function RunActions({ run, name }: { run: KnownRun; name: string }) {
  const [doing, setDoing] = useState<'rename' | 'remove' | 'hand-over' | null>(null);
  const [typed, setTyped] = useState(run.label ?? run.name);
  const editKey = useEditKey(run.id);
  const actions = useRef<HTMLDetailsElement>(null);
  const before = useRef(doing);
  // What had the focus is replaced: it goes to what came, or back to "More".
  useEffect(() => {
    if (before.current === doing) return;
    before.current = doing;
    const first = actions.current?.querySelector<HTMLElement>(doing === null ? 'summary' : 'input, button');
    first?.focus();
  }, [doing]);
  const rename = (event: FormEvent) => {
    event.preventDefault();
    noteRun(run.id, { label: typed.trim() === '' ? run.name : typed.trim().slice(0, 200) });
    setDoing(null);
  };
  return (
    <details ref={actions}>
      <summary aria-label={words.moreFor(name)} className="tap w-fit pr-4 text-small text-accent">
        {words.more}
      </summary>
      {doing === 'rename' ? (
        <form className="flex flex-wrap gap-2 pb-3" onSubmit={rename}>
          <input
            aria-label={words.renameLabel(name)}
            className="field min-w-0 flex-1"
            maxLength={200}
            value={typed}
            onChange={(event) => setTyped(event.target.value)}
          />
          <button type="submit" className="button">
            {words.save}
          </button>
        </form>
      ) : doing === 'remove' ? (
        <div className="pb-3">
          <p className="text-small">{words.sure}</p>
          <p className="flex gap-2 pt-2">
            <button type="button" className="button border-bad text-bad" onClick={() => forgetRun(run.id)}>
              {words.really}
            </button>
            <button type="button" className="button" onClick={() => setDoing(null)}>
              {words.keep}
            </button>
          </p>
        </div>
      ) : doing === 'hand-over' && editKey !== null ? (
        <HandOver link={linkWithKey(linkOf(run.id), editKey)} onClose={() => setDoing(null)} />
      ) : (
        <p className="flex flex-wrap gap-2 pb-3">
          <button type="button" className="button" onClick={() => noteRun(run.id, { pinned: run.pinned !== true })}>
            {run.pinned === true ? words.unpin : words.pin}
          </button>
          <button type="button" className="button" onClick={() => setDoing('rename')}>
            {words.rename}
          </button>
          {editKey !== null && (
            <button type="button" className="button" onClick={() => setDoing('hand-over')}>
              {words.handOver}
            </button>
          )}
          <button type="button" className="button" onClick={() => setDoing('remove')}>
            {words.remove}
          </button>
        </p>
      )}
    </details>
  );
}
