import { deleteRun } from '../api/calls.ts';
import { DeleteForever } from '../form/delete-forever.tsx';
import { text } from '../text.ts';

/** For key holders: deletes a run and everything stored for it. */
export function DeleteRun({ id, editKey }: { id: string; editKey: string }) {
  return <DeleteForever id={id} words={text.remove} onDelete={() => deleteRun(id, editKey)} />;
}
