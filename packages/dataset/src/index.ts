export { DatasetError } from './errors.ts';
