'use client';
import { embedCode, shareMarkdown } from '@stepwell/workflow/share-text';
import { useEffect, useRef } from 'react';
import { useEditKey } from '../browser/known-runs.ts';
import { useRun } from '../queries/run-queries.ts';
import { shareText as words } from '../text/share.ts';
import { CheckRun } from './check-run.tsx';
import { downloadsOf } from './downloads.ts';
import { linkOf } from './link.ts';
import { PredictionsSwitch } from './predictions-switch.tsx';
import { QrCode } from './qr-code.tsx';
import { RunLinks } from './run-links.tsx';
import { useCopy } from './use-copy.ts';

/**
 * All ways to share a run. Closes by its button, Escape or a tap outside, and returns the focus to where it
 * was.
 */
export function ShareDialog({ id, title, onClose }: { id: string; title: string; onClose: () => void }) {
  const dialog = useRef<HTMLDialogElement>(null);
  const { data: run } = useRun(id);
  const editKey = useEditKey(id);
  const { copied, byHand, copy } = useCopy<keyof typeof words.copied>();
  const link = linkOf(id);
  useEffect(() => {
    const shown = dialog.current;
    if (shown !== null && !shown.open) shown.showModal();
  }, []);
  const close = () => dialog.current?.close();
  return (
    <dialog
      ref={dialog}
      aria-labelledby="share-title"
      className="m-auto max-h-[calc(100dvh-2rem)] w-[min(36rem,calc(100vw-1.5rem))] overflow-y-auto overscroll-contain rounded-md border border-line bg-paper p-4 text-ink backdrop:bg-black/40"
      onClose={onClose}
      onClick={(event) => {
        if (event.target === dialog.current) close();
      }}
    >
      <div className="flex flex-col gap-4">
        <div className="sticky -top-4 -mt-4 flex items-center justify-between gap-2 bg-paper pt-3">
          <h2 id="share-title" className="heading">
            {words.title}
          </h2>
          <button type="button" className="tap px-2 text-accent" onClick={close}>
            {words.close}
          </button>
        </div>
        <p className="text-small text-soft">{words.what}</p>
        <div className="flex flex-wrap gap-2">
          <input
            readOnly
            value={link}
            aria-label={words.link}
            className="field min-w-0 flex-[1_1_14rem] font-mono text-small"
            onFocus={(event) => event.target.select()}
          />
          <button type="button" className="button button-main grow" onClick={() => void copy('link', link)}>
            {words.copy}
          </button>
        </div>
        <div className="grid gap-4 sm:grid-cols-[12rem_minmax(0,1fr)]">
          <div className="flex justify-center sm:justify-start">
            <QrCode link={link} />
          </div>
          <div className="flex flex-col gap-2">
            <NativeShare link={link} title={title} />
            <button
              type="button"
              className="button"
              onClick={() => void copy('markdown', shareMarkdown(link, title, run?.verdict ?? ''))}
            >
              {words.markdown}
            </button>
            <button type="button" className="button" onClick={() => void copy('embed', embedCode(link, title))}>
              {words.embed}
            </button>
            <p role="status" className="min-h-5 text-small text-soft">
              {copied === null ? '' : words.copied[copied]}
            </p>
          </div>
        </div>
        {byHand !== null && (
          <div role="alert" className="flex flex-col gap-1 text-small">
            {words.byHand}
            <textarea readOnly rows={4} value={byHand} aria-label={words.byHand} className="field py-2 text-small" />
          </div>
        )}
        {editKey !== null && <RunLinks id={id} editKey={editKey} onCopy={(one) => void copy('link', one)} />}
        {editKey !== null && run?.status === 'finished' && <PredictionsSwitch run={run} editKey={editKey} />}
        <section aria-label={words.downloads} className="border-t border-line pt-2">
          <h3 className="font-semibold">{words.downloads}</h3>
          <ul className="grid sm:grid-cols-2">
            {downloadsOf(id, run?.name ?? '', run?.status === 'finished', run?.predictions !== 'key').map(
              ({ name, href, file }) => (
                <li key={href}>
                  <a className="tap text-accent underline" href={href} download={file}>
                    {name}
                  </a>
                </li>
              ),
            )}
          </ul>
        </section>
        {run !== undefined && run.status !== 'running' && <CheckRun id={id} version={run.version} editKey={editKey} />}
      </div>
    </dialog>
  );
}

/** The device's share sheet, if it has one. */
function NativeShare({ link, title }: { link: string; title: string }) {
  if (typeof navigator.share !== 'function') return null;
  const share = async () => {
    try {
      await navigator.share({ title, url: link });
    } catch {
      // Closing the share sheet isn't an error.
    }
  };
  return (
    <button type="button" className="button" onClick={() => void share()}>
      {words.sheet}
    </button>
  );
}
