import type { CheckResolvers } from '../../generated/types.ts';
import { encodeId } from '../../ids.ts';

export const id: NonNullable<CheckResolvers['id']> = ({ id }) => encodeId('Check', '', id);
