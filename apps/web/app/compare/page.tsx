import { ComparePage } from '../../src/compare/compare-page.tsx';

/** Compares runs: one static page for all comparisons; it reads the runs from its address. */
export default function Page() {
  return <ComparePage />;
}
