/**
 * lr-tool as a library: schedules as pure functions, callbacks for `model.fit` and `model.fitDataset` of TensorFlow.js,
 * the range test on a model of your own, and the suggestion rules on plain lists. Loads no TensorFlow: the callbacks work
 * on the objects of whichever copy and backend they are given. See docs/library.md.
 */
export type { Recommendation } from './analysis/bounds/recommend.js';
export type { UseName } from './analysis/bounds/uses.js';
export type { Curve, Suggestion } from './analysis/curve.js';
export * from './api/schedules.js';
export {
  type RecommendOptions,
  type RecordedCurve,
  type SuggestOptions,
  suggest,
  suggestEach,
} from './api/suggest.js';
export { LrToolError } from './base/errors.js';
export { version } from './base/version.js';
export { CyclicLR, type CyclicLROptions } from './callbacks/cyclic-lr.js';
export { EarlyStopping, type EarlyStoppingOptions } from './callbacks/early-stopping.js';
export {
  type FindLearningRateOptions,
  type FoundLearningRate,
  findLearningRate,
} from './callbacks/find-learning-rate.js';
export type { History } from './callbacks/history.js';
export {
  LearningRateScheduler,
  type LearningRateSchedulerOptions,
  type RateFunction,
} from './callbacks/learning-rate-scheduler.js';
export { LRFinder, type LRFinderOptions, type PlotOptions } from './callbacks/lr-finder.js';
export { OneCycleLR, type OneCycleLROptions } from './callbacks/one-cycle-lr.js';
export {
  ReduceLROnPlateau,
  type ReduceLROnPlateauOptions,
  type Reduction,
} from './callbacks/reduce-lr-on-plateau.js';
export { lrOf, setLr, setMomentum } from './callbacks/set-lr.js';
export { SGDR, type SGDROptions } from './callbacks/sgdr.js';
export type { SweepOptions } from './callbacks/sweep-options.js';
export type { TrainableModel, TrainingData } from './callbacks/training-data.js';
export type { FindReport } from './reports/find.js';
export { chain, type Segment, withWarmup } from './schedules/combine.js';
export { ratesOf, type Schedule } from './schedules/schedule.js';
