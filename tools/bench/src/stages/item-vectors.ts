import { existsSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { syntheticSessions } from '../word2vec/synthetic-sessions.ts';
import { NEEDS_PYTHON, ours, python } from './programs.ts';
import type { Stage, Work } from './stage.ts';

const ITEMS = 60_000;
const EPOCHS = 2;

const sessionsOf = ({ folder }: Pick<Work, 'folder'>) => join(folder, 'sessions.txt');

async function writeSessions(work: Omit<Work, 'run'>): Promise<void> {
  if (existsSync(sessionsOf(work))) return;
  await mkdir(work.folder, { recursive: true });
  await writeFile(sessionsOf(work), `${syntheticSessions(work.rows, ITEMS).join('\n')}\n`);
}

function vectorStage(name: string, algorithm: 'cbow' | 'skip-gram', size: number): Stage {
  return {
    name,
    about: `Word2Vec, ${algorithm} of size ${size}: window 5, 5 negatives, ${EPOCHS} epochs, ${ITEMS.toLocaleString('en')} items`,
    unit: 'words',
    sizes: [1_000_000, 4_400_000],
    sides: [
      { name: 'ours', is: 'ours' },
      { name: 'gensim', goal: 5 },
    ],
    needs: NEEDS_PYTHON,
    prepare: writeSessions,
    command(side, work) {
      const args = [sessionsOf(work), algorithm, size, EPOCHS, work.run];
      return side === 'ours' ? ours('item-vectors', args) : python('item_vectors', args);
    },
  };
}

export const VECTOR_STAGES: readonly Stage[] = [
  vectorStage('cbow', 'cbow', 48),
  vectorStage('skip-gram', 'skip-gram', 96),
];
