import { EmptyPage } from '../src/run/empty-page.tsx';
import { text } from '../src/text.ts';

/** What is shown at an address that leads nowhere. */
export default function NotFound() {
  return <EmptyPage title={text.states.notFoundTitle} sentence={text.states.notFound} />;
}
