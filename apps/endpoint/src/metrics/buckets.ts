/** Upper ends, in seconds. The aims are 5 ms (intent) and 15 ms (rec) at the 99th percentile: finest there. */
export const REQUEST_SECONDS = [
  0.0005, 0.001, 0.002, 0.003, 0.005, 0.0075, 0.01, 0.015, 0.025, 0.05, 0.1, 0.25, 1, 5, 30,
];

/** One prediction takes .02 ms (intent) to .1 ms (rec), a full batch some 50 ms. */
export const PREDICTION_SECONDS = [
  0.00005, 0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.5,
];
