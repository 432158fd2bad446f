'use client';
import { timeWords } from '@stepwell/base/format';
import { metricWords } from '@stepwell/metrics/names';
import type { RunSpecInput } from '@stepwell/workflow/question';
import type { Preview } from '../api/client.ts';
import { text } from '../text.ts';
import { unbroken } from '../text/unbroken.ts';
import { usePreview } from './use-preview.ts';

const words = text.setup.preview;

/** What the run will decide before it trains, as the service previews it. */
export function QuestionPreview({ spec }: { spec: RunSpecInput | null }) {
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
        <PreviewDetails preview={data} horizon={spec.horizon ?? null} />
      )}
    </section>
  );
}

function PreviewDetails({ preview, horizon }: { preview: Preview; horizon: number | null }) {
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
