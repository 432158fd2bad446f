/** @returns a value of a parsed JSON object, undefined when there is none. */
export function field(value: unknown, key: string): unknown {
  if (typeof value !== 'object' || value === null) return undefined;
  return new Map<string, unknown>(Object.entries(value)).get(key);
}

/** @returns a list of numbers from a parsed JSON object; empty when there is none. */
export function numbersOf(value: unknown, key: string): number[] {
  const list = field(value, key);
  return Array.isArray(list) ? list.map(Number) : [];
}
