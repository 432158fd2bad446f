export { describeLayers } from '../training/architecture/index.ts';
export { report, writeReport, type Report, type ReportSources } from './report.ts';
export { headlineOf, type Headline } from './headline-of.ts';
export { improvementOf } from './improvement.ts';
export { summaryOf } from './summary.ts';
export { verdictOf } from './verdict.ts';
export { reportMarkdown } from './markdown.ts';
