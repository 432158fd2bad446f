import { pickleRefused } from './refused.ts';
import { isKind, knownName, type PickledValue } from './values.ts';

/**
 * A name as data: nothing is looked up.
 *
 * @param array what the array is called.
 * @throws {StepwellError} `pickle_refused` for one that numpy does not write.
 */
export function named(module: PickledValue | undefined, name: PickledValue | undefined, array: string): PickledValue {
  if (typeof module !== 'string' || typeof name !== 'string') throw pickleRefused(array, 'it names no name');
  const known = knownName(module, name);
  if (known !== undefined) return { kind: 'name', name: known };
  throw pickleRefused(array, `it names ${JSON.stringify(`${module}.${name}`.slice(0, 60))}`);
}

/**
 * What a call in a pickle says: of numpy's three, what they would make is told as data.
 *
 * @returns null for another call, or for other arguments.
 */
export function calledFor(name: PickledValue | undefined, argument: PickledValue | undefined): PickledValue {
  if (!isKind(name, 'name') || !isKind(argument, 'tuple')) return null;
  const [first, second, third, ...more] = argument.items;
  if (more.length > 0) return null;
  switch (name.name) {
    case 'reconstruct': {
      const isArray = isKind(first, 'name') && first.name === 'ndarray' && isKind(second, 'tuple');
      const isLetter = isKind(third, 'bytes') || typeof third === 'string';
      return isArray && isLetter ? { kind: 'array', shape: [], list: null } : null;
    }
    case 'dtype': {
      const isObject = typeof first === 'string' && /^O[48]?$/.test(first);
      return isObject && isFlag(second) && isFlag(third) ? { kind: 'dtype', code: first } : null;
    }
    case 'encode':
      return typeof first === 'string' && second === 'latin1' && third === undefined ? { kind: 'bytes' } : null;
    default:
      return null;
  }
}

/**
 * Tells an array, or a type, of its state.
 *
 * @returns whether the state is one that numpy writes for an array of objects.
 */
export function buildFrom(value: PickledValue | undefined, state: PickledValue | undefined): boolean {
  if (!isKind(state, 'tuple')) return false;
  if (isKind(value, 'dtype')) return state.items.every((item) => typeof item !== 'object' || item === null);
  if (!isKind(value, 'array') || value.list !== null) return false;
  const [version, shape, type, fortran, list, ...more] = state.items;
  const isState = version === 1 && isKind(type, 'dtype') && typeof fortran === 'boolean' && more.length === 0;
  if (!isState || !isKind(shape, 'tuple') || !isKind(list, 'list')) return false;
  value.shape = shape.items.filter((length) => typeof length === 'number');
  value.list = list;
  return value.shape.length === shape.items.length;
}

function isFlag(value: PickledValue | undefined): boolean {
  return value === 0 || value === 1 || typeof value === 'boolean';
}
