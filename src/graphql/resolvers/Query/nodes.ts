import type { QueryResolvers } from '../../generated/types.ts';
import { boundedList } from '../../input.ts';
import { readNode } from '../../node.ts';

export const nodes: NonNullable<QueryResolvers['nodes']> = (_query, { ids }, context) => {
  boundedList(ids, 100, ['ids']);
  return Promise.all(ids.map((id, index) => readNode(context, id, ['ids', String(index)])));
};
