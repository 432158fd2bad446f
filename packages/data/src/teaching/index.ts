export { namesToGrades } from './names-to-grades.ts';
export { summerToWinter } from './summer-to-winter.ts';
export { teachingCsv, type TeachingSet } from './teaching-set.ts';
