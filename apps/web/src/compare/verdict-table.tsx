import { formatScore } from '@stepwell/metrics/names';
import type { ReactNode } from 'react';
import { COLORS } from '../run/verdict-panel.tsx';
import { heroOf, outcomeOf } from '@stepwell/workflow/headline';
import { text } from '../text.ts';
import { unbroken } from '../text/unbroken.ts';
import { RunBadge } from './run-badge.tsx';
import type { Compared } from './use-compared.ts';

const words = text.compare;

const CELL = 'md:border-t md:border-line md:py-4 md:pr-6 md:align-top';

/** Props of the table. */
export interface VerdictTableProps {
  runs: readonly Compared[];
  onRemove: (id: string) => void;
}

/** The runs' verdicts and numbers: a table, or cards on narrow screens. */
export function VerdictTable({ runs, onRemove }: VerdictTableProps) {
  const { columns } = words;
  return (
    <section aria-labelledby="verdicts" className="flex flex-col gap-2">
      <h2 id="verdicts" className="sr-only">
        {words.verdicts}
      </h2>
      <table role="table" className="block w-full tabular-nums md:table">
        <thead role="rowgroup" className="sr-only md:not-sr-only md:table-header-group">
          <tr role="row" className="text-left text-small text-soft">
            {[columns.run, columns.verdict, columns.value, columns.guessing].map((name) => (
              <th key={name} role="columnheader" scope="col" className="py-2 pr-4 font-normal">
                {name}
              </th>
            ))}
            <td role="cell" />
          </tr>
        </thead>
        <tbody role="rowgroup" className="flex flex-col gap-3 md:table-row-group">
          {runs.map((run) => (
            <VerdictRow key={run.id} run={run} onRemove={onRemove} />
          ))}
        </tbody>
      </table>
    </section>
  );
}

function VerdictRow({ run, onRemove }: { run: Compared; onRemove: (id: string) => void }) {
  const { id, letter, series, view, report } = run;
  const name = view === undefined ? letter : text.run.title(view.target.join(', '), view.name);
  const outcome = view === undefined || report === undefined ? null : outcomeOf(report);
  const hero = report === undefined ? null : heroOf(report);
  const test = report?.test ?? null;
  const measure = report?.measure?.name ?? null;
  return (
    <tr
      role="row"
      data-status={view?.status ?? run.absent ?? 'reading'}
      className="flex flex-col gap-1 rounded-md border border-line p-4 md:table-row md:rounded-none md:border-0"
    >
      <th role="rowheader" scope="row" className={`${CELL} text-left font-normal`}>
        <span className="flex items-start gap-3">
          <span className="flex h-11 items-center md:-mt-2">
            <RunBadge letter={letter} series={series} />
          </span>
          {run.absent === 'unknown' ? (
            <span className="flex min-h-11 items-center text-soft md:-mt-2">{words.unknownRun}</span>
          ) : (
            <a
              href={`/r/${id}`}
              className="flex min-h-11 min-w-0 flex-col justify-center font-semibold text-accent underline md:-mt-2"
            >
              <span className="sr-only">{letter}, </span>
              {view === undefined ? words.open : name}
            </a>
          )}
        </span>
        {view !== undefined && (
          <span className="block text-small text-soft">{text.run.subtitle(view.rows, view.columns)}</span>
        )}
      </th>
      <td role="cell" className={`${CELL} md:w-[40%]`}>
        {view === undefined ? (
          <span className="text-soft">{words.absent[run.absent ?? 'reading']}</span>
        ) : (
          <>
            {outcome !== null && <strong className={`block ${COLORS[outcome]}`}>{text.outcomes[outcome]}</strong>}
            <span className="text-small text-soft">{unbroken(view.verdict)}</span>
          </>
        )}
      </td>
      <Figure label={words.columns.value} shown={view !== undefined}>
        {test !== null && measure !== null ? (
          <>
            <span className="text-title font-semibold whitespace-nowrap">{formatScore(measure, test.value)}</span>
            <span className="block text-small whitespace-nowrap text-soft">
              {words.interval(formatScore(measure, test.ci[0]), formatScore(measure, test.ci[1]))}
            </span>
          </>
        ) : hero?.estimate != null ? (
          <>
            <span className="text-title font-semibold whitespace-nowrap">{hero.format(hero.estimate.value)}</span>
            <span className="block text-small whitespace-nowrap text-soft">
              {words.interval(hero.format(hero.estimate.low), hero.format(hero.estimate.high))}
            </span>
            <span className="block text-small text-soft">{hero.caption}</span>
          </>
        ) : (
          <span className="text-soft">{view?.status === 'running' ? words.notYet : words.notReached}</span>
        )}
      </Figure>
      <Figure label={words.columns.guessing} shown={view !== undefined}>
        {measure !== null && (test !== null || report?.baselines?.[0] !== undefined)
          ? formatScore(measure, test?.baseline.value ?? report?.baselines?.[0]?.score ?? 0)
          : '–'}
      </Figure>
      <td role="cell" className={`${CELL} text-right`}>
        <button
          type="button"
          className="tap -mr-2 ml-auto px-2 whitespace-nowrap text-accent"
          aria-label={words.remove(`${letter}, ${name}`)}
          onClick={() => onRemove(id)}
        >
          {words.removeShort}
        </button>
      </td>
    </tr>
  );
}

/** A number; on a card, with its label. */
function Figure({ label, shown, children }: { label: string; shown: boolean; children: ReactNode }) {
  return (
    <td
      role="cell"
      className={`${CELL} ${shown ? 'flex items-baseline justify-between gap-4 md:table-cell' : 'max-md:hidden'}`}
    >
      <span className="text-small text-soft md:hidden" aria-hidden="true">
        {label}
      </span>
      <span className="text-right md:text-left">{shown ? children : null}</span>
    </td>
  );
}
