import type { IntentWeights } from '@lf/contract';

/**
 * The intent model by plain arithmetic: one-hot action -> LSTM -> last hidden state -> dense -> sigmoid.
 *
 * A session of ten events costs some 90,000 multiplications, far less than loading a runtime would.
 *
 * @param weights - in Keras's layout, gates i, f, c, o
 * @returns a function from action codes `[time]`, start and end included, to the probability of a purchase
 */
export function createIntentForward(weights: IntentWeights): (codes: readonly number[]) => number {
  const { units, kernel, recurrent, bias, dense, denseBias } = weights;
  const gates = new Float64Array(4 * units);
  const hidden = new Float64Array(units);
  const cell = new Float64Array(units);

  function step(code: number): void {
    const row = code * 4 * units;
    for (let gate = 0; gate < 4 * units; gate++) {
      gates[gate] = (bias[gate] ?? 0) + (kernel[row + gate] ?? 0);
    }
    for (let unit = 0; unit < units; unit++) {
      const value = hidden[unit] ?? 0;
      const weightsOfUnit = unit * 4 * units;
      for (let gate = 0; gate < 4 * units; gate++) {
        gates[gate] = (gates[gate] ?? 0) + value * (recurrent[weightsOfUnit + gate] ?? 0);
      }
    }
    for (let unit = 0; unit < units; unit++) {
      const gate = (place: number) => gates[place * units + unit] ?? 0;
      const kept = sigmoid(gate(1)) * (cell[unit] ?? 0);
      cell[unit] = kept + sigmoid(gate(0)) * Math.tanh(gate(2));
      hidden[unit] = sigmoid(gate(3)) * Math.tanh(cell[unit] ?? 0);
    }
  }

  return (codes) => {
    hidden.fill(0);
    cell.fill(0);
    for (const code of codes) step(code);
    let logit = denseBias[0] ?? 0;
    for (let unit = 0; unit < units; unit++) logit += (hidden[unit] ?? 0) * (dense[unit] ?? 0);
    return sigmoid(logit);
  };
}

function sigmoid(value: number): number {
  return 1 / (1 + Math.exp(-value));
}
