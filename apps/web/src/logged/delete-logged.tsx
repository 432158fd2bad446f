import { DeleteForever } from '../form/delete-forever.tsx';
import { loggedText } from '../text/logged.ts';
import { deleteLogged } from './logged-calls.ts';

/** For key holders: deletes a logged run and all of its points. */
export function DeleteLogged({ id, editKey }: { id: string; editKey: string }) {
  return <DeleteForever id={id} words={loggedText.remove} onDelete={() => deleteLogged(id, editKey)} />;
}
