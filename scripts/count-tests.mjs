// Adds up what vitest and Playwright counted in their JSON reports, as one line: "N passed, N failed, N skipped". A check
// that failed (types, lint, format, a build) counts as one more failure.
import { readFileSync } from 'node:fs';

const counts = { passed: 0, failed: 0, skipped: 0 };

/** A report that is not there is a run that broke: it counts as one failure. */
function read(path) {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch {
    console.error(`${path} is missing: what it reports did not run to the end.`);
    counts.failed++;
    return null;
  }
}

const vitest = read('test-results/vitest.json');
if (vitest !== null) {
  counts.passed += vitest.numPassedTests;
  counts.failed += vitest.numFailedTests;
  counts.skipped += vitest.numPendingTests + vitest.numTodoTests;
}
const checks = read('test-results/checks.json');
for (const { name, passed } of checks ?? []) {
  if (passed) continue;
  console.error(`${name} failed`);
  counts.failed++;
}
const playwright = read('test-results/playwright.json');
if (playwright !== null) {
  counts.passed += playwright.stats.expected;
  counts.failed += playwright.stats.unexpected + playwright.stats.flaky;
  counts.skipped += playwright.stats.skipped;
}
console.log(
  `${counts.passed} passed, ${counts.failed} failed${counts.skipped > 0 ? `, ${counts.skipped} skipped` : ''}`,
);
process.exit(counts.failed > 0 ? 1 : 0);
