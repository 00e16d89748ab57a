/** One event of each type, as a logistics company would tell it; written after EPCIS 2.0 section 9.6 and CBV 2.0. */
const time = { eventTime: '2012-03-05T09:30:00.000Z', eventTimeZoneOffset: '+01:00' };
const place = {
  readPoint: { id: 'https://id.gs1.org/414/4012345000115/254/dock-7' },
  bizLocation: { id: 'https://id.gs1.org/414/4012345000115' },
};

export const objectEvent = {
  ...{ type: 'ObjectEvent', eventID: 'urn:uuid:0198c1a2-0000-7000-8000-000000000001', ...time },
  epcList: [
    'https://id.gs1.org/01/09521568251204/21/10',
    'urn:epc:id:sgtin:4012345.011111.9876',
    'https://id.gs1.org/00/340123453111111115',
  ],
  ...{ action: 'OBSERVE', bizStep: 'shipping', disposition: 'in_transit', ...place },
  persistentDisposition: { set: ['completeness_inferred'], unset: ['completeness_verified'] },
  bizTransactionList: [{ type: 'po', bizTransaction: 'urn:epc:id:gdti:0614141.00002.1152' }],
  sourceList: [{ type: 'owning_party', source: 'urn:epc:id:pgln:4012345.00000' }],
  destinationList: [{ type: 'possessing_party', destination: 'urn:epc:id:pgln:0614141.00000' }],
};

export const aggregationEvent = {
  ...{ type: 'AggregationEvent', eventID: 'urn:uuid:0198c1a2-0000-7000-8000-000000000002', ...time },
  parentID: 'https://id.gs1.org/00/340123453111111115',
  childEPCs: ['https://id.gs1.org/01/09521568251204/21/10'],
  childQuantityList: [{ epcClass: 'urn:epc:class:lgtin:4012345.011111.4444', quantity: 200, uom: 'KGM' }],
  ...{ action: 'ADD', bizStep: 'packing', disposition: 'in_progress', ...place },
};

export const transactionEvent = {
  ...{ type: 'TransactionEvent', eventID: 'urn:uuid:0198c1a2-0000-7000-8000-000000000003', ...time },
  bizTransactionList: [{ type: 'inv', bizTransaction: 'urn:epcglobal:cbv:bt:0614141073467:1152' }],
  parentID: 'https://id.gs1.org/00/340123453111111115',
  epcList: ['https://id.gs1.org/01/09521568251204/21/11'],
  ...{ action: 'ADD', bizStep: 'receiving', disposition: 'in_progress', ...place },
};

export const transformationEvent = {
  ...{ type: 'TransformationEvent', eventID: 'urn:uuid:0198c1a2-0000-7000-8000-000000000004', ...time },
  inputEPCList: ['urn:epc:id:sgtin:4012345.011122.25'],
  inputQuantityList: [{ epcClass: 'urn:epc:class:lgtin:4012345.011111.4444', quantity: 10, uom: 'KGM' }],
  outputEPCList: ['urn:epc:id:sgtin:4012345.077889.25'],
  transformationID: 'urn:epc:id:gdti:0614141.12345.400',
  ...{ bizStep: 'commissioning', disposition: 'active', ...place },
  ilmd: { 'cbvmda:bestBeforeDate': '2013-03-05', 'cbvmda:lotNumber': 'A1' },
};

export const associationEvent = {
  ...{ type: 'AssociationEvent', eventID: 'urn:uuid:0198c1a2-0000-7000-8000-000000000005', ...time },
  parentID: 'urn:epc:id:grai:4012345.55555.987',
  childEPCs: ['urn:epc:id:giai:4000001.12345'],
  ...{ action: 'ADD', bizStep: 'assembling', ...place },
};

/** A sensor's report: no step, no goods. */
export const sensorEvent = {
  ...{ type: 'ObjectEvent', eventID: 'urn:uuid:0198c1a2-0000-7000-8000-000000000006', ...time },
  ...{ action: 'OBSERVE', readPoint: place.readPoint },
  sensorElementList: [
    {
      sensorMetadata: { time: '2012-03-05T09:30:00.000Z', deviceID: 'urn:epc:id:giai:4000001.111' },
      sensorReport: [{ type: 'gs1:Temperature', value: 26.1, uom: 'CEL' }],
    },
  ],
};

export const examples = [
  objectEvent,
  aggregationEvent,
  transactionEvent,
  transformationEvent,
  associationEvent,
  sensorEvent,
];
