import { describe, expect, it } from 'vitest';
import { NotesChangedError, readRunNotes, writeRunNotes } from '../../src/index.ts';
import { conditionalStore } from '../conditional-store.ts';

const RUN = { flow: 'shop', runId: 'one' };

describe('the notes of a run', () => {
  it('are nothing at first, then what was written', async () => {
    const store = conditionalStore();
    const none = await readRunNotes(store, RUN);
    expect(none).toEqual({ text: '', version: null });
    await writeRunNotes(store, RUN, { ...none, text: 'the best yet' });
    const first = await readRunNotes(store, RUN);
    expect(first).toMatchObject({ text: 'the best yet' });
    expect(store.keys()).toEqual(['runs/shop/one/notes.json']);
  });

  it('of two who write over the same version, keep the first', async () => {
    const store = conditionalStore();
    const none = await readRunNotes(store, RUN);
    await writeRunNotes(store, RUN, { ...none, text: 'first' });
    await expect(writeRunNotes(store, RUN, { ...none, text: 'second' })).rejects.toThrow(
      NotesChangedError,
    );
    const read = await readRunNotes(store, RUN);
    await writeRunNotes(store, RUN, { ...read, text: 'third' });
    await expect(writeRunNotes(store, RUN, { ...read, text: 'late' })).rejects.toMatchObject({
      code: 'notes_changed',
    });
    expect(await readRunNotes(store, RUN)).toMatchObject({ text: 'third' });
  });

  it('are refused when the file holds something else', async () => {
    const store = conditionalStore();
    await store.put('runs/shop/one/notes.json', Buffer.from('{"text": 3}'));
    await expect(readRunNotes(store, RUN)).rejects.toMatchObject({ code: 'corrupt_record' });
  });
});
