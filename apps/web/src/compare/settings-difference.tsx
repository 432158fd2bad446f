import { text } from '../text.ts';
import { RunBadge } from './run-badge.tsx';
import { compareSettings, type Setting } from './settings.ts';
import type { Compared } from './use-compared.ts';

const words = text.compare;

/** The runs' settings: those that differ, and behind a tap those that are the same. */
export function SettingsDifference({ runs }: { runs: readonly Compared[] }) {
  const read = runs.flatMap((run) => (run.report === undefined ? [] : [{ ...run, report: run.report }]));
  if (read.length < 2) return null;
  const { differing, same } = compareSettings(read.map(({ report }) => report));
  return (
    <section aria-labelledby="differs" className="flex flex-col gap-2">
      <h2 id="differs" className="font-semibold">
        {words.differs}
      </h2>
      {differing.length === 0 ? <p>{words.nothingDiffers}</p> : <Differing runs={read} settings={differing} />}
      {same.length > 0 && (
        <details>
          <summary className="tap">{words.same(same.length)}</summary>
          <dl className="grid grid-cols-[minmax(8rem,auto)_minmax(0,1fr)] gap-x-4 gap-y-1 text-small tabular-nums">
            {same.map(({ name, values }) => (
              <div key={name} className="contents">
                <dt className="text-soft">{words.settings[name]}</dt>
                <dd>{values[0]}</dd>
              </div>
            ))}
          </dl>
        </details>
      )}
    </section>
  );
}

/** A table with one column per run; on narrow screens, the runs are stacked. */
function Differing({ runs, settings }: { runs: readonly Compared[]; settings: readonly Setting[] }) {
  return (
    <table role="table" className="block w-full text-small tabular-nums md:table md:table-fixed">
      <thead role="rowgroup" className="sr-only md:not-sr-only md:table-header-group">
        <tr role="row" className="border-b border-line text-left">
          <th role="columnheader" scope="col" className="py-2 pr-4 font-normal text-soft">
            {words.setting}
          </th>
          {runs.map(({ id, letter, series }) => (
            <th key={id} role="columnheader" scope="col" className="py-2 pr-4">
              <RunBadge letter={letter} series={series} />
            </th>
          ))}
        </tr>
      </thead>
      <tbody
        role="rowgroup"
        className="block divide-y divide-line border-y border-line md:table-row-group md:border-t-0"
      >
        {settings.map(({ name, values }) => (
          <tr key={name} role="row" className="block py-2 md:table-row">
            <th
              role="rowheader"
              scope="row"
              className="block text-left font-normal text-soft md:table-cell md:py-2 md:pr-4"
            >
              {words.settings[name]}
            </th>
            {runs.map(({ id, letter, view }, i) => (
              <td key={id} role="cell" className="mr-6 inline-flex gap-2 break-words md:table-cell md:py-2 md:pr-4">
                <span className="shrink-0 font-semibold md:hidden" aria-hidden="true">
                  {letter}
                </span>
                <span className="min-w-0">
                  {values[i] ?? (view?.status === 'running' ? words.notYet : words.notReached)}
                </span>
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
