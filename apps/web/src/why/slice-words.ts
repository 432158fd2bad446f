import { formatNumber, formatShare, formatValue } from '@stepwell/base/format';
import type { RunReport } from '../api/client.ts';
import { text } from '../text.ts';

const words = text.why.errs;

type Slice = NonNullable<RunReport['explanation']>['slices'][number];

/** A group of rows, in words. */
export function sliceWords({ column, what }: Slice): string {
  switch (what.kind) {
    case 'category':
      return words.category(column, what.name);
    case 'missing':
      return words.missing(column);
    case 'range': {
      const show = (value: number) => (what.isDate ? new Date(value).toISOString().slice(0, 10) : formatValue(value));
      const [low, high] = [show(what.low), show(what.high)];
      return low === high ? words.single(column, low) : words.range(column, low, high);
    }
  }
}

/** How far the error of such rows is from that of the others, with 95 % certainty. */
export function gapWords({ ci, error, others }: Slice, isShare: boolean): string {
  const show = (gap: number) => (isShare ? formatShare(gap).replace(' %', '') : formatNumber(gap));
  const [near, far] = error > others ? ci : [-ci[1], -ci[0]];
  return words.gap(show(near), show(far), isShare, error > others);
}
