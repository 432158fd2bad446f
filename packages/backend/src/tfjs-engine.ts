/**
 * `@tensorflow/tfjs` as a Worker bundles it: the engine, its ops and gradients, without the browser backends, layers
 * and loaders that no training step uses. Bundlers put it in the place of the whole package by an alias.
 */
import '@tensorflow/tfjs-core/dist/register_all_gradients';

export * from '@tensorflow/tfjs-core';
