import type { QueryClient, QueryKey } from '@tanstack/react-query';

/**
 * Reads what has changed. A request that is still under way may have been answered before the change: it is dropped. Refetching
 * alone waits for it instead while there is no data.
 */
export async function readAgain(queryClient: QueryClient, queryKey: QueryKey): Promise<void> {
  await queryClient.cancelQueries({ queryKey });
  await queryClient.invalidateQueries({ queryKey });
}
