import { formatGain, formatScore } from '@stepwell/metrics/names';
import type { RunReport } from '../api/client.ts';
import { text } from '../text.ts';
import { shapeOf } from './trial-names.ts';

const words = text.table;

/** Props of the table. */
export interface TrialsTableProps {
  tune: NonNullable<RunReport['tune']>;
  measure: NonNullable<RunReport['measure']>;
  /** The trial that was tested last; null before the test. */
  tested: string | null;
  /** Shows a trial's curve. */
  onSelect: (trial: string) => void;
}

type Tuned = TrialsTableProps['tune']['trials'][number];

/** All trials of the search with scores, splits and status; the chosen one first. */
export function TrialsTable({ tune, measure, tested, onSelect }: TrialsTableProps) {
  const trials = ranked(tune, measure.greaterIsBetter);
  return (
    <div className="flex flex-col gap-2">
      <h3 id="trials" className="font-semibold">
        {words.title(trials.length)}
      </h3>
      {tune.optimism !== null && (
        <p className="text-small">{words.corrected(formatScore(measure.name, tune.optimism.corrected))}</p>
      )}
      <div
        className="max-h-110 overflow-auto rounded-md border border-line"
        tabIndex={0}
        role="region"
        aria-labelledby="trials"
      >
        <table className="w-full text-small tabular-nums">
          <thead className="sticky top-0 bg-shade text-right">
            <tr>
              <th scope="col" className="px-3 py-2 text-left">
                {words.trial}
              </th>
              <th scope="col" className="px-2 py-2">
                {words.score}
              </th>
              <th scope="col" className="px-3 py-2">
                {words.splits}
              </th>
            </tr>
          </thead>
          <tbody className="divide-y divide-line text-right">
            {trials.map((trial) => (
              <tr key={trial.id} className={trial.status === 'finished' ? '' : 'text-soft'}>
                <th scope="row" className="px-3 text-left font-normal">
                  <button type="button" className="min-h-11 py-1 text-left" onClick={() => onSelect(trial.id)}>
                    <span className="font-semibold text-accent underline">
                      {trial.id.replace('tune-', '').replace('-', ' ')}
                    </span>{' '}
                    {trial.id === tune.best ? (
                      <strong className="rounded-sm border border-accent px-1 text-accent">{words.chosen}</strong>
                    ) : trial.id === tested ? (
                      words.tested
                    ) : (
                      words.statuses[trial.status]
                    )}
                    <span className="block text-soft">{shapeOf(trial.config)}</span>
                  </button>
                </th>
                <td className="px-2 py-1 whitespace-nowrap">{scoreOf(trial, measure.name)}</td>
                <td className="px-3 py-1">{trial.splits}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {trials.length > 1 && <p className="text-small text-soft">{words.hint}</p>}
    </div>
  );
}

function scoreOf({ score, sd }: Tuned, metric: TrialsTableProps['measure']['name']): string {
  if (score === null) return '–';
  return formatScore(metric, score) + (sd === null ? '' : ` ± ${formatGain(metric, sd).replace(' points', '')}`);
}

/** The chosen one first, then by how far they got and how well they did. */
function ranked({ trials, best }: TrialsTableProps['tune'], greaterIsBetter: boolean): Tuned[] {
  const sign = greaterIsBetter ? 1 : -1;
  const rank = ({ id, status, splits, score }: Tuned) => [
    id === best ? 1 : 0,
    status === 'finished' ? 1 : 0,
    score === null ? 0 : 1,
    splits,
    sign * (score ?? 0),
  ];
  return trials.toSorted((a, b) => {
    const [first, second] = [rank(a), rank(b)];
    const at = first.findIndex((value, i) => value !== second[i]);
    return at === -1 ? 0 : (second[at] ?? 0) - (first[at] ?? 0);
  });
}
