// Whether TensorFlow computes on this machine's GPU, through tfjs-node-gpu and CUDA:
//   docker run --rm --gpus all lf-base-gpu
// It multiplies matrices and trains a small LSTM on the GPU, and compares both with plain JavaScript and with falling
// losses. It exits with 0 only if all is well. With --cpu (for a try without a GPU) the processor is good enough.
'use strict';

const { constants } = require('node:os');
const { existsSync, readFileSync } = require('node:fs');
const util = require('node:util');

// tfjs-node 4.22 calls both at every operation; Node 23 took them away
util.isNullOrUndefined ??= (value) => value === null || value === undefined;
util.isArray ??= Array.isArray;

/** Of NVIDIA's driver first, then of CUDA 12.5 and cuDNN 9, which the image brings. */
const LIBRARIES = [
  'libcuda.so.1',
  'libcudart.so.12',
  'libcublas.so.12',
  'libcublasLt.so.12',
  'libcufft.so.11',
  'libcusolver.so.11',
  'libcusparse.so.12',
  'libcudnn.so.9',
];
const SIZE = 2048;
const isCpuEnough = process.argv.includes('--cpu');

main().catch((error) => {
  console.error(`failed: ${error.message}`);
  process.exitCode = 1;
});

async function main() {
  const driver = '/proc/driver/nvidia/version';
  console.log(
    `driver: ${existsSync(driver) ? readFileSync(driver, 'utf8').split('\n')[0] : 'none'}`,
  );
  const missing = LIBRARIES.filter((name) => !opens(name));
  console.log(`libraries: ${missing.length === 0 ? 'all there' : `${missing.join(', ')} missing`}`);

  const tf = require('@tensorflow/tfjs-node-gpu');
  const { isUsingGpuDevice, binding } = tf.backend();
  console.log(
    `Node ${process.version}, TensorFlow ${binding.TF_Version}, on ${isUsingGpuDevice ? 'the GPU' : 'the processor'}`,
  );
  if (!isUsingGpuDevice && !isCpuEnough) {
    throw new Error(
      missing.includes('libcuda.so.1')
        ? "the container has no GPU: docker run --gpus all, with NVIDIA's container toolkit on the host"
        : 'TensorFlow finds no GPU: its driver must be 555 or later (nvidia-smi); TF_CPP_MIN_LOG_LEVEL=0 tells more',
    );
  }
  await checkProduct(tf);
  await checkTraining(tf);
  console.log('passed');
}

/** Three places of a product of two large matrices, against sums in JavaScript. */
async function checkProduct(tf) {
  const [a, b] = [1, 2].map((seed) => tf.randomUniform([SIZE, SIZE], -1, 1, 'float32', seed));
  const product = tf.matMul(a, b);
  await product.data(); // the first use loads kernels
  const began = performance.now();
  const repeated = tf.matMul(a, b);
  const values = await repeated.data();
  const seconds = (performance.now() - began) / 1000;
  const [rows, columns] = [await a.data(), await b.data()];
  for (const [row, column] of [
    [0, 0],
    [SIZE >> 1, 7],
    [SIZE - 1, SIZE - 1],
  ]) {
    let sum = 0;
    for (let i = 0; i < SIZE; i++) sum += rows[row * SIZE + i] * columns[i * SIZE + column];
    const found = values[row * SIZE + column];
    // TensorFloat-32, which newer GPUs use for products, keeps 10 bits: .001 of each of 2,048 terms
    if (!(Math.abs(found - sum) < 0.2))
      throw new Error(`a product gives ${found}, expected ${sum}`);
  }
  console.log(`product of ${SIZE} x ${SIZE}: right, ${(seconds * 1000).toFixed(1)} ms`);
  tf.dispose([a, b, product, repeated]);
}

/** An LSTM of intent's size learns whether the first value of a row's last step is positive. */
async function checkTraining(tf) {
  const [rows, time, actions] = [256, 20, 7];
  const x = tf.randomUniform([rows, time, actions], -1, 1, 'float32', 3);
  const y = tf.cast(tf.greater(tf.slice(x, [0, time - 1, 0], [rows, 1, 1]), 0), 'float32');
  const model = tf.sequential({
    layers: [
      tf.layers.lstm({
        units: 48,
        inputShape: [time, actions],
        kernelInitializer: tf.initializers.glorotUniform({ seed: 4 }),
      }),
      tf.layers.dense({ units: 1, activation: 'sigmoid' }),
    ],
  });
  model.compile({ optimizer: tf.train.adam(0.01), loss: 'binaryCrossentropy' });
  const began = performance.now();
  const options = { epochs: 8, batchSize: 128, shuffle: false, verbose: 0 };
  const { history } = await model.fit(x, tf.reshape(y, [rows, 1]), options);
  const seconds = (performance.now() - began) / 1000;
  const [first, last] = [history.loss[0], history.loss.at(-1)];
  console.log(
    `LSTM: loss ${first.toFixed(4)} to ${last.toFixed(4)} in 8 epochs, ${seconds.toFixed(1)} s`,
  );
  if (!(last < 0.8 * first)) throw new Error('the loss of the LSTM does not fall');
}

/** The linker finds it; Node, for which it is no addon, closes it again. */
function opens(name) {
  try {
    process.dlopen({ exports: {} }, name, constants.dlopen.RTLD_LAZY);
    return true;
  } catch (error) {
    return !error.message.includes('cannot open shared object file');
  }
}
