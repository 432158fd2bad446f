'use client';
import { useQueries } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { useAddressKnown, useParameters } from '../browser/address.ts';
import { useKnownRuns } from '../browser/known-runs.ts';
import { useMedia } from '../browser/media.ts';
import { MOST_RUNS, readRunIds, writeRunIds } from '../compare/run-ids.ts';
import { PageHeader } from '../share/page-header.tsx';
import { text } from '../text.ts';
import { PasteLink } from '../compare/paste-link.tsx';
import { CurvesHeading } from './curves-heading.tsx';
import { loggedText } from '../text/logged.ts';
import { ComparedChart } from './compared-chart.tsx';
import { differingSettings } from './compared-config.ts';
import { idInLoggedLink } from './logged-address.ts';
import { readLogged, readLoggedCurves, type LoggedView } from './logged-calls.ts';
import { SeriesKey } from '../chart/series-key.tsx';

const words = loggedText.compare;
const POLL_MS = 5_000;
/** Metrics that are compared: those that the most runs have. */
const MOST_METRICS = 24;

/** Compares logged runs: their curves, a chart for each metric, and the settings in which they differ. */
export function ComparedLogs() {
  const known = useAddressKnown();
  const parameters = useParameters();
  const wide = useMedia('(min-width: 40rem)');
  const ids = readRunIds(parameters.get('logs'));
  const keep = (next: readonly string[]) => parameters.set({ logs: writeRunIds(next) ?? '' });
  const views = useQueries({
    queries: ids.map((id) => ({
      queryKey: ['logged', id],
      queryFn: () => readLogged(id),
      refetchInterval: ({ state }: { state: { data?: LoggedView | undefined } }) =>
        state.data?.status === 'running' ? POLL_MS : false,
    })),
  });
  const runs = ids.flatMap((id, series) => {
    const view = views[series]?.data;
    return view === undefined ? [] : [{ id, series, view, name: view.name === '' ? view.project : view.name }];
  });
  const metrics = sharedMetrics(runs.map(({ view }) => view.metrics));
  const points = wide ? 1_000 : 500;
  const curves = useQueries({
    queries: runs.map(({ id, view }) => ({
      queryKey: ['logged-compared', id, metrics.join('\n'), points, view.next],
      queryFn: () => readLoggedCurves(id, { metrics, range: null, points, after: 0, seen: view.next }),
      enabled: metrics.length > 0,
      placeholderData: <T,>(before: T) => before,
    })),
  });
  const smooth = parameters.get('smooth') === '1';
  const log = parameters.get('log') === '1';
  useEffect(() => {
    document.title = `${words.title} · ${text.name}`;
  }, []);
  return (
    <>
      <PageHeader link={() => window.location.href} width="max-w-7xl" />
      <main className="mx-auto flex max-w-7xl flex-col gap-8 px-4 pt-6 pb-16">
        <div className="flex flex-col gap-1">
          <h1 className="heading">{words.title}</h1>
          <p className="text-soft">{words.what}</p>
        </div>
        {known && (
          <ul className="flex flex-col gap-1">
            {ids.map((id, series) => {
              const view = views[series]?.data;
              const name = view === undefined ? null : view.name === '' ? view.project : view.name;
              return (
                <li key={id} className="flex flex-wrap items-center gap-x-4">
                  <SeriesKey series={series} />
                  {name === null ? (
                    <span>{views[series]?.error?.message ?? loggedText.loading}</span>
                  ) : (
                    <a className="tap text-accent underline" href={`/l/${id}`}>
                      {name}
                    </a>
                  )}
                  {view !== undefined && <span className="text-small text-soft">{loggedText.words[view.status]}</span>}
                  <button
                    type="button"
                    className="tap text-small text-accent"
                    aria-label={words.remove(name ?? id)}
                    onClick={() => keep(ids.filter((other) => other !== id))}
                  >
                    {words.removeShort}
                  </button>
                </li>
              );
            })}
          </ul>
        )}
        <section aria-labelledby="curves" className="flex flex-col gap-4">
          <CurvesHeading smooth={smooth} log={log} onChange={parameters.set} />
          {metrics.length === 0 && <p className="text-soft">{loggedText.nothing}</p>}
          <div className="grid gap-x-8 gap-y-6 lg:grid-cols-2">
            {metrics.map((metric) => (
              <ComparedChart
                key={metric}
                metric={metric}
                lines={runs.flatMap(({ id, series, name }, i) => {
                  const line = curves[i]?.data?.lines.find((one) => one.metric === metric);
                  return line === undefined ? [] : [{ id, series, name, line }];
                })}
                points={points}
                smooth={smooth}
                log={log}
              />
            ))}
          </div>
        </section>
        {runs.length > 1 && <Differences runs={runs} />}
        {known && <AddLogged ids={ids} onAdd={(id) => keep([...ids, id])} />}
      </main>
    </>
  );
}

function Differences({ runs }: { runs: readonly { id: string; series: number; name: string; view: LoggedView }[] }) {
  const settings = differingSettings(runs.map(({ view }) => view.config));
  return (
    <section aria-labelledby="differs" className="flex flex-col gap-2">
      <h2 id="differs" className="heading">
        {text.compare.differs}
      </h2>
      {settings.length === 0 ? (
        <p>{text.compare.nothingDiffers}</p>
      ) : (
        <dl className="flex flex-col gap-3 text-small tabular-nums">
          {settings.map(({ name, values }) => (
            <div key={name}>
              <dt className="break-all text-soft">{name}</dt>
              {runs.map(({ id, series }, i) => (
                <dd key={id} className="flex items-center gap-2 break-all">
                  <SeriesKey series={series} />
                  {values[i] ?? text.compare.none}
                </dd>
              ))}
            </div>
          ))}
        </dl>
      )}
    </section>
  );
}

/** Adds a run: by its link, or from the logged runs of this browser. */
function AddLogged({ ids, onAdd }: { ids: readonly string[]; onAdd: (id: string) => void }) {
  const [pasted, setPasted] = useState('');
  const [refused, setRefused] = useState(false);
  const others = (useKnownRuns() ?? []).filter(({ id, kind }) => kind === 'logged' && !ids.includes(id));
  if (ids.length >= MOST_RUNS) return <p className="text-soft">{text.compare.add.full(MOST_RUNS)}</p>;
  const submit = () => {
    const id = idInLoggedLink(pasted);
    setRefused(id === null);
    if (id === null) return;
    setPasted('');
    if (!ids.includes(id)) onAdd(id);
  };
  return (
    <section className="flex flex-col gap-4" aria-label={words.add}>
      <PasteLink
        label={words.add}
        placeholder="/l/…"
        button={text.compare.add.button}
        value={pasted}
        refusal={refused ? words.unknown : null}
        onChange={(typed) => {
          setPasted(typed);
          setRefused(false);
        }}
        onSubmit={submit}
      />
      {others.length > 0 && (
        <ul className="flex flex-wrap gap-2">
          {others.slice(0, MOST_RUNS).map(({ id, name, target }) => (
            <li key={id} className="max-w-full">
              <button type="button" className="button max-w-full text-left" onClick={() => onAdd(id)}>
                <span aria-hidden="true">+</span>
                <span className="min-w-0 truncate">{name === target ? name : `${name} (${target})`}</span>
              </button>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

/** @returns metrics, those first that the most runs have; of these, in the order of the first run. */
function sharedMetrics(all: readonly (readonly string[])[]): string[] {
  const counts = new Map<string, number>();
  for (const name of all.flat()) counts.set(name, (counts.get(name) ?? 0) + 1);
  return [...counts]
    .sort(([, a], [, b]) => b - a)
    .slice(0, MOST_METRICS)
    .map(([name]) => name);
}
