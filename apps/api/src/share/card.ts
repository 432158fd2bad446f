import { heroOf, heroWords } from '@stepwell/workflow/headline';
import { cardSvg, shortVerdict } from '@stepwell/workflow/share';
import type { Env } from '../env.ts';
import { logFault } from '../log-fault.ts';
import type { StoredRun } from '../storage/runs.ts';
import { shareRun, versionOf, type SharedRun } from './run-to-share.ts';

/**
 * Draws the card of a run as a PNG. The card of an ended run is drawn once and stored under its version.
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
    // If storing fails, the card is drawn again next time.
    await env.OBJECTS.put(key, buffer, { httpMetadata: { contentType: 'image/png' } }).catch((fault: unknown) => {
      logFault('storing a card', fault);
    });
  }
  return buffer;
}

/** @returns the alternative text of a card: what it says in words, and its number with the interval. */
export function cardText({ title, report }: Pick<SharedRun, 'title' | 'report'>): string {
  const { word, rest } = shortVerdict(report);
  return [`${title}. ${word} ${rest}`.trim(), ...numberOf(report)].join(' ');
}

function numberOf(report: SharedRun['report']): string[] {
  const hero = heroOf(report);
  if (hero === null || hero.estimate === null) return [];
  const { value, low, high } = hero.estimate;
  return [`${hero.format(value)} ${hero.caption} (${heroWords.interval(hero.format(low), hero.format(high))}).`];
}
