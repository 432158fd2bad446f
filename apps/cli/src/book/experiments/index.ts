import type { Experiment } from '../experiment.ts';
import { boston } from './boston.ts';
import { california } from './california.ts';
import { imdb } from './imdb.ts';
import { mnist, mnistConvnet } from './mnist.ts';
import { overfitting } from './overfitting.ts';
import { reuters } from './reuters.ts';

/** The experiments, in the book's order. */
export const EXPERIMENTS: readonly Experiment[] = [mnist, imdb, reuters, boston, california, overfitting, mnistConvnet];
