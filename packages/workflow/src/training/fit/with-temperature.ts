/**
 * Divides the logits of a model by a temperature: the kernel and the bias of its last layer, which is dense.
 *
 * @param weights in the order of `weightShapes`, the last two those of the last layer; they stay as they are.
 * @param temperature above 0; 1 changes nothing.
 */
export function withTemperature(weights: Float32Array[], temperature: number): Float32Array[] {
  if (temperature === 1) return weights;
  return weights.map((values, i) => (i < weights.length - 2 ? values : values.map((value) => value / temperature)));
}
