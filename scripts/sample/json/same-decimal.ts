/** A decimal number as 0.<digits> × 10^exponent, the digits without zeros at either end; '' is zero. */
type Decimal = { negative: boolean; digits: string; exponent: number };

/** Whether two spellings of finite numbers, as JSON has them, mean the same decimal value; −0 is 0. */
export function sameDecimal(left: string, right: string): boolean {
  const one = parseDecimal(left);
  const other = parseDecimal(right);
  if (!one || !other) return false;
  if (one.digits !== other.digits) return false;
  if (one.digits === '') return true;
  return one.negative === other.negative && one.exponent === other.exponent;
}

const shape = /^(-?)(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d+))?$/;

function parseDecimal(literal: string): Decimal | undefined {
  const match = shape.exec(literal);
  if (!match) return undefined;
  const [, sign, whole = '', fraction = '', power = '0'] = match;
  const digits = whole + fraction;
  const start = leadingZeros(digits);
  return {
    negative: sign === '-',
    digits: digits.slice(start, trailingEnd(digits, start)),
    exponent: whole.length - start + Number(power),
  };
}

function leadingZeros(digits: string): number {
  let count = 0;
  while (digits[count] === '0') count += 1;
  return count;
}

// Not /0+$/, which takes quadratic time on long runs of zeros.
function trailingEnd(digits: string, start: number): number {
  let end = digits.length;
  while (end > start && digits[end - 1] === '0') end -= 1;
  return end;
}
