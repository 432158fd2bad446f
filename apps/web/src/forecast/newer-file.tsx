'use client';
import type { RunView } from '../api/client.ts';
import { useEditKey } from '../browser/known-runs.ts';
import { PredictFile } from '../predict/predict-file.tsx';
import { text } from '../text.ts';

/** Forecasts from the end of another file, as the service or a program does. */
export function NewerFile({ view }: { view: RunView }) {
  const editKey = useEditKey(view.id);
  if (view.predictions === 'key' && editKey === null) return <p>{text.predict.off}</p>;
  return (
    <>
      <p className="text-small text-soft">{text.forecast.useWhat}</p>
      <PredictFile id={view.id} local={null} isOfImages={false} hasColumns={false} />
    </>
  );
}
