export { TrackingError } from './errors.ts';
