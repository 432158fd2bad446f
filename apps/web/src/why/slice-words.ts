import { formatNumber } from '@stepwell/base/format';
import type { RunReport } from '../api/client.ts';
import { text } from '../text.ts';

const words = text.why.errs;

/** A group of rows, in words. */
export function sliceWords({ column, what }: NonNullable<RunReport['explanation']>['slices'][number]): string {
  switch (what.kind) {
    case 'category':
      return words.category(column, what.name);
    case 'missing':
      return words.missing(column);
    case 'range': {
      const show = (value: number) => (what.isDate ? new Date(value).toISOString().slice(0, 10) : formatNumber(value));
      const [low, high] = [show(what.low), show(what.high)];
      return low === high ? words.single(column, low) : words.range(column, low, high);
    }
  }
}
