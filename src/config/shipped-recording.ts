import { join } from 'node:path';
import type { Config, RecordingConfig } from './config.ts';

/** The recorded cluster that comes with Kubeclinic. */
export const SHIPPED_RECORDING: RecordingConfig = {
  directory: join(import.meta.dirname, '../../recordings/shop'),
  moment: undefined,
};

/** The same settings; where they name no cluster, the shipped recording stands in, so that a first start has something to show. */
export function orShippedRecording(config: Config): Config {
  return config.recordings.length > 0 ? config : { ...config, recordings: [SHIPPED_RECORDING] };
}
