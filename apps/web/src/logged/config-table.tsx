import { loggedText as words } from '../text/logged.ts';

/** Settings of a run, nested ones by their path. */
export function ConfigTable({ config }: { config: object }) {
  const rows = rowsOf(config, '');
  return (
    <section aria-labelledby="config" className="flex flex-col gap-2">
      <h2 id="config" className="heading">
        {words.config}
      </h2>
      {rows.length === 0 ? (
        <p className="text-soft">{words.noConfig}</p>
      ) : (
        <dl className="grid gap-x-6 gap-y-1 text-small sm:grid-cols-[max-content_minmax(0,1fr)]">
          {rows.map(([name, value]) => (
            <div key={name} className="contents">
              <dt className="max-w-80 break-all text-soft">{name}</dt>
              <dd className="break-all tabular-nums max-sm:mb-2">{value}</dd>
            </div>
          ))}
        </dl>
      )}
    </section>
  );
}

function rowsOf(config: object, prefix: string): [string, string][] {
  return Object.entries(config).flatMap(([key, value]: [string, unknown]): [string, string][] => {
    const name = `${prefix}${key}`;
    const isNested = typeof value === 'object' && value !== null && !Array.isArray(value);
    if (isNested && Object.keys(value).length > 0) return rowsOf(value, `${name}.`);
    return [[name, typeof value === 'string' ? value : JSON.stringify(value)]];
  });
}
