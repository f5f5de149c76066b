import type { CheckResolvers } from '../../generated/types.ts';
import { paramsSchema } from '../../params-schema.ts';

export const params: NonNullable<CheckResolvers['params']> = (check) => paramsSchema(check);
