import { text } from '../text.ts';

/** Links to the sections of an ended run, in their order. */
export function Contents({ sections }: { sections: readonly { id: string; title: string }[] }) {
  return (
    <nav aria-label={text.answers.contents}>
      <ul className="flex flex-wrap gap-x-5">
        {sections.map(({ id, title }) => (
          <li key={id}>
            <a href={`#${id}`} className="tap text-accent underline">
              {title}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  );
}
