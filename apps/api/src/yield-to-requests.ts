/** Yields to the event loop, so that requests are answered between two pieces of work without storage. */
export function yieldToRequests(): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, 1);
  });
}
