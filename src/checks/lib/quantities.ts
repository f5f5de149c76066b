/** Suffixes of resource.Quantity (apimachinery pkg/api/resource/suffix.go). */
const FACTORS: ReadonlyMap<string, number> = new Map([
  ['n', 1e-9],
  ['u', 1e-6],
  ['m', 1e-3],
  ['', 1],
  ['k', 1e3],
  ['M', 1e6],
  ['G', 1e9],
  ['T', 1e12],
  ['P', 1e15],
  ['E', 1e18],
  ['Ki', 2 ** 10],
  ['Mi', 2 ** 20],
  ['Gi', 2 ** 30],
  ['Ti', 2 ** 40],
  ['Pi', 2 ** 50],
  ['Ei', 2 ** 60],
]);

const QUANTITY = /^([+-]?(?:\d+\.?\d*|\.\d+))(?:[eE]([+-]?\d+)|(n|u|m|k|M|G|T|P|E|Ki|Mi|Gi|Ti|Pi|Ei)?)$/;

/** The number behind a quantity such as `500m`, `2`, `1.5Gi`, `1e3`; undefined where it is none. */
export function quantityOf(text: string | number | undefined): number | undefined {
  if (text === undefined) return undefined;
  const [, digits, exponent, suffix] = QUANTITY.exec(String(text).trim()) ?? [];
  if (digits === undefined) return undefined;
  if (exponent !== undefined) return Number(`${digits}e${exponent}`);
  const factor = FACTORS.get(suffix ?? '');
  return factor === undefined ? undefined : Number(digits) * factor;
}

const BINARY = ['', 'Ki', 'Mi', 'Gi', 'Ti', 'Pi'] as const;

function bytesText(bytes: number): string {
  let rest = bytes;
  let unit = 0;
  while (Math.abs(rest) >= 1024 && unit < BINARY.length - 1) {
    rest /= 1024;
    unit += 1;
  }
  return `${Math.round(rest * 10) / 10}${BINARY[unit]}`;
}

/** An amount of a resource as a person reads it: CPU `500m` or `1.5`, memory and storage `512Mi`, all else as a number. */
export function amountText(resource: string, amount: number): string {
  if (resource === 'cpu')
    return Math.abs(amount) < 1 && amount !== 0
      ? `${Math.round(amount * 1000)}m`
      : String(Math.round(amount * 1000) / 1000);
  const isBytes = resource === 'memory' || resource === 'ephemeral-storage' || resource.startsWith('hugepages-');
  return isBytes ? bytesText(amount) : String(Math.round(amount * 1000) / 1000);
}
