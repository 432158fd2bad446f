'use client';
import { timeWords } from '@stepwell/base/format';
import { metricWords } from '@stepwell/metrics/names';
import type { RunSpecInput } from '@stepwell/workflow/question';
import { useId } from 'react';
import type { Preview } from '../api/client.ts';
import { text } from '../text.ts';
import { unbroken } from '../text/unbroken.ts';
import { usePreview } from './use-preview.ts';

const words = text.setup.preview;

/** Props of the preview. */
export interface QuestionPreviewProps {
  spec: RunSpecInput | null;
  /** Whether the order of the classes is to be learned. */
  isOrdinal: boolean;
  onOrdinal: (isOrdinal: boolean) => void;
}

/** What the run will decide before it trains, as the service previews it. */
export function QuestionPreview({ spec, isOrdinal, onOrdinal }: QuestionPreviewProps) {
  const { data, error, isFetching } = usePreview(spec);
  return (
    <section aria-label={words.title} aria-busy={isFetching} className="flex min-h-40 flex-col gap-1">
      <h3 className="font-semibold">{words.title}</h3>
      {spec === null ? (
        <p className="text-soft">{words.first}</p>
      ) : error !== null ? (
        <p className="text-bad">{error.message}</p>
      ) : data === undefined || data === null ? (
        <p className="text-soft">{words.asking}</p>
      ) : (
        <PreviewDetails preview={data} isOrdinal={isOrdinal} onOrdinal={onOrdinal} horizon={spec.horizon ?? null} />
      )}
    </section>
  );
}

function PreviewDetails({
  preview,
  isOrdinal,
  onOrdinal,
  horizon,
}: Omit<QuestionPreviewProps, 'spec'> & { preview: Preview; horizon: number | null }) {
  const hint = useId();
  const { type, measure, decisions, audit, price, protocol } = preview;
  const why = (stage: string) => decisions.find((decision) => decision.stage === stage)?.why ?? '';
  const serious = audit.filter(({ severity }) => severity !== 'info');
  return (
    <>
      <dl className="flex flex-col gap-1">
        <Line name={words.problem}>{horizon === null ? words.types[type] : text.forecast.problem(horizon)}</Line>
        <Line name={words.measure}>
          {metricWords[measure]}. <span className="text-soft">{unbroken(why('measure'))}</span>
        </Line>
        <Line name={words.evaluation}>
          {words.protocol(protocol.kind, protocol.k, protocol.iterations, protocol.rows.test)}
        </Line>
        <Line name={words.time}>
          <details className="max-w-60">
            <summary className="tap w-fit text-accent">{timeWords(price.seconds)}</summary>
            <p className="text-small text-soft">{words.work(price.fits, price.steps)}</p>
          </details>
        </Line>
      </dl>
      {(isOrdinal || audit.some(({ check }) => check === 'ordered-classes')) && (
        <div>
          <label className="tap gap-3">
            <input
              type="checkbox"
              className="h-4 w-4 shrink-0"
              checked={isOrdinal}
              aria-describedby={hint}
              onChange={(event) => onOrdinal(event.target.checked)}
            />
            {words.ordinal}
          </label>
          <p id={hint} className="text-small text-soft">
            {words.ordinalHint}
          </p>
        </div>
      )}
      {serious.length > 0 && (
        <ul className="notice mt-2 border-unsure text-small">
          {serious.map(({ check, finding }) => (
            <li key={`${check} ${finding}`}>{unbroken(finding)}</li>
          ))}
        </ul>
      )}
    </>
  );
}

function Line({ name, children }: { name: string; children: React.ReactNode }) {
  return (
    <div className="flex flex-wrap items-baseline gap-x-2">
      <dt className="text-soft">{name}</dt>
      <dd className="min-w-0">{children}</dd>
    </div>
  );
}
