import type { Decision } from '../decisions/index.ts';
import type { CurvePoint } from '../training/fit/index.ts';
import { driveRun } from './drive-run.ts';
import type { RunData } from './run-data.ts';
import type { RunStatus } from './run-state.ts';

/** What a run has recorded of itself. */
export interface RecordedRun {
  status: RunStatus;
  decisions: readonly Decision[];
  /** By fit, all points of its curve. */
  curves: ReadonlyMap<string, readonly CurvePoint[]>;
  /** The tested model's; null without a test. */
  sha256: string | null;
  /** The test's score; null likewise. */
  score: number | null;
}

/** The first thing that came out otherwise than was recorded; null where there is nothing. */
export type Difference =
  | { what: 'decision'; number: number; recorded: Decision | null; here: Decision | null }
  | { what: 'curve'; fit: string; epoch: number; recorded: CurvePoint | null; here: CurvePoint | null }
  | { what: 'status'; recorded: RunStatus; here: RunStatus }
  | { what: 'weights'; recorded: string | null; here: string | null }
  | { what: 'score'; recorded: number | null; here: number | null };

/** What came of making a run again. */
export interface Checked {
  /** How much was found the same. */
  decisions: number;
  fits: number;
  points: number;
  sha256: string | null;
  /** Null if all of it is the same, to the last bit. */
  difference: Difference | null;
}

/**
 * Makes a run again from its rows, and compares each decision, each point of each curve, the weights and the score with what was
 * recorded. Ends at the first difference.
 *
 * @param onProgress called with what has been compared so far.
 */
export async function checkRun(
  data: RunData,
  recorded: RecordedRun,
  onProgress: (checked: Checked) => void = () => {},
): Promise<Checked> {
  const checked: Checked = { decisions: 0, fits: 0, points: 0, sha256: null, difference: null };
  const { state } = await driveRun(data, {
    onFit: (fit, points) => {
      checked.difference ??= differenceOfCurves(fit, recorded.curves.get(fit) ?? [], points);
      if (checked.difference !== null) return;
      checked.fits++;
      checked.points += points.length;
      onProgress(checked);
    },
    onState: (_, decisions) => {
      for (; checked.difference === null && checked.decisions < decisions.length; checked.decisions++) {
        const [was, here] = [recorded.decisions[checked.decisions] ?? null, decisions[checked.decisions]!];
        if (!isSame(was, here)) {
          checked.difference = { what: 'decision', number: checked.decisions + 1, recorded: was, here };
        }
      }
      onProgress(checked);
    },
    until: () => checked.difference !== null,
  });
  if (checked.difference !== null) return checked;
  checked.sha256 = state.model?.sha256 ?? null;
  return { ...checked, difference: differenceAtEnd(recorded, checked, state) };
}

function differenceAtEnd(
  recorded: RecordedRun,
  { decisions, sha256 }: Checked,
  { status, test }: { status: RunStatus; test: { value: number } | null },
): Difference | null {
  if (status !== recorded.status) return { what: 'status', recorded: recorded.status, here: status };
  const missing = recorded.decisions[decisions];
  if (missing !== undefined) return { what: 'decision', number: decisions + 1, recorded: missing, here: null };
  if (sha256 !== recorded.sha256) return { what: 'weights', recorded: recorded.sha256, here: sha256 };
  const score = test?.value ?? null;
  return isSame(score, recorded.score) ? null : { what: 'score', recorded: recorded.score, here: score };
}

function differenceOfCurves(
  fit: string,
  recorded: readonly CurvePoint[],
  here: readonly CurvePoint[],
): Difference | null {
  for (let i = 0; i < Math.max(recorded.length, here.length); i++) {
    const [was, is] = [recorded[i] ?? null, here[i] ?? null];
    if (!isSame(was, is)) return { what: 'curve', fit, epoch: (was ?? is)!.epoch, recorded: was, here: is };
  }
  return null;
}

/** Whether two values are the same as JSON, in which numbers keep their bits; the order of fields doesn't count. */
function isSame(a: unknown, b: unknown): boolean {
  return JSON.stringify(sorted(a)) === JSON.stringify(sorted(b));
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, of]) => of !== undefined)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, of]) => [name, sorted(of)]),
  );
}
