import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { BackEndError, TrackerWriteError } from '../src/errors.ts';
import { takeLock } from '../src/follow/lock.ts';
import { writePosition } from '../src/follow/position.ts';
import { openLocalTracker } from '../src/index.ts';

describe('a folder that cannot be made', () => {
  it.each(['below /proc', 'below a file', 'in a read-only folder', 'with a long name'])(
    '%s, ends with an error that says why',
    async (place) => {
      const folder = mkdtempSync(join(tmpdir(), 'lf-tracking-'));
      onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
      writeFileSync(join(folder, 'file'), '');
      mkdirSync(join(folder, 'read-only'));
      chmodSync(join(folder, 'read-only'), 0o500);
      // Root may write everywhere but in /sys
      const readOnly = process.getuid?.() === 0 ? '/sys/x' : join(folder, 'read-only', 'x');
      const paths: Readonly<Record<string, string>> = {
        'below /proc': '/proc/nope/x/y',
        'below a file': join(folder, 'file', 'x'),
        'in a read-only folder': readOnly,
        'with a long name': join(folder, 'n'.repeat(300)),
      };
      const directory = paths[place] ?? '';
      expect(() => openLocalTracker({ directory, runId: 'r', clock: () => 0 })).toThrow(
        TrackerWriteError,
      );
      await expect(takeLock(directory, 'wandb')).rejects.toThrow(BackEndError);
      await expect(writePosition(directory, 'wandb', { offset: 0, state: null })).rejects.toThrow(
        BackEndError,
      );
    },
  );
});
