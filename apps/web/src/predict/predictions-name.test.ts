import { test } from 'vitest';
import { predictionsName } from './predictions-name.ts';

test('predictions are named after their file', ({ expect }) => {
  expect(
    ['cars.csv', 'cars.csv.gz', 'v1.2.parquet', 'cars', '.csv', 'to.whom it may concern'].map(predictionsName),
  ).toEqual([
    'predictions-cars.csv',
    'predictions-cars.csv',
    'predictions-v1.2.csv',
    'predictions-cars.csv',
    'predictions-.csv.csv',
    'predictions-to.whom it may concern.csv',
  ]);
});
