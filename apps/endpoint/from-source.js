#!/usr/bin/env node
// The endpoint as this checkout has it: bundles what has changed, then runs it
import { bundleChanged } from '../../tools/workspace/src/bundle/bundle-changed.js';

await bundleChanged();
await import('./dist/main.js');
