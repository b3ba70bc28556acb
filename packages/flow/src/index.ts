export { FlowError } from './errors.ts';
