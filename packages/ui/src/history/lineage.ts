import type { ArtifactRef, RunRecord } from '@lf/flow';

/** A model that an endpoint serves, may serve again, or gives a share of its requests. */
export interface ServedVersion {
  readonly role: 'serves' | 'challenges' | 'served before';
  /** sha256, 64 hex digits; null where the place does not tell it. */
  readonly bundleDigest: string | null;
  /** Where the bundle is, for people. */
  readonly bundle: string;
}

/** An endpoint, wherever it is. */
export interface ServedEndpoint {
  readonly name: string;
  readonly status: string;
  readonly isLive: boolean;
  readonly url: string;
  /** ISO time. */
  readonly since: string;
  readonly versions: readonly ServedVersion[];
}

/** Where a version came from; null: no run that is kept made it. */
export interface TracedVersion extends ServedVersion {
  readonly run: RunRecord | null;
  /** What the run's first step stored. */
  readonly data: readonly ArtifactRef[];
}

export interface TracedEndpoint extends Omit<ServedEndpoint, 'versions'> {
  readonly versions: readonly TracedVersion[];
}

/** Data that runs were made of, the newest first. */
export interface TracedData {
  readonly artifacts: readonly ArtifactRef[];
  readonly runs: readonly RunRecord[];
}

/** Which run made what each endpoint serves, and of which data. */
export function traceEndpoints(
  endpoints: readonly ServedEndpoint[],
  runs: readonly RunRecord[],
): readonly TracedEndpoint[] {
  const makers = new Map<string, RunRecord>();
  for (const run of runs) {
    for (const { artifacts } of run.tasks) {
      // The newest comes first: the same bytes may have been made twice
      for (const { digest } of artifacts) if (!makers.has(digest)) makers.set(digest, run);
    }
  }
  return endpoints.map((endpoint) => ({
    ...endpoint,
    versions: endpoint.versions.map((version) => {
      const named = /models\/[^/]+\/([^/]+)\/model\.tar\.gz$/.exec(version.bundle)?.[1];
      const run =
        runs.find(({ runId }) => runId === named) ?? makers.get(version.bundleDigest ?? '') ?? null;
      return { ...version, run, data: run === null ? [] : dataOf(run) };
    }),
  }));
}

/** Which runs were made of the same data. */
export function traceData(runs: readonly RunRecord[]): readonly TracedData[] {
  const byData = new Map<string, { artifacts: readonly ArtifactRef[]; runs: RunRecord[] }>();
  for (const run of runs) {
    const artifacts = dataOf(run);
    if (artifacts.length === 0) continue;
    const key = artifacts.map(({ digest }) => digest).join(' ');
    const known = byData.get(key) ?? { artifacts, runs: [] };
    known.runs.push(run);
    byData.set(key, known);
  }
  return [...byData.values()];
}

/** What the first step that left something left: the tables that were stored. */
export function dataOf({ tasks }: Pick<RunRecord, 'tasks'>): readonly ArtifactRef[] {
  return tasks.find(({ artifacts }) => artifacts.length > 0)?.artifacts ?? [];
}
