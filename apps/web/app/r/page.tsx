import { RunPage } from '../../src/run/run-page.tsx';

/** The run page: one static page for every run; it reads the id from its address. */
export default function Page() {
  return <RunPage />;
}
