import { beforeAll, describe, test } from 'vitest';
import type { Table } from '@stepwell/data/table';
import type { RunSpecInput } from '../question/index.ts';
import { startEngine } from '../training/architecture/testing/start-engine.ts';
import { numeric } from '../../../data/src/testing/columns.ts';
import { pictureTable, textTable } from '../testing/branches.ts';
import { digitsWithNumber } from '../testing/digits.ts';
import { specOf } from '../testing/spec.ts';
import { definitionOf, gateOf } from '../testing/states.ts';
import { branchesOf, withoutBranch } from './branches-of.ts';
import { driveRun, type Driving } from './drive-run.ts';
import { openRunData } from './index.ts';

beforeAll(startEngine);

const NEEDED = new Set(['power', 'front-alone', 'columns-alone']);
const UNTIL_THE_LADDER: Driving = {
  gateTrials: ({ id }) => NEEDED.has(id),
  until: ({ gate }) => gate !== null,
};

function drive(table: Table, fields: Partial<RunSpecInput> = {}, driving: Driving = UNTIL_THE_LADDER) {
  const spec = specOf({
    effort: 'quick',
    protocol: 'hold-out',
    validationShare: 0.4,
    model: { batchSize: 64 },
    ...fields,
  });
  return driveRun(openRunData(spec, table, null), driving);
}

describe('the gate of images or texts with columns beside them', () => {
  test.for([
    { kind: 'image', make: pictureTable },
    { kind: 'text', make: textTable },
  ] as const)('shows that both together beat either alone: $kind', async ({ kind, make }, { expect }) => {
    const { state } = await drive(make(500, { front: 0.6, noise: 0.7 }));
    const { gate, definition } = state;
    expect(definition!.inputs.map((input) => input.kind)).toEqual([kind, 'numeric']);
    const branches = gate!.branches!;
    expect(branches).toMatchObject({ kind, columns: 1, leftOut: null });
    expect(branches.columnsAdd.ci[0]).toBeGreaterThan(0);
    expect(branches.frontAdds.ci[0]).toBeGreaterThan(0);
    const { joint, front, columns } = branches.scores;
    expect(branches.columnsAdd.gain).toBeCloseTo(joint - front, 9);
    expect(branches.frontAdds.gain).toBeCloseTo(joint - columns, 9);
    expect(gate!.evidence.some((sentence) => sentence.startsWith('The columns add '))).toBe(true);
  });

  test('shows it on handwritten digits with a noisy number beside them', async ({ expect }) => {
    const table = await digitsWithNumber({ seed: 0, train: 40, test: 5, speckle: 0.8, noise: 1 });
    const { state } = await drive(table, { split: 'part', measure: 'accuracy' });
    const { columnsAdd, frontAdds, scores } = state.gate!.branches!;
    // `npm run bench:branches` has the runs to their ends.
    expect(columnsAdd.ci[0]).toBeGreaterThan(0.05);
    expect(frontAdds.ci[0]).toBeGreaterThan(0.05);
    expect(scores.joint).toBeGreaterThan(Math.max(scores.front, scores.columns) + 0.1);
  });

  test('says that a number of noise adds nothing, and keeps it', async ({ expect }) => {
    const { state, decisions } = await drive(pictureTable(300, { front: 0.9, noise: Infinity }));
    const branches = state.gate!.branches!;
    expect(branches.columnsAdd.ci[0]).toBeLessThanOrEqual(0);
    expect(branches.frontAdds.ci[0]).toBeGreaterThan(0);
    expect(branches.leftOut).toBeNull();
    expect(state.definition!.inputs).toHaveLength(2);
    expect(decisions.map(({ choice }) => choice)).toContain(
      'the columns add nothing that these rows show to the images',
    );
  });

  test('leaves out columns that do harm, with the reason', async ({ expect }) => {
    const table = pictureTable(150, { front: 1, noise: Infinity });
    // So many numbers of noise that the small model learns them by heart.
    const noise = Array.from({ length: 150 }, (_, column) =>
      numeric(
        `noise ${column}`,
        Array.from({ length: 150 }, (__, row) => ((row * 7919 + column * 104_729 + row * row * column) % 1009) / 100),
      ),
    );
    const wide = { ...table, columns: [...noise, ...table.columns] };
    const { state } = await drive(wide);
    expect(state.gate!.branches!.leftOut).toBe('columns');
    expect(state.gate!.score).toBe(state.gate!.branches!.scores.front);
    expect(state.definition!.inputs.map(({ column }) => column)).toEqual(['picture']);
    expect(state.preparation!.map(({ column }) => column)).toEqual(['picture']);
    expect(state.definition!.leftOut.find(({ column }) => column === 'noise 3')!.why).toBe(
      'is left out by the gate: the small model scores better with the images alone',
    );
  });

  test('tries no branch alone where there is one', async ({ expect }) => {
    const { state } = await drive(pictureTable(120, { front: 1, noise: 1 }), { drop: ['number'] });
    expect(state.gate!.branches).toBeNull();
  });
});

describe('a whole run of images with columns beside them', () => {
  test('is cut anywhere without changing a bit, and explains both', async ({ expect }) => {
    const table = pictureTable(120, { front: 0.8, noise: 0.6 });
    const model = { units: [6], branch: 4, epochs: 8 };
    const fields = { effort: 'single' as const, protocol: 'hold-out' as const, folds: undefined, model };
    const whole = await drive(table, fields, {});
    const cut = await drive(table, fields, { budget: { minibatches: 3, flops: Infinity } });
    expect(whole.state.status).toBe('finished');
    expect(cut.state.model!.sha256).toBe(whole.state.model!.sha256);
    expect(whole.tested!.spec).toMatchObject({ image: { height: 6, width: 6, channels: 1, numbers: 1 } });
    expect(whole.tested!.spec.layers.map(({ kind }) => kind)).toEqual(['flatten', 'dense', 'concatenate', 'dense']);
  });

  test('ends with what the columns matter and where the images are looked at', async ({ expect }) => {
    const table = pictureTable(240, { front: 0.9, noise: 0.3 });
    const { state } = await drive(
      table,
      { ignoreGate: true, model: { units: [8], epochs: 12, batchSize: 64 } },
      { gateTrials: ({ id }) => NEEDED.has(id) },
    );
    expect(state.failure).toBeNull();
    expect(state.status).toBe('finished');
    expect(state.explanation!.importance).toHaveLength(1);
    expect(state.explanation!.importance[0]).toMatchObject({ columns: ['number'], isClear: true });
  });
});

describe('branchesOf', () => {
  test('takes texts or images and the columns beside them apart', ({ expect }) => {
    const image = { column: 'i', steps: ['pixels' as const] };
    const words = { column: 't', steps: ['multi-hot' as const] };
    const number = { column: 'n', steps: ['z-score' as const, 'mark-missing' as const] };
    expect(branchesOf([image, number])).toEqual({ kind: 'image', front: ['i'], columns: ['n'] });
    expect(branchesOf([number, words])).toEqual({ kind: 'text', front: ['t'], columns: ['n'] });
    expect(branchesOf([words])).toBeNull();
    expect(branchesOf([number])).toBeNull();
  });

  test('leaves a definition as it is where both stay', ({ expect }) => {
    const definition = definitionOf();
    expect(withoutBranch(gateOf(), definition, [])).toEqual({ definition, preparation: [] });
  });
});
