'use client';
import type { RunReport } from '../api/client.ts';
import { useReport } from '../queries/run-queries.ts';
import { text } from '../text.ts';
import { specDifferences } from './spec-difference.ts';

const words = text.fork;

/** For a variation: which run it started from, and what was changed. */
export function VariationOf({ id, spec }: { id: string; spec: RunReport['spec'] }) {
  return spec.from === undefined ? null : <Origin id={id} from={spec.from} spec={spec} />;
}

function Origin({ id, from, spec }: { id: string; from: string; spec: RunReport['spec'] }) {
  const { data, error } = useReport(from, 0);
  const differences = data === undefined ? [] : specDifferences(data.spec, spec);
  return (
    <section aria-label={words.from} className="notice text-small">
      <p>
        {words.from}{' '}
        <a href={`/r/${from}`} className="inline-flex min-h-6 items-center text-accent underline">
          {data === undefined
            ? words.otherRun
            : text.run.title(data.problem?.target.join(', ') ?? '', data.dataset.name)}
        </a>
      </p>
      {error !== null && data === undefined && <p>{words.lost}</p>}
      {data !== undefined && differences.length === 0 && <p>{words.same}</p>}
      <ul>
        {differences.map(({ name, before, after }) => (
          <li key={name}>
            {words.names[name] ?? name}: <s className="text-soft">{before ?? words.none}</s> {words.to}{' '}
            <strong>{after ?? words.none}</strong>
          </li>
        ))}
      </ul>
      {data !== undefined && (
        <a href={`/compare?runs=${from},${id}`} className="tap w-fit text-accent underline">
          {text.yourRuns.compare}
        </a>
      )}
    </section>
  );
}
