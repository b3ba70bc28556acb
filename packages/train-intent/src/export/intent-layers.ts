import type { LayersModel } from '@lf/export';
import type { LstmWeights } from '@lf/kernels';

/**
 * The trained model as Keras's layers: Masking, LSTM, Dense. Weights already lie as Keras has them;
 * settings whose defaults differ between Keras and TensorFlow.js are all written.
 */
export function intentLayers(weights: LstmWeights): LayersModel {
  const { units, actions } = weights;
  return {
    name: 'intent',
    producer: '@lf/train-intent',
    inputShape: ['time', actions],
    layers: [
      { className: 'Masking', name: 'masking', settings: { mask_value: 0 }, weights: [] },
      {
        className: 'LSTM',
        name: 'lstm',
        settings: {
          units,
          activation: 'tanh',
          recurrent_activation: 'sigmoid',
          use_bias: true,
          unit_forget_bias: true,
          return_sequences: false,
        },
        weights: [
          { name: 'kernel', shape: [actions, 4 * units], values: weights.kernel },
          { name: 'recurrent_kernel', shape: [units, 4 * units], values: weights.recurrent },
          { name: 'bias', shape: [4 * units], values: weights.bias },
        ],
      },
      {
        className: 'Dense',
        name: 'probability',
        settings: { units: 1, activation: 'sigmoid', use_bias: true },
        weights: [
          { name: 'kernel', shape: [units, 1], values: weights.dense },
          { name: 'bias', shape: [1], values: weights.denseBias },
        ],
      },
    ],
  };
}
