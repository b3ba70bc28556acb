import { existsSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { labelPrefixes, simulateSessions, splitByStart } from '@lf/dataset';
import { KERAS_PYTHON, NEEDS_KERAS, ours, python } from './programs.ts';
import type { Stage, Work } from './stage.ts';
import { writeRows } from '../sides/labelled-rows.ts';

const fileOf = ({ folder }: Pick<Work, 'folder'>, part: string) => join(folder, `${part}.rows`);

/** Keras pads every row to the longest, so its epochs take minutes: it is given few. */
const EPOCHS = 3;

export const CART_STAGE: Stage = {
  name: 'lstm',
  about: `the intent model of 48 units, ${EPOCHS} epochs of rows as long as they are in a shop; the quality is its loss on the validation part`,
  unit: 'events',
  sizes: [200_000],
  sides: [
    { name: 'ours', is: 'ours' },
    { name: 'keras', goal: 30 },
  ],
  needs: NEEDS_KERAS,
  async prepare(work) {
    if (existsSync(fileOf(work, 'train'))) return;
    await mkdir(work.folder, { recursive: true });
    const sessions = simulateSessions({ events: work.rows, seed: 42 });
    const { sequences } = labelPrefixes(sessions);
    const parts = splitByStart(sequences, { train: 0.7, validation: 0.15, test: 0.15 });
    for (const part of ['train', 'validation'] as const) {
      await writeFile(fileOf(work, part), writeRows(parts[part]));
    }
  },
  command(side, work) {
    const args = [fileOf(work, 'train'), fileOf(work, 'validation'), EPOCHS, work.run];
    return side === 'ours' ? ours('carts', args) : python('carts_keras', args, KERAS_PYTHON);
  },
};
