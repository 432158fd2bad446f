import type { z } from 'zod';

const MISSING = /^Invalid input: expected (.+), received undefined$/;

/** @returns the first issues of an invalid request, as words. @param most of them. @param root what the whole is called; '' for nothing. */
export function issueWords(issues: readonly z.core.$ZodIssue[], most: number, root = ''): string {
  return issues
    .slice(0, most)
    .map(({ path, message }) => {
      const where = path.map(String).join('.') || root;
      const words = message.replace(MISSING, 'missing, $1 expected');
      return where === '' ? words : `${where}: ${words}`;
    })
    .join('; ');
}
