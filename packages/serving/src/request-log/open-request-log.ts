import { resolve } from 'node:path';
import {
  createRequestLog,
  type CountLines,
  type LineSink,
  type RequestLog,
} from './request-log.ts';
import type { Environment } from '../settings.ts';
import type { RequestLogSettings } from './request-log-settings.ts';

/** The world outside, handed in. */
export interface RequestLogWorld {
  /** Where relative folders start. */
  readonly folder: string;
  readonly now: () => Date;
  /** Writes a line where the service prints. */
  readonly print: (line: string) => void;
  /** Says how S3 is asked: region and LF_S3_PATH_STYLE. */
  readonly environment: Environment;
  readonly count?: CountLines;
  /** Told of lines that could not be written, and why. */
  readonly onFailed?: (reason: string, lines: number, isLost: boolean) => void;
}

/** Opens the log that the settings name. Nothing is written yet, so that nothing can fail. */
export async function openRequestLog(
  { place, sampleRatio, maxBytes }: RequestLogSettings,
  world: RequestLogWorld,
): Promise<RequestLog> {
  const { now, count, onFailed = () => undefined } = world;
  const failed = (error: unknown, lines: number, isLost = true) => {
    if (isLost) count?.('failed', lines);
    onFailed(error instanceof Error ? error.message : String(error), lines, isLost);
  };
  const open = async (): Promise<LineSink> => {
    switch (place.kind) {
      case 'stdout':
        return printingSink(world.print);
      case 'folder': {
        const { folderSink } = await import('./folder-sink.ts');
        const folder = resolve(world.folder, place.path);
        return folderSink({ folder, maxBytes, now, onFailed: failed });
      }
      case 's3': {
        const { s3Sink } = await import('./s3-sink.ts');
        return s3Sink({ ...place, environment: world.environment, now, onFailed: failed });
      }
    }
  };
  return createRequestLog({ sampleRatio, sink: await open(), now, ...(count && { count }) });
}

/** Lines as they come, printed before the answer is given: a frozen process has nothing left to write. */
function printingSink(print: (line: string) => void): LineSink {
  return {
    write: (line) => {
      print(line);
      return true;
    },
    close: () => Promise.resolve(),
  };
}
