import { createService } from '@stockade/service';
import { shipmentsApi } from './shipments-api.js';

await createService(shipmentsApi);
