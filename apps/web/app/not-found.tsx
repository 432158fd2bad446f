import { EmptyPage } from '../src/run/empty-page.tsx';
import { text } from '../src/text.ts';

/** Shown at an address without a page. */
export default function NotFound() {
  return <EmptyPage title={text.states.notFoundTitle} sentence={text.states.notFound} />;
}
