import type { CheckMessageResolvers } from '../../generated/types.ts';
import { next } from './next.ts';
import { problem } from './problem.ts';
import { severity } from './severity.ts';
import { text } from './text.ts';

export const CheckMessage: CheckMessageResolvers = { next, problem, severity, text };
