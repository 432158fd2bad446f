import type { ReactNode } from 'react';

/** Props of a section. */
export interface AnswerSectionProps {
  /** The fragment of its address. */
  id: string;
  title: string;
  children: ReactNode;
}

/** One answer of an ended run, with a heading that the list of contents links to. */
export function AnswerSection({ id, title, children }: AnswerSectionProps) {
  return (
    <section
      id={id}
      aria-labelledby={`${id}-title`}
      className="flex scroll-mt-14 flex-col gap-3 border-t border-line pt-4"
    >
      <h2 id={`${id}-title`} className="heading">
        {title}
      </h2>
      {children}
    </section>
  );
}
