import { loadModel } from '@lf/serving/models';
import { isTrialQuestion, type TrialAnswer } from './messages.ts';

async function tryBundle(path: string): Promise<TrialAnswer> {
  try {
    const model = await loadModel(path);
    await model.close();
    return { ok: true };
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'internal_error';
    return { ok: false, code, message: error instanceof Error ? error.message : String(error) };
  }
}

/** Opens the bundles that the parent names, one by one, until the parent goes. */
export async function runTrials(): Promise<void> {
  // The parent ends it; a signal to the whole group is for the parent
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const)
    process.on(signal, () => undefined);
  process.on('message', (question) => {
    if (!isTrialQuestion(question)) return;
    void tryBundle(question.path).then((answer) => process.send?.(answer));
  });
  await new Promise<void>((resolve) => {
    process.once('disconnect', resolve);
  });
}
