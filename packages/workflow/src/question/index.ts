export { budgetOfEffort, epochsFor, FEWEST_EPOCHS, type EffortBudget } from './budget-of-effort.ts';
export { convolution, embedding, type Convolution, type Embedding } from './layers.ts';
export {
  besideForecast,
  forecast,
  forecastColumns,
  forecastNames,
  knownColumn,
  type Forecast,
  type ForecastColumns,
  type TimeStep,
} from './forecast.ts';
export { question, type Question } from './question.ts';
export {
  customMeasure,
  effort,
  errorCosts,
  modelChoices,
  preparationChoice,
  problemType,
  protocolKind,
  RANKING_LOSSES,
  runSpec,
  type CustomMeasure,
  type Effort,
  type ErrorCosts,
  type ModelChoices,
  type PreparationChoice,
  type ProblemType,
  type ProtocolKind,
  type RankingLoss,
  type RunSpec,
  type RunSpecInput,
} from './run-spec.ts';
