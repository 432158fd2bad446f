import type { QueryClient, QueryKey } from '@tanstack/react-query';

/**
 * Reads what has changed. A request that is still under way may have been answered before the change: it is dropped. Refetching
 * alone waits for it instead while there is no data.
 */
export async function readAgain(queryClient: QueryClient, queryKey: QueryKey): Promise<void> {
  await queryClient.cancelQueries({ queryKey });
  await queryClient.invalidateQueries({ queryKey });
}

/**
 * Shows what a change returned. A request that is still under way may have been answered before the change: it is dropped, or its
 * older answer would replace this one.
 */
export async function showChanged(queryClient: QueryClient, queryKey: QueryKey, changed: unknown): Promise<void> {
  await queryClient.cancelQueries({ queryKey });
  queryClient.setQueryData(queryKey, changed);
}
