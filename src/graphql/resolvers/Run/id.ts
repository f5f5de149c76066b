import type { RunResolvers } from '../../generated/types.ts';
import { encodeId } from '../../ids.ts';

export const id: NonNullable<RunResolvers['id']> = ({ clusterId, id }) => encodeId('Run', clusterId, id);
