import { describe, inject, test } from 'vitest';
import { promisedBy, PROGRAMS } from './programs.ts';

describe('what the documentation shows', () => {
  test.for(PROGRAMS)('$name runs, and prints what it says', async ({ run }, { expect }) => {
    const { printed, promised } = await run(inject('service'));
    expect(printed).toHaveLength(promised.length);
    promised.forEach((line, i) => {
      if (typeof line === 'string') expect(printed[i]).toBe(line);
      else expect(printed[i]).toMatch(line);
    });
  });

  test('promises are read beside a console.log and below it', ({ expect }) => {
    const source = 'const a = 1; // no\nconsole.log(a); // 1\nfor (;;) console.log(b);\n// 2\n// 3\n\n// no\nfoo();\n';
    expect(promisedBy(source)).toEqual(['1', '2', '3']);
  });
});
