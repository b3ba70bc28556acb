export { ExpectationsError } from './errors.ts';
