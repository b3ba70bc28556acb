export { TrainIntentError } from './errors.ts';
