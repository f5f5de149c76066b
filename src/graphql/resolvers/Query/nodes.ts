import { badInput } from '#src/errors/errors.ts';
import type { QueryResolvers } from '../../generated/types.ts';
import { readNode } from '../../node.ts';

const MOST_IDS = 100;

export const nodes: NonNullable<QueryResolvers['nodes']> = (_query, { ids }, context) => {
  if (ids.length > MOST_IDS)
    throw badInput(`\`ids\` may have at most ${MOST_IDS} items; it has ${ids.length}.`, ['ids']);
  return Promise.all(ids.map((id, index) => readNode(context, id, ['ids', String(index)])));
};
