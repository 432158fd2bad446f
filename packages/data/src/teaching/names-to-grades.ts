import { generator } from '@stepwell/base/random';
import type { TeachingSet } from './teaching-set.ts';

const NAMES = [
  'Ada', 'Alan', 'Amir', 'Anna', 'Ben', 'Carla', 'Chen', 'Clara', 'Diego', 'Ella', 'Emil', 'Eva', 'Farid', 'Finn',
  'Grace', 'Hana', 'Ines', 'Ivan', 'Jana', 'Jonas', 'Kofi', 'Lea', 'Liam', 'Lina', 'Luis', 'Maja', 'Marco', 'Mia',
  'Nadia', 'Nils', 'Nora', 'Olga', 'Omar', 'Paul', 'Petra', 'Rosa', 'Sami', 'Sara', 'Theo', 'Yuki',
]; // prettier-ignore
const GRADES = ['A', 'B', 'C', 'D', 'E'];
const ROWS = 800;

/**
 * First names with grades that were drawn without looking at them: inadequate data. No model can do better than guessing,
 * however many rows there are.
 *
 * @param seed keys the draws.
 * @see Chollet, Deep Learning with Python, 4.5.1: inputs that say nothing of the outputs
 */
export function namesToGrades(seed: number): TeachingSet {
  const random = generator(seed, 'teaching', 'names-to-grades');
  const rows = Array.from({ length: ROWS }, () => [
    NAMES[random.below(NAMES.length)]!,
    6 + random.below(7),
    1 + random.below(3),
    GRADES[random.below(GRADES.length)]!,
  ]);
  return { columns: ['first_name', 'school_year', 'siblings', 'grade'], rows };
}
