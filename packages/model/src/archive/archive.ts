import type { Report } from '@stepwell/workflow';
import { zipSync, strToU8 } from 'fflate';
import type { Predictions } from '@stepwell/metrics';
import type { Table } from '@stepwell/data/table';
import type { Model } from '../model.ts';
import { modelCard } from './model-card.ts';
import { encodeOnnx } from '../onnx/encode-onnx.ts';
import { makeParity } from './parity.ts';
import { archiveReadme } from './readme.ts';
import { encodeSafetensors } from './safetensors.ts';

/** The files that predict without Stepwell, as texts. */
export interface Programs {
  /** `predict.mjs`, as `scripts/build-standalone.mjs` bundles it. */
  node: string;
  /** `python/predict.py`. */
  python: string;
  /** `python/keras_model.py`. */
  keras: string;
}

/** A zip has times; this one is the same bytes every time. */
const NEVER = new Date(1980, 0, 1);

/**
 * Packs a model for use without Stepwell: a zip with programs, the model in three formats, rows to check it with, a card and a
 * README.
 *
 * @param predict predicts rows with the model.
 */
export function modelArchive(
  model: Model,
  report: Report,
  programs: Programs,
  predict: (table: Table) => Predictions,
): Uint8Array<ArrayBuffer> {
  const { weights, ...header } = model;
  const json = (value: unknown) => strToU8(`${JSON.stringify(value, null, 2)}\n`);
  const files = {
    'README.md': strToU8(archiveReadme(model)),
    'MODEL_CARD.md': strToU8(modelCard(model, report)),
    'predict.mjs': strToU8(programs.node),
    'predict.py': strToU8(programs.python),
    'keras_model.py': strToU8(programs.keras),
    'model.onnx': encodeOnnx(model),
    'model.json': json(header),
    'model.safetensors': encodeSafetensors(model.spec, weights),
    'parity.json': json(makeParity(model, predict)),
  };
  return zipSync(files, { mtime: NEVER, level: 6 });
}
