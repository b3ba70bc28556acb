export { KernelsError } from './errors.ts';
