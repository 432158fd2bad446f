import { RunPage } from '../../src/run/run-page.tsx';

/** The run page: one static page for all runs; it reads the id from its address. */
export default function Page() {
  return <RunPage />;
}
