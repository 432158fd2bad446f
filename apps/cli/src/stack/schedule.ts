const EVERY_MS = 5_000;

/** Calls what Cloudflare's cron calls, which nobody does on one machine. */
export function startSchedule(url: string): { stop(): void } {
  const timer = setInterval(() => {
    // A service that is gone has nothing to look after.
    fetch(`${url}/cdn-cgi/handler/scheduled`).then(
      (response) => response.body?.cancel(),
      () => {},
    );
  }, EVERY_MS);
  // Nobody stays for it.
  timer.unref();
  return { stop: () => clearInterval(timer) };
}
