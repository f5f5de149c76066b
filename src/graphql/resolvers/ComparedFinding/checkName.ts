/** The same for every change. */
export const checkName = ({ check }: { check: string }): string => check;
