import type { Dataset } from '../api/client.ts';
import { text } from '../text.ts';

/** Props of the first rows. */
export interface FirstRowsProps {
  /** The columns, of the kinds that they are read as. */
  columns: Dataset['columns'];
  head: Dataset['head'];
  /** The columns whose reading is open below. */
  opened: ReadonlySet<string>;
  /** Opens a column's reading; null where the file's columns leave nothing open. */
  onOpen: ((column: string) => void) | null;
}

/** The first rows as read. A tap on a column opens how it is read. */
export function FirstRows({ columns, head, opened, onOpen }: FirstRowsProps) {
  const shown = head[0]?.length ?? 0;
  if (shown === 0) return null;
  return (
    <div className="flex flex-col gap-1">
      <p className="text-small text-soft">
        {text.reading.shown(shown, columns.length)} {onOpen !== null && text.reading.tap}
      </p>
      {/* Focusable, so that it can be scrolled from the keyboard. */}
      <div
        className="overflow-x-auto rounded-md border border-line"
        role="region"
        aria-label={text.reading.title}
        tabIndex={0}
      >
        <table className="w-full text-small tabular-nums">
          <thead>
            <tr>
              {columns.slice(0, shown).map(({ name, kind }) => (
                <th key={name} scope="col" className="max-w-40 text-left align-top">
                  {onOpen === null ? (
                    <span className="block px-3 py-2">
                      <Heading name={name} kind={kind} colour="text-soft" />
                    </span>
                  ) : (
                    <button
                      type="button"
                      aria-expanded={opened.has(name)}
                      title={text.reading.change(name)}
                      className="block min-h-11 w-full px-3 py-2 text-left"
                      onClick={() => onOpen(name)}
                    >
                      <Heading name={name} kind={kind} colour="text-accent" />
                    </button>
                  )}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {head.map((row, i) => (
              <tr key={i} className="border-t border-line">
                {row.map((cell, j) => (
                  <td key={j} className="max-w-40 truncate px-3 py-1">
                    {cell}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </div>
  );
}

function Heading({ name, kind, colour }: Pick<Dataset['columns'][number], 'name' | 'kind'> & { colour: string }) {
  return (
    <>
      <span className="block truncate">{name}</span>
      <span className={`block truncate font-normal ${colour}`}>{text.setup.kinds[kind]}</span>
    </>
  );
}
