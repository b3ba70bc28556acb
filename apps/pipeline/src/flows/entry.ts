import { fileURLToPath } from 'node:url';

/** The program that a step's process starts: this command line, from source or from the build, as it runs now. */
export const ENTRY = fileURLToPath(
  new URL(import.meta.url.endsWith('.ts') ? '../main.ts' : '../main.js', import.meta.url),
);
