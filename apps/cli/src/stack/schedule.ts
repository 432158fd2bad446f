const EVERY_MS = 5_000;

/** Calls the Worker's scheduled handler regularly, as Cloudflare's cron does in production. */
export function startSchedule(url: string): { stop(): void } {
  const timer = setInterval(() => {
    // Ignore errors: the service may have stopped.
    fetch(`${url}/cdn-cgi/local/scheduled`).then(
      (response) => response.body?.cancel(),
      () => {},
    );
  }, EVERY_MS);
  // Don't keep the process alive.
  timer.unref();
  return { stop: () => clearInterval(timer) };
}
