import { formatNumber } from '@stepwell/base/format';
import type { ReactNode } from 'react';

/** Renders plain data: objects as names with values, arrays as lists. */
export function Evidence({ value }: { value: unknown }): ReactNode {
  if (Array.isArray(value)) {
    if (value.every((entry) => typeof entry !== 'object' || entry === null)) return value.map(format).join(', ') || '–';
    return (
      <ul className="flex flex-col gap-1">
        {value.map((entry, i) => (
          <li key={i}>
            {typeof entry === 'object' && entry !== null && !Array.isArray(entry) ? (
              inline(entry)
            ) : (
              <Evidence value={entry} />
            )}
          </li>
        ))}
      </ul>
    );
  }
  if (typeof value !== 'object' || value === null) return format(value);
  return (
    <dl className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-4 gap-y-1 text-small tabular-nums">
      {Object.entries(value).map(([name, entry]) => (
        <div key={name} className="contents">
          <dt className="text-soft">{name}</dt>
          <dd>
            <Evidence value={entry} />
          </dd>
        </div>
      ))}
    </dl>
  );
}

function inline(entry: object): string {
  return Object.values(entry).map(format).join(' · ');
}

function format(value: unknown): string {
  if (value === null || value === undefined) return '–';
  if (typeof value === 'number') return Number.isInteger(value) ? String(value) : formatNumber(value);
  return typeof value === 'string' ? value : JSON.stringify(value);
}
