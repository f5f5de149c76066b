import type { CheckOutcomeResolvers } from '../../generated/types.ts';
import { check } from './check.ts';
import { checkName } from './checkName.ts';
import { findingCount } from './findingCount.ts';
import { reason } from './reason.ts';
import { variant } from './variant.ts';

export const CheckOutcome: CheckOutcomeResolvers = { check, checkName, findingCount, reason, variant };
