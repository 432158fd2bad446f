import { formatNumber, formatShare } from '@stepwell/base/format';
import type { Explanation } from '../api/client.ts';
import { text } from '../text.ts';

const words = text.why.words;

/** Words by how much they change predictions. */
export function WordTable({ effects, isShare }: { effects: Explanation['words']; isShare: boolean }) {
  const show = (value: number) => (value > 0 ? '+' : '') + (isShare ? formatShare(value) : formatNumber(value));
  return (
    <section aria-label={words.title} className="flex flex-col gap-2">
      <h3 className="font-semibold">{words.title}</h3>
      <p className="text-small text-soft">{words.sentence}</p>
      <div className="max-h-80 overflow-auto" tabIndex={0} role="region" aria-label={words.title}>
        <table className="w-full text-small tabular-nums">
          <thead>
            <tr className="text-left text-soft">
              {words.head.map((name, i) => (
                <th key={name} scope="col" className={`py-1 pr-3 font-normal ${i === 2 ? 'text-right' : ''}`}>
                  {name}
                </th>
              ))}
            </tr>
          </thead>
          <tbody className="divide-y divide-line">
            {effects.map(({ word, name, effect }) => (
              <tr key={word}>
                <th scope="row" className="py-1 pr-3 text-left font-normal">
                  {word}
                </th>
                <td className="py-1 pr-3">{name}</td>
                <td className="py-1 pr-3 text-right whitespace-nowrap">{show(effect)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}
