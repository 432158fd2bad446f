import { cardSvg, shortVerdict } from '@stepwell/workflow/share';
import type { Env } from '../env.ts';
import { logFault } from '../log-fault.ts';
import type { StoredRun } from '../storage/runs.ts';
import { shareRun, versionOf, type SharedRun } from './run-to-share.ts';

/**
 * The card of a run as a PNG. That of an ended run is drawn once and kept under its version.
 *
 * @param requestUrl tells the origin.
 */
export async function cardOf(
  env: Pick<Env, 'DB' | 'OBJECTS'>,
  requestUrl: string,
  run: StoredRun,
): Promise<ArrayBuffer> {
  const key = `runs/${run.id}/card/${versionOf(run)}`;
  const ended = run.state.status !== 'running';
  const kept = ended ? await env.OBJECTS.get(key) : null;
  if (kept !== null) return kept.arrayBuffer();
  const { rasterise } = await import('./rasterise.ts');
  const { title, report, curve } = await shareRun(env, requestUrl, run);
  const { buffer } = await rasterise(cardSvg(title, report, curve));
  if (ended) {
    // A card that cannot be kept is drawn again the next time.
    await env.OBJECTS.put(key, buffer, { httpMetadata: { contentType: 'image/png' } }).catch((fault: unknown) => {
      logFault('A card could not be kept.', fault);
    });
  }
  return buffer;
}

/** @returns a card in words, for who does not see it. */
export function cardText({ title, report }: Pick<SharedRun, 'title' | 'report'>): string {
  const { word, rest } = shortVerdict(report);
  return `${title}. ${word} ${rest}`;
}
