import {
  packBundleFile,
  readBundle,
  type BundleManifest,
  type BundleParts,
  type Verdict,
} from '@lf/contract';
import { join } from 'node:path';
import { findChampion, type ModelComparison } from '@lf/deploy';
import { encodeSession } from '@lf/serving';
import type { ArtifactRef, StepContext } from '@lf/flow';
import { endpointStateDirectory, openDatastore } from '../datastore.ts';
import type { RunParams } from '../params/run-params.ts';
import { servingEnvironment } from '../settings/child-environment.ts';
import { compareWithServing, type Judge } from '../evaluate/compare-with-serving.ts';
import { requireVerdict } from '../evaluate/require-verdict.ts';
import { challengeServing, serveBundle, type ServedModel } from './serve-bundle.ts';
import { lfCommand } from '../terminal/lf-command.ts';

/** A packed model and where it is served. */
export interface Deployment<Prediction> {
  readonly bundle: ArtifactRef;
  /** Key of `model.tar.gz` in the datastore. */
  readonly modelKey: string;
  readonly served: ServedModel<Prediction>;
  /** The model that served until then, and how the new one compares with it; null if none did. */
  readonly champion: Champion | null;
  readonly made: MadeModel;
}

/** How a model was made, as its bundle tells. */
export interface MadeModel {
  readonly metrics: Readonly<Record<string, number>>;
  /** Its values as text. */
  readonly config: Readonly<Record<string, string>>;
  readonly seed: number;
  readonly dataDigest: string;
}

/** The model that served when a run deployed. */
export interface Champion {
  readonly name: string;
  /** Null where its bundle is gone or cannot be judged. */
  readonly comparison: ModelComparison | null;
  /** What its bundle says of it; null where that is gone. */
  readonly made: MadeModel | null;
}

/**
 * Packs a model, keeps it in the datastore, serves it and asks it once: in place of the model that serves now, or
 * beside it for a share of its requests.
 *
 * @throws ModelWorseError if it is worse than that one, PipelineError if its verdict does not allow it
 */
export async function deployBundle<Prediction>(
  context: StepContext<RunParams, unknown, undefined>,
  of: {
    readonly parts: BundleParts;
    /** How it did on the test sessions; whether the run was asked for this very model. */
    readonly verdict: Verdict;
    readonly isNamed: boolean;
    /** Compares with the model that serves now; a worse one is stored, but not served. */
    readonly judge: Judge;
    /** Checks the packed model before anything is stored or served. */
    readonly verify: (bundlePath: string) => Promise<void>;
    /** The events that the endpoint is asked about, oldest first. */
    readonly session: readonly string[];
    /** The prediction in the endpoint's answer; undefined if it is none. */
    readonly read: (answer: Readonly<Record<string, unknown>>) => Prediction | undefined;
  },
): Promise<Deployment<Prediction>> {
  const { parts, verdict, isNamed, judge, verify, read, session } = of;
  const { kind } = parts.manifest;
  const bundlePath = join(context.workDir, 'model.tar.gz');
  await packBundleFile(parts, bundlePath);
  await verify(bundlePath);
  const bundle = await context.putFile(bundlePath, 'application/gzip');
  const store = openDatastore(context.params.datastore);
  const modelKey = `models/${kind}/${context.runId}/model.tar.gz`;
  await store.putFile(modelKey, bundlePath);
  const { endpointPort: port, challengerShare, sageMaker } = context.params;
  const made = describeManifest(parts.manifest);
  const { params } = context;
  // Before the new one takes its place, and perhaps its file
  const compare = async (champion: ComparedChampion): Promise<Champion> => ({
    name: champion.name,
    comparison: await compareWithServing(context, { champion, bundlePath, judge }),
    made: await describeMade(champion.bundlePath),
  });
  if (sageMaker !== null) {
    const inSageMaker = await import('./serve-in-sagemaker.ts');
    await inSageMaker.requireServableBy(sageMaker.image, bundlePath);
    const champion = await inSageMaker.championInSageMaker(context, { store, kind });
    const compared = champion && (await compare(champion));
    requireVerdict(verdict, { params, champion: champion?.name ?? null, isNamed });
    const place = { sageMaker, store, modelKey, bundlePath, kind, champion, session, read };
    const served = await inSageMaker.serveInSageMaker(context, place);
    return told(
      context,
      { bundle, modelKey, served, champion: compared, made },
      champion !== null && challengerShare > 0,
    );
  }
  const champion = await findChampion({
    flow: kind,
    stateDirectory: endpointStateDirectory(store),
    ...(port !== null && { port }),
  });
  const compared = champion && (await compare(champion));
  requireVerdict(verdict, { params, champion: champion?.name ?? null, isNamed });
  const challenged = challengerShare > 0 ? champion : null;
  const env = servingEnvironment(process.env);
  const place = { store, modelKey, session: encodeSession(session), read, env };
  const served = challenged
    ? await challengeServing({ ...place, champion: challenged, share: challengerShare })
    : await serveBundle({ ...place, kind, port });
  return told(context, { bundle, modelKey, served, champion: compared, made }, challenged !== null);
}

function told<Prediction>(
  { params, log }: Pick<StepContext<RunParams, unknown, undefined>, 'params' | 'log'>,
  deployment: Deployment<Prediction>,
  isChallenger: boolean,
): Deployment<Prediction> {
  const { name, url } = deployment.served;
  log(
    isChallenger
      ? `${name} gives it ${params.challengerShare * 100} % of the requests: ${lfCommand('endpoint', 'promote', name)}, or dismiss`
      : `${name} answers at ${url}`,
  );
  return deployment;
}

type ComparedChampion = Parameters<typeof compareWithServing>[1]['champion'];

type Origin = Pick<BundleManifest, 'metrics' | 'config' | 'seed' | 'dataDigest'>;

function describeManifest({ metrics, config, seed, dataDigest }: Origin): MadeModel {
  const texts = Object.entries(config).map(([key, value]) => [key, String(value)] as const);
  return { metrics, config: Object.fromEntries(texts), seed, dataDigest };
}

/** What a bundle says of how its model was made; null if it says nothing, which stops no deploy. */
async function describeMade(bundlePath: string): Promise<Champion['made']> {
  try {
    const { manifest } = await readBundle(bundlePath, { only: [] });
    return describeManifest(manifest);
  } catch {
    return null;
  }
}
