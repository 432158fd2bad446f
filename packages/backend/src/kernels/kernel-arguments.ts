import type { TensorInfo } from '@tensorflow/tfjs-core';

/** What tfjs hands a kernel. */
export interface KernelArguments {
  inputs: Readonly<Record<string, TensorInfo | undefined>>;
  attrs?: unknown;
}

/** @returns an input that tfjs's op always gives. */
export function input(given: KernelArguments, name: string): TensorInfo {
  const tensor = given.inputs[name];
  if (tensor === undefined) throw new TypeError(`the input ${name} is missing`);
  return tensor;
}

/** @returns an input, or null where it wasn't given. */
export function optionalInput(given: KernelArguments, name: string): TensorInfo | null {
  return given.inputs[name] ?? null;
}

/** @returns an attribute as it was given. */
export function attribute(given: KernelArguments, name: string): unknown {
  const { attrs } = given;
  return typeof attrs === 'object' && attrs !== null ? Object.entries(attrs).find(([key]) => key === name)?.[1] : null;
}

/** @returns whether an attribute is set. */
export function flag(given: KernelArguments, name: string): boolean {
  return attribute(given, name) === true;
}

/** @returns an attribute that is a number or a list of them; an empty list where it isn't given. */
export function numbers(given: KernelArguments, name: string): number[] {
  const value = attribute(given, name);
  if (value === null || value === undefined) return [];
  const list: unknown[] = Array.isArray(value) ? value : [value];
  return list.map(Number);
}

/** @returns an attribute that is a word. */
export function text(given: KernelArguments, name: string, otherwise: string): string {
  const value = attribute(given, name);
  return typeof value === 'string' ? value : otherwise;
}
