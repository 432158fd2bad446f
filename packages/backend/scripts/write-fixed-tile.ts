/**
 * Writes assembly/gemm/fixed-tile.ts: the register tile of the matrix product against a panel of B at a fixed address, its
 * depth written out step by step. `npm run build` runs this before the compiler, which has no way to unroll a loop.
 */
import { writeFileSync } from 'node:fs';

/** Steps that are written out. More would not fit the cache of decoded instructions. */
const STEPS = 64;
/** The tile may end behind every so many steps. */
const EXIT = 1;
/** Where the panel lies, which src/fixed-region.ts keeps free of everything else. */
const PANEL_AT = 131_072;
const PANEL_BYTES = STEPS * 48;

const range = (count: number): number[] => Array.from({ length: count }, (_, i) => i);

/** One step of the depth: three values of A, each times a row of the panel. */
function step(vectors: number, at: number): string {
  const columns = range(vectors);
  const loads = columns.map((v) => `b${v} = v128.load(${PANEL_AT + 16 * (at * vectors + v)});`);
  const rows = range(3).flatMap((row) => [
    `x = v128.load32_splat(a${row});`,
    ...columns.map((v) => `s${row}${v} = madd(s${row}${v}, x, b${v});`),
    `a${row} += aStep;`,
  ]);
  return [...loads, ...rows].map((line) => `    ${line}`).join('\n');
}

function tile(vectors: number): string {
  const columns = range(vectors);
  const cells = range(3).flatMap((row) => columns.map((v) => ({ name: `s${row}${v}`, at: `c${row}, ${16 * v}` })));
  const steps = range(STEPS).map((at) => {
    const end = (at + 1) % EXIT === 0 && at + 1 < STEPS ? `\n    if (steps == ${at + 1}) break;` : '';
    return `${step(vectors, at)}${end}`;
  });
  return `
/**
 * \`C[3, ${4 * vectors}] += A[3, steps] · panel\`.
 *
 * @param steps of the depth: ${EXIT} to ${STEPS}.
 * @param a0 first value of A's first row; \`aRow\` bytes to the next row, \`aStep\` bytes to the next column.
 * @param c0 first value of C; \`cRow\` bytes to the next row. Added to.
 */
export function fixedTile${vectors}(steps: i32, a0: usize, aRow: usize, aStep: usize, c0: usize, cRow: usize): void {
  let a1 = a0 + aRow;
  let a2 = a1 + aRow;
  const c1 = c0 + cRow;
  const c2 = c1 + cRow;
${cells.map(({ name, at }) => `  let ${name} = v128.load(${at});`).join('\n')}
  let x = s00;
${columns.map((v) => `  let b${v} = s00;`).join('\n')}
  do {
${steps.join('\n')}
  } while (false);
${cells.map(({ name, at }) => `  v128.store(${at.replace(',', `, ${name},`)});`).join('\n')}
}`;
}

const source = `// Written by scripts/write-fixed-tile.ts.
import { madd } from '../memory/lanes';

/** Where the panel lies. The engine need not compare such an address with the size of the memory. */
export const PANEL_AT: usize = ${PANEL_AT};
const PANEL_BYTES: usize = ${PANEL_BYTES};
/** Steps of the depth that a panel holds. */
export const PANEL_STEPS: i32 = ${STEPS};

/** @returns where the region begins that the panel is packed to. */
export function panelStart(): usize {
  return PANEL_AT;
}

/** @returns where it ends. */
export function panelEnd(): usize {
  return PANEL_AT + PANEL_BYTES;
}
${[1, 2, 3].map(tile).join('\n')}
`;

writeFileSync(new URL('../assembly/gemm/fixed-tile.ts', import.meta.url), source);
