import type { RunSpecInput } from '@stepwell/workflow/question';

/** A question while it is being changed: what the fields of the form hold. */
export type Draft = RunSpecInput;
/** What the person settles of the model. */
export type Model = NonNullable<RunSpecInput['model']>;

/** @returns the draft with fields set; undefined takes one back to the rule. */
export function withFields(draft: Draft, fields: { [K in keyof Draft]?: Draft[K] | undefined }): Draft {
  const next: Draft = { ...draft };
  for (const [name, value] of Object.entries(fields)) {
    if (value === undefined) Reflect.deleteProperty(next, name);
    else Reflect.set(next, name, value);
  }
  return next;
}

/** @returns the draft with fields of its model set; undefined takes one back to the rule. */
export function withModel(draft: Draft, fields: { [K in keyof Model]?: Model[K] | undefined }): Draft {
  const model: Model = { ...draft.model };
  for (const [name, value] of Object.entries(fields)) {
    if (value === undefined) Reflect.deleteProperty(model, name);
    else Reflect.set(model, name, value);
  }
  return { ...draft, model };
}

/** @returns the number that was typed; undefined for nothing. */
export function numberIn(typed: string): number | undefined {
  return typed.trim() === '' ? undefined : Number(typed);
}

/** @returns units of hidden layers as "64-64" is read; undefined for nothing. */
export function unitsIn(typed: string): number[] | undefined {
  const numbers = typed.split(/[^0-9]+/).filter((part) => part !== '');
  return numbers.length === 0 ? undefined : numbers.map(Number);
}
