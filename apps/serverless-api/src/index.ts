export {
  createPredict,
  serviceOf,
  type PredictEvent,
  type Service,
  type World,
} from './predict.ts';
export type { Answer, PredictionBody } from './answer.ts';
export type { Invoke } from './invoke/invoke.ts';
export type { LogLine } from './log.ts';
export { ServerlessApiError, SettingsError } from './errors.ts';
export { readSettings, type Settings } from './settings.ts';
