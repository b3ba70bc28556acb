import * as graph from '@lf/export';
import type { LstmWeights } from '@lf/kernels';

/**
 * The trained model as a graph.
 *
 * Input `x` float32 [batch, time, 7]: one-hot actions, rows framed by start and end. An all-zero
 * step is padding and is skipped wherever it stands, as Keras's Masking does. Output `probability`
 * float32 [batch, 1]: of a purchase.
 */
export function intentGraph(weights: LstmWeights): graph.Graph {
  const { units, actions, kernel, recurrent, bias } = weights;
  const x = graph.input('x', 'float32', ['batch', 'time', actions]);
  const magnitude = graph.sum(graph.abs(x), 2); // [batch, time]
  const isReal = graph.greater(magnitude, graph.scalar(0, 'float32'));
  const hidden = graph.lstm(x, isReal, { units, kernel, recurrent, bias }); // [batch, unit]
  const dense = graph.constant(weights.dense, [units, 1], 'dense');
  const denseBias = graph.constant(weights.denseBias, [1], 'dense_bias');
  return {
    name: 'intent',
    producer: '@lf/train-intent',
    description:
      'Will this session end in a purchase? x: one-hot start, end, add, remove, purchase, detail, view.',
    outputs: { probability: graph.sigmoid(graph.dense(hidden, dense, denseBias)) },
  };
}
