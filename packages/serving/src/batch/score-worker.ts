import { parentPort, workerData, type MessagePort } from 'node:worker_threads';
import { loadModel } from '../inference/load-model.ts';
import { ServingError } from '../errors.ts';
import { ContractError } from '@lf/contract';
import type { WorkerAnswer, WorkerMessage, WorkerQuestion, WorkerSetup } from './score-threads.ts';
import { scoreIntent } from './score-intent.ts';
import { scoreRec } from './score-rec.ts';

// The thread of a batch: it loads the bundle, and answers one question after the other.
const { bundle, rank } = workerData as WorkerSetup;
const port = parentPort;
if (port === null) throw new TypeError('This module runs in a worker thread alone.');

const model = loadModel(bundle);
const answer = async (question: WorkerQuestion): Promise<WorkerAnswer> => {
  try {
    const loaded = await model;
    if (question.kind === 'intent' && loaded.kind === 'intent') {
      return { probabilities: await scoreIntent(loaded, question.sessions, question.context) };
    }
    if (question.kind === 'rec' && loaded.kind === 'rec') {
      return { ranked: await scoreRec(loaded, question.sessions, rank) };
    }
    throw new TypeError(`A bundle of kind ${loaded.kind} answers no question of ${question.kind}.`);
  } catch (error) {
    if (error instanceof ServingError || error instanceof ContractError) {
      return { fault: { code: error.code, message: error.message } };
    }
    throw error;
  }
};
// Each question tells what is wrong with it
model.catch(() => undefined);
let working: Promise<void> = Promise.resolve();
port.on('message', (message: WorkerMessage) => {
  if (message.kind === 'end') void end(port);
  else working = answer(message).then((result) => port.postMessage(result));
});

/** Once nothing native is under way, which would bring down the whole process if its thread ended. */
async function end(open: MessagePort): Promise<void> {
  await working.catch(() => undefined);
  const loaded = await model.catch(() => null);
  await loaded?.close();
  open.close();
}
