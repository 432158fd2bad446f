'use client';
import { useMemo } from 'react';
import { useParameters } from '../browser/address.ts';
import { useMedia } from '../browser/media.ts';
import { LineChart } from '../chart/line-chart.tsx';
import { MOST_BANDS } from '../chart/lines.ts';
import { readRange, writeRange } from '../chart/range.ts';
import { hasEnded } from '../chart/has-ended.ts';
import { useTrialCurves } from '../chart/use-trial-curves.ts';
import { readCurveDisplay } from '../run/curve-view.ts';
import { CurveOptions, KindChoice, SpreadChoice } from '../run/curve-controls.tsx';
import { paneOf, sentenceOf } from '../run/curve-panes.ts';
import { CurveTable } from '../run/curve-table.tsx';
import { trialName } from '../run/trial-names.ts';
import { text } from '../text.ts';
import { comparability, trialOfRun } from './compared-trials.ts';
import { RunBadge } from './run-badge.tsx';
import type { Compared } from './use-compared.ts';

const words = text.compare;

/** The validation curves of the runs' chosen trials in one chart. */
export function ComparedCurves({ runs }: { runs: readonly Compared[] }) {
  const parameters = useParameters();
  const wide = useMedia('(min-width: 64rem)');
  const { smoothed, spread, table, ...look } = readCurveDisplay(parameters);
  const drawn = runs.flatMap((run) => {
    const trial = trialOfRun(run.curve, run.report);
    return trial === null ? [] : [{ ...run, trial }];
  });
  const { scores, notes } = comparability(drawn.flatMap(({ report }) => (report === undefined ? [] : [report])));
  const kind = !scores ? 'loss' : wide || look.kind !== 'both' ? look.kind : 'score';
  const measure = drawn[0]?.report?.measure?.name ?? null;
  const curves = useTrialCurves(
    drawn.map(({ id, letter, series, curve, trial, report }) => ({
      key: `${id} ${trial}`,
      name: letter,
      series,
      curve,
      trial,
      ended: hasEnded(trial, report),
    })),
  );
  const panes = useMemo(() => {
    const options = { overlay: true, smoothed, spread, log: look.log, measure, references: [], marks: [] };
    const kinds = kind === 'both' ? (['loss', 'score'] as const) : [kind];
    return kinds.map((one) => paneOf(curves, { ...options, kind: one })).filter(({ data }) => data.lines.length > 0);
  }, [curves, kind, smoothed, spread, look.log, measure]);
  const epochs = Math.max(0, ...curves.map((one) => one.epochs));
  const range = readRange(parameters.get('epochs'), epochs);
  const [first] = panes;
  const folded = curves.some(({ validation }) => validation.folds > 1) && curves.length <= MOST_BANDS;

  return (
    <section aria-labelledby="compared-curves" className="flex min-w-0 flex-col gap-2">
      <div className="flex min-h-11 flex-wrap items-center justify-between gap-2">
        <h2 id="compared-curves" className="font-semibold">
          {words.curves}
        </h2>
        <div className="flex flex-wrap gap-2 max-sm:w-full">
          {scores && measure !== null && (
            <KindChoice measure={measure} kind={kind} both={wide} onChange={parameters.set} />
          )}
          {folded && <SpreadChoice spread={spread} onChange={parameters.set} />}
        </div>
      </div>
      {notes.length > 0 && <p className="notice text-small">{notes.join(' ')}</p>}
      {first === undefined ? (
        <p className="flex h-66 items-center justify-center rounded-md border border-line px-8 text-center text-soft">
          {words.noCurves}
        </p>
      ) : table ? (
        <CurveTable panes={panes} range={range} />
      ) : (
        <LineChart
          panes={panes}
          range={range}
          onRange={(next) => parameters.set({ epochs: writeRange(next, epochs) })}
          label={sentenceOf(panes, words.runs(drawn.length), [])}
        />
      )}
      {first !== undefined && (
        <>
          <CurveOptions
            smoothed={smoothed}
            log={panes.some((pane) => pane.log)}
            canLog={panes.some((pane) => pane.canLog)}
            table={table}
            onChange={parameters.set}
          />
          <ul className="flex flex-col gap-1 text-small">
            {drawn.map(({ id, letter, series, view, report, trial }) => (
              <li key={id} className="flex items-center gap-2">
                <RunBadge letter={letter} series={series} />
                <span className="min-w-0">
                  {view !== undefined && `${text.run.title(view.target.join(', '), view.name)}: `}
                  {trialName(trial, report)}
                </span>
              </li>
            ))}
          </ul>
          <p className="text-small text-soft">
            {words.validation}
            {folded && spread !== 'each' && text.chart.bands[spread]}
          </p>
        </>
      )}
    </section>
  );
}
