import { LoggedPage } from '../../src/logged/logged-page.tsx';

/** The page of a logged run: one static page for all of them; it reads the id from its address. */
export default function Page() {
  return <LoggedPage />;
}
