import type { RunSpecInput } from '@stepwell/workflow/question';

/** A spec that is being edited: the values of the form's fields. */
export type Draft = RunSpecInput;
/** What the user sets about the model. */
export type Model = NonNullable<RunSpecInput['model']>;

/** @returns the draft with fields set; undefined resets a field to automatic. */
export function withFields(draft: Draft, fields: { [K in keyof Draft]?: Draft[K] | undefined }): Draft {
  const next: Draft = { ...draft };
  for (const [name, value] of Object.entries(fields)) {
    if (value === undefined) Reflect.deleteProperty(next, name);
    else Reflect.set(next, name, value);
  }
  return next;
}

/** @returns the draft with another order of rows; in that of the file, no column holds the time. */
export function withOrder(draft: Draft, order: Draft['order']): Draft {
  return withFields(draft, order === 'file' ? { order, timeColumn: undefined } : { order });
}

/** @returns the draft with fields of its model set; undefined resets a field to automatic. */
export function withModel(draft: Draft, fields: { [K in keyof Model]?: Model[K] | undefined }): Draft {
  const model: Model = { ...draft.model };
  for (const [name, value] of Object.entries(fields)) {
    if (value === undefined) Reflect.deleteProperty(model, name);
    else Reflect.set(model, name, value);
  }
  return { ...draft, model };
}

/** @returns the number in the input; undefined if it's empty. */
export function numberIn(typed: string): number | undefined {
  return typed.trim() === '' ? undefined : Number(typed);
}

/** @returns the units of hidden layers in "64-64"; undefined if it's empty. */
export function unitsIn(typed: string): number[] | undefined {
  const numbers = typed.split(/[^0-9]+/).filter((part) => part !== '');
  return numbers.length === 0 ? undefined : numbers.map(Number);
}
