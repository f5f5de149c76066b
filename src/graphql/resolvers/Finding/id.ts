import type { FindingResolvers } from '../../generated/types.ts';
import { encodeId } from '../../ids.ts';

export const id: NonNullable<FindingResolvers['id']> = ({ clusterId, id }) => encodeId('Finding', clusterId, id);
