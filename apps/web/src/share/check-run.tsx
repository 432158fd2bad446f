import { useState } from 'react';
import { readCurveCsv, readReport } from '../api/calls.ts';
import type { RunReport } from '../api/client.ts';
import { checkHere } from '../engine/check-here.ts';
import type { CheckedHere } from '../engine/messages.ts';
import { text } from '../text.ts';
import { shareText } from '../text/share.ts';
import { AttachCheck } from './attach-check.tsx';

const words = shareText.check;

/** Makes the run again in this browser, from the file it was made from, and says whether all of it is the same. */
export function CheckRun({ id, version, editKey }: { id: string; version: number; editKey: string | null }) {
  const [progress, setProgress] = useState<string | null>(null);
  const [done, setDone] = useState<{ report: RunReport; checked: CheckedHere } | null>(null);
  const [failure, setFailure] = useState<string | null>(null);
  const check = async (files: File[]) => {
    setProgress(words.starting);
    setDone(null);
    setFailure(null);
    try {
      const [report, curves] = await Promise.all([readReport(id, version), readCurveCsv(id)]);
      const show = (decisions: number, fits: number) => setProgress(words.progress(decisions, fits));
      setDone({ report, checked: await checkHere(report, curves, files[0]!, files[1] ?? null, show) });
    } catch (error) {
      setFailure(error instanceof Error ? error.message : text.errors.unknown);
    }
    setProgress(null);
  };
  return (
    <section aria-label={words.title} className="flex flex-col items-start gap-2 border-t border-line pt-2">
      <h3 className="font-semibold">{words.title}</h3>
      <p className="text-small text-soft">{words.what}</p>
      <label className="relative w-fit rounded-md has-focus-visible:outline-2 has-focus-visible:outline-offset-2 has-focus-visible:outline-accent">
        <span className="button">{words.choose}</span>
        <input
          type="file"
          multiple
          disabled={progress !== null}
          className="absolute inset-0 h-full w-full cursor-pointer opacity-0"
          onChange={(event) => {
            const files = [...(event.target.files ?? [])];
            if (files.length > 0) void check(files);
            event.target.value = '';
          }}
        />
      </label>
      <div aria-live="polite" className="min-h-5 text-small">
        {progress ?? (done !== null && <Result checked={done.checked} />)}
      </div>
      {done !== null && editKey !== null && <AttachCheck id={id} editKey={editKey} {...done} />}
      {failure !== null && (
        <p role="alert" className="text-small text-bad">
          {failure}
        </p>
      )}
    </section>
  );
}

function Result({ checked }: { checked: CheckedHere }) {
  const { decisions, fits, points, sha256, difference, otherFiles } = checked;
  const isSame = difference === null && otherFiles.length === 0;
  return (
    <>
      <p className={isSame ? 'text-good' : 'text-bad'}>
        <strong>{isSame ? words.same(new Date()) : words.different}</strong>
      </p>
      {otherFiles.map((name) => (
        <p key={name}>{words.otherFile(name)}</p>
      ))}
      {difference !== null && <p className="break-words">{difference}</p>}
      <p className="text-soft">
        {words.compared(decisions, points, fits)}
        {difference === null && sha256 !== null && (
          <>
            {' '}
            {words.weights} <span className="font-mono break-all">{sha256}</span>
          </>
        )}
      </p>
    </>
  );
}
