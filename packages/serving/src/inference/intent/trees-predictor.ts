import {
  ACTIONS,
  intentBorders,
  predictEncoded,
  readTreeModel,
  rowCount,
  selectContext,
  unknownContext,
  type BundleManifest,
  type EncodedSequences,
} from '@lf/contract';
import { ModelOutputError, ModelRefusedError } from '../../errors.ts';
import { refusing } from '../refused.ts';
import { runInSlices } from '../run-in-slices.ts';
import type { IntentPredictor } from './intent-model.ts';

/** A row takes some .02 ms of a thread that others wait for. */
const ROWS_A_SLICE = 128;

/**
 * Opens `trees.json` of a bundle and lets it answer once.
 *
 * @throws ModelRefusedError where the file is damaged, or the manifest says other things of it than it does itself
 */
export function openTreesPredictor(bytes: Uint8Array, manifest: BundleManifest): IntentPredictor {
  const model = refusing(() => readTreeModel(bytes));
  const { actions } = refusing(() => intentBorders(manifest));
  if (actions !== ACTIONS.length) {
    throw new ModelRefusedError(
      `trees read ${ACTIONS.length} actions, the manifest says ${actions}`,
    );
  }
  const context = model.sources.flatMap((source) => (source === 'actions' ? [] : [source]));
  const said = manifest.context ?? [];
  if (said.join() !== context.join()) {
    throw new ModelRefusedError(
      `the manifest says that the trees were told ${said.join(', ') || 'nothing'}, the trees say ${context.join(', ') || 'nothing'}`,
    );
  }
  const predictRows: typeof predictEncoded = (...rows) => {
    const probabilities = predictEncoded(...rows);
    if (probabilities.every((probability) => Number.isFinite(probability))) return probabilities;
    throw new ModelOutputError('The trees give values that are no numbers.');
  };
  try {
    predictRows(model, { offsets: Uint32Array.of(0, 2), codes: Uint8Array.of(0, 1) });
  } catch (cause) {
    if (!(cause instanceof ModelOutputError)) throw cause;
    throw new ModelRefusedError('its first prediction failed (no number)', { cause });
  }
  return {
    context,
    predict: async (sessions, told) => {
      const rows = rowCount(sessions);
      const probabilities = new Float32Array(rows);
      await runInSlices(rows, ROWS_A_SLICE, ({ start, rows: count }) => {
        const part = rowsFrom(sessions, start, count);
        const places = Array.from({ length: count }, (_, index) => start + index);
        const of = told === undefined ? unknownContext(count) : selectContext(told, places);
        probabilities.set(predictRows(model, part, of), start);
      });
      return probabilities;
    },
    close: async () => undefined,
  };
}

function rowsFrom({ offsets, codes }: EncodedSequences, start: number, rows: number) {
  return { offsets: offsets.subarray(start, start + rows + 1), codes };
}
