'use client';
import { useParameters } from '../browser/address.ts';
import { BesideNaive } from '../forecast/beside-naive.tsx';
import { NewerFile } from '../forecast/newer-file.tsx';
import { WhatComesNext } from '../forecast/what-comes-next.tsx';
import { Journey } from '../journey/journey.tsx';
import { TryPanel } from '../predict/try-panel.tsx';
import { ConfigDetails } from '../run/config-details.tsx';
import { DeleteRun } from '../run/delete-run.tsx';
import { GateEvidence } from '../run/gate-evidence.tsx';
import { RunChecks } from '../run/run-checks.tsx';
import { StageContent, type StageContentProps } from '../run/stage-content.tsx';
import { stageNamed, stageStates } from '../run/stages.ts';
import { text } from '../text.ts';
import { DrivesIt } from '../why/drives-it.tsx';
import { WhereWrong } from '../why/where-wrong.tsx';
import { AnswerSection } from './answer-section.tsx';
import { Contents } from './contents.tsx';
import { Summary } from './summary.tsx';
import { TakeIt } from './take-it.tsx';
import { TestPicture } from './test-picture.tsx';
import { useOneByOne } from './use-one-by-one.ts';

const words = text.answers;

/**
 * What comes after the verdict of an ended run: how it did on the test rows, what drives it, where it is wrong, the model
 * itself, and last how the run got there.
 */
export function EndedRun(props: Omit<StageContentProps, 'stage'>) {
  const { view, report, editKey } = props;
  const parameters = useParameters();
  const open = stageNamed(parameters.get('stage'));
  const sections = sectionsOf(props);
  const drawn = useOneByOne(sections.length + 2);
  return (
    <div className="flex flex-col gap-8">
      <Contents sections={[...sections, { id: 'stages', title: words.journey }]} />
      {sections.slice(0, drawn).map(({ id, title, content }) => (
        <AnswerSection key={id} id={id} title={title}>
          {content}
        </AnswerSection>
      ))}
      {drawn > sections.length && (
        <AnswerSection id="stages" title={words.journey}>
          <p className="text-small text-soft">{text.journey.what}</p>
          <Journey
            stages={stageStates(view)}
            report={report}
            open={open}
            onOpen={(stage) => parameters.set({ stage, trial: null, with: null, epochs: null })}
          >
            {open !== null && <StageContent {...props} stage={open} />}
          </Journey>
        </AnswerSection>
      )}
      {drawn > sections.length + 1 && (
        <AnswerSection id="about" title={words.about}>
          <ConfigDetails view={view} report={report} />
          <RunChecks view={view} editKey={editKey} />
          {editKey !== null && <DeleteRun id={view.id} editKey={editKey} />}
        </AnswerSection>
      )}
    </div>
  );
}

/** The answers that a run has. */
function sectionsOf({ view, report, editKey }: Omit<StageContentProps, 'stage'>) {
  // A report that was kept offline by an earlier version lacks it.
  const summary = report?.summary ?? null;
  const inShort =
    summary === null ? [] : [{ id: 'summary', title: words.summary.title, content: <Summary summary={summary} /> }];
  if (view.stoppedBy === 'gate' && report?.gate != null && report.measure !== null) {
    const content = <GateEvidence gate={report.gate} measure={report.measure} stopped />;
    return [{ id: 'gate-answer', title: words.gate, content }, ...inShort];
  }
  if (view.status !== 'finished' || (report !== undefined && (report.test === null || report.model === null)))
    return [];
  // A report that was kept offline by an earlier version lacks it.
  const explanation = report?.explanation ?? null;
  const forecast = report?.problem?.forecast ?? null;
  const ahead = report?.test?.ahead ?? null;
  return [
    ...(forecast === null || report?.ahead === undefined
      ? []
      : [
          {
            id: 'next',
            title: text.forecast.next,
            content: <WhatComesNext view={view} target={forecast.target} ahead={report.ahead} />,
          },
        ]),
    ...(ahead === null || report?.test == null
      ? []
      : [{ id: 'beside', title: text.forecast.beside, content: <BesideNaive test={report.test} ahead={ahead} /> }]),
    ...(report?.test == null
      ? []
      : [{ id: 'test', title: words.test, content: <TestPicture id={view.id} opened={report.test.opened} /> }]),
    ...(report === undefined || explanation === null
      ? []
      : [
          {
            id: 'drives',
            title: words.drives,
            content: <DrivesIt view={view} report={report} explanation={explanation} />,
          },
          {
            id: 'wrong',
            title: words.wrong,
            content: <WhereWrong view={view} explanation={explanation} editKey={editKey} />,
          },
        ]),
    forecast === null
      ? { id: 'try', title: words.try, content: <TryPanel view={view} report={report} /> }
      : { id: 'newer', title: text.forecast.use, content: <NewerFile view={view} /> },
    { id: 'take', title: words.take.title, content: <TakeIt view={view} /> },
    ...inShort,
  ];
}
