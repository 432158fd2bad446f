import { useEffect, useRef, useState } from 'react';
import { predictFile } from '../api/calls.ts';
import type { LocalModel } from '../engine/local-model.ts';
import { text } from '../text.ts';
import { predictionsName } from './predictions-name.ts';

const words = text.predict.file;

/** What became of the last file. */
type Done = { url: string; name: string };

/** Props of the section. */
export interface PredictFileProps {
  id: string;
  local: LocalModel | null;
  isOfImages: boolean;
  /** Whether columns stand beside the images. */
  hasColumns: boolean;
}

/** Predicts the rows of a file, and downloads the answer. With the model on this device, the file stays on it. */
export function PredictFile({ id, local, isOfImages, hasColumns }: PredictFileProps) {
  const say = !isOfImages ? words : hasColumns ? words.beside : words.images;
  const [busy, setBusy] = useState<string | null>(null);
  const [done, setDone] = useState<Done | null>(null);
  const [failure, setFailure] = useState<string | null>(null);
  const saved = useRef<HTMLAnchorElement>(null);
  useEffect(() => {
    if (done === null) return;
    saved.current?.click();
    return () => URL.revokeObjectURL(done.url);
  }, [done]);
  const predict = async (file: File) => {
    setBusy(file.name);
    setDone(null);
    setFailure(null);
    try {
      const csv = await (local === null ? predictFile(id, file) : local.predictFile(file));
      setDone({ url: URL.createObjectURL(csv), name: predictionsName(file.name) });
    } catch (error) {
      setFailure(error instanceof Error ? error.message : text.errors.unknown);
    }
    setBusy(null);
  };
  return (
    <section aria-labelledby="predict-file" className="flex flex-col items-start gap-2">
      <h3 id="predict-file" className="font-semibold">
        {say.title}
      </h3>
      <p className="text-small text-soft">{local === null ? say.what : say.here}</p>
      <div className="flex min-h-11 flex-wrap items-center gap-x-4">
        <label className="relative w-fit rounded-md has-focus-visible:outline-2 has-focus-visible:outline-offset-2 has-focus-visible:outline-accent">
          <span className="button">{words.choose}</span>
          <input
            // No `accept`: any format that can be uploaded can be predicted.
            type="file"
            disabled={busy !== null}
            className="absolute inset-0 h-full w-full cursor-pointer opacity-0"
            onChange={(event) => {
              const file = event.target.files?.[0];
              if (file !== undefined) void predict(file);
              // Reset, so that the same file can be chosen again after a fix.
              event.target.value = '';
            }}
          />
        </label>
        <p role="status" className="text-small break-all">
          {busy !== null ? words.busy(busy) : done === null ? '' : words.done(done.name)}
        </p>
        {done !== null && (
          <a ref={saved} href={done.url} download={done.name} className="tap text-accent underline">
            {words.save}
          </a>
        )}
        {failure !== null && (
          <p role="alert" className="text-small text-bad">
            {failure}
          </p>
        )}
      </div>
    </section>
  );
}
