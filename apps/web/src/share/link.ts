/** @returns a run's link on this origin, without its edit key. */
export function linkOf(id: string): string {
  return new URL(`/r/${id}`, window.location.origin).href;
}
