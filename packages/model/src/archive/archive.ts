import type { Report } from '@stepwell/workflow';
import { zipSync, strToU8 } from 'fflate';
import type { Predictions } from '@stepwell/metrics';
import type { Table } from '@stepwell/data/table';
import type { Model } from '../model.ts';
import { modelCard } from './model-card.ts';
import { makeParity } from './parity.ts';
import { archiveReadme } from './readme.ts';
import { encodeSafetensors } from './safetensors.ts';

/** A zip has times; this one is the same bytes every time. */
const NEVER = new Date(1980, 0, 1);

/**
 * Packs a model for use without Stepwell: a zip with a program, the model, rows to check it with, a card and a README.
 *
 * @param program `predict.mjs`, as `scripts/build-standalone.mjs` bundles it.
 * @param predict predicts rows with the model.
 */
export function modelArchive(
  model: Model,
  report: Report,
  program: string,
  predict: (table: Table) => Predictions,
): Uint8Array<ArrayBuffer> {
  const { weights, ...header } = model;
  const json = (value: unknown) => strToU8(`${JSON.stringify(value, null, 2)}\n`);
  const files = {
    'README.md': strToU8(archiveReadme(model)),
    'MODEL_CARD.md': strToU8(modelCard(model, report)),
    'predict.mjs': strToU8(program),
    'model.json': json(header),
    'model.safetensors': encodeSafetensors(model.spec, weights),
    'parity.json': json(makeParity(model, predict)),
  };
  return zipSync(files, { mtime: NEVER, level: 6 });
}
