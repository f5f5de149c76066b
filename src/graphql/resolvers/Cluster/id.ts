import type { ClusterResolvers } from '../../generated/types.ts';
import { encodeId } from '../../ids.ts';

export const id: NonNullable<ClusterResolvers['id']> = ({ name }) => encodeId('Cluster', name, '');
