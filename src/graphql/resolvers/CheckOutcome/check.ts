import type { CheckOutcomeResolvers } from '../../generated/types.ts';

export const check: NonNullable<CheckOutcomeResolvers['check']> = ({ check: name }, _args, { services }) =>
  services.checks.find((check) => check.id === name);
