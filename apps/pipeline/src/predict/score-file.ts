import {
  BUNDLE_PATHS,
  bundleVersion,
  readBundle,
  readVocabulary,
  VocabularyError,
  type BundleManifest,
} from '@lf/contract';
import {
  readSessionBatches,
  writePredictions,
  type DuplicateRule,
  type OnProgress,
} from '@lf/dataset';
import { startScoreThreads, type RankOptions } from '@lf/serving/batch';
import { engineOptions } from '../engine.ts';
import { intentScorer } from './intent-scorer.ts';
import { recScorer } from './rec-scorer.ts';
import { Tally, type ScoredBatch, type SessionScorer, type Unscored } from './session-scorer.ts';

export interface ScoreRequest {
  /** Path of a `model.tar.gz` or of an unpacked bundle. */
  readonly bundle: string;
  /** A browsing table: CSV or Parquet, packed or not. */
  readonly sessions: string;
  /** Ends with .parquet or .csv. */
  readonly out: string;
  readonly rank: RankOptions;
  readonly duplicates: DuplicateRule;
  readonly maxEventsPerSession: number;
  readonly memoryLimitMb: number;
  /** All cores unless given. */
  readonly threads?: number;
  readonly signal: AbortSignal;
  readonly onProgress: OnProgress;
}

/** What `lf predict --json` prints, but for the time that it took. */
export interface ScoreReport {
  readonly kind: BundleManifest['kind'];
  readonly bundle: string;
  /** Of the bundle, as the endpoint tells it. */
  readonly version: string;
  readonly out: string;
  /** Rows of the file. */
  readonly sessions: number;
  /** Sessions with a prediction. */
  readonly scored: number;
  /** Sessions without one, by reason. */
  readonly unscored: Readonly<Record<string, number>>;
  /** intent: scored sessions by scope; rec: `fallback`, and sessions with `unknown_products`. */
  readonly notes: Readonly<Record<string, number>>;
}

/** Of the memory, what writing takes; reading, which sorts, takes the rest. */
const WRITING_RATIO = 0.25;

/** What DuckDB needs at least, in MiB. */
const LEAST_MEMORY_MB = 128;

/**
 * Scores every session of a file by a bundle, on all cores and in bounded memory, into one file that is whole or not
 * there.
 *
 * @throws SourceError, ContractError, ScoringError, StorageError; what the signal's reason is
 */
export async function scoreFile(request: ScoreRequest): Promise<ScoreReport> {
  const { bundle, sessions, out, rank, signal } = request;
  const { manifest, files } = await readBundle(bundle, { only: [BUNDLE_PATHS.vocabulary] });
  const options = request.threads === undefined ? {} : { threads: request.threads };
  const threads = startScoreThreads({ bundle, rank, ...options });
  const stop = () => void threads.close();
  signal.addEventListener('abort', stop);
  const scorer = (): SessionScorer => {
    if (manifest.kind === 'intent') return intentScorer(threads, manifest);
    const bytes = files.get(BUNDLE_PATHS.vocabulary);
    if (bytes === undefined) throw new VocabularyError('there is no such file');
    return recScorer(threads, readVocabulary(bytes), rank.k);
  };
  const writing = Math.max(LEAST_MEMORY_MB, WRITING_RATIO * request.memoryLimitMb);
  const reading = Math.max(LEAST_MEMORY_MB, request.memoryLimitMb - writing);
  try {
    const { columns, readsSkus, batchEvents, score } = scorer();
    const counts = { sessions: 0, unscored: new Tally<Unscored>(), notes: new Tally<string>() };
    await writePredictions(
      { path: out, columns, engine: engineOptions({ memoryLimitMb: writing }), signal },
      async (add) => {
        const underWay: Promise<ScoredBatch>[] = [];
        const takeFirst = async () => {
          const scored = await underWay.shift();
          if (scored === undefined) return;
          await add(scored.rows);
          counts.sessions += scored.rows[0]?.length ?? 0;
          counts.unscored.addAll(scored.unscored);
          counts.notes.addAll(scored.notes);
        };
        await readSessionBatches({
          path: sessions,
          withSkus: readsSkus,
          batchEvents,
          duplicates: request.duplicates,
          maxEventsPerSession: request.maxEventsPerSession,
          engine: engineOptions({ memoryLimitMb: reading }),
          signal,
          onProgress: request.onProgress,
          onBatch: async (batch) => {
            const scored = score(batch);
            // Whoever awaits it hears of a failure
            scored.catch(() => undefined);
            underWay.push(scored);
            // One batch at work and one waiting for each thread
            if (underWay.length >= 2 * threads.threads) await takeFirst();
          },
        });
        while (underWay.length > 0) await takeFirst();
      },
    );
    const unscored = [...counts.unscored.values()].reduce((sum, count) => sum + count, 0);
    return {
      kind: manifest.kind,
      bundle,
      version: bundleVersion(manifest),
      out,
      sessions: counts.sessions,
      scored: counts.sessions - unscored,
      unscored: Object.fromEntries(counts.unscored),
      notes: Object.fromEntries(counts.notes),
    };
  } finally {
    signal.removeEventListener('abort', stop);
    await threads.close();
  }
}
