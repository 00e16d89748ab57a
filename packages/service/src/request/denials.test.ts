import { expect, it, vi } from 'vitest';
import { ALARMING_DENIALS, Denials } from './denials.js';

const watched = () => {
  const alert = vi.fn();
  return { alert, denials: new Denials({ warn: vi.fn() }, { alert }) };
};

it('R17: raises one alert in a minute for an identity that is denied again and again', () => {
  const { alert, denials } = watched();
  for (let count = 1; count < ALARMING_DENIALS; count += 1) denials.count('bot', 1_000);
  denials.count('other', 1_000);
  expect(alert).not.toHaveBeenCalled();
  for (let count = 0; count < 50; count += 1) denials.count('bot', 59_999);
  expect(alert.mock.calls).toEqual([['agent_denied_repeatedly', 'bot']]);
});

it('R17: begins anew with the minute', () => {
  const { alert, denials } = watched();
  for (const now of [59_999, 60_000]) {
    for (let count = 1; count < ALARMING_DENIALS; count += 1) denials.count('bot', now);
  }
  expect(alert).not.toHaveBeenCalled();
  denials.count('bot', 60_000);
  expect(alert).toHaveBeenCalledOnce();
});
