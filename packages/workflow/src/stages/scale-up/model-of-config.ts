import { buildModel, type Config, type ModelSpec } from '../../training/architecture/index.ts';
import { DEFAULT_WORDS } from '../../training/preparation/index.ts';
import type { RunSpec } from '../../question/index.ts';
import type { Definition } from '../define/index.ts';

/**
 * @returns the model of a configuration, about: each column that isn't text or an image counts as one number. Categories that are
 *   learned as vectors have the vocabulary of a text.
 */
export function modelOfConfig(config: Config, definition: Definition, spec: Pick<RunSpec, 'words'>): ModelSpec {
  const { inputs } = definition;
  const hasText = config.categories === 'embedding' || inputs.some(({ kind }) => kind === 'text');
  return buildModel(definition, config, {
    numbers: inputs.filter(({ kind }) => kind !== 'text' && kind !== 'image').length,
    vocabulary: hasText ? (spec.words ?? DEFAULT_WORDS) : 0,
    image: inputs.find(({ kind }) => kind === 'image')?.size ?? null,
  });
}
