import type { RunView } from '../api/client.ts';
import { downloadsOf } from '../share/downloads.ts';
import { text } from '../text.ts';

const words = text.answers.take;

/** What a finished run leaves to take along: the model first, then predictions, reports and pictures. */
export function TakeIt({ view }: { view: RunView }) {
  const isOpen = view.predictions !== 'key';
  const files = downloadsOf(view.id, view.name, true, isOpen);
  const model = files.find(({ href }) => href.endsWith('/model.zip'));
  return (
    <>
      {model === undefined ? (
        <p>{words.withKey}</p>
      ) : (
        <div className="flex flex-col items-start gap-2">
          <a className="button" href={model.href} download={model.file}>
            {words.model}
          </a>
          <p className="text-small text-soft">{words.inside}</p>
        </div>
      )}
      <ul className="flex flex-wrap gap-x-5">
        {files
          .filter((file) => file !== model)
          .map(({ name, href, file }) => (
            <li key={href}>
              <a className="tap text-accent underline" href={href} download={file}>
                {name}
              </a>
            </li>
          ))}
      </ul>
    </>
  );
}
