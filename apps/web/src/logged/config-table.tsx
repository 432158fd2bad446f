import { flatSettings } from './compared-config.ts';
import { loggedText as words } from '../text/logged.ts';

/** Settings of a run, nested ones by their path. */
export function ConfigTable({ config }: { config: object }) {
  const rows = flatSettings(config);
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
