import { HomePage } from '../src/home/home-page.tsx';

/** The home page. */
export default function Page() {
  return <HomePage />;
}
