import { countParams, flopsPerRow, type Config } from '../../training/architecture/index.ts';
import { mostPieces } from '../../training/preparation/index.ts';
import type { Definition } from '../define/index.ts';
import type { Protocol } from '../protocol/index.ts';
import type { RunSpec } from '../../question/index.ts';
import { modelOfConfig } from '../scale-up/index.ts';
import { complexityOf } from './evaluate-trial.ts';

/** Floating-point operations per row and weight: forward, and twice that backward. */
export const FLOPS_A_WEIGHT = 6;

/** What a configuration takes, roughly: weights that it has, what regularises them counting as fewer, and operations a row. */
export interface Cost {
  complexity: number;
  flops: number;
}

/** @returns what `config` takes of rows of these inputs. */
export function costOf(
  config: Config,
  { definition, protocol, spec }: { definition: Definition; protocol: Protocol; spec: RunSpec },
): Cost {
  const { inputs } = definition;
  if (!inputs.some(({ kind }) => kind === 'text' || kind === 'image')) {
    const pieces = mostPieces(protocol.rows.train) * inputs.filter(({ kind }) => kind === 'numeric').length;
    const weights = complexityOf({ ...config, dropout: 0, l1: 0, l2: 0 }, inputs.length, pieces);
    return { complexity: complexityOf(config, inputs.length, pieces), flops: FLOPS_A_WEIGHT * weights };
  }
  const model = modelOfConfig(config, definition, spec);
  const { dropout, l1, l2 } = config;
  return {
    complexity: (countParams(model) * (1 - dropout / 2)) / (1 + 10 * l2 + 100 * l1),
    flops: flopsPerRow(model),
  };
}
