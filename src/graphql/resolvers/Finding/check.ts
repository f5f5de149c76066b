import type { FindingResolvers } from '../../generated/types.ts';

export const check: NonNullable<FindingResolvers['check']> = ({ check: name }, _args, { services }) =>
  services.checks.find((check) => check.id === name);
