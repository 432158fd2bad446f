import type { RunReport, RunView } from '../api/client.ts';
import { text } from '../text.ts';
import { MissList } from './miss-list.tsx';
import { SliceTable } from './slice-table.tsx';

/** Props of the answer. */
export interface WhereWrongProps {
  view: RunView;
  explanation: NonNullable<RunReport['explanation']>;
  editKey: string | null;
}

/** Where a finished run's model errs: groups of rows, and for the key holder the rows that it missed most. */
export function WhereWrong({ view, explanation, editKey }: WhereWrongProps) {
  if (explanation.loss === 'query') return <p>{text.why.errs.ranked}</p>;
  return (
    <>
      <SliceTable explanation={explanation} />
      {editKey !== null && <MissList id={view.id} editKey={editKey} />}
      {explanation.looked === 0 && editKey === null && <p>{text.why.errs.few}</p>}
    </>
  );
}
