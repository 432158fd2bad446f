import { formatScore, metricWords } from '@stepwell/metrics/names';
import { loggedText as words } from '../text/logged.ts';
import type { LoggedView } from './logged-calls.ts';

/** Measures of the predictions that were sent, with their intervals. */
export function MeasuresTable({ evaluations }: Pick<LoggedView, 'evaluations'>) {
  const parts = (['validation', 'test'] as const).flatMap((part) => {
    const evaluation = evaluations[part];
    return evaluation === undefined ? [] : [{ part, ...evaluation }];
  });
  if (parts.length === 0) return null;
  return (
    <section aria-labelledby="measures" className="flex flex-col gap-2">
      <h2 id="measures" className="heading">
        {words.measures}
      </h2>
      <p className="text-small text-soft">{words.measured}</p>
      {parts.map(({ part, rows, measures }) => (
        <div key={part} className="overflow-x-auto">
          <table className="text-small tabular-nums">
            <caption className="text-left font-semibold">
              {words.part[part]}, {words.rows(rows)}
            </caption>
            <thead>
              <tr className="text-left text-soft">
                <th className="py-1 pr-6 font-normal">{words.measure}</th>
                <th className="py-1 pr-6 font-normal">{words.value}</th>
                <th className="py-1 font-normal">{words.interval}</th>
              </tr>
            </thead>
            <tbody>
              {measures.map(({ name, value, interval }) => (
                <tr key={name}>
                  <th className="py-1 pr-6 text-left font-normal">{metricWords[name]}</th>
                  <td className="py-1 pr-6">{formatScore(name, value)}</td>
                  <td className="py-1">
                    {interval === null
                      ? words.noInterval
                      : `${formatScore(name, interval.low)} – ${formatScore(name, interval.high)}`}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      ))}
    </section>
  );
}
