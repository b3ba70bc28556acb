export { DeployError } from './errors.ts';
