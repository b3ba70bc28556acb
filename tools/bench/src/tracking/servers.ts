import { FakeWandb, FaultyServer, type Answer, type Received } from '@lf/fake-trackers';

/** Servers on loopback that take what a run sends, and the settings that lead to them. */
export async function startServers(): Promise<{
  readonly settings: Readonly<Record<'mlflow' | 'wandb', Readonly<Record<string, string>>>>;
  readonly stop: () => Promise<void>;
}> {
  const key = 'k'.repeat(40);
  const { server: wandb } = await FakeWandb.start(key);
  const mlflow = await FaultyServer.start(answerMlflow);
  return {
    settings: {
      mlflow: { MLFLOW_TRACKING_URI: mlflow.url },
      wandb: { WANDB_API_KEY: key, WANDB_BASE_URL: wandb.url },
    },
    stop: async () => {
      await wandb.stop();
      await mlflow.stop();
    },
  };
}

/** Everything is taken: what a real one thinks of it, tools/conformance-tracking asks. */
function answerMlflow({ path }: Received): Answer {
  const info = { info: { run_id: 'r', artifact_uri: 'mlflow-artifacts:/7/r/artifacts' } };
  if (path.endsWith('/experiments/get-by-name')) {
    return { status: 404, body: { error_code: 'RESOURCE_DOES_NOT_EXIST' } };
  }
  if (path.endsWith('/experiments/create')) return { status: 200, body: { experiment_id: '7' } };
  if (path.endsWith('/runs/search')) return { status: 200, body: { runs: [] } };
  return { status: 200, body: path.endsWith('/runs/create') ? { run: info } : {} };
}
