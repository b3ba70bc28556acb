import {
  BUNDLE_PATHS,
  bundleVersion,
  ContractError,
  maxEventsOf,
  readBundle,
  readVocabulary,
  VocabularyError,
  type Bundle,
  type ContextSource,
  type Vocabulary,
} from '@lf/contract';
import type { Ask } from '../ask.ts';
import { SettingsError, ShowcaseError } from '../errors.ts';
import { intentFactsOf, type IntentFacts } from '../models/intent/facts.ts';
import { modelCardOf, type ModelCard } from '../models/model-card.ts';
import { showcaseOf } from '../showcase/showcase-of.ts';
import { SHOWCASE_PATH, type Showcase } from '../showcase/showcase.ts';
import { locateBundle } from './locate-bundle.ts';

const {
  vocabulary: VOCABULARY_PATH,
  intentWeights: WEIGHTS_PATH,
  trees: TREES_PATH,
  recommender: RECOMMENDER_FOLDER,
} = BUNDLE_PATHS;

/**
 * The files that the service reads of a bundle; a name with a slash at its end stands for all in a folder.
 *
 * @param predictsHere - whether the service predicts in its own process
 */
export function servedFiles(predictsHere: boolean): readonly string[] {
  const shown = [VOCABULARY_PATH, SHOWCASE_PATH];
  return predictsHere ? [...shown, WEIGHTS_PATH, TREES_PATH, RECOMMENDER_FOLDER] : shown;
}

/** What of a bundle the service needs. */
export type ServedBundle = {
  /** Names the bundle in answers and logs; it changes with what was read. */
  readonly name: string;
  /** `bundleVersion` of it. */
  readonly version: string;
  readonly card: ModelCard;
  readonly showcase: Showcase;
  /** Predicts in this process; undefined if an endpoint does. */
  readonly ask: Ask | undefined;
  /** How many events of a session the model reads, the latest ones. */
  readonly maxEvents: number;
} & (
  | {
      readonly kind: 'intent';
      readonly facts: IntentFacts;
      /** What the model reads beside the actions. */
      readonly context: readonly ContextSource[];
    }
  | { readonly kind: 'rec'; readonly vocabulary: Vocabulary }
);

/**
 * Reads the bundle that LF_API_BUNDLE names.
 *
 * @param location - the path of `model.tar.gz` or of an unpacked bundle, or an `https:` or `s3:` address
 * @param predictsHere - whether the service predicts in its own process
 * @param digest - `sha256:<hex>` that the bytes of an address must have; undefined: any
 * @throws SettingsError if the bundle is missing, damaged or cannot predict here; BundleUnavailableError
 */
export async function readServedBundle(
  location: string,
  predictsHere: boolean,
  digest?: string,
): Promise<ServedBundle> {
  const content = await locateBundle(location, digest);
  const bundle = await refusing(() => readBundle(content, { only: servedFiles(predictsHere) }));
  const version = bundleVersion(bundle.manifest);
  const name = `bundle:${version}`;
  const maxEvents = maxEventsOf(bundle.manifest);
  const card = modelCardOf(bundle.manifest, new Date());
  const about = { name, version, card, maxEvents };
  if (bundle.manifest.kind === 'intent') {
    const ask = predictsHere ? await intentAsk(bundle) : undefined;
    return {
      kind: 'intent',
      ...about,
      ask,
      showcase: await refusing(async () => showcaseOf(bundle)),
      facts: intentFactsOf(bundle.manifest),
      context: bundle.manifest.context ?? [],
    };
  }
  const vocabulary = await refusing(async () => vocabularyOf(bundle));
  const ask = predictsHere ? await recAsk(bundle, vocabulary) : undefined;
  // Sessions of shoppers are shown to the public where a file was written for that alone
  const showcase = await refusing(async () => showcaseOf(bundle));
  return { kind: 'rec', ...about, showcase, vocabulary, ask };
}

function vocabularyOf({ files }: Bundle): Vocabulary {
  const bytes = files.get(VOCABULARY_PATH);
  if (bytes === undefined) throw new VocabularyError('there is no such file');
  return readVocabulary(bytes);
}

async function intentAsk({ files }: Bundle): Promise<Ask> {
  const trees = files.get(TREES_PATH);
  const weights = files.get(WEIGHTS_PATH);
  try {
    if (trees !== undefined) return (await import('../local/ask-trees.ts')).createTreesAsk(trees);
    if (weights === undefined) throw new Error(`it has neither ${WEIGHTS_PATH} nor ${TREES_PATH}`);
    return (await import('../local/ask-intent.ts')).createIntentAsk(weights);
  } catch (cause) {
    throw cannotPredict(reasonOf(cause), { cause });
  }
}

async function recAsk({ files }: Bundle, vocabulary: Vocabulary): Promise<Ask> {
  const own = new Map(
    [...files]
      .filter(([path]) => path.startsWith(RECOMMENDER_FOLDER))
      .map(([path, bytes]) => [path.slice(RECOMMENDER_FOLDER.length), bytes]),
  );
  if (own.size === 0) throw cannotPredict(`it has no files in ${RECOMMENDER_FOLDER}`);
  const { createRecAsk } = await import('../local/ask-rec.ts');
  try {
    const { ask, itemCount } = await createRecAsk(own);
    if (itemCount === vocabulary.skus.length) return ask;
    throw new Error(
      `its recommender has ${itemCount} items, its vocabulary ${vocabulary.skus.length}`,
    );
  } catch (cause) {
    throw cannotPredict(reasonOf(cause), { cause });
  }
}

/** What is wrong with a bundle is its operator's business, as a setting is. */
async function refusing<Value>(read: () => Promise<Value>): Promise<Value> {
  try {
    return await read();
  } catch (cause) {
    if (!(cause instanceof ContractError || cause instanceof ShowcaseError)) throw cause;
    throw new SettingsError([`LF_API_BUNDLE: ${cause.message}`], { cause });
  }
}

function cannotPredict(reason: string, options?: ErrorOptions): SettingsError {
  return new SettingsError(
    [
      `LF_API_BUNDLE: expected a bundle that predicts without an endpoint, but ${reason}. Pack it again, or set ` +
        `SAGEMAKER_ENDPOINT_NAME or LF_ENDPOINT_URL to an endpoint that serves it.`,
    ],
    options,
  );
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message.replace(/\.$/, '') : String(error);
}
