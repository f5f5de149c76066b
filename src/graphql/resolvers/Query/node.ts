import type { QueryResolvers } from '../../generated/types.ts';
import { readNode } from '../../node.ts';

export const node: NonNullable<QueryResolvers['node']> = (_query, { id }, context) => readNode(context, id, ['id']);
