import { loggedText } from '../text/logged.ts';

/** Props of the heading. */
export interface CurvesHeadingProps {
  smooth: boolean;
  log: boolean;
  /** Changes parameters of the address. */
  onChange: (parameters: Record<string, string | null>) => void;
}

/** The heading of curves, with how they are drawn; its id is `curves`. */
export function CurvesHeading({ smooth, log, onChange }: CurvesHeadingProps) {
  return (
    <div className="flex flex-wrap items-center gap-x-6">
      <h2 id="curves" className="heading">
        {loggedText.curves}
      </h2>
      {(['smooth', 'log'] as const).map((option) => (
        <label key={option} className="flex min-h-11 items-center gap-2">
          <input
            type="checkbox"
            className="h-4 w-4"
            checked={option === 'smooth' ? smooth : log}
            onChange={(event) => onChange({ [option]: event.target.checked ? '1' : null })}
          />
          {loggedText[option]}
        </label>
      ))}
    </div>
  );
}
