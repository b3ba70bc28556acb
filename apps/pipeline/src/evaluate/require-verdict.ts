import type { Verdict } from '@lf/contract';
import type { RunParams } from '../params/run-params.ts';
import { PipelineError } from '../errors.ts';

/** What a deploy depends on, besides the verdict. */
interface Deploy {
  readonly params: Pick<RunParams, 'force' | 'challengerShare'>;
  /** Name of the endpoint whose model would be replaced; null if none serves. */
  readonly champion: string | null;
  /** Whether somebody asked for this very model, or may ask for no other: it is then served although a baseline is better. */
  readonly isNamed: boolean;
}

/**
 * The gate between a verdict and a deploy: a model that chance could match, or that too few sessions judged, does not
 * take the place of one that serves; one that is surely worse than a baseline is served only if it was named.
 *
 * @throws PipelineError unless the run is forced
 */
export function requireVerdict({ standing, verdict }: Verdict, deploy: Deploy): void {
  const { params, champion, isNamed } = deploy;
  if (params.force) return;
  if (standing === 'worse' && !isNamed) {
    throw new PipelineError(
      'model_worse_than_baseline',
      `Deploying the model: ${verdict} It is not served unless it is named or forced.`,
    );
  }
  const isUnproven = standing === 'chance' || standing === 'too_small';
  // A challenger takes no place: its requests are a way to find out
  if (isUnproven && champion !== null && params.challengerShare === 0) {
    throw new PipelineError(
      'model_unproven',
      `Deploying the model in place of the one that ${champion} serves: ${verdict} The old model serves on: train on more data, or force the deploy.`,
    );
  }
}
