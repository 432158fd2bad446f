import { join } from 'node:path';
import type { RunSpecInput } from '@stepwell/workflow';

/** A data set of the bench, and the question that is asked about it. */
export interface BenchSet {
  name: string;
  files: string[];
  spec: Partial<RunSpecInput> & { target: string[] };
}

const EMOTIONS = ['amazed-suprised', 'happy-pleased', 'relaxing-calm', 'quiet-still', 'sad-lonely', 'angry-aggresive'];

/**
 * @param data the folder of the published sets.
 * @param examples the folder of the shipped ones.
 * @returns the sets with the paths of their files; MNIST at standard effort last.
 */
export function setsIn(data: string, examples: string): BenchSet[] {
  const sets: BenchSet[] = [
    { name: 'penguins', files: ['penguins/penguins.csv'], spec: { target: ['species'] } },
    { name: 'titanic', files: ['titanic/titanic.csv'], spec: { target: ['survived'], drop: ['alive'] } },
    { name: 'heart-disease', files: ['heart-disease/data.csv'], spec: { target: ['num'] } },
    { name: 'auto-mpg', files: ['auto-mpg/data.csv'], spec: { target: ['mpg'], drop: ['car_name'] } },
    { name: 'boston-housing', files: ['boston-housing/data.csv'], spec: { target: ['MEDV'] } },
    {
      name: 'energy-efficiency',
      files: ['energy-efficiency/data.csv'],
      spec: { target: ['heating_load', 'cooling_load'] },
    },
    { name: 'emotions', files: ['multilabel-emotions/data.csv'], spec: { target: EMOTIONS, drop: ['split'] } },
    {
      name: 'california-housing',
      files: ['california-housing/housing.csv'],
      spec: { target: ['median_house_value'] },
    },
    { name: 'adult-census', files: ['adult-census/data.csv.gz'], spec: { target: ['income'], drop: ['split'] } },
    { name: 'electricity', files: ['electricity-elec2/elec.csv.gz'], spec: { target: ['class'] } },
  ];
  const published = sets.map((set) => ({ ...set, files: set.files.map((file) => join(data, file)) }));
  const mnist = ['train-images-idx3-ubyte.gz', 'train-labels-idx1-ubyte.gz'].map((file) => join(data, 'mnist', file));
  return [
    ...published,
    { name: 'digits, shipped', files: [join(examples, 'digits.zip')], spec: { target: ['label'] } },
    { name: 'mnist, quick', files: mnist, spec: { target: ['label'], effort: 'quick' } },
    { name: 'mnist', files: mnist, spec: { target: ['label'] } },
  ];
}
