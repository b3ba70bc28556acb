import type { BundleManifest } from '@lf/contract';
import { bundleVersion } from '@lf/contract';
import type { Reference } from '../reference/reference.ts';
import { compareColumns, type ComparedColumn } from './compare-columns.ts';
import { liveColumns } from './live-columns.ts';
import { judgeLive, type LiveQuality } from './live-quality.ts';
import type { Traffic } from './read-traffic.ts';

/** Below it the columns are not judged: chance alone moves them. */
export const MIN_REQUESTS = 1_000;

/** What a model sees and how it does, compared with its training. */
export interface DriftReport {
  readonly verdict: 'no drift' | 'drift' | 'not judged';
  /** Sentences, the weightiest first. */
  readonly reasons: readonly string[];
  readonly kind: 'intent' | 'rec';
  readonly model: string;
  /** The run that trained it; null where nobody knows. */
  readonly runId: string | null;
  /** Requests of the model that were compared, the first and the last of them. */
  readonly requests: number;
  readonly from: string | null;
  readonly to: string | null;
  /** Requests of other models in the same log. */
  readonly ofOtherModels: number;
  readonly unreadable: number;
  readonly isCut: boolean;
  readonly columns: readonly ComparedColumn[];
  readonly quality: LiveQuality;
}

/** Compares the traffic of a model with what its bundle says of the training. */
export async function judgeDrift(
  traffic: Traffic,
  of: {
    readonly manifest: BundleManifest;
    readonly reference: Reference;
    readonly itemOf: ReadonlyMap<string, number>;
    readonly runId: string | null;
    readonly minRequests: number;
    readonly maxDrop: number;
  },
): Promise<DriftReport> {
  const { manifest, reference, itemOf, runId, minRequests, maxDrop } = of;
  const { kind, metrics, seed } = manifest;
  const model = bundleVersion(manifest);
  const own = traffic.requests.filter(
    (request) => request.kind === kind && (request.model === model || request.model === null),
  );
  const isEnough = own.length >= minRequests;
  const columns = isEnough ? await compareColumns(liveColumns(kind, own), reference) : [];
  const quality = judgeLive(
    kind,
    { requests: own, outcomes: traffic.outcomes },
    { metrics, itemOf, maxDrop, seed: seed % 2 ** 32 },
  );
  return {
    ...verdictOf({ columns, quality, requests: own.length, minRequests }),
    kind,
    model,
    runId,
    requests: own.length,
    from: own[0]?.t ?? null,
    to: own.at(-1)?.t ?? null,
    ofOtherModels: traffic.requests.length - own.length,
    unreadable: traffic.unreadable,
    isCut: traffic.isCut,
    columns,
    quality,
  };
}

function verdictOf({
  columns,
  quality,
  requests,
  minRequests,
}: {
  readonly columns: readonly ComparedColumn[];
  readonly quality: LiveQuality;
  readonly requests: number;
  readonly minRequests: number;
}): Pick<DriftReport, 'verdict' | 'reasons'> {
  const gone = columns.filter(({ verdict }) => verdict === 'drift');
  const moving = columns.filter(({ verdict }) => verdict === 'moving');
  const worse = quality.figures.filter(({ verdict }) => verdict === 'worse');
  const names = (found: readonly ComparedColumn[]) => found.map(({ column }) => column).join(', ');
  const reasons = [
    ...worse.map(
      ({ name, live, trained }) =>
        `${name} is ${live.value.toFixed(3)} (95 % interval ${live.low.toFixed(3)} to ${live.high.toFixed(3)}), ${(trained ?? 0).toFixed(3)} when it was trained.`,
    ),
    ...(gone.length === 0
      ? []
      : [`The traffic is not what the model was trained on: ${names(gone)}.`]),
    ...(moving.length === 0 ? [] : [`On the move, but not far: ${names(moving)}.`]),
  ];
  if (gone.length + worse.length > 0) return { verdict: 'drift', reasons };
  if (requests < minRequests) {
    return {
      verdict: 'not judged',
      reasons: [
        `${requests.toLocaleString('en')} requests of this model are logged, ${minRequests.toLocaleString('en')} are needed: wait, raise LF_REQUEST_LOG_SAMPLE, or say --min-requests.`,
      ],
    };
  }
  return {
    verdict: 'no drift',
    reasons: [...reasons, 'The traffic looks as the training data did.'],
  };
}
