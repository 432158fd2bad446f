import { linkOf } from '../share/link.ts';
import { PageHeader } from '../share/page-header.tsx';
import { ShareButton } from '../share/share-button.tsx';

/** The bar above a run: back to the list, copy link, share. */
export function RunHeader({ id, title }: { id: string; title: string }) {
  return (
    <PageHeader link={() => linkOf(id)} width="max-w-7xl">
      <ShareButton id={id} title={title} />
    </PageHeader>
  );
}
