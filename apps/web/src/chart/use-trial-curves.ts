import { useState } from 'react';
import { foldsOf, type Curve } from './curve.ts';
import { growTrial, type TrialCurves } from './lines.ts';

/** A trial whose curves are needed. */
export interface RequestedTrial {
  /** Identifies it, also among trials of other runs. */
  key: string;
  name: string;
  series: number;
  curve: Curve;
  trial: string;
  /** Whether no fold of it goes on. */
  ended: boolean;
}

/** Curves that grow in place: only new epochs are computed. */
export class TrialCurveCache {
  readonly #known = new Map<string, { curve: Curve; ended: boolean; of: TrialCurves }>();
  #last: readonly TrialCurves[] = [];

  /** @returns the trials' curves in order; the same array as before if nothing has changed. */
  of(asked: readonly RequestedTrial[]): readonly TrialCurves[] {
    const curves = asked.map((one) => this.#grown(one));
    const same = curves.length === this.#last.length && curves.every((one, i) => one === this.#last[i]);
    if (!same) this.#last = curves;
    return this.#last;
  }

  #grown({ key, name, series, curve, trial, ended }: RequestedTrial): TrialCurves {
    const known = this.#known.get(key);
    const same =
      known?.curve === curve && known.ended === ended && known.of.name === name && known.of.series === series;
    if (same) return known.of;
    const of = growTrial({ name, series }, foldsOf(curve, trial), known?.of, ended);
    this.#known.set(key, { curve, ended, of });
    return of;
  }
}

/** The curves of trials, of one run or of several. */
export function useTrialCurves(asked: readonly RequestedTrial[]): readonly TrialCurves[] {
  const [grown] = useState(() => new TrialCurveCache());
  return grown.of(asked);
}
