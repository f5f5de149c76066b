import { z } from 'zod';

/** A param of whole seconds, 0 or more. */
export function seconds(usual: number, meaning: string): z.ZodDefault<z.ZodNumber> {
  return z.number().int().min(0).default(usual).describe(meaning);
}

/** What every check that waits for pods allows them for their start. */
export const START_SECONDS = seconds(300, 'how long a pod may fetch images and mount volumes while nothing went wrong');

/** What every check of workloads allows before it speaks. */
export const GRACE_SECONDS = seconds(60, 'how long pods may be missing or not ready');
