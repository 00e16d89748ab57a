export const place = { sku: 'soap', location: 'ACCRA' };
export const level = { ...place, onHand: 10, reserved: 0, hold: 0, available: 10, version: 3 };
export const adjustment = { ...place, delta: -2, reason: 'damage' };
export const adjusted = { id: '0198c1a2-7b3c-7d4e-8f50-123456789abc', ...adjustment, level };
