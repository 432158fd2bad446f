/** What may be logged: numbers by name; nested ones are named `outer.inner`. */
export interface LoggedValues {
  [name: string]: unknown;
}

const NAME_LENGTH = 200;
const DEPTH = 9;

/**
 * Collects the numbers among values.
 *
 * @param refuse told the name of each value that is no number.
 * @returns [name, number] each, NaN and infinities included.
 */
export function numbersIn(values: LoggedValues, refuse: (name: string) => void): [string, number][] {
  const numbers: [string, number][] = [];
  const visit = (inner: object, prefix: string, depth: number) => {
    for (const [key, value] of Object.entries(inner)) {
      const name = `${prefix}${key}`;
      if (typeof value === 'number') add(name, value);
      else if (typeof value === 'boolean' || typeof value === 'bigint') add(name, Number(value));
      else if (isPlain(value) && depth < DEPTH) visit(value, `${name}.`, depth + 1);
      else refuse(clean(name));
    }
  };
  const add = (name: string, value: number) => {
    const known = clean(name);
    if (known.trim() === '') refuse(known);
    else numbers.push([known, value]);
  };
  visit(values, '', 0);
  return numbers;
}

/** @returns a number as JSON can have it. */
export function asJson(value: number): number | string {
  return Number.isFinite(value) ? value : String(value);
}

/** @returns a text without control characters and halves of characters. @param most characters. */
export function clean(text: string, most = NAME_LENGTH): string {
  const whole = text.replaceAll(/[\p{Cc}\p{Cs}]/gu, '').slice(0, most);
  // The cut may have split a character.
  return whole.replace(/\p{Cs}$/u, '');
}

function isPlain(value: unknown): value is object {
  if (typeof value !== 'object' || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}
