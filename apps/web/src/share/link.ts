/** @returns the link of a run on this origin; it holds no key. */
export function linkOf(id: string): string {
  return new URL(`/r/${id}`, window.location.origin).href;
}
