import { describe, expect, it } from 'vitest';
import { PinEntry } from './pin.svelte';
import { PinPair } from './pins.svelte';

const type = (entry: { key(key: string): boolean }, keys: string) => [...keys].forEach((key) => entry.key(key));

describe('a PIN being entered', () => {
  it('is sent with its fourth digit, and its digits are gone', async () => {
    const sent: string[] = [];
    const entry = new PinEntry(async (pin) => void sent.push(pin));
    type(entry, '246');
    entry.key('Backspace');
    type(entry, '68');
    await new Promise((resolve) => setTimeout(resolve));
    expect([sent, entry.digits]).toEqual([['2468'], '']);
  });

  it('takes no keys while the core looks at it', () => {
    const entry = new PinEntry(() => new Promise(() => undefined));
    type(entry, '2468999');
    expect(entry.digits).toBe('2468');
  });
});

describe('two PINs being chosen', () => {
  it('go on to the second after the first', () => {
    const pair = new PinPair();
    type(pair, '24681397');
    expect([pair.cancel, pair.duress, pair.complete]).toEqual(['2468', '1397', true]);
  });

  it('are not sent before both are whole', async () => {
    const pair = new PinPair();
    type(pair, '24681');
    expect(await pair.save(() => Promise.resolve('saved'))).toBe(false);
    expect(pair.refusal).toBe('not_four_digits');
  });

  it('that are equal lose only the second', async () => {
    const pair = new PinPair();
    type(pair, '24682468');
    await pair.save(() => Promise.resolve('must_differ'));
    expect([pair.cancel, pair.duress, pair.active, pair.refusal]).toEqual(['2468', '', 'duress', 'must_differ']);
  });

  it('that are too easy are asked for again', async () => {
    const pair = new PinPair();
    type(pair, '11112468');
    await pair.save(() => Promise.resolve('too_easy'));
    expect([pair.cancel, pair.duress, pair.active]).toEqual(['', '', 'cancel']);
  });

  it('stay when the core could not keep them', async () => {
    const pair = new PinPair();
    type(pair, '24681397');
    await pair.save(() => Promise.resolve('failed'));
    expect([pair.cancel, pair.duress, pair.refusal]).toEqual(['2468', '1397', 'failed']);
  });
});
