import * as graph from '@lf/export';
import type { IntentWeights } from '@lf/contract';

/**
 * The trained model as a graph.
 *
 * Input `x` float32 [batch, time, 7]: one-hot actions, rows framed by start and end. An all-zero
 * step is padding and is skipped wherever it is, as Keras's Masking does. Of a longer session the
 * model reads the first step and the last `maxEvents` + 1, as `cutSteps` of @lf/contract gives them.
 * Output `probability` float32 [batch, 1]: of a purchase.
 */
export function intentGraph(weights: IntentWeights, maxEvents: number): graph.Graph {
  const { units, actions, kernel, recurrent, bias } = weights;
  const x = graph.input('x', 'float32', ['batch', 'time', actions]);
  const isRead = stepsRead(graph.sum(graph.abs(x), 2), maxEvents); // [batch, time]
  const hidden = graph.lstm(x, isRead, { units, kernel, recurrent, bias }); // [batch, unit]
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

/**
 * bool [batch, time]: the real steps that are left when the session is cut.
 *
 * @param magnitude float32 [batch, time]: 1 for a step, 0 for padding
 */
function stepsRead(magnitude: graph.Tensor, maxEvents: number): graph.Tensor {
  const float = (value: number) => graph.scalar(value, 'float32');
  const upTo = graph.cumulativeSum(magnitude, 1); // a step's number, from 1
  const following = graph.subtract(graph.sum(magnitude, 1, { keepsAxis: true }), upTo);
  const isFirst = graph.lessEqual(upTo, float(1));
  const isLate = graph.lessEqual(following, float(maxEvents));
  return graph.and(graph.greater(magnitude, float(0)), graph.or(isFirst, isLate));
}
