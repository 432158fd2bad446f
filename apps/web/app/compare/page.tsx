import { ComparePage } from '../../src/compare/compare-page.tsx';

/** Runs side by side: one static page for every comparison; it reads the runs from its address. */
export default function Page() {
  return <ComparePage />;
}
