import type { FindingResolvers } from '../../generated/types.ts';

export const causedBy: NonNullable<FindingResolvers['causedBy']> = async (
  { clusterId, causedBy },
  _args,
  { loaders },
) => {
  const causes = await loaders.findingsByFingerprint.loadMany(
    causedBy.map((fingerprint) => ({ clusterId, fingerprint })),
  );
  return causes.flatMap((cause) => {
    if (cause instanceof Error) throw cause;
    return cause ?? [];
  });
};
