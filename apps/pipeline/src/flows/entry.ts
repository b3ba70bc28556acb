import { join } from 'node:path';
import { IS_SOURCE, OWN_FOLDER } from '../settings/own-folder.ts';

/** The program that a step's process starts: this command line. */
export const ENTRY = join(OWN_FOLDER, IS_SOURCE ? 'from-source.js' : 'dist/main.js');
