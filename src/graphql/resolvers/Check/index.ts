import type { CheckResolvers } from '../../generated/types.ts';
import { aliases } from './aliases.ts';
import { documentation } from './documentation.ts';
import { id } from './id.ts';
import { messages } from './messages.ts';
import { name } from './name.ts';
import { params } from './params.ts';
import { uses } from './uses.ts';

export const Check: CheckResolvers = { aliases, documentation, id, messages, name, params, uses };
