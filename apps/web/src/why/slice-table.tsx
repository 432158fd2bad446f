import { formatNumber, formatShare } from '@stepwell/base/format';
import type { RunReport } from '../api/client.ts';
import { text } from '../text.ts';
import { gapWords, sliceWords } from './slice-words.ts';

const words = text.why.errs;

/** Rows of one kind that are predicted worse, or better, than the others. */
export function SliceTable({ explanation }: { explanation: NonNullable<RunReport['explanation']> }) {
  const { slices, looked, error } = explanation;
  if (looked === 0) return null;
  const isShare = error === 'wrong' || error === 'mape';
  const show = (value: number) => (isShare ? formatShare(value) : formatNumber(value));
  return (
    <section aria-label={words.title} className="flex flex-col gap-2">
      <h3 className="font-semibold">{words.title}</h3>
      <p className="text-small text-soft">{slices.length === 0 ? words.none(looked) : words.looked(looked)}</p>
      {slices.length > 0 && (
        <div className="overflow-x-auto">
          <table className="w-full text-small tabular-nums">
            <thead>
              <tr className="text-right text-soft">
                <th scope="col" className="py-1 pr-3 text-left font-normal">
                  {words.head[0]}
                </th>
                <th scope="col" className="py-1 pr-3 font-normal">
                  {words.error[error]}
                </th>
                <th scope="col" className="py-1 font-normal">
                  {words.head[2]}
                </th>
              </tr>
            </thead>
            <tbody className="divide-y divide-line">
              {slices.map((slice) => {
                const name = sliceWords(slice);
                return (
                  <tr key={name} className="text-right">
                    <th scope="row" className="py-1 pr-3 text-left font-normal wrap-anywhere">
                      {name} <span className="text-soft whitespace-nowrap">{words.rows(slice.rows)}</span>
                      <span className="block text-soft">{gapWords(slice, isShare)}</span>
                    </th>
                    <td
                      className={`py-1 pr-3 whitespace-nowrap ${slice.error > slice.others ? 'text-bad' : 'text-good'}`}
                    >
                      {show(slice.error)}
                    </td>
                    <td className="py-1 whitespace-nowrap">{show(slice.others)}</td>
                  </tr>
                );
              })}
            </tbody>
          </table>
        </div>
      )}
    </section>
  );
}
