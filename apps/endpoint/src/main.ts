#!/usr/bin/env node
import { runProgram } from './program.ts';

// Not by exitCode: what hangs in the background must not keep a stopped server alive
process.exit(await runProgram(process.argv.slice(2)));
