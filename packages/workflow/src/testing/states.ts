import { METRICS } from '@stepwell/metrics';
import type { Definition } from '../stages/define/index.ts';
import type { Measure } from '../stages/measure/index.ts';
import type { Gate } from '../stages/gate/index.ts';
import type { Protocol } from '../stages/protocol/index.ts';

/** A definition of two classes from two columns, but for `fields`. */
export function definitionOf(fields: Partial<Definition> = {}): Definition {
  return {
    type: 'binary',
    target: ['y'],
    classes: ['no', 'yes'],
    labels: null,
    separator: null,
    bounds: null,
    inputs: [
      { column: 'age', kind: 'numeric' },
      { column: 'sex', kind: 'categorical' },
    ],
    leftOut: [],
    leaks: [],
    timeColumn: null,
    hypothesis: '',
    audit: [],
    ...fields,
  };
}

/** A measure as chosen. */
export function measureOf(name: Measure['name'], fields: Partial<Measure> = {}): Measure {
  const { greaterIsBetter } = METRICS[name];
  return { name, greaterIsBetter, why: '', beside: [], custom: null, threshold: 0.5, ...fields };
}

/** A four-fold protocol with so many training rows a fold, but for `fields`. */
export function protocolOf(train: number, fields: Partial<Protocol> = {}): Protocol {
  return {
    kind: 'k-fold',
    order: 'random',
    k: 4,
    iterations: 1,
    rows: { train, validation: 10, test: 10 },
    stratified: true,
    duplicates: 'none',
    minimumDetectableGain: 0.1,
    price: { fits: 1, steps: 1 },
    why: '',
    ...fields,
  };
}

/** What the gate came to: a small gain that may be luck, but for `fields`. */
export function gateOf(fields: Partial<Gate> = {}): Gate {
  return {
    verdict: 'no-signal',
    model: 'small',
    score: 0.5,
    baseline: { name: 'majority', score: 0.5 },
    p: 0.42,
    test: 'mcnemar',
    tests: [],
    ci: [-0.1, 0.1],
    gain: 0,
    shuffled: null,
    linear: null,
    learningCurve: null,
    power: null,
    order: [],
    drift: [],
    adopted: [],
    branches: null,
    group: null,
    evidence: [],
    advice: null,
    ...fields,
  };
}
